/** A line of HAProxy's configuration as its words: quotes, backslashes and comments as HAProxy reads them. Pure. */
import { perText } from "../views/per-text";

const LINES = 20_000;

export const wordsOf: (line: string) => readonly string[] = perText(split, LINES);

function split(line: string): readonly string[] {
  if (!/["'\\#]/.test(line)) return line.split(/[ \t]+/).filter((word) => word !== "");
  const words: string[] = [];
  let word: string | undefined;
  let quote = "";
  for (let i = 0; i < line.length; i += 1) {
    const char = line[i] as string;
    if (char === "\\" && quote !== "'") {
      i += 1;
      word = (word ?? "") + escaped(line[i] ?? "");
    } else if (quote !== "") {
      if (char === quote) quote = "";
      else word = (word ?? "") + char;
    } else if (char === '"' || char === "'") {
      quote = char;
      word ??= "";
    } else if (char === "#") {
      break;
    } else if (char === " " || char === "\t") {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? "") + char;
    }
  }
  if (word !== undefined) words.push(word);
  return words;
}

const escaped = (char: string): string => ({ n: "\n", t: "\t", r: "\r" })[char] ?? char;

/** `name(a,b)` as its name and what stands in its brackets; without brackets no arguments. */
export function callOf(word: string): { readonly name: string; readonly args: readonly string[] } {
  const open = word.indexOf("(");
  if (open < 0 || !word.endsWith(")")) return { name: word, args: [] };
  return { name: word.slice(0, open), args: word.slice(open + 1, -1).split(",") };
}

/** `fetch(a),conv(b),conv`: cut at the commas that stand outside of brackets. */
export function chainOf(expression: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < expression.length; i += 1) {
    const char = expression[i];
    if (char === "(") depth += 1;
    else if (char === ")") depth -= 1;
    else if (char === "," && depth === 0) {
      parts.push(expression.slice(from, i));
      from = i + 1;
    }
  }
  return [...parts, expression.slice(from)];
}
