/** Several drills in one world, a line each. */
import { createColors } from "picocolors";
import type { DrillOutcome } from "../verdict/outcome";
import { apartText, keptText, secondsText } from "./words";

/** A drill that was judged, or why it wasn't. */
export interface Ended {
  readonly id: string;
  readonly outcome?: DrillOutcome;
  readonly refused?: string;
}

const head = ["drill", "predicted", "measured", "points apart", "uploads", "verdict"];

export function renderSeries(ends: readonly Ended[], { color }: { readonly color: boolean }): string {
  const colors = createColors(color);
  const rows = ends.map(({ id, outcome }) => {
    if (!outcome) return [id, "", "", "", "", "not drilled"];
    const { all, journal, verdict } = outcome;
    return [
      id,
      secondsText(all.predicted.rtoSeconds),
      secondsText(all.measured.rtoSeconds),
      apartText(all.distance),
      keptText(journal),
      verdict.verdict,
    ];
  });
  const widths = head.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  const met = ends.filter(({ outcome }) => outcome?.verdict.verdict === "met").length;
  const lost = ends.reduce((sum, { outcome }) => sum + (outcome?.journal.lost ?? 0), 0);
  const acknowledged = ends.reduce((sum, { outcome }) => sum + (outcome?.journal.acknowledged ?? 0), 0);
  return [
    colors.bold(line(head)),
    ...rows.map((row) => (row.at(-1) === "met" ? colors.green : colors.red)(line(row))),
    `${met} of ${ends.length} drills met; of ${acknowledged} acknowledged uploads ${lost} ${lost === 1 ? "is" : "are"} lost`,
  ].join("\n");
}
