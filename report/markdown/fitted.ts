/** Parts of a comment, cut to what GitHub takes: every part gets a share, and says how many of its lines were left out. */

/** Bytes of UTF-8, never fewer than characters: below GitHub's 65,536 characters with some to spare. */
export const markdownLimit = 65_000;

/** A part of the page: `lines` may be cut at any place, `before` and `after` may not. */
export interface Part {
  readonly before: readonly string[];
  readonly lines: readonly string[];
  readonly after: readonly string[];
}

/** What is said whole or not at all. */
export const whole = (...before: readonly string[]): Part => ({ before, lines: [], after: [] });

export function fitted(parts: readonly Part[]): string {
  const shares = sharesOf(parts.map((part) => bytesOf(linesOf(part, part.lines))));
  const page = parts.flatMap((part, index) => {
    const share = shares[index] ?? 0;
    if (bytesOf(linesOf(part, part.lines)) <= share) {
      return linesOf(part, part.lines);
    }
    let left = share - bytesOf([...linesOf(part, []), "", omitted(part.lines.length)]);
    if (left < 0) {
      return [];
    }
    const end = part.lines.findIndex((line) => {
      left -= bytesOf([line]);
      return left < 0;
    });
    return linesOf(part, [...part.lines.slice(0, end), "", omitted(part.lines.length - end)]);
  });
  return `${page.join("\n").trimEnd()}\n`;
}

/** What each part may take of the limit: what it needs, or an equal share of what the smaller ones leave. */
function sharesOf(needs: readonly number[]): number[] {
  const shares = needs.map(() => 0);
  let left = markdownLimit;
  [...needs.keys()]
    .sort((a, b) => (needs[a] ?? 0) - (needs[b] ?? 0))
    .forEach((part, index) => {
      const share = Math.min(needs[part] ?? 0, Math.floor(left / (needs.length - index)));
      shares[part] = share;
      left -= share;
    });
  return shares;
}

function linesOf(part: Part, lines: readonly string[]): string[] {
  return [...part.before, ...lines, ...part.after];
}

function omitted(count: number): string {
  return `… and ${count} more, in preview.json.`;
}

/** UTF-8 bytes of lines with their newlines. */
function bytesOf(lines: readonly string[]): number {
  return lines.reduce((bytes, line) => bytes + Buffer.byteLength(line) + 1, 0);
}
