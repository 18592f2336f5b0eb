/** IAM's policy documents, read as IAM decides: a denial first, then whether something allows. */
import type { GraphResource, Value } from "../../../resource";
import { at, isUnknown, jsonIn, listAt, propertiesOf } from "../../../views/read";

/** A document that is known; `made` where only a deployment knows it and other resources tell it; `unread` otherwise. */
export type Document = { readonly statements: readonly Value[] } | "made" | "unread";

export function documentOf(resource: GraphResource, input: string): Document {
  const known = read.get(resource) ?? new Map<string, Document>();
  read.set(resource, known);
  const document = known.get(input) ?? readDocument(resource, input);
  known.set(input, document);
  return document;
}
/** Each is asked for every right that somebody needs. */
const read = new WeakMap<GraphResource, Map<string, Document>>();

function readDocument(resource: GraphResource, input: string): Document {
  const written = at(propertiesOf(resource), input);
  if (isUnknown(written))
    return (resource.propertyDependencies[input] ?? []).length > 0 && !isSecret(written) ? "made" : "unread";
  const document = typeof written === "string" ? jsonIn(written) : written;
  const statement = at(document, "Statement");
  if (document === undefined || isUnknown(statement)) return "unread";
  return {
    statements: Array.isArray(statement) ? listAt(document, "Statement") : statement ? [statement] : [],
  };
}

const isSecret = (value: Value | undefined): boolean => value === "[secret]";

/** One text or a list of them, as IAM takes both. */
export function textsOf(statement: Value, ...path: string[]): readonly string[] {
  const found = at(statement, ...path);
  const all = Array.isArray(found) ? (found as readonly Value[]) : [found];
  return all.filter((one) => typeof one === "string");
}

export interface Ask {
  readonly action: string;
  readonly resource: string;
  /** What is known of the request, by condition keys in lower case. */
  readonly context: Readonly<Record<string, string>>;
}

type Match = "yes" | "no" | "unread";

/** What a document says of a request: a statement that decides, or nothing. */
export function decision(statements: readonly Value[], ask: Ask): "deny" | "allow" | "nothing" | "unread" {
  const said = statements.map((statement) => ({
    effect: String(at(statement, "Effect")),
    match: matches(statement, ask),
  }));
  if (said.some(({ effect, match }) => effect === "Deny" && match === "yes")) return "deny";
  if (said.some(({ effect, match }) => effect === "Deny" && match === "unread")) return "unread";
  if (said.some(({ effect, match }) => effect === "Allow" && match === "yes")) return "allow";
  return said.some(({ effect, match }) => effect === "Allow" && match === "unread") ? "unread" : "nothing";
}

function matches(statement: Value, ask: Ask): Match {
  if (!named(statement, "Action", "NotAction", ask.action.toLowerCase(), true)) return "no";
  if (!named(statement, "Resource", "NotResource", ask.resource, false)) return "no";
  return conditionsHold(at(statement, "Condition"), ask.context);
}

function named(statement: Value, key: string, inverse: string, text: string, lower: boolean): boolean {
  const patterns = (name: string) => textsOf(statement, name).map((one) => (lower ? one.toLowerCase() : one));
  if (at(statement, inverse) !== undefined) return !patterns(inverse).some((pattern) => like(text, pattern));
  // Trust and bucket policies of everything may leave resources out.
  if (at(statement, key) === undefined) return key === "Resource";
  return patterns(key).some((pattern) => like(text, pattern));
}

/** `*` and `?` as IAM takes them. */
export function like(text: string, pattern: string): boolean {
  if (!/[*?]/.test(pattern)) return text === pattern;
  const parts = pattern.split("*");
  const [head = "", ...rest] = parts;
  if (!same(text.slice(0, head.length), head)) return false;
  if (rest.length === 0) return text.length === head.length;
  let from = head.length;
  const tail = rest.pop() ?? "";
  for (const part of rest) {
    const found = find(text, part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return text.length - from >= tail.length && same(text.slice(text.length - tail.length), tail);
}

const same = (text: string, pattern: string): boolean =>
  text.length === pattern.length && [...pattern].every((sign, i) => sign === "?" || sign === text[i]);

function find(text: string, part: string, from: number): number {
  for (let i = from; i + part.length <= text.length; i++)
    if (same(text.slice(i, i + part.length), part)) return i;
  return -1;
}

/** Every condition must hold; one about something that isn't known here can't be told. */
function conditionsHold(conditions: Value | undefined, context: Ask["context"]): Match {
  if (conditions === undefined || conditions === null) return "yes";
  if (isUnknown(conditions)) return "unread";
  const all = Object.entries(conditions as Readonly<Record<string, Value>>).flatMap(([operator, keys]) =>
    isUnknown(keys)
      ? (["unread"] as const)
      : Object.keys(keys as object).map((key) => conditionHolds(operator, key, textsOf(keys, key), context)),
  );
  return all.includes("no") ? "no" : all.includes("unread") ? "unread" : "yes";
}

const isEquality = (operator: string): boolean =>
  /^(StringEquals|ArnEquals|StringLike|ArnLike)$/.test(operator);

function conditionHolds(
  operator: string,
  key: string,
  values: readonly string[],
  context: Ask["context"],
): Match {
  const own = context[key.toLowerCase()];
  if (operator === "Null") {
    if (!(key.toLowerCase() in context)) return "unread";
    return (values[0] === "true") === (own === "") ? "yes" : "no";
  }
  if (own === undefined) return "unread";
  const kind = operator.replace(/^ForAnyValue:|^ForAllValues:|IfExists$/g, "");
  // Of what a deployment alone will know, a part may be known.
  if (
    own.includes("*") && own !== "*"
      ? values.some((value) => like(value, own))
      : own === "*" && isEquality(operator)
  )
    return "yes";
  const isSame = values.some((value) => like(own, value));
  switch (kind) {
    case "StringEquals":
    case "ArnEquals":
    case "Bool":
      return values.includes(own) || (kind === "ArnEquals" && isSame) ? "yes" : "no";
    case "StringLike":
    case "ArnLike":
      return isSame ? "yes" : "no";
    case "StringNotEquals":
    case "ArnNotEquals":
      return values.includes(own) ? "no" : "yes";
    case "StringNotLike":
    case "ArnNotLike":
      return isSame ? "no" : "yes";
    case "NumericLessThan":
      return values.some((value) => Number(own) < Number(value)) ? "yes" : "no";
    default:
      return "unread";
  }
}
