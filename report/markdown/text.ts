/** Text in Markdown: whatever it holds, it stays text. */

/** Characters. */
const longestCell = 200;
const mostListed = 12;

/** Text that Markdown, HTML and a table's cell leave as it is. */
export function plain(text: string): string {
  return escaped(cut(text));
}

/** The same for sentences: one line, whatever its length. */
export function plainLong(text: string): string {
  return escaped(text.replace(/[\r\n]+/g, " "));
}

function escaped(text: string): string {
  return text.replace(/[\\`*_[\]<>|#@&~]/g, (sign) => `&#${sign.codePointAt(0)};`);
}

/** A code span that may stand in a table, whatever the text holds. */
export function code(text: string): string {
  const line = cut(text);
  // No number of backslashes before a bar is read the same by every table.
  if (line.includes("\\|")) return `<code>${escaped(line)}</code>`;
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const padding = longest > 0 || line.trim() === "" ? " " : "";
  return `${fence}${padding}${line.replaceAll("|", "\\|")}${padding}${fence}`;
}

/** One line of at most `longestCell` characters, never half of one. */
function cut(text: string): string {
  const line = text.slice(0, 2 * longestCell + 1).replace(/[\r\n]+/g, " ");
  const points = [...line];
  return points.length > longestCell ? `${points.slice(0, longestCell - 1).join("")}…` : line;
}

/** The first of them, each as code, and how many more there are. */
export function listed(items: readonly string[]): string {
  const more = items.length > mostListed ? ` and ${items.length - mostListed} more` : "";
  return `${items.slice(0, mostListed).map(code).join(", ")}${more}`;
}
