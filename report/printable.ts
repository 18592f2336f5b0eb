/**
 * Text of the user's (names, messages, reasons, what a program logs) as a terminal, a log, a page or a comment may show
 * it: what would act there instead of being read is shown by its code point. Exact values stay exact in JSON and YAML.
 */
import { graphOf } from "../graph/graph";
import type { Graph } from "../graph/resource";
import type { PreviewReport } from "./model";

/**
 * Control characters, halves of characters, line separators, and what turns the direction of text or can't be seen: all
 * of them act on how the rest is shown. Joiners are left alone, as scripts and emoji need them.
 */
const acting =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\u00AD\u200B\u2060-\u2064\uFEFF\u{FFF9}-\u{FFFB}\u{E0000}-\u{E007F}]/gu;

/** Most texts, and quick to tell. */
const ordinary = /^[ -~]*$/;

const short: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/**
 * Begins a command of a CI's log: `::error::` at the start of a line (white space before it doesn't count), `##[error]`
 * and `##vso[` anywhere in it.
 */
const command = /^([^\S\n]*):(?=:)|#(?=#\w*\[)/gm;

/** One line that shows the text as it is. What has nothing to escape stays the same; doing it twice is doing it once. */
export function printable(text: string): string {
  const shown = ordinary.test(text) ? text : text.replace(acting, (sign) => short[sign] ?? codePoint(sign));
  return shown.includes("##") || /^\s*::/.test(shown) ? withoutCommands(shown) : shown;
}

/** A text of several lines, each as one that shows it. */
export function printableLines(text: string): string[] {
  return text
    .replace(/\r?\n$/, "")
    .split(/\r?\n/)
    .map(printable);
}

/** Whole lines as they are written, in which nothing is a command of a CI's. */
export function withoutCommands(lines: string): string {
  return lines.replace(command, (_, before: string | undefined) =>
    before === undefined ? "\\u0023" : `${before}\\u003a`,
  );
}

/** What a file may hold as it is. */
const layout = /[\n\t]/g;

/** JSON, or YAML with double quotes around such text, in which no character acts on whoever reads the file as it is. */
export function quotedPrintable(text: string): string {
  return text.replace(acting, (sign) => (sign === "\n" || sign === "\t" ? sign : codeUnits(sign)));
}

/** JSON in which nothing acts on whoever reads it, nor on a CI in whose log it is: the same values, some of them escaped. */
export const printableJson = (json: string): string =>
  quotedPrintable(json).replace(/#(?=#\w*\[)/g, "\\u0023");

/** Whether a text has characters that act on whoever reads a file, and so has to be quoted in it. */
export const hasActing = (text: string): boolean => text.replace(layout, "").search(acting) !== -1;

const hex = (code: number): string => code.toString(16).padStart(4, "0");
const codePoint = (sign: string): string => {
  const code = sign.codePointAt(0) ?? 0;
  return code > 0xff_ff ? `\\u{${hex(code)}}` : `\\u${hex(code)}`;
};
/** As JSON has it: two escapes for what is beyond 16 bits. */
const codeUnits = (sign: string): string =>
  Array.from({ length: sign.length }, (_, at) => `\\u${hex(sign.charCodeAt(at))}`).join("");

/**
 * The same data with every text in it printable, the keys too: so a renderer needn't remember it at each place where it
 * puts a text. Gives the same object where nothing had to change.
 */
export function printableData<T>(value: T): T {
  return mapped(value, new Map()) as T;
}

/** Curves are long, and hold nothing but pairs of numbers. */
const isLine = (list: readonly unknown[]): boolean =>
  list.every((item) => Array.isArray(item) && item.every((part) => typeof part === "number"));

/** @param known what was met before: verdicts and reasons stand in many places. */
function mapped(value: unknown, known: Map<object, unknown>): unknown {
  if (typeof value === "string") return printable(value);
  if (typeof value !== "object" || value === null) return value;
  let made = known.get(value);
  if (made === undefined) {
    made = Array.isArray(value) ? mappedList(value, known) : mappedObject(value, known);
    known.set(value, made);
  }
  return made;
}

function mappedList(list: readonly unknown[], known: Map<object, unknown>): unknown {
  if (isLine(list)) return list;
  const made: unknown[] = [];
  // A list may say the same many times.
  for (const [index, item] of list.entries()) {
    const again = index > 0 && item === list[index - 1];
    made.push(again ? made[index - 1] : mapped(item, known));
  }
  return made.some((item, index) => item !== list[index]) ? made : list;
}

function mappedObject(value: object, known: Map<object, unknown>): unknown {
  const entries = Object.entries(value);
  const made = entries.map(([key, item]): [string, unknown] => [printable(key), mapped(item, known)]);
  const same = made.every(
    ([key, item], index) => key === entries[index]?.[0] && item === entries[index]?.[1],
  );
  return same ? value : Object.fromEntries(made);
}

/** The same graph with every text in it printable. */
export function printableGraph(graph: Graph): Graph {
  const resources = printableData(graph.resources);
  return resources === graph.resources ? graph : graphOf(resources);
}

/** A report as its readable forms show it. */
export function printableReport(report: PreviewReport): PreviewReport {
  const { graph, ...rest } = report;
  return { ...printableData(rest), graph: printableGraph(graph) };
}
