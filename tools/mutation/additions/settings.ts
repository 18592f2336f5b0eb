/** Inputs that a provider knows and a resource leaves at their defaults, each set to a value that it may have. Pure. */
import type { Value } from "../../../graph/resource";
import type { Path, WeakValue } from "../weaken";
import type { Input, ProviderTypes } from "./provider-types";

/** Every input that isn't set, of the resource and of what it holds; of a list's items, the first. */
export function settable(type: string, inputs: Value, types: ProviderTypes): WeakValue[] {
  return ofFields(types.inputsOf(type), inputs, types, []);
}

/** How deep inputs are looked into: no type is that deep, and some hold themselves. */
const DEEPEST = 12;

function ofFields(
  fields: readonly Input[],
  value: Value | undefined,
  types: ProviderTypes,
  path: Path,
): WeakValue[] {
  if (value === null || typeof value !== "object" || Array.isArray(value) || path.length > DEEPEST) return [];
  const set = value as Readonly<Record<string, Value>>;
  const names = new Set(fields.map(({ name }) => name));
  return fields.flatMap((field) => {
    const here = [...path, field.name];
    const own = set[field.name];
    if (own === undefined)
      return valuesFor(field, names).map((given) => ({
        path: here,
        weakening: "set" as const,
        within: String(given),
        value: given,
      }));
    if (field.of === undefined) return [];
    const inner = types.fieldsOf(field.of);
    return Array.isArray(own)
      ? ofFields(inner, own[0], types, [...here, 0])
      : ofFields(inner, own, types, here);
  });
}

/** None for texts whose values nobody lists, and for what must be made of parts. */
function valuesFor({ kind, values, defaultsTo }: Input, names: ReadonlySet<string>): readonly Value[] {
  switch (kind) {
    case "boolean":
      return [defaultsTo !== "true"];
    case "number":
      return [1, 100_000];
    case "text":
      // What reads like a list of values may be one of inputs that exclude each other.
      return values.filter((value) => value !== defaultsTo && !names.has(value));
    default:
      return [];
  }
}
