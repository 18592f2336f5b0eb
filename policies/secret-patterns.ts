/**
 * What looks like a secret: values that give themselves away, and values that stand under a name which says so.
 * Pure; it never repeats what it found.
 */

import { facts, providerNames } from "../graph/clouds/facts";

/**
 * Texts come from users and are as long as they like: no pattern here looks from each of many places at all that
 * follows. A part that can be of any length stops at what the pattern can begin with, or is looked for by itself; a
 * look behind comes after what is rare, as at the front it would be taken from every place.
 */

const base64 = (text: string): string => btoa(text);
/** Base64 of a text that begins so: the last letters hang on what follows. */
const base64Start = (text: string): string => base64(text.slice(0, text.length - (text.length % 3)));

const anyOf = (patterns: readonly RegExp[]): RegExp =>
  new RegExp(patterns.map(({ source }) => `(?:${source})`).join("|"));

const keyKinds = ["", "RSA ", "EC ", "OPENSSH ", "ENCRYPTED ", "DSA "];

const cloudSecrets = providerNames.flatMap((name) => facts[name].secrets);

/** Values that are secret wherever they stand; each of the forms is its issuer's own. */
const giveaways: readonly (readonly [kind: string, pattern: RegExp, then?: RegExp])[] = [
  ["a private key", /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----/],
  [
    "a private key (in base64)",
    new RegExp(keyKinds.map((kind) => base64Start(`-----BEGIN ${kind}PRIVATE KEY-----`)).join("|")),
  ],
  ...cloudSecrets.map(({ kind, pattern, then }) => [kind, pattern, then] as const),
  ["a GitHub token", /\bgh[pousr]_[A-Za-z0-9]{36}|\bgithub_pat_\w{50,}/],
  ["a GitLab token", /\bglpat-[\w-]{20}/],
  ["a Slack token", /\bxox[abeprs]-[\w-]{10,}/],
  ["a Stripe key", /\b[rs]k_live_[A-Za-z0-9]{20,}/],
  ["an npm token", /\bnpm_[A-Za-z0-9]{36}/],
  ["a Pulumi token", /\bpul-[0-9a-f]{40}/],
  ["a Google key", /\bAIza[\w-]{35}/],
  ["a Vault token", /\bhv[bs]\.[\w-]{20,}/],
  ["a signed token", /\.eyJ(?<=\beyJ[\w-]{10,}\.eyJ)[\w-]{10,}\.[\w-]{10,}/],
  ["a URL with a password", /:\/\/(?<=\b[a-z][a-z0-9+.-]*:\/\/)[^\s/:@"'$<{]+:[^\s/@"'$<{]{3,}@[\w.[]/i],
  [
    "a kubeconfig with its own credentials",
    /clusters/,
    /[\s"'](?:client-key-data|token|password)["']?\s*:\s*["']?[\w+/=.-]{8,}/,
  ],
  ["a kubeconfig with its own credentials", /[\s"']client-key-data["']?\s*:\s*["']?[\w+/=]{8,}/],
];

/** One pass over a text that holds none of them, which nearly all are. */
const anyGiveaway = anyOf([
  ...cloudSecrets.map(({ hint }) => hint),
  /PRIVATE KEY|LS0tLS1CRUdJTi|gh[pousr]_|github_pat_|glpat-|xox|k_live_|npm_|pul-|AIza|hv[bs]\.|eyJ|:\/\/[^\s/:@]+:[^\s/@]+@|client-key-data|clusters/,
]);

/** What kind of secret a text holds, or undefined. */
export function giveaway(text: string): string | undefined {
  if (text.length < 12 || !anyGiveaway.test(text)) return undefined;
  return giveaways.find(([, pattern, then]) => holds(text, pattern, then))?.[0];
}

/** Whether a pattern is met, and after the first such place the one that must follow. */
function holds(text: string, pattern: RegExp, then: RegExp | undefined): boolean {
  const found = pattern.exec(text);
  if (found === null || then === undefined) return found !== null;
  const after = new RegExp(then, "g");
  after.lastIndex = found.index + found[0].length;
  return after.test(text);
}

type NameKind = "password" | "secret";

const passwords = new Set(["password", "passwd", "pwd", "passphrase"]);
const secrets = new Set([
  "secret",
  "token",
  "apikey",
  "api key",
  "secret key",
  "private key",
  "access key",
  "auth key",
  "encryption key",
  "signing key",
  "shared key",
  "client key data",
  "secret string",
  "private key pem",
]);

const nameKinds = new Map<string, NameKind | null>();

/** Whether a name says that its value is a secret: by its last words, as in `dbPassword`, `AWS_SECRET_ACCESS_KEY`. */
export function nameKind(name: string): NameKind | undefined {
  const known = nameKinds.get(name);
  if (known !== undefined) return known ?? undefined;
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
  const endings = [1, 2, 3].map((count) => words.slice(-count).join(" "));
  const isOf = (kinds: ReadonlySet<string>) => endings.some((ending) => kinds.has(ending));
  const kind = isOf(passwords) ? "password" : isOf(secrets) ? "secret" : undefined;
  nameKinds.set(name, kind ?? null);
  return kind;
}

/** What kind of secret a value is, going by the name it stands under, or undefined. */
export function namedSecret(name: string, value: string): string | undefined {
  const kind = nameKind(name);
  if (kind === undefined || isReference(value)) return undefined;
  if (kind === "password") return value.length > 0 ? "a password" : undefined;
  return looksRandom(value) ? "a value that looks random" : undefined;
}

/** Says where a secret is, and isn't one: a path, a variable, an id, a host, a digest. */
function isReference(value: string): boolean {
  const lower = value.toLowerCase();
  return (
    idPrefixes.some((prefix) => lower.startsWith(prefix)) ||
    /^(?:\/|\.\/|[$<{%]|sha256:|https?:\/\/|tls:\/\/|env:|file:|vault:|op:\/\/|true$|false$|\[secret\])/.test(
      lower,
    )
  );
}

const idPrefixes = providerNames.map((name) => facts[name].idPrefix);

/** Bits per letter from which a value is taken for random: words and names have less for their length. */
const RANDOM_BITS = 3.2;
const SHORTEST = 16;

function looksRandom(value: string): boolean {
  if (value.length < SHORTEST || /\s/.test(value)) return false;
  const isName = /^[a-z][a-z0-9]*(?:[-._/][a-z0-9]+)+$/.test(value);
  const isMixed = /\d/.test(value) && /[A-Za-z]/.test(value);
  return (!isName || isHexId(value)) && isMixed && bitsPerLetter(value) >= RANDOM_BITS;
}

const isHexId = (value: string): boolean => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);

/** Shannon's entropy of the letters. */
function bitsPerLetter(value: string): number {
  const counts = new Map<string, number>();
  for (const letter of value) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => {
    const share = count / value.length;
    return sum - share * Math.log2(share);
  }, 0);
}

const assignment = /^[ \t]*(?:export[ \t]+)?["']?([A-Za-z][\w.-]*)["']?[ \t]*[:=][ \t]*["']?([^"'\s,;#]+)/gm;

/** The kind of the first secret that a text of many lines assigns to a name that says so: `password = …`. */
export function assignedSecret(text: string): { name: string; kind: string } | undefined {
  for (const [, name = "", value = ""] of text.matchAll(assignment)) {
    const kind = namedSecret(name, value);
    if (kind) return { name, kind };
  }
  return undefined;
}
