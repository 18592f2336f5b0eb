/** Names of hosts as they are compared. */
import { isUnknown } from "./read";

/** Lower case, without a trailing dot. */
export const hostOf = (text: string): string => text.toLowerCase().replace(/\.$/, "");

/** A zone's servers; undefined where there are none, or one isn't known. */
export function serverNames(values: readonly unknown[]): readonly string[] | undefined {
  const known = values.filter((value): value is string => typeof value === "string" && !isUnknown(value));
  return known.length === 0 || known.length < values.length ? undefined : known.map(hostOf);
}
