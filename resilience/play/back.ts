/** When service is back for good, after each thing that changed. */
import type { Cycle, Phase } from "./checks";
import { between, type Curve, type Point } from "./curve";

const CLOSE = 1e-6;

/**
 * Seconds over which what is served is looked at, as drills do: what costs less than the floor allows in one of these is no
 * outage of its own, as where users come back to a sick site that hands them on after a second.
 */
const LOOK = 5;

/** A stretch below the floor, and how many seconds of the whole traffic aren't served in it. */
interface Below {
  readonly from: number;
  readonly to: number;
  readonly lost: number;
}

/** First and last moment between two times at which less than the floor is served; undefined where there is none. */
function belowBetween(
  curve: Curve,
  floor: number,
  from: number,
  to: number,
): { readonly first: number; readonly last: number } | undefined {
  const isSlight = (below: Below): boolean =>
    below.from > from && below.to < to && below.to - below.from <= LOOK && below.lost <= LOOK * (1 - floor);
  const found = stretchesBelow(curve, floor - CLOSE, from, to).filter((below) => !isSlight(below));
  const [first, last] = [found[0], found.at(-1)];
  return first && last ? { first: first.from, last: last.to } : undefined;
}

function stretchesBelow(curve: Curve, wanted: number, from: number, to: number): Below[] {
  const found: Below[] = [];
  for (let i = 1; i < curve.length; i++) {
    const a = curve[i - 1] as Point;
    const b = curve[i] as Point;
    if (b.time <= a.time || b.time <= from || a.time >= to) continue;
    if (a.served >= wanted && b.served >= wanted) continue;
    const start = Math.max(a.time, from);
    const end = Math.min(b.time, to);
    const [atStart, atEnd] = [between(a, b, start), between(a, b, end)];
    if (atStart >= wanted && atEnd >= wanted) continue;
    const crossing = start + ((wanted - atStart) * (end - start)) / (atEnd - atStart);
    const [low, high] = [atStart < wanted ? start : crossing, atEnd < wanted ? end : crossing];
    const lost = (high - low) * (1 - (between(a, b, low) + between(a, b, high)) / 2);
    const last = found.at(-1);
    if (last && low - last.to <= CLOSE)
      found[found.length - 1] = { from: last.from, to: high, lost: last.lost + lost };
    else found.push({ from: low, to: high, lost });
  }
  return found;
}

/** What counts as back, and as back for good. */
export interface Back {
  /** Share that must be served. */
  readonly floor: number;
  /** Seconds for which it must be served: what is lost again sooner wasn't back. */
  readonly atLeast: number;
  /** When something comes and goes by itself: what it takes away again wasn't back, however long it was there. */
  readonly spans: readonly { readonly start: number; readonly end: number }[];
}

/**
 * Seconds from what changed until the served share is back at the floor for good; the longest of several changes, 0 where
 * it never left. null where it isn't back when the last fault ends, or where it is taken away again and again.
 * @param phases the first is the time before the scenario
 * @param cycles of brownouts that come and go, by phase
 */
export function backSeconds(
  curve: Curve,
  phases: readonly Phase[],
  cycles: readonly (Cycle | undefined)[],
  { floor, atLeast, spans }: Back,
): number | null {
  const calm = phases[0]?.effects;
  const lastFaulty = phases.reduce((last, { effects }, index) => (effects === calm ? last : index), 0);
  let worst = 0;
  /** When what is out changed, and when it was out last. */
  let out: { readonly since: number; readonly until: number } | undefined;
  for (const [index, phase] of phases.entries()) {
    if (index === 0) continue;
    const { start, end } = phase;
    const cycle = cycles[index];
    const isLast = index === lastFaulty || index === phases.length - 1;
    if (cycle && isLast && start + cycle.to < end) {
      if (belowBetween(curve, floor, start + cycle.from, start + cycle.to)) return null;
    }
    const below = belowBetween(curve, floor, start, end);
    if (!below) continue;
    const { first: again, last: until } = below;
    const span = spans.find((one) => one.start <= start && start < one.end);
    const isSame =
      out !== undefined && (again - out.until < atLeast || (span !== undefined && out.since >= span.start));
    const since = out !== undefined && isSame ? out.since : start;
    // In the last round as in every other.
    if (span !== undefined && index === lastFaulty) return null;
    if (isLast && until >= end - CLOSE) return null;
    out = { since, until };
    worst = Math.max(worst, until - since);
  }
  return Math.round(worst * 10) / 10;
}
