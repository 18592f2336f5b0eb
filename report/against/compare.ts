/** Which inputs of a resource differ between an earlier state and now. */

import { type Path, pathText } from "../../graph/paths";
import { type Properties, SECRET, type Value } from "../../graph/resource";
import { isProviderNote } from "../../graph/values";

export interface Difference {
  readonly path: Path;
  readonly before: Value | undefined;
  readonly after: Value | undefined;
  /** What it becomes only a deployment will know. */
  readonly computed?: true;
}

/** Whether two texts that differ mean the same; asked with the top-level input that they are part of. */
export type SameText = (before: string, after: string, input: string) => boolean;

const autonamed = "pulumi.com/autonamed";

/**
 * The differences at the highest path where they are whole, in the order of the keys. What a provider wrote
 * into the earlier inputs by itself (defaults, automatic names) is no difference, nor are its own marks.
 */
export function differencesOf(before: Properties, after: Properties, sameText: SameText): Difference[] {
  const found: Difference[] = [];
  compareObjects(before, after, []);
  return found;

  function compareObjects(old: Properties, now: Properties, path: Path): void {
    const skipped = providersOwn(old, now, path);
    const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
    for (const key of keys) {
      if (!isProviderNote(key) && !skipped.has(key)) {
        compare(old[key], now[key], [...path, key]);
      }
    }
  }

  function compare(old: Value | undefined, now: Value | undefined, path: Path): void {
    if (old === now || (isAbsent(old) && isAbsent(now)) || (isAllSecret(old) && isAllSecret(now))) {
      return;
    }
    if (Array.isArray(old) && Array.isArray(now)) {
      for (let index = 0; index < Math.max(old.length, now.length); index++) {
        compare(old[index], now[index], [...path, index]);
      }
    } else if (isObject(old) && isObject(now)) {
      compareObjects(old, now, path);
    } else if (typeof old !== "string" || typeof now !== "string" || !sameText(old, now, String(path[0]))) {
      found.push({ path, before: old, after: now });
    }
  }
}

/** Every path at or below a difference that holds a plain value on either side, itself where neither does. */
export function leavesOf({ path, before, after }: Difference): Path[] {
  const leaves = new Map(
    [...leavesAt(before, path), ...leavesAt(after, path)].map((leaf) => [pathText(leaf), leaf]),
  );
  return leaves.size > 0 ? [...leaves.values()] : [path];
}

function leavesAt(value: Value | undefined, path: Path): Path[] {
  if (isAbsent(value)) {
    return [];
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => leavesAt(item, [...path, index]));
  }
  if (isObject(value)) {
    return Object.entries(value).flatMap(([key, item]) => leavesAt(item, [...path, key]));
  }
  return [path];
}

/** Keys whose earlier values the provider chose: it keeps them as long as the program gives none. */
function providersOwn(old: Properties, now: Properties, path: Path): ReadonlySet<string> {
  const listed = (value: Value | undefined) => (Array.isArray(value) ? value.map(String) : []);
  const defaulted = listed(now.__defaults);
  const own = new Set(listed(old.__defaults).filter((key) => isAbsent(now[key]) || defaulted.includes(key)));
  if (
    path.length === 1 &&
    path[0] === "metadata" &&
    isAutonamed(old) &&
    (isAbsent(now.name) || isAutonamed(now))
  ) {
    own.add("name");
    if (Object.keys(objectAt(old, "annotations")).length === 1 && isAbsent(now.annotations)) {
      own.add("annotations");
    }
  }
  if (path.at(-1) === "annotations" && isAbsent(now[autonamed])) {
    own.add(autonamed);
  }
  return own;
}

function isAutonamed(metadata: Properties): boolean {
  return objectAt(metadata, "annotations")[autonamed] === "true";
}

function objectAt(fields: Properties, key: string): Properties {
  const value = fields[key];
  return isObject(value) ? value : {};
}

function isObject(value: Value | undefined): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A state may hide a whole map of which a preview hides each value: what is secret can't be compared in either. */
function isAllSecret(value: Value | undefined): boolean {
  if (isObject(value)) {
    const values = Object.values(value);
    return values.length > 0 && values.every(isAllSecret);
  }
  return value === SECRET;
}

/** Providers don't tell a null from nothing. */
function isAbsent(value: Value | undefined): value is null | undefined {
  return value === undefined || value === null;
}
