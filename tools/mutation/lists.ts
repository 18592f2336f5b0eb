/** What the lists of mutations are made of: kinds of values and of changes, a reason for each group. Pure. */

/** What no mutation is made of. Paths are of inputs, `[]` for the items of a list; `*` stands for any text. */
export interface Excluded {
  readonly type: string;
  /** Without one: the resource as a whole, and all of its values. */
  readonly path?: string;
  readonly reason: string;
}

/** A mutation that no rule catches, on purpose; `*` stands for any text in all of these. */
export interface Accepted {
  readonly type: string;
  readonly path: string;
  readonly change: string;
  readonly reason: string;
}

/** What is said of one cloud's resources, and of the Kubernetes kinds that only its clusters have. */
export interface CloudLists {
  readonly excluded: readonly Excluded[];
  readonly accepted: readonly Accepted[];
}

export function excludedBecause(
  reason: string,
  items: readonly Omit<Excluded, "reason">[],
): readonly Excluded[] {
  return items.map((item) => ({ ...item, reason }));
}

export function acceptedAs(
  reason: string,
  mutations: readonly (readonly [type: string, path: string, change: string])[],
): readonly Accepted[] {
  return mutations.map(([type, path, change]) => ({ type, path, change, reason }));
}

/** Whether a text is what a pattern means. */
export function matcher(pattern: string): (text: string) => boolean {
  const form = new RegExp(`^${pattern.split("*").map(escaped).join(".*")}$`, "s");
  return (text) => form.test(text);
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
