/**
 * Values that come from other resources. A preview makes them up, so that against the state of a live stack
 * they differ although nothing changes: an earlier text is the same as a new one when it becomes it by putting
 * the new outputs of what it depends on in the place of the earlier ones.
 */

import { type Path, pathText } from "../../graph/paths";
import { type GraphResource, type Properties, UNKNOWN, type Value } from "../../graph/resource";

/** Shorter texts stand in too many places by chance. */
const shortest = 4;

export type Outputs = Pick<GraphResource, "inputs" | "outputs" | "id">;

/** Whether `before`, made from `earlier` outputs, is `after`, made from `current` ones; pairs of one resource. */
export function isSameText(
  before: string,
  after: string,
  pairs: readonly { readonly earlier: Outputs; readonly current: Outputs }[],
): boolean {
  const replacements: { from: string; to: string }[] = [];
  for (const { earlier, current } of pairs) {
    const now = textsOf(current);
    for (const [path, from] of textsOf(earlier)) {
      const to = now.get(path);
      if (to !== undefined && from.length >= shortest) {
        replacements.push({ from, to });
      }
    }
  }
  if (replacements.some(({ from, to }) => from === before && to === after)) {
    return true;
  }
  // Longest first: an ARN holds the name that other outputs are.
  replacements.sort((a, b) => b.from.length - a.from.length);
  const parts = replacements.reduce<(string | { readonly to: string })[]>(
    (text, { from, to }) =>
      text.flatMap((part) => (typeof part === "string" ? split(part, from, to) : [part])),
    [before],
  );
  return parts.map((part) => (typeof part === "string" ? part : part.to)).join("") === after;
}

/**
 * Paths below the input `key` whose values come from what only a deployment of `source` will know; the key
 * itself where it depends on the source in a way that can't be seen in the values; none where the value is
 * one that the source was given.
 */
export function computedPaths(inputs: Properties, key: string, source: Outputs): Path[] {
  const given = new Set(textsAt(source.inputs, []).map(([, text]) => text));
  const texts = [...textsOf(source).values()].filter((text) => text.length >= shortest || text === UNKNOWN);
  const computed = texts.filter((text) => !given.has(text));
  const leaves = textsAt(inputs[key] ?? null, [key]);
  const hit = leaves.filter(([, text]) => computed.some((output) => text.includes(output)));
  if (hit.length > 0) {
    return hit.map(([path]) => path);
  }
  const isGiven = leaves.some(([, text]) =>
    texts.some((output) => given.has(output) && text.includes(output)),
  );
  return isGiven ? [] : [[key]];
}

/** Texts among the outputs by path, the id among them. */
function textsOf({ outputs, id }: Outputs): Map<string, string> {
  const texts = textsAt(outputs, []).map(([path, text]): [string, string] => [pathText(path), text]);
  return new Map([...texts, ...(id === undefined ? [] : [["id", id] as [string, string]])]);
}

function textsAt(value: Value, path: Path): [Path, string][] {
  if (typeof value === "string") {
    return [[path, value]];
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => textsAt(item, [...path, index]));
  }
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([key, item]) => textsAt(item, [...path, key]));
  }
  return [];
}

function split(text: string, from: string, to: string): (string | { readonly to: string })[] {
  return text.split(from).flatMap((part, index) => (index === 0 ? [part] : [{ to }, part]));
}
