/** Names of hosts as they are compared: DNS knows no capitals, and a dot at the end only says that nothing follows. */
import { isUnknown } from "./read";

/** Lower case, without a trailing dot; a wildcard as a star, which Route 53 gives back as its code. */
export const hostOf = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/\.$/, "")
    .replace(/^\\052(?=\.|$)/, "*");

/** The same of what may be absent or empty. */
export const hostIn = (text: string | undefined): string | undefined => {
  const host = text === undefined ? "" : hostOf(text);
  return host === "" ? undefined : host;
};

/** The host that a request's `Host` means: with the port that the request goes to anyway, or without it. */
export const hostInHeader = (text: string, port: number): string =>
  hostOf(text.trim().replace(new RegExp(`:${port}$`), ""));

/** An address as it is compared: one of IPv6 may be written in many ways. */
export function addressKey(text: string): string {
  const trimmed = text.trim();
  if (!trimmed.includes(":") || !/^[\da-f:.]+$/i.test(trimmed)) return trimmed;
  const url = `http://[${trimmed}]`;
  return URL.canParse(url) ? new URL(url).hostname.slice(1, -1) : trimmed;
}

/** A type of records, of checks or of rules: such words are written in capitals, and meant in any. */
export const wordOf = (text: string): string => text.trim().toUpperCase();

/** The same of what may be absent. */
export const wordIn = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : wordOf(text);

/** A zone's servers; undefined where there are none, or one isn't known. */
export function serverNames(values: readonly unknown[]): readonly string[] | undefined {
  const known = values.filter((value): value is string => typeof value === "string" && !isUnknown(value));
  return known.length === 0 || known.length < values.length ? undefined : known.map(hostOf);
}
