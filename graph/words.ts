/** `a`, `a and b`, `a, b and c`. */
export function andText(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}

/** `99.5 %`. */
export const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`;

/** The words of a text, which are set apart by single blanks. */
export const setOf = (text: string): ReadonlySet<string> => new Set(text.split(" "));
