/**
 * The kinds of value that settings are made of. Each carries one text that says what would be right; it
 * stands behind "wanted" in every error about such a value.
 */
import * as z from "zod";
import { overlaps, parseCidr } from "../components/cidr";
import { jurisdictions } from "../graph/jurisdiction";
import { nearest } from "../graph/nearest";
import { SECRET } from "../graph/resource";
import { isCertificate } from "./certificate";
import { Secret } from "./secret";

export function text(wanted: string, isRight: (value: string) => boolean) {
  return z.string({ error: wanted }).refine(isRight, { error: wanted });
}

/** `pulumi config set --path` writes fractions as text; what reads as a number in one way only is that number. */
export function fromWritten(value: unknown): unknown {
  return typeof value === "string" && /^-?(0|[1-9]\d*)(\.\d+)?$/.test(value) ? Number(value) : value;
}

export function number(from: number, to: number, unit: string) {
  const wanted = `a number from ${from} to ${to}${unit}`;
  const inRange = z
    .number({ error: wanted })
    .refine((value) => value >= from && value <= to, { error: wanted });
  return z.preprocess(fromWritten, inRange);
}

export function whole(from: number, to: number, unit: string) {
  const wanted = `a whole number from ${from} to ${to}${unit}`;
  const isRight = (value: number) => Number.isInteger(value) && value >= from && value <= to;
  return z.preprocess(fromWritten, z.number({ error: wanted }).refine(isRight, { error: wanted }));
}

/** One of a few names; the nearest is named. */
export function oneOf<const Names extends readonly string[]>(names: Names) {
  const wanted = ({ input }: { input?: unknown }) => oneOfAdvice(input, names);
  return z.enum(names, { error: wanted });
}

export function oneOfAdvice(found: unknown, names: readonly string[]): string {
  const likely = typeof found === "string" ? nearest(found, names) : [];
  const all = `one of ${names.join(", ")}`;
  return likely.length > 0 ? `${likely.join(" or ")} (${all})` : all;
}

/** A map that knows all its keys; what else it holds is an error. */
export function map<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, { error: `a map of ${Object.keys(shape).join(", ")}` });
}

/** A list in which nothing stands twice. */
export function list<Item extends z.ZodType<string | number>>(
  item: Item,
  wanted: string,
  least: number,
  most = 1000,
) {
  const inRange = (items: unknown[]) => items.length >= least && items.length <= most;
  return z
    .array(item, { error: wanted })
    .refine(inRange, { error: wanted })
    .superRefine((items, context) => {
      items.forEach((value, i) => {
        if (items.indexOf(value) === i) return;
        context.addIssue({ code: "custom", path: [i], message: "each only once" });
      });
    });
}

const label = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
const domainForm = new RegExp(`^(${label}\\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$`);

/** What DNS takes. */
export const LONGEST_NAME = 253;

/** @param labels what public names put before it, a dot between; the longest must still fit. */
export function domain(labels: readonly string[]) {
  const longest = LONGEST_NAME - Math.max(0, ...labels.map((label) => `${label}.`.length));
  return text(
    "a domain name in lower case without a trailing dot, such as clips.example.com",
    (value) => domainForm.test(value) && value.length <= longest,
  );
}

export const jurisdiction = oneOf(jurisdictions);

const networkForm = "an IPv4 network from /16 to /20 without host bits, such as 10.20.0.0/16";

/** RFC 1918, and RFC 6598 for those who ran out of it. */
const privateNetworks = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"];

function isPrivate(cidr: string): boolean {
  return privateNetworks.some((network) => overlaps(network, cidr));
}

/** Says why a text is no network of the wanted lengths; `undefined` when it is one. */
function cidrFault(cidr: string, shortest: number, longest: number): string | undefined {
  try {
    const { prefix } = parseCidr(cidr);
    return prefix >= shortest && prefix <= longest ? undefined : `/${prefix} is out of range`;
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}

function cidr(shortest: number, longest: number, wanted: string) {
  return z.string({ error: wanted }).refine((value) => cidrFault(value, shortest, longest) === undefined, {
    abort: true,
    error: ({ input }) => `${wanted} (${cidrFault(String(input), shortest, longest)})`,
  });
}

/** From /16, the largest that every cloud takes for a network, to /20, the smallest that holds the subnets. */
export const siteCidr = cidr(16, 20, networkForm).refine(isPrivate, {
  error: `a private network: in ${privateNetworks.join(", ")}`,
});

/** Not every cloud takes a private network here; one wider than /8 is as good as open to all. */
export const adminCidr = cidr(8, 32, "an IPv4 network from /8 to /32, such as 203.0.113.0/24").refine(
  (value) => !isPrivate(value),
  { error: "a public network: the addresses from which the clusters' API endpoints are reached" },
);

/** Every cloud names minor versions so; patch versions are the adapters' business. */
export const kubernetesVersion = text('a minor version in quotes, such as "1.33"', (value) =>
  /^1\.\d{2}$/.test(value),
);

/** @param full where a full version is taken too, and an example of it. */
export function siteKubernetesVersion(full: readonly { readonly at: string; readonly example: string }[]) {
  const also = full.map(({ at, example }) => `, or at ${at} a full one, such as "${example}"`);
  return text(`a minor version in quotes, such as "1.33"${also.join("")}`, (value) =>
    /^1\.\d{2}(\.\d{1,2})?$/.test(value),
  );
}

export const repository = text(
  "a repository path in lower case, such as upload or third-party/haproxy",
  (value) =>
    value.length <= 200 && /^[a-z0-9]+([._-]+[a-z0-9]+)*(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/.test(value),
);

export const digest = text(
  "the image's digest, which can't be moved as a tag can: sha256: and 64 hexadecimal digits in lower case",
  (value) => /^sha256:[0-9a-f]{64}$/.test(value),
);

const emailWanted = "an e-mail address, such as oncall@example.com";
export const email = z.email({ error: emailWanted });

/** Z or an offset is asked for: a time without one means another moment on every machine. */
const dateTimeWanted = 'a date and time with its offset, in quotes, such as "2026-10-01T06:00:00Z"';
export const dateTime = z.iso.datetime({ offset: true, error: dateTimeWanted });

export const words = text("a few words", (value) => value.trim() !== "");

export const certificate = z
  .union([z.string(), z.instanceof(Secret)], { error: "a certificate with its chain, in PEM" })
  .transform((value) => (value instanceof Secret ? value.reveal() : value))
  .refine((value) => value === SECRET || isCertificate(value), {
    error: "a certificate with its chain, in PEM",
  });

/** A plain text is refused: a private key doesn't belong in a file that is committed. */
export const privateKey = z
  .instanceof(Secret, {
    error: "an encrypted value: pulumi config set --secret --path twincloud:edgeTls.key",
  })
  .refine((value) => value.reveal() === SECRET || /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(value.reveal()), {
    error: "a private key in PEM",
  });
