/** When a drill does what: a scenario with its waits shortened, and how long is measured. Pure. */
import { inTime, type Scenario, type TimedFault } from "../../resilience/faults/scenarios";
import { WINDOW_REQUESTS } from "../verdict/read-rto";

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

/** What was predicted of some users, and how often they ask. */
export interface Awaited {
  /** null where they aren't served again. */
  readonly rtoSeconds: number | null;
  readonly requestsPerSecond: number;
}

/** Of the predicted RTO, from when on requests are counted that tell that somebody is back: a little later. */
const BACK_BY = 1.3;

/**
 * Seconds since the fault until which is compared: twice what it was predicted to take, until enough was asked of everything
 * to tell that it is back, and past the last change.
 */
export function measuredSeconds(
  faults: Scenario["faults"],
  awaited: readonly Awaited[],
  { least, most }: { readonly least: number; readonly most: number },
): number {
  const last = Math.max(0, ...faults.flatMap(({ start, end }) => [start, end ?? start]));
  const needed = awaited.map(({ rtoSeconds, requestsPerSecond }) => {
    if (rtoSeconds === null) return most;
    if (rtoSeconds === 0) return 0;
    const told = requestsPerSecond > 0 ? WINDOW_REQUESTS / requestsPerSecond : 0;
    return Math.max(2 * rtoSeconds, BACK_BY * rtoSeconds + told);
  });
  // Whole bins of five seconds, and some after the last change.
  const wanted = Math.max(least, last + 15, ...needed);
  return Math.ceil(Math.min(Math.max(most, last + 15), wanted) / 5) * 5;
}
