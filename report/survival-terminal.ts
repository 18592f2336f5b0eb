/** What a terminal shows of survival: the matrix, the misses, and one scenario's timeline as a small chart. */
import type { Colors } from "picocolors/types";
import { percent } from "../graph/words";
import type { ScenarioResult } from "../resilience/verdict/survey";
import type { Survival } from "../resilience/verdict/survival";
import type { Verdict } from "../resilience/verdict/verdicts";
import { printableData } from "./printable";
import {
  cellText,
  duration,
  kindLine,
  legend,
  spared,
  survivalSummary,
  tippingLines,
} from "./survival-words";
import { figureText, yearlyNote, yearlyReasons, yearlyRows, yearlySummary } from "./yearly-words";

const mostMisses = 12;

/** The verdict line and what misses an objective: what `preview` says. */
export function survivalLines(given: Survival, colors: Colors): string[] {
  const survival = printableData(given);
  const { misses } = survival;
  const more = misses.length - mostMisses;
  return [
    `${colors.bold("survival")} ${survivalSummary(survival)}`,
    ...misses
      .slice(0, mostMisses)
      .map(
        ({ scenario, capability, text }) => `  ${colors.red("misses")} ${scenario}: ${capability} ${text}`,
      ),
    ...(more > 0 ? [`  and ${more} more like these`] : []),
    ...tippingLines(survival).map((line) => `  ${line}`),
    ...yearlyLine(survival),
  ];
}

function yearlyLine({ yearly, nothing }: Survival): string[] {
  const summary = nothing ? undefined : yearlySummary(yearly);
  return summary === undefined ? [] : [`  ${summary}`];
}

/** Minutes that a year is expected to cost, by kind of fault and capability. */
export function yearlyLines(given: Survival["yearly"], colors: Colors): string[] {
  const yearly = printableData(given);
  const capabilities = Object.keys(yearly.total);
  const rows = yearlyRows(yearly, capabilities, figureText);
  const label = Math.max(...rows.map(({ title }) => title.length)) + 2;
  const widths = capabilities.map(
    (name, i) => Math.max(name.length, ...rows.map(({ cells }) => cells[i]?.length ?? 0)) + 2,
  );
  const line = (title: string, cells: readonly string[]) =>
    `${title.padEnd(label)}${cells.map((cell, i) => cell.padStart(widths[i] ?? 0)).join("")}`;
  return [
    colors.bold(line("minutes a year", capabilities)),
    ...rows.map(({ title, cells }) => line(title, cells)),
    ...yearlyReasons(yearly).map((reason) => colors.dim(`? ${reason}`)),
    colors.dim(yearlyNote),
  ];
}

const paints = { up: "green", degraded: "yellow", down: "red" } as const;

/** Scenarios by capabilities. */
export function matrixLines(given: readonly ScenarioResult[], colors: Colors): string[] {
  const scenarios = printableData(given);
  const capabilities = [...new Set(scenarios.flatMap(({ verdicts }) => Object.keys(verdicts)))];
  const label = Math.max(10, ...scenarios.map(({ id }) => id.length)) + 2;
  const widths = capabilities.map((name) => Math.max(name.length, 9) + 2);
  const cells = ({ verdicts, touchesNothing }: ScenarioResult) =>
    capabilities
      .map((name, i) => {
        const verdict = verdicts[name];
        if (!verdict) return " ".repeat(widths[i] ?? 0);
        if (touchesNothing) return spared.padStart(widths[i] ?? 0);
        const text = cellText(verdict);
        return `${" ".repeat(Math.max(0, (widths[i] ?? 0) - text.length))}${colors[paints[verdict.state]](text)}`;
      })
      .join("");
  const kinds = [...new Set(scenarios.map(({ kind }) => kind))];
  return [
    colors.bold(
      `${"".padEnd(label)}${capabilities.map((name, i) => name.padStart(widths[i] ?? 0)).join("")}`,
    ),
    ...kinds.flatMap((kind) => [
      colors.dim(kindLine(kind, scenarios)),
      ...scenarios
        .filter((scenario) => scenario.kind === kind)
        .map((scenario) => `  ${scenario.id.padEnd(label - 2)}${cells(scenario)}`),
    ]),
    colors.dim(legend),
  ];
}

const blocks = " ▁▂▃▄▅▆▇█";
const COLUMNS = 60;

/** The least served share in each of equal parts of the time from 0 to `end`: a short dip must not vanish. */
function worstOf(timeline: Verdict["timeline"], end: number): number[] {
  return Array.from({ length: COLUMNS }, (_, column) => {
    const [from, to] = [(end * column) / COLUMNS, (end * (column + 1)) / COLUMNS];
    const within = timeline.filter(([seconds]) => seconds >= from && seconds < to).map(([, share]) => share);
    const before = timeline.filter(([seconds]) => seconds <= from).at(-1)?.[1] ?? 1;
    return Math.min(before, ...within);
  });
}

const bar = (share: number): string =>
  blocks[Math.max(share > 0 ? 1 : 0, Math.round(share * (blocks.length - 1)))] ?? " ";

/** One scenario: for each capability the served share over time, and what users have. */
export function timelineLines(result: ScenarioResult, colors: Colors): string[] {
  const { title, verdicts } = printableData(result);
  const entries = Object.entries(verdicts);
  const label = Math.max(...entries.map(([name]) => name.length)) + 2;
  const end = Math.max(60, ...entries.map(([, { timeline }]) => timeline.at(-1)?.[0] ?? 0));
  return [
    colors.bold(title),
    ...entries.flatMap(([name, verdict]) => [
      `  ${name.padEnd(label)}${colors[paints[verdict.state]](worstOf(verdict.timeline, end).map(bar).join(""))} ${factsOf(verdict)}`,
    ]),
    colors.dim(
      `  ${"".padEnd(label)}0${duration(end).padStart(COLUMNS - 1)}   each column shows the worst moment in it`,
    ),
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
  const { served, rtoSeconds, rpoSeconds, stalenessSeconds } = verdict;
  return [
    cellText(verdict),
    rtoSeconds === null
      ? `isn't back while it lasts, ${percent(served)} served`
      : `${percent(served)} served once recovered`,
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
