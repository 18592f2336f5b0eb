/** Values without what looks like a secret though nothing says that it is one: a comment on a change repeats them. */
import { type Properties, SECRET, UNKNOWN, type Value } from "../../graph/resource";
import { assignedSecret, giveaway, namedSecret } from "../../policies/secret-patterns";

/** @param name what it stands under */
export function withoutSecrets(value: Value, name: string): Value {
  if (typeof value === "string") return isSecret(value, name) ? SECRET : value;
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((item: Value) => withoutSecrets(item, name));
  const fields = value as Properties;
  return Object.fromEntries(
    Object.entries(fields).map(([key, item]) => [
      key,
      withoutSecrets(item, key === "value" ? nameIn(fields) : key),
    ]),
  );
}

/** Environment and settings come as pairs: `{ name, value }`. */
export function nameIn(fields: Value | undefined): string {
  const { name, key } = (typeof fields === "object" && fields !== null ? fields : {}) as Properties;
  return typeof name === "string" ? name : typeof key === "string" ? key : "value";
}

function isSecret(text: string, name: string): boolean {
  const known = text.replaceAll(UNKNOWN, "");
  return (
    giveaway(known) !== undefined ||
    namedSecret(name, known) !== undefined ||
    (known.includes("\n") && assignedSecret(known) !== undefined) ||
    holdsOneInJson(known)
  );
}

function holdsOneInJson(text: string): boolean {
  if (!(text.startsWith("{") || text.startsWith("["))) return false;
  let content: Value;
  try {
    content = JSON.parse(text) as Value;
  } catch {
    // Not JSON after all: `{{ template }}`, `[section]`.
    return false;
  }
  return JSON.stringify(withoutSecrets(content, "")) !== JSON.stringify(content);
}
