/** Requests that are answered by chance as a known curve has it: what any reading must find again. */
import { seeded } from "../../../drill/load/random";
import { valueAt } from "../../../drill/plan/predict";
import type { MeasuredRequest } from "../../../drill/verdict/compare";
import type { Line } from "../../../resilience/verdict/verdicts";

export interface Synthetic {
  readonly perSecond: number;
  readonly seed: number;
  readonly until: number;
  readonly capability?: string;
  readonly kind?: string;
}

/** Evenly apart from ten seconds before the fault, before which all is well. */
export function requestsFrom(
  curve: Line,
  { perSecond, seed, until, capability = "feed", kind = "short" }: Synthetic,
): MeasuredRequest[] {
  const random = seeded(seed);
  return Array.from({ length: Math.floor((until + 10) * perSecond) }, (_, index) => {
    const at = index / perSecond - 10;
    return { at, capability, kind, ok: random() < (at < 0 ? 1 : valueAt(curve, at)) };
  });
}

export const samplesFrom = (curve: Line, given: Synthetic) =>
  requestsFrom(curve, given).filter(({ at }) => at >= 0);

/** So much is served from the fault on, and all from a time on. */
export const step = (served: number, back: number): Line => [
  [0, served],
  [back, served],
  [back, 1],
];

/** So much is served until a time, then more and more, and all so many seconds later. */
export const ramp = (served: number, from: number, takes: number): Line => [
  [0, served],
  [from, served],
  [from + takes, 1],
];
