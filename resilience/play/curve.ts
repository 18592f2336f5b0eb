/** Served share over time: straight lines between points, with jumps where two points have the same time. */

export interface Point {
  /** Seconds from the scenario's beginning. */
  readonly time: number;
  /** 0 to 1. */
  readonly served: number;
}
export type Curve = readonly Point[];

/** Seconds: short beside everything that is played, long beside what a number can tell apart in a day. */
export const JUST_BEFORE = 1e-6;

/** Seconds: long before a scenario, when what was wrong already has been noticed. */
export const LONG_AGO = -100_000;

/** Adds a point unless it lies on the line that is there already. */
export function addPoint(points: Point[], time: number, served: number): void {
  const value = Math.min(1, Math.max(0, round(served)));
  const [before, last] = [points.at(-2), points.at(-1)];
  if (last && last.time === time && last.served === value) return;
  if (before && last && before.time < last.time && last.time < time) {
    const line = before.served + ((value - before.served) * (last.time - before.time)) / (time - before.time);
    if (Math.abs(line - last.served) < 1e-9) points.pop();
  }
  points.push({ time, served: value });
}

function pointsBefore(curve: Curve, time: number): number {
  let [low, high] = [0, curve.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((curve[middle] as Point).time < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many of some sorted times are before a time, or at it where `atToo`. */
export function countBefore(times: readonly number[], time: number, atToo = false): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const at = times[middle] as number;
    if (at < time || (atToo && at === time)) low = middle + 1;
    else high = middle;
  }
  return low;
}

const round = (value: number): number => Math.round(value * 1e9) / 1e9;

/** Seconds of the whole traffic that are not served between two times. */
export function lostSeconds(curve: Curve, from: number, to: number): number {
  let lost = 0;
  for (let i = Math.max(1, pointsBefore(curve, from)); i < curve.length; i++) {
    const a = curve[i - 1] as Point;
    const b = curve[i] as Point;
    if (a.time >= to) break;
    const start = a.time > from ? a.time : from;
    const end = b.time < to ? b.time : to;
    if (end <= start) continue;
    lost += (end - start) * (1 - (between(a, b, start) + between(a, b, end)) / 2);
  }
  return lost;
}

/** What is served at a time between two points. */
export const between = (a: Point, b: Point, time: number): number =>
  b.time === a.time ? b.served : a.served + ((b.served - a.served) * (time - a.time)) / (b.time - a.time);

/** The mean of a stretch. */
export const meanServed = (curve: Curve, from: number, to: number): number =>
  to <= from ? 1 : 1 - lostSeconds(curve, from, to) / (to - from);

/** The least mean over a minute that begins or ends where the curve bends. */
export function worstMinute(curve: Curve): number {
  const end = curve.at(-1)?.time ?? 0;
  const length = Math.min(60, end);
  if (length <= 0 || curve.every(({ served }) => served === 1)) return 1;
  let worst = 1;
  for (const { time } of curve) {
    for (const start of [time, time - length]) {
      const from = Math.min(Math.max(0, start), end - length);
      worst = Math.min(worst, meanServed(curve, from, from + length));
    }
  }
  return worst;
}
