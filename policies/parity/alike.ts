/** Whether two values are the same, whatever the order of their keys. Pure. */

export interface Alike {
  /** Keys that don't count, at any depth. */
  readonly apart?: ReadonlySet<string>;
  /** Whether texts that aren't equal mean the same. */
  texts?(a: string, b: string): boolean;
}

export function alike(a: unknown, b: unknown, how: Alike = {}): boolean {
  if (a === b) return true;
  if (typeof a === "string" && typeof b === "string") return how.texts?.(a, b) ?? false;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [one, other] = [a, b] as Readonly<Record<string, unknown>>[];
  const counts = (key: string): boolean => !how.apart?.has(key);
  for (const key in one) if (counts(key) && !alike(one[key], other?.[key], how)) return false;
  for (const key in other)
    if (counts(key) && one?.[key] === undefined && other[key] !== undefined) return false;
  return true;
}

/** Where two values that aren't alike differ: `spec.template`, `ports[1].name`; no deeper than needed. */
export function differences(a: unknown, b: unknown, how: Alike = {}, path = ""): string[] {
  if (alike(a, b, how)) return [];
  const both = [a, b].every((each) => typeof each === "object" && each !== null);
  if (!both || Array.isArray(a) !== Array.isArray(b)) return [path];
  const [one, other] = [a, b] as Readonly<Record<string, unknown>>[];
  const keys = new Set([...Object.keys(one ?? {}), ...Object.keys(other ?? {})]);
  const step = (key: string) => (Array.isArray(a) ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`);
  return [...keys]
    .filter((key) => !how.apart?.has(key))
    .flatMap((key) => differences(one?.[key], other?.[key], how, step(key)));
}

/** JSON with the keys in order, so that equal values are equal texts. */
export function stable(value: unknown): string {
  return (
    JSON.stringify(value, (_, inner: unknown) =>
      inner !== null && typeof inner === "object" && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
        : inner,
    ) ?? "none"
  );
}
