/** JSON with errors that say where, and show nothing of a file that may be anything. */
import { StateError } from "./error";

/** Deeper than anything that a cloud or a cluster takes, and far from what a call stack holds. */
export const DEEPEST = 500;

/** @throws StateError that says where the text stops being JSON */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new StateError(`is not JSON: ${whyNot(text, (error as Error).message)}`);
  }
}

/** The engine's own message quotes the file, control characters included; only its position is taken from it. */
function whyNot(text: string, message: string): string {
  if (text.trim() === "") return "it is empty";
  const cut = "it ends too early, as if cut short";
  if (/^(Unexpected end of JSON|Unterminated string)/.test(message)) return cut;
  const found = / at position (\d+)(?: \(line \d+ column \d+\))?$/.exec(message)?.[1];
  if (found === undefined) return "a character stands where JSON has none";
  const position = Number(found);
  if (position >= text.trimEnd().length) return cut;
  const before = text.slice(0, position).split("\n");
  return `unexpected character at line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}

/** Whether lists and maps are nested deeper than so many levels; asked before anything else walks them by recursion. */
export function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  // No deeper than `levels` itself, so that the call stack holds it.
  return levels < 0 || Object.values(value).some((inner) => isDeeperThan(inner, levels - 1));
}

/**
 * Whether a text opens more brackets than it closes, by so many levels: asked before a parser walks it by recursion, or
 * in a time that grows by the square. Brackets within quotes count too, as nobody writes hundreds of those either.
 */
export function opensDeeperThan(text: string, levels: number): boolean {
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    const letter = text[index];
    if (letter === "[" || letter === "{") depth += 1;
    else if ((letter === "]" || letter === "}") && depth > 0) depth -= 1;
    if (depth > levels) return true;
  }
  return false;
}
