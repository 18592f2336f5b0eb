/** The two values of a changed input, as they may be shown. */
import { type Path, pathText } from "../../graph/paths";
import { type Properties, SECRET, UNKNOWN, type Value } from "../../graph/resource";
import type { ChangedInput } from "../changes-model";
import type { Difference } from "./compare";
import { nameIn, withoutSecrets } from "./hidden";

/**
 * Each path once. What is secret on one side is on the other too: a value that became secret, or is no longer one,
 * must not be read beside it.
 * @param inputs of the resource, as they were and as they are
 */
export function changedInputsOf(
  differences: readonly Difference[],
  inputs: { readonly before: Properties; readonly after: Properties },
): ChangedInput[] {
  const found = new Map<string, ChangedInput>();
  for (const { path, before, after, computed } of differences) {
    const text = pathText(path);
    if (found.has(text)) continue;
    const from = before === undefined && computed ? valueAt(inputs.before, path) : (before ?? null);
    const to = computed ? UNKNOWN : (after ?? null);
    const [old, now] = [
      withoutSecrets(from, nameOf(path, inputs.before)),
      withoutSecrets(to, nameOf(path, inputs.after)),
    ];
    found.set(text, { path: text, old: beside(old, now), new: beside(now, old) });
  }
  return [...found.values()];
}

/** What a value stands under: its key, or the name in the pair that it is of. */
function nameOf(path: Path, inputs: Properties): string {
  const key = path.findLast((part) => typeof part === "string") ?? "";
  return key === "value" && path.at(-1) === key ? nameIn(valueAt(inputs, path.slice(0, -1))) : String(key);
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
