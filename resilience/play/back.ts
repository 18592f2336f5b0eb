/** When service is back for good, after each thing that changed. */
import type { Cycle, Phase } from "./checks";
import type { Curve, Point } from "./curve";

const CLOSE = 1e-6;

/** The last moment between two times at which less than the floor is served; undefined where there is none. */
export function lastBelow(curve: Curve, floor: number, from: number, to: number): number | undefined {
  const wanted = floor - CLOSE;
  let last: number | undefined;
  for (let i = 1; i < curve.length; i++) {
    const [a, b] = [curve[i - 1] as Point, curve[i] as Point];
    if (b.time <= a.time || b.time <= from || a.time >= to) continue;
    const [start, end] = [Math.max(a.time, from), Math.min(b.time, to)];
    const at = (time: number): number =>
      a.served + ((b.served - a.served) * (time - a.time)) / (b.time - a.time);
    if (at(end) < wanted) last = end;
    else if (at(start) < wanted)
      last = start + ((wanted - at(start)) * (end - start)) / (at(end) - at(start));
  }
  return last;
}

/**
 * Seconds from what changed until the served share is back at the floor for good; the longest of several changes, 0 where
 * it never left. null where it isn't back when the last fault ends, or where a brownout takes it away again and again.
 * @param phases the first is the time before the scenario
 * @param cycles of brownouts that come and go, by phase
 */
export function backSeconds(
  curve: Curve,
  phases: readonly Phase[],
  cycles: readonly (Cycle | undefined)[],
  floor: number,
): number | null {
  const calm = phases[0]?.effects;
  const lastFaulty = phases.reduce((last, { effects }, index) => (effects === calm ? last : index), 0);
  let worst = 0;
  let since: number | undefined;
  for (const [index, phase] of phases.entries()) {
    if (index === 0) continue;
    const { start, end } = phase;
    const cycle = cycles[index];
    const isLast = index === lastFaulty || index === phases.length - 1;
    if (cycle && start + cycle.to < end) {
      const again = lastBelow(curve, floor, start + cycle.from, start + cycle.to);
      if (again !== undefined && isLast) return null;
    }
    const below = lastBelow(curve, floor, start, end);
    if (below === undefined) {
      if (since !== undefined) worst = Math.max(worst, start - since);
      since = undefined;
    } else if (below < end - CLOSE) {
      worst = Math.max(worst, below - (since ?? start));
      since = undefined;
    } else {
      since ??= start;
      if (isLast) return null;
    }
  }
  return Math.round(worst * 10) / 10;
}
