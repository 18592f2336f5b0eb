/** Which changes of a resource's inputs an API refuses although its provider sends them as an update. */
import { type Path, pathText, withoutIndexes } from "../../graph/paths";
import { type Properties, SECRET, UNKNOWN, type Value } from "../../graph/resource";
import { kubernetesUnchanging } from "./kubernetes-unchanging";
import type { Subject, UnchangingProperty } from "./property";
import { cloudsUnchanging } from "./rules";

/**
 * The properties that are refused, as paths, of changes that their provider doesn't replace for. A property whose old
 * or new value isn't known, or is secret, is left out: it may be the same.
 * @param changed paths of plain values that differ
 */
export function refusedPaths(changed: readonly Path[], subject: Omit<Subject, "provider">): string[] {
  const { type } = subject;
  const rules = type.startsWith("kubernetes:")
    ? kubernetesUnchanging(subject)
    : (cloudsUnchanging[type] ?? []);
  const found = rules.filter(
    (rule) => changed.some((path) => isBelow(path, rule.property)) && isRefused(rule, subject),
  );
  return found.map(({ property }) => pathText(property));
}

/** A part of a property that is a number is a place in a list; in other properties lists are passed through. */
function isBelow(path: Path, property: Path): boolean {
  const own = property.some((part) => typeof part === "number") ? path : withoutIndexes(path);
  // What is gone or new as a whole has no path below it.
  return property.slice(0, own.length).every((part, place) => part === own[place]);
}

function isRefused(
  { property, byDefault, when, where }: UnchangingProperty,
  subject: Omit<Subject, "provider">,
): boolean {
  const { before, after } = subject;
  const [old, now] = [valueAt(before, property) ?? byDefault, valueAt(after, property) ?? byDefault];
  const isHidden = [old, now].some((value) => value === UNKNOWN || value === SECRET);
  if (isHidden || isSame(old, now)) return false;
  const change = old === undefined ? "set" : now === undefined ? "unset" : "change";
  return (when ?? ["set", "unset", "change"]).includes(change) && (where?.(old, now, subject) ?? true);
}

function valueAt(inputs: Properties, property: Path): Value | undefined {
  const found = property.reduce<Value | undefined>(
    (value, part) =>
      typeof value === "object" && value !== null
        ? (value as Record<string | number, Value>)[part]
        : undefined,
    inputs,
  );
  return found ?? undefined;
}

function isSame(a: Value | undefined, b: Value | undefined): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: Value | undefined): Value | undefined {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item: Value) => sorted(item) ?? null);
  const entries = Object.entries(value as Properties).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item) ?? null]));
}
