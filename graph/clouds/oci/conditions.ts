/** The conditions of steering policies' rules, as far as they are read: blanks and the order of both sides don't matter. */

export type Condition =
  /** None, or that the answer isn't switched off. */
  | { readonly kind: "enabled" }
  /** That the answer has a name. */
  | { readonly kind: "named"; readonly name: string }
  | { readonly kind: "unreadable" };

const enabled = /^(?:answer\.isDisabled(?:!=true|==false)|(?:true!=|false==)answer\.isDisabled)$/;
const named = /^\s*answer\.name\s*==\s*(?:'([^']*)'|"([^"]*)")\s*$/;
const namedBehind = /^\s*(?:'([^']*)'|"([^"]*)")\s*==\s*answer\.name\s*$/;

export function conditionOf(text: string | undefined): Condition {
  if (text === undefined || enabled.test(text.replace(/\s+/g, ""))) return { kind: "enabled" };
  const [found, single, double] = named.exec(text) ?? namedBehind.exec(text) ?? [];
  return found === undefined ? { kind: "unreadable" } : { kind: "named", name: single ?? double ?? "" };
}
