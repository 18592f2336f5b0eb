/** Requests counted in bins of some seconds, and how far they are from a predicted curve. Pure. */
import type { Line } from "../../resilience/verdict/verdicts";
import type { MeasuredBin } from "./outcome";
import { meanOf } from "./predicted-curve";
import type { Sample } from "./read-rto";

export const BIN_SECONDS = 5;

/** Whole bins that begin at multiples of their length, between two times in seconds since the fault. */
export function binsOf(samples: readonly Sample[], from: number, to: number): MeasuredBin[] {
  const first = Math.ceil(from / BIN_SECONDS);
  const counts = Array.from({ length: Math.max(0, Math.floor(to / BIN_SECONDS) - first) }, () => [0, 0]);
  for (const { at, ok } of samples) {
    const count = counts[Math.floor(at / BIN_SECONDS) - first];
    if (!count) continue;
    count[0] = (count[0] ?? 0) + 1;
    if (ok) count[1] = (count[1] ?? 0) + 1;
  }
  return counts.map(([sent = 0, ok = 0], index) => ({
    from: (first + index) * BIN_SECONDS,
    to: (first + index + 1) * BIN_SECONDS,
    sent,
    ok,
  }));
}

/** What a curve has in each bin on the mean. */
export const meansOf = (curve: Line, bins: readonly MeasuredBin[]): number[] =>
  bins.map(({ from, to }) => meanOf(curve, from, to));

/** Mean distance in points (hundredths) over the bins in which something was sent; null where there is none. */
export function pointsApart(means: readonly number[], bins: readonly MeasuredBin[]): number | null {
  const apart = bins.flatMap(({ sent, ok }, index) =>
    sent > 0 ? [Math.abs(ok / sent - (means[index] ?? 0))] : [],
  );
  return apart.length === 0 ? null : (100 * apart.reduce((sum, one) => sum + one, 0)) / apart.length;
}

/**
 * Seconds from the fault until which curves are compared: twice the predicted RTO and at least 30 s; to the end where
 * nothing is to come back, or where that is sooner.
 */
export const comparedUntil = (rtoSeconds: number | null, end: number): number =>
  rtoSeconds === null ? end : Math.min(end, Math.max(LEAST_SECONDS, 2 * rtoSeconds));

const LEAST_SECONDS = 30;
