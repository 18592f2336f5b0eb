/** A drill's last words in the terminal. */
import { createColors } from "picocolors";
import { percent } from "../../graph/words";
import { printableData } from "../../report/printable";
import type { DrillOutcome } from "../verdict/outcome";
import {
  againText,
  apartText,
  type ComparisonRow,
  headlineOf,
  memoryText,
  rowsOf,
  type Standing,
  secondsText,
  standingOf,
  tenth,
} from "./words";

export interface SummaryOptions {
  readonly color: boolean;
  /** Folder of the files, as the user may open it, and their names in it. */
  readonly out: string;
  readonly files: readonly string[];
}

/** Sentences of a verdict that are told; the files have all of them. */
const MOST_TOLD = 8;

type Colors = ReturnType<typeof createColors>;

export function renderSummary(given: DrillOutcome, { color, out, files }: SummaryOptions): string {
  const outcome = printableData(given);
  const colors = createColors(color);
  const { verdict, shortened, lacking, spent } = outcome;
  const took = spent.worldSeconds + spent.drillSeconds + spent.checkSeconds;
  return [
    colors.bold(headlineOf(outcome)),
    "",
    ...tableOf(rowsOf(outcome), colors),
    "",
    ...outcome.invariants.map(({ id, held, because }) => {
      const badge = held ? colors.green("held  ") : colors.red("BROKEN");
      return `${badge}  ${id}: ${because}`;
    }),
    "",
    ...verdictLines(outcome, colors),
    ...lacking.map((line) => `${colors.yellow("left out")} ${line}`),
    ...(shortened.length > 0 ? [colors.dim(`shortened: ${shortened.join("; ")}`)] : []),
    colors.dim(
      `took ${Math.round(took)} s, at most ${memoryText(spent.memoryBytes)}; again: ${againText(outcome)}`,
    ),
    `files in ${out}: ${files.join(", ")}`,
    verdict.verdict === "met" ? colors.green("drill met") : colors.red("drill missed"),
    "",
  ].join("\n");
}

function verdictLines({ verdict: { because, untold } }: DrillOutcome, colors: Colors): string[] {
  const told = because.slice(0, MOST_TOLD).map((line) => `${colors.red("missed")} ${line}`);
  const more = because.length - told.length;
  const chance = `${untold.length} of one capability's or one kind's ${untold.length === 1 ? "figures is" : "figures are"} outside the band, and may be so by chance`;
  return [
    ...told,
    ...(more > 0 ? [`and ${more} more like these`] : []),
    ...(untold.length > 0 ? [colors.yellow(chance)] : []),
  ];
}

const head = ["capability", "clients", "predicted", "measured", "points apart", "served then", "band"];

const paints: Readonly<Record<Standing, (colors: Colors) => (text: string) => string>> = {
  within: (colors) => colors.green,
  "can’t tell": (colors) => colors.yellow,
  outside: (colors) => colors.red,
};

function tableOf(rows: readonly ComparisonRow[], colors: Colors): string[] {
  const cells = rows.map(({ capability, kind, comparison }, index) => [
    rows[index - 1]?.capability === capability ? "" : capability,
    kind,
    secondsText(comparison.predicted.rtoSeconds),
    secondsText(comparison.measured.rtoSeconds),
    apartText(comparison.distance),
    percent(comparison.measured.served),
    bandText(comparison),
  ]);
  const widths = head.map((name, column) =>
    Math.max(name.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
      .join("  ");
  return [
    colors.bold(line(head)),
    ...cells.map((row, index) => {
      const standing = standingOf((rows[index] as ComparisonRow).comparison);
      return line([...row.slice(0, -1), paints[standing](colors)(row.at(-1) ?? "")]);
    }),
  ];
}

/** `within`, or what is outside. */
function bandText(comparison: ComparisonRow["comparison"]): string {
  const standing = standingOf(comparison);
  if (standing === "within") return standing;
  const { rto, distance } = comparison;
  const off = rto.offBy === null ? "one isn’t back" : `RTO ${tenth(Math.abs(rto.offBy))} s off`;
  const what = [
    ...(rto.withinBand ? [] : [off]),
    ...(distance.withinBand
      ? []
      : [distance.points === null ? "nothing sent" : `${tenth(distance.points)} points`]),
  ];
  return `${standing}: ${what.join(", ")}`;
}
