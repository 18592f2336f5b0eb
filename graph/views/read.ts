/**
 * Tolerant reading of properties: a graph may come from any program, so what is missing or of another form
 * reads as undefined, and what can't be told is `isUnknown`: what only a deployment will know, and what is secret.
 */
import { type GraphResource, type Properties, SECRET, UNKNOWN, type Value } from "../resource";

/** The properties of a resource: its inputs, and its outputs where there is no input of that name. */
export function propertiesOf(resource: GraphResource): Properties {
  const cached = merged.get(resource);
  if (cached) return cached;
  // A stack policy sees outputs only; a preview may know an input whose output is still unknown.
  const properties = { ...resource.outputs, ...resource.inputs };
  merged.set(resource, properties);
  return properties;
}
const merged = new WeakMap<GraphResource, Properties>();

/** What stands at a path, or undefined. What can't be told on the way makes everything below it so. */
export function at(value: Value | Properties | undefined, ...path: (string | number)[]): Value | undefined {
  let here: Value | undefined = value as Value | undefined;
  for (const step of path) {
    if (here === UNKNOWN || here === SECRET) return here;
    if (here === null || typeof here !== "object") return undefined;
    here = (here as Readonly<Record<string | number, Value>>)[step];
  }
  return here;
}

export const isUnknown = (value: Value | undefined): boolean =>
  typeof value === "string" && (value === SECRET || value.includes(UNKNOWN));

/** What a text of JSON holds; undefined for other texts. */
export function jsonIn(text: string): Value | undefined {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return undefined;
  }
}

/** The text at a path, or undefined where there is none or it can't be told. */
export function textAt(
  value: Value | Properties | undefined,
  ...path: (string | number)[]
): string | undefined {
  const found = at(value, ...path);
  return typeof found === "string" && !isUnknown(found) ? found : undefined;
}

/** The same, where it says something. */
export function tellingTextAt(
  value: Value | Properties | undefined,
  ...path: (string | number)[]
): string | undefined {
  const found = textAt(value, ...path);
  return found === "" ? undefined : found;
}

/** A number, also one written as a text, as clouds' APIs like to. */
export function numberAt(
  value: Value | Properties | undefined,
  ...path: (string | number)[]
): number | undefined {
  const found = at(value, ...path);
  if (typeof found === "number") return found;
  return typeof found === "string" && decimal.test(found.trim()) ? Number(found) : undefined;
}
const decimal = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;

/** True or false, also written as a text or as 1 and 0, as what reads a provider's settings takes it. */
export function booleanAt(
  value: Value | Properties | undefined,
  ...path: (string | number)[]
): boolean | undefined {
  const found = at(value, ...path);
  if (typeof found === "boolean") return found;
  if (typeof found !== "string" && typeof found !== "number") return undefined;
  const text = String(found).trim().toLowerCase();
  if (text === "true" || text === "1") return true;
  return text === "false" || text === "0" ? false : undefined;
}

export function listAt(
  value: Value | Properties | undefined,
  ...path: (string | number)[]
): readonly Value[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? (found as readonly Value[]) : [];
}

export function mapAt(value: Value | Properties | undefined, ...path: (string | number)[]): Properties {
  const found = at(value, ...path);
  return found !== null && typeof found === "object" && !Array.isArray(found) ? (found as Properties) : {};
}

/** A map whose values are texts, such as labels; others are left out. */
export function textsAt(
  value: Value | Properties | undefined,
  ...path: (string | number)[]
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(mapAt(value, ...path)).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    ),
  );
}

/** Resources that an input of this resource was made from. */
export const madeFrom = (resource: GraphResource, input: string): readonly string[] =>
  resource.propertyDependencies[input] ?? [];

/** Whether a setting was given a value, be it known or not. */
export const isSet = (value: Value | undefined): value is Value =>
  value !== undefined && value !== null && value !== "";
