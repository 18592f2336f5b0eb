/** Keys and values of a `config:` block, in the project's file or a stack's, as the CLI takes them. Pure. */
import { Secret } from "./secret";

/** A key with its namespace, which is the project's name where none is written; nothing when it has no such form. */
export function configKey(key: string, project: string): string | undefined {
  const [first = "", second, third, ...more] = key.split(":");
  if (second === undefined) return `${project}:${first}`;
  if (third === undefined) return key;
  // `<namespace>:config:<name>` is an old form that Pulumi still takes.
  return second === "config" && more.length === 0 ? `${first}:${third}` : undefined;
}

/** A value in which each encrypted one, a map with the one key `secure`, is a `Secret`. */
export function withSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withSecrets);
  if (!isMap(value)) return value;
  if (Object.keys(value).length === 1 && typeof value.secure === "string") return new Secret();
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withSecrets(inner)]));
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
