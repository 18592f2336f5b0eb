/** What a terminal shows of survival: the matrix, the misses, and one scenario's timeline as a small chart. */
import type { Colors } from "picocolors/types";
import type { ScenarioResult } from "../resilience/verdict/survey";
import type { Survival } from "../resilience/verdict/survival";
import type { Verdict } from "../resilience/verdict/verdicts";
import { courseText } from "./course-words";
import { headlineOf } from "./headline";
import { shareAt } from "./html/thinned";
import { printableData } from "./printable";
import {
  answerText,
  cellText,
  duration,
  kindLine,
  legend,
  missGroupsOf,
  playedText,
  spared,
  tippingLines,
} from "./survival-words";
import { tableRow } from "./wrapped";
import { figureText, yearlyNote, yearlyReasons, yearlyRows, yearlySummary } from "./yearly-words";

/** The headline, what misses an objective, and what was played: what `preview` says. */
export function survivalLines(given: Survival, colors: Colors): string[] {
  const survival = printableData(given);
  const { misses, nothing, verdict } = survival;
  const answer = colors[verdictPaints[verdict]](answerText(survival));
  return [
    `${colors.bold("survival")} ${answer}`,
    ...headlineOf(survival).sentences.map((sentence) => `  ${sentence}`),
    ...missGroupsOf(misses).map(
      ({ words, under, who, worst }) =>
        `  ${colors.red("misses")} ${words} ${under} (${who.join(", ")}); the worst, ${worst.scenario}: ${worst.capability} ${worst.text}`,
    ),
    ...(nothing ? [] : [`  ${playedText(survival)}`]),
    ...tippingLines(survival).map((line) => `  ${line}`),
    ...yearlyLine(survival),
  ];
}

const verdictPaints = { met: "green", missed: "red", unknown: "yellow" } as const;

function yearlyLine({ yearly, nothing }: Survival): string[] {
  const summary = nothing ? undefined : yearlySummary(yearly);
  return summary === undefined ? [] : [`  ${summary}`];
}

/** Minutes that a year is expected to cost, by kind of fault and capability. */
export function yearlyLines(given: Survival["yearly"], colors: Colors, width: number): string[] {
  const yearly = printableData(given);
  const capabilities = Object.keys(yearly.total);
  const rows = yearlyRows(yearly, capabilities, figureText);
  const label = Math.max(...rows.map(({ title }) => title.length)) + 2;
  const widths = capabilities.map(
    (name, i) => Math.max(name.length, ...rows.map(({ cells }) => cells[i]?.length ?? 0)) + 2,
  );
  const line = (title: string, cells: readonly string[]) => tableRow(title, cells, widths, { label, width });
  return [
    ...line("minutes a year", capabilities).map(colors.bold),
    ...rows.flatMap(({ title, cells }) => line(title, cells)),
    ...yearlyReasons(yearly).map((reason) => colors.dim(`? ${reason}`)),
    colors.dim(yearlyNote),
  ];
}

const paints = { up: "green", degraded: "yellow", down: "red" } as const;

/** Scenarios by capabilities. */
export function matrixLines(given: readonly ScenarioResult[], colors: Colors, width: number): string[] {
  const scenarios = printableData(given);
  const capabilities = [...new Set(scenarios.flatMap(({ verdicts }) => Object.keys(verdicts)))];
  const label = Math.max(10, ...scenarios.map(({ id }) => id.length)) + 2;
  const wide = capabilities.map((name) => Math.max(name.length, 9) + 2);
  const isWide = label + wide.reduce((sum, one) => sum + one, 0) <= width;
  const widths = isWide ? wide : capabilities.map(() => NARROW);
  const heads = isWide ? capabilities : capabilities.map((name) => name.slice(0, NARROW - 2));
  const cells = ({ verdicts, touchesNothing }: ScenarioResult) =>
    capabilities.map((name) => {
      const verdict = verdicts[name];
      if (!verdict) return "";
      return touchesNothing ? spared : colors[paints[verdict.state]](cellText(verdict));
    });
  const kinds = [...new Set(scenarios.map(({ kind }) => kind))];
  return [
    ...tableRow("", heads, widths, { label, width }).map(colors.bold),
    ...kinds.flatMap((kind) => [
      colors.dim(kindLine(kind, scenarios)),
      ...scenarios
        .filter((scenario) => scenario.kind === kind)
        .flatMap((scenario) => tableRow(`  ${scenario.id}`, cells(scenario), widths, { label, width })),
    ]),
    colors.dim(legend),
  ];
}

