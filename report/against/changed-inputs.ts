/** The two values of a changed input, as they may be shown. */
import { type Path, pathText } from "../../graph/paths";
import { type Properties, SECRET, UNKNOWN, type Value } from "../../graph/resource";
import type { ChangedInput } from "../changes-model";
import type { Difference } from "./compare";

/**
 * Each path once. What is secret on one side is on the other too: a value that became secret, or is no longer one,
 * must not be read beside it.
 * @param before the earlier inputs, for the differences of which only the path is known
 */
export function changedInputsOf(differences: readonly Difference[], before: Properties): ChangedInput[] {
  const inputs = new Map<string, ChangedInput>();
  for (const { path, before: old, after, computed } of differences) {
    const text = pathText(path);
    if (inputs.has(text)) continue;
    const from = old === undefined && computed ? valueAt(before, path) : (old ?? null);
    const to = computed ? UNKNOWN : (after ?? null);
    inputs.set(text, { path: text, old: beside(from, to), new: beside(to, from) });
  }
  return [...inputs.values()];
}

function beside(value: Value, other: Value): Value {
  return value !== null && value !== UNKNOWN && holdsSecret(other) ? SECRET : value;
}

function holdsSecret(value: Value): boolean {
  if (value === null || typeof value !== "object") return value === SECRET;
  return Object.values(value).some((item: Value) => holdsSecret(item));
}

function valueAt(value: Value, path: Path): Value {
  return path.reduce<Value>(
    (found, part) =>
      found !== null && typeof found === "object"
        ? ((found as Record<string | number, Value>)[part] ?? null)
        : null,
    value,
  );
}
