/** Why a comparison is within its band or not, in a sentence. Pure. */
import type { Comparison } from "./outcome";

export function sentenceOf({ measured, ...parts }: Omit<Comparison, "because">): string {
  if (measured.sent === 0) return "No request was sent since the fault, so that nothing can be told.";
  const chance = parts.mayBeChance ? " So few requests can't tell that from chance." : "";
  return `${rtoText({ measured, ...parts })}; ${distanceText({ measured, ...parts })}.${chance}`;
}

type Told = Pick<Comparison, "predicted" | "measured" | "distance" | "rto">;

/** Reading an RTO off requests may add or leave out so many seconds without a word. */
const TOLD_LAG = 0.3;

function rtoText({ predicted, measured, rto }: Told): string {
  const [was, said] = [measured.rtoSeconds, predicted.rtoSeconds];
  if (was === null && said === null) return "Service didn't come back, as predicted";
  if (was === null) return `Service didn't come back; predicted after ${seconds(said)}`;
  const back = was === 0 ? "Service never left" : `Service was back after ${seconds(was)}`;
  if (said === null) return `${back}; it was predicted not to come back`;
  const { offBy, allowedSeconds, reading, withinBand } = rto;
  const lag = reading.median === null ? 0 : reading.median - said;
  const apart = `${seconds(Math.abs(offBy ?? 0))} apart, ${withinBand ? "within" : "more than"} the ${seconds(allowedSeconds)} allowed`;
  const read = Math.abs(lag) >= TOLD_LAG ? ` (${seconds(reading.median)} as so few requests show it)` : "";
  return `${back}, predicted ${said === 0 ? "never to leave" : `after ${seconds(said)}`}${read}: ${apart}`;
}

function distanceText({ distance }: Told): string {
  const { points, allowed, chancePoints, until, withinBand } = distance;
  if (points === null) return "no bin of 5 s has a request, so that the curves can't be compared";
  return `the curves are ${shown(points)} points apart over ${until} s, ${withinBand ? "within" : "more than"} the ${allowed} allowed; ${shown(chancePoints)} would be chance alone`;
}

const shown = (value: number): string => String(Math.round(value * 10) / 10);
const seconds = (value: number | null): string => (value === null ? "no end" : `${shown(value)} s`);
