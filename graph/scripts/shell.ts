/** What is told of a shell script without running it: its lines, and whether it comes to what it is for. Pure. */

export interface Line {
  /** Blanks before it: 0 for what runs whatever happens. */
  readonly indent: number;
  readonly text: string;
}

/** Lines without comments, those that go on in the next one joined with it. */
export function linesOf(script: string): Line[] {
  const joined: Line[] = [];
  let open = false;
  for (const raw of script.split("\n")) {
    const text = raw.trim();
    const last = joined.at(-1);
    const part = text.endsWith("\\") ? text.slice(0, -1).trimEnd() : text;
    if (open && last) joined[joined.length - 1] = { ...last, text: `${last.text} ${part}` };
    else if (text !== "" && !text.startsWith("#"))
      joined.push({ indent: raw.length - raw.trimStart().length, text: part });
    open = text.endsWith("\\");
  }
  return joined;
}

const ENDS = /^(?:exit|return|exec|kill)\b|^sleep [0-9]{2}|^sleep (?:inf|[0-9]*[mhd])|^(?:false|wait)$/;

/** The line by which a script ends, or sleeps, before it comes to what it is for; undefined where it comes there. */
export function endBefore(lines: readonly Line[], isCore: (line: Line) => boolean): string | undefined {
  for (const line of lines) {
    if (isCore(line)) return undefined;
    if (line.indent === 0 && ENDS.test(line.text)) return line.text;
  }
  return lines.length === 0 ? undefined : "its last line";
}
