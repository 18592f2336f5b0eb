/** When a drill does what: a scenario with its waits shortened, and how long is measured. Pure. */
import { inTime, type Scenario, type TimedFault } from "../../resilience/faults/scenarios";

export interface Schedule {
  readonly scenario: Scenario;
  /** For people, where a scenario's own times were shortened. */
  readonly shortened: readonly string[];
}

/**
 * A scenario whose stretches between two beginnings or ends last no longer than `mostSeconds`; the order stays. What has
 * no end lasts to the end of the drill.
 */
export function compressed(scenario: Scenario, mostSeconds: number): Schedule {
  const marks = [...new Set(scenario.faults.flatMap(({ start, end }) => [start, end ?? start]))].sort(
    (a, b) => a - b,
  );
  const moved = new Map<number, number>();
  let [before, now] = [marks[0] ?? 0, 0];
  const shortened: string[] = [];
  for (const mark of marks) {
    const lasts = mark - before;
    if (lasts > mostSeconds) shortened.push(`scenario: ${lasts} s of it -> ${mostSeconds} s`);
    now += Math.min(lasts, mostSeconds);
    moved.set(mark, now);
    before = mark;
  }
  if (shortened.length === 0 && marks[0] === 0) return { scenario, shortened };
  const faults = scenario.faults.map(
    ({ fault, start, end }): TimedFault => ({
      fault,
      start: moved.get(start) ?? 0,
      ...(end === undefined ? {} : { end: moved.get(end) ?? 0 }),
    }),
  );
  const { id, kind, title } = scenario;
  return { scenario: { ...inTime(faults, kind), id, kind, title }, shortened };
}

/** Seconds since the fault until which is compared: twice what it was predicted to take, and past the last change. */
export function measuredSeconds(
  faults: Scenario["faults"],
  rtoSeconds: readonly (number | null)[],
  { least, most }: { readonly least: number; readonly most: number },
): number {
  const last = Math.max(0, ...faults.flatMap(({ start, end }) => [start, end ?? start]));
  const longest = Math.max(...rtoSeconds.map((seconds) => (seconds === null ? most / 2 : seconds)), 0);
  // Whole bins of five seconds, and some after the last change.
  const wanted = Math.max(least, 2 * longest, last + 15);
  return Math.ceil(Math.min(Math.max(most, last + 15), wanted) / 5) * 5;
}
