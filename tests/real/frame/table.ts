/** The run's last words. */
import type { Measure } from "../../../drill/frame/lane";

export interface Outcome {
  readonly lane: string;
  readonly state: "passed" | "failed" | "skipped";
  /** How many expectations held, or why it failed or was skipped. */
  readonly why: string;
  readonly seconds: number;
  readonly measures: readonly Measure[];
}

/** One table of all lanes: a row a lane, and one for each number that was predicted. */
export function table(outcomes: readonly Outcome[]): string {
  const rows = outcomes.flatMap(({ lane, state, why, seconds, measures }) => [
    [lane, state, `${why} (${Math.round(seconds)} s)`, "", ""],
    ...measures.map(({ what, predicted, measured }) => ["", "", what, predicted, measured]),
  ]);
  const all = [["lane", "result", "what", "predicted", "measured"], ...rows];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** `N passed, N failed, N skipped`: lanes. */
export function closingLine(outcomes: readonly Outcome[]): string {
  return (["passed", "failed", "skipped"] as const)
    .map((state) => `${outcomes.filter((outcome) => outcome.state === state).length} ${state}`)
    .join(", ");
}
