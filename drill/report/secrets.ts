/** An outcome without the secrets of its world: messages of programs are told in it, and may hold anything. */
import type { DrillOutcome } from "../verdict/outcome";

const HIDDEN = "[secret]";

/** Private keys give themselves away. */
const privateKey = /-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----/;

/**
 * The same outcome, in which none of the secrets stands in any text; a text with a private key is hidden as a whole.
 * @param secrets passwords, keys and tokens of the world; what is shorter than 6 characters is no secret
 */
export function withoutSecrets(outcome: DrillOutcome, secrets: readonly string[]): DrillOutcome {
  // The longest first: one may be the beginning of another.
  const told = secrets.filter(({ length }) => length >= 6).sort((a, b) => b.length - a.length);
  const hidden = (text: string): string =>
    privateKey.test(text) ? HIDDEN : told.reduce((rest, secret) => rest.replaceAll(secret, HIDDEN), text);
  return mapped(outcome, hidden) as DrillOutcome;
}

function mapped(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((item) => mapped(item, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [change(key), mapped(item, change)]));
}
