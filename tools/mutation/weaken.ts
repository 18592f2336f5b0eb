/** Ways in which a value can be made weaker by a careless edit, by the kind of the value. Pure. */
import { SECRET, UNKNOWN, type Value } from "../../graph/resource";
import { addedTo } from "./additions/texts";

export type Path = readonly (string | number)[];

/** What is done to a value. */
export type Weakening =
  | "deleted"
  | "lowered"
  | "raised"
  | "flipped"
  | "shrunk"
  | "changed"
  | "line dropped"
  | "widened"
  /** Something is put in that wasn't there: a line, a statement, a condition. */
  | "added"
  /** A part of a text becomes another that could stand there. */
  | "replaced"
  /** An input that was left at its default is given a value. */
  | "set";

export interface WeakValue {
  readonly path: Path;
  readonly weakening: Weakening;
  /** The line, where one is dropped; the place in a text of JSON, where it is in one. */
  readonly within?: string;
  /** The value in its place; undefined where it is taken away. */
  readonly value: Value | undefined;
}

/**
 * Every weakening of what stands in a value, from the outside in. Of a list's items that are alike only the first is
 * looked into.
 * @param others values that stand at a path elsewhere: a text that is changed by mistake is mistaken for another.
 */
export function weakenings(
  value: Value,
  others: (path: Path) => readonly Value[],
  path: Path = [],
): WeakValue[] {
  const here = path.length === 0 ? [] : ofValue(value, others(path)).map((weak) => ({ path, ...weak }));
  if (Array.isArray(value)) {
    const items = value as readonly Value[];
    const shapes = items.map(shapeOf);
    const inner = items.flatMap((item, index) =>
      shapes.indexOf(shapeOf(item)) === index ? weakenings(item, others, [...path, index]) : [],
    );
    return [...here, ...inner];
  }
  if (value === null || typeof value !== "object") return here;
  const inner = Object.entries(value).flatMap(([key, item]) => weakenings(item, others, [...path, key]));
  return [...here, ...inner];
}

/** Items with the same keys are alike; of texts, those that can be widened alike; of other values, those of a kind. */
function shapeOf(value: Value): string {
  if (typeof value === "string") return ["string", ...widened(value).map(({ within }) => within)].join(" ");
  if (Array.isArray(value)) return "list";
  if (value === null || typeof value !== "object") return typeof value;
  return Object.keys(value).sort().join(" ");
}

type Weak = Omit<WeakValue, "path">;

function ofValue(value: Value, others: readonly Value[]): Weak[] {
  const deleted: Weak = { weakening: "deleted", value: undefined };
  if (value === UNKNOWN || value === SECRET || value === null) return [deleted];
  if (Array.isArray(value)) {
    return value.length < 2 ? [deleted] : [deleted, { weakening: "shrunk", value: value.slice(0, -1) }];
  }
  switch (typeof value) {
    case "number":
      return [deleted, ...ofNumber(value, (number) => number)];
    case "boolean":
      return [deleted, { weakening: "flipped", value: !value }];
    case "string":
      return [deleted, ...ofText(value, others)];
    default:
      return [deleted];
  }
}

function ofNumber(value: number, write: (number: number) => Value): Weak[] {
  return [
    { weakening: "lowered", value: write(value > 1 ? 1 : value - 1) },
    { weakening: "raised", value: write(value === 0 ? 1 : value * 10) },
  ];
}

function ofText(text: string, others: readonly Value[]): Weak[] {
  if (/^\d+$/.test(text)) return ofNumber(Number(text), String);
  const wider = widened(text);
  const more = [...wider, ...addedTo(text)];
  if (more.length > 0 && !text.trimStart().startsWith("{\n")) return more;
  if (text.includes("\n"))
    return [...(text.trimStart().startsWith("{") ? ofJson(text) : ofLines(text)), ...more];
  const another = others.find((other) => other !== text && typeof other === "string");
  return [{ weakening: "changed", value: another ?? "mistaken" }];
}

/**
 * A right that is given for more than was meant. Of a policy in JSON: resources without what narrows them to keys, and
 * each statement that denies gone. Of a statement of OCI's: without the condition that names objects, or permissions.
 */
function widened(text: string): Weak[] {
  const puts = text.includes("request.permission = 'OBJECT_CREATE'");
  const withoutObjects = puts ? text.replace(/(?:, )?any \{target\.object\.name = [^{}]*\}/g, "") : text;
  const anyPermission = text.replace(/request\.permission = 'OBJECT_CREATE', /g, "");
  const forms = [
    { within: "target.object.name", value: withoutObjects },
    { within: "request.permission", value: anyPermission },
    { within: "Resource", value: text.includes('"s3:PutObject"') ? anyKey(text) : text },
    { within: "Deny", value: withoutDenials(text) },
  ];
  return forms
    .filter(({ value }) => value !== text)
    .map(({ within, value }) => ({ weakening: "widened", within, value }));
}

/** Of policies that let something be written: of reading too much no rule speaks, as copies and backups do. */
const anyKey = (text: string): string => text.replace(/(:::[\w.-]{1,63})\/[^"*]{1,200}\*"/g, '$1/*"');

function withoutDenials(text: string): string {
  if (!text.startsWith('{"Version"') || !text.includes('"s3:if-none-match"')) return text;
  const document = JSON.parse(text) as { Statement: { Effect?: string }[] };
  const left = document.Statement.filter(({ Effect }) => Effect !== "Deny");
  return left.length === document.Statement.length ? text : JSON.stringify({ ...document, Statement: left });
}

function ofJson(text: string): Weak[] {
  let content: Value;
  try {
    content = JSON.parse(text) as Value;
  } catch {
    return ofLines(text);
  }
  return weakenings(content, () => []).map(({ path, weakening, value }) => ({
    weakening,
    within: path.join("."),
    value: `${JSON.stringify(setAt(content, path, value), null, 2)}\n`,
  }));
}

/** Settings of a configuration, one at a time; of those that are repeated, the first. */
function ofLines(text: string): Weak[] {
  const lines = text.split("\n");
  const seen = new Set<string>();
  return lines.flatMap((line, index): Weak[] => {
    const key = /^\s*"?([\w-]+)"?\s*[:=]\s*\S/.exec(line)?.[1];
    if (key === undefined || /[{[(]$/.test(line) || seen.has(key)) return [];
    seen.add(key);
    return [
      {
        weakening: "line dropped",
        within: line.trim(),
        value: lines.filter((_, i) => i !== index).join("\n"),
      },
    ];
  });
}

/**
 * The value with another one at a path; undefined takes it away. A key that isn't there is added; what would have to
 * hold it is not.
 */
export function setAt(
  where: Value | undefined,
  [step, ...rest]: Path,
  value: Value | undefined,
): Value | undefined {
  if (step === undefined) return value;
  if (where === null || typeof where !== "object") return where;
  if (Array.isArray(where)) {
    return (where as readonly Value[]).flatMap((item, index) => {
      const inner = index === step ? setAt(item, rest, value) : item;
      return inner === undefined ? [] : [inner];
    });
  }
  const fields = where as Readonly<Record<string, Value>>;
  if (!(step in fields) && rest.length > 0) return where;
  const inner = setAt(fields[step], rest, value);
  const { [step]: _, ...others } = fields;
  return inner === undefined ? others : { ...fields, [step]: inner };
}

/** What stands at a path. */
export function valueAt(where: Value | undefined, path: Path): Value | undefined {
  let here = where;
  for (const step of path) {
    if (here === null || typeof here !== "object") return undefined;
    here = (here as Readonly<Record<string | number, Value>>)[step];
  }
  return here;
}