/** Characters of a column where seven are to fit 80: names are cut to their first nine. */
const NARROW = 11;

const blocks = " ▁▂▃▄▅▆▇█";
const COLUMNS = 60;

/** The least served share in each of equal parts of the time from 0 to `end`: a short dip must not vanish. */
function worstOf(timeline: Verdict["timeline"], end: number): number[] {
  return Array.from({ length: COLUMNS }, (_, column) => {
    const [from, to] = [(end * column) / COLUMNS, (end * (column + 1)) / COLUMNS];
    const within = timeline.filter(([seconds]) => seconds >= from && seconds < to).map(([, share]) => share);
    return Math.min(shareAt(timeline, from), shareAt(timeline, to), ...within);
  });
}

/** A full bar is for what objectives call served: a dip to 95 % must be seen. */
function bar(share: number): string {
  const full = blocks.length - 1;
  const height = share >= 0.99 ? full : Math.min(full - 1, Math.floor(share * full));
  return blocks[Math.max(share > 0 ? 1 : 0, height)] ?? " ";
}

/** One scenario: for each capability the served share over time, and what users have. */
export function timelineLines(result: ScenarioResult, colors: Colors): string[] {
  const { title, verdicts } = printableData(result);
  const entries = Object.entries(verdicts);
  const label = Math.max(...entries.map(([name]) => name.length)) + 2;
  const end = Math.max(60, ...entries.map(([, { timeline }]) => timeline.at(-1)?.[0] ?? 0));
  return [
    colors.bold(title),
    ...entries.flatMap(([name, verdict]) => [
      `  ${name.padEnd(label)}${colors[paints[verdict.state]](worstOf(verdict.timeline, end).map(bar).join(""))}`,
      `  ${"".padEnd(label)}${factsOf(verdict)}`,
    ]),
    colors.dim(`  ${"".padEnd(label)}0${duration(end).padStart(COLUMNS - 1)}`),
    colors.dim(`  ${"".padEnd(label)}each column shows the worst moment in it`),
    ...becauseLines(entries),
  ];
}

/** An outage of the past, as it was and as it would hurt most. */
export function incidentLines(results: readonly ScenarioResult[], colors: Colors): string[] {
  return results.flatMap((result) =>
    result.touchesNothing
      ? [
          colors.bold(printableData(result).title),
          "  touches nothing of this stack, which is not surviving it",
          ...becauseLines(Object.entries(printableData(result).verdicts)),
        ]
      : timelineLines(result, colors),
  );
}

/** What two platforms lost of one outage, by the capability that each lost most of. */
export function lossLine(
  [name, result]: readonly [string, ScenarioResult],
  [other, otherResult]: readonly [string, ScenarioResult],
): string {
  return `lost of all requests: ${name} ${lossOf(result)}; ${other} ${lossOf(otherResult)}`;
}

function lossOf({ verdicts }: ScenarioResult): string {
  const worst = Object.entries(verdicts).reduce<[string, number] | undefined>(
    (most, [name, { lostSeconds }]) => (most && most[1] >= lostSeconds ? most : [name, lostSeconds]),
    undefined,
  );
  return worst === undefined ? "nothing" : `${duration(worst[1])} worth of ${worst[0]}`;
}

function factsOf(verdict: Verdict): string {
  const { rpoSeconds, stalenessSeconds } = verdict;
  return [
    `${cellText(verdict)}: ${courseText(verdict)}`,
    ...(rpoSeconds === null
      ? ["loses all it held"]
      : rpoSeconds > 0
        ? [`loses ${duration(rpoSeconds)} of data`]
        : []),
    ...(stalenessSeconds > 0 ? [`${duration(stalenessSeconds)} stale`] : []),
  ].join(", ");
}

/** The reasons, each once, with the capabilities that it is true of. */
function becauseLines(entries: readonly (readonly [string, Verdict])[]): string[] {
  const reasons = new Map<string, string[]>();
  for (const [name, { because }] of entries) {
    for (const reason of because) reasons.set(reason, [...(reasons.get(reason) ?? []), name]);
  }
  return [...reasons].map(([reason, names]) =>
    names.length === entries.length ? `  - ${reason}` : `  - ${names.join(", ")}: ${reason}`,
  );
}
