/** Minutes that a year is expected to cost, in the words of every report. */
import { andText } from "../graph/words";
import { calmKind, type Yearly, type YearlyFigure } from "../resilience/yearly/yearly";
import { kindTitle } from "./kind-titles";

const modes: Readonly<Record<string, string>> = {
  "brownout-front": "brownout in front of",
  slow: "slow answers of",
};

/** `site:brownout` as people say it. */
export function yearlyTitle(kind: string): string {
  if (kind === calmKind) return "while nothing fails";
  const [what = "", mode] = kind.split(":");
  if (mode === undefined) return kindTitle(what);
  return `${modes[mode] ?? `${mode} of`} a ${what}`;
}

/** `0`, `< 0.1`, `4.2`, `44`. */
export function minutesText(minutes: number): string {
  if (minutes === 0) return "0";
  if (Math.abs(minutes) < 0.1) return "< 0.1";
  return minutes < 10 ? minutes.toFixed(1) : String(Math.round(minutes));
}

export const figureText = ({ minutes }: YearlyFigure): string =>
  minutes === null ? "?" : minutesText(minutes);

/** `44 (4 to 690)`. */
export function spreadText(figure: YearlyFigure): string {
  const { minutes, low, high } = figure;
  if (minutes === null || low === null || high === null) return "?";
  return low === high
    ? minutesText(minutes)
    : `${minutesText(minutes)} (${minutesText(low)} to ${minutesText(high)})`;
}

const MOST_NAMED = 3;

/** One sentence: who loses most in a year, how much, and to what. Undefined where nothing can be told. */
export function yearlySummary({ kinds, total, untold }: Yearly): string | undefined {
  const [worst, ...others] = Object.entries(total)
    .filter(([, { minutes }]) => minutes !== null)
    .sort(([, a], [, b]) => (b.minutes ?? 0) - (a.minutes ?? 0));
  if (!worst) return undefined;
  const [name, figure] = worst;
  const costs = Object.entries(kinds)
    .map(([kind, row]) => ({ kind, minutes: row[name]?.minutes ?? 0 }))
    .filter(({ minutes }) => minutes >= 0.1)
    .sort((a, b) => b.minutes - a.minutes)
    .slice(0, MOST_NAMED);
  const to = costs.map(({ kind, minutes }) => `${yearlyTitle(kind)} (${minutesText(minutes)})`);
  const most = others.length > 0 ? ", the most of all" : "";
  const rest = untold.map(({ kind }) => yearlyTitle(kind));
  return [
    `expected in a year: ${name} loses ${spreadText(figure)} min of its requests${most}`,
    ...(to.length > 0 ? [`by ${andText(to)}`] : []),
    ...(rest.length > 0 ? [`without ${andText(rest)}, whose rate isn't known`] : []),
  ].join("; ");
}

/** What to know of the figures. */
export const yearlyNote =
  "Minutes of the whole service that a year is expected to cost: how often each fault happens, as assumed (docs/assumptions.md), times what one costs. Survived at once, a kind would cost nothing. Human errors and what providers promise aren't in them; in brackets all assumptions at their low and at their high ends.";

/** Kinds that cost something or can't be told, each with its figures by capability; the sum last. */
export function yearlyRows(
  { kinds, total }: Yearly,
  capabilities: readonly string[],
  text = spreadText,
): { title: string; cells: string[] }[] {
  const nothing: YearlyFigure = { minutes: 0, low: 0, high: 0 };
  const cells = (row: Readonly<Record<string, YearlyFigure>>, write: typeof text) =>
    capabilities.map((name) => write(row[name] ?? nothing));
  const costly = Object.entries(kinds).filter(([, row]) =>
    Object.values(row).some(({ minutes, high }) => minutes !== 0 || high !== 0),
  );
  return [
    ...costly.map(([kind, row]) => ({ title: yearlyTitle(kind), cells: cells(row, text) })),
    { title: "all of them", cells: cells(total, spreadText) },
  ];
}

/** Why a figure is a question mark, each reason once. */
export const yearlyReasons = ({ kinds, untold }: Yearly): string[] => [
  ...new Set([
    ...untold.map(({ kind, because }) => `${yearlyTitle(kind)}: ${because}`),
    ...Object.values(kinds).flatMap((row) =>
      Object.values(row).flatMap(({ because }) =>
        because === undefined || untold.some((one) => one.because === because) ? [] : [because],
      ),
    ),
  ]),
];
