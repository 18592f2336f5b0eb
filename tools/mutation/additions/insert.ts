/** A change of a text, made so that thousands of them share what they leave as it is. Pure. */

/** What is done to a text: `within` says what and where, alike wherever the same is done. */
export interface Edit {
  readonly weakening: "added" | "replaced" | "line dropped";
  readonly within: string;
  readonly value: string;
}

/** A line of a text, and where it begins. */
export interface Line {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export function linesOf(text: string): Line[] {
  const found: Line[] = [];
  let start = 0;
  while (start < text.length) {
    const next = text.indexOf("\n", start);
    const end = next < 0 ? text.length : next;
    found.push({ text: text.slice(start, end), start, end });
    start = end + 1;
  }
  return found;
}

/** The text with another piece in the place of one of its own. Cut and joined, so that what stays isn't copied. */
export const spliced = (text: string, from: number, to: number, piece: string): string =>
  text.slice(0, from) + piece + text.slice(to);

/** Of several that are alike one each, and not always the first: which one goes round. */
export function oneOfEach<Item>(items: readonly Item[], alike: (item: Item) => string): Item[] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = alike(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()].flatMap((group, index) => group[index % group.length] ?? []);
}
