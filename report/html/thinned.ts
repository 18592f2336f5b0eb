/** Lines over time with fewer points: those are left out that lie on the line between their neighbours, as it is drawn. */
import type { Line } from "../../resilience/verdict/verdicts";

/**
 * Keeps the ends and both sides of a jump; what is left out is off by at most `tolerance`, a share, and every point that
 * stays is one of the line's own.
 */
export function thinned(line: Line, tolerance: number): Line {
  const kept: [number, number][] = [];
  let from = 0;
  while (from < line.length) {
    kept.push([...(line[from] as Line[number])]);
    from = nextKept(line, from, tolerance);
  }
  return kept;
}

/** The last point that a straight line reaches without leaving those between by more than the tolerance. */
function nextKept(line: Line, from: number, tolerance: number): number {
  const [start, share] = line[from] as Line[number];
  let [least, most] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  let found = from + 1;
  for (let next = from + 1; next < line.length; next++) {
    const [time, value] = line[next] as Line[number];
    const after = time - start;
    if (after === 0) {
      if (value !== share) break;
      found = next;
      continue;
    }
    const slope = (value - share) / after;
    if (slope >= least && slope <= most) found = next;
    least = Math.max(least, (value - tolerance - share) / after);
    most = Math.min(most, (value + tolerance - share) / after);
    if (least > most) break;
  }
  return found;
}

/** The value of a line at a time: of a jump the side before it; beyond its ends as it is there. */
export function shareAt(line: Line, time: number): number {
  let [low, high] = [0, line.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((line[middle] as Line[number])[0] < time) low = middle + 1;
    else high = middle;
  }
  const before = line[low - 1];
  const next = line[low];
  if (!next) return before?.[1] ?? 0;
  if (!before) return next[1];
  const [start, share] = before;
  return share + ((next[1] - share) * (time - start)) / (next[0] - start);
}
