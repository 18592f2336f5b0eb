/** Lines as wide as a terminal, broken between words. */

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters, and take no room
const paint = /\u001B\[\d+m/g;

/** Characters that a line takes, without its colours. */
export const widthOf = (line: string): number => line.replace(paint, "").length;

/**
 * A line as several of at most `width` characters, each but the first two further in; a word that is longer stays whole,
 * as a path or an id would be of no use in halves.
 */
export function wrapped(line: string, width: number): string[] {
  if (widthOf(line) <= width) return [line];
  const indent = /^ */.exec(line.replace(paint, ""))?.[0] ?? "";
  const further = `${indent}  `;
  const lines: string[] = [];
  let current = "";
  // A colour may begin before the indent.
  for (const word of line.replace(indent, "").split(" ")) {
    const start = lines.length === 0 ? indent : further;
    if (current !== "" && widthOf(`${current} ${word}`) > width) {
      lines.push(current);
      current = `${further}${word}`;
    } else {
      current = current === "" ? `${start}${word}` : `${current} ${word}`;
    }
  }
  return [...lines, current];
}

/**
 * A table's row: the title in a column of its own and the cells to the right of it, or below it where that is too wide.
 * @param label characters of the column of titles
 */
export function tableRow(
  title: string,
  cells: readonly string[],
  widths: readonly number[],
  { label, width }: { readonly label: number; readonly width: number },
): string[] {
  const right = cells.map((cell, i) => `${" ".repeat(Math.max(0, (widths[i] ?? 0) - widthOf(cell)))}${cell}`);
  const all = widths.reduce((sum, one) => sum + one, 0);
  if (label + all <= width)
    return [`${title}${" ".repeat(Math.max(0, label - widthOf(title)))}${right.join("")}`];
  const rows: string[] = [...(title === "" ? [] : [title])];
  let row = "";
  for (const cell of right) {
    if (row !== "" && widthOf(row + cell) > width) {
      rows.push(row);
      row = "";
    }
    row += cell;
  }
  return [...rows, row];
}
