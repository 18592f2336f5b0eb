/**
 * What chance alone does to a measurement: the requests of a drill are answered anew, as the prediction has it, many
 * times, each time with edges that notice at another moment where that is chance; who stays connected is served from the moment on when as large a share is. So one sees how far exact predictions would be from what is measured, and what the reading of an RTO adds. Pure.
 */
import type { Line } from "../../resilience/verdict/verdicts";
import { seeded } from "../load/random";
import { valueAt } from "../plan/predict";
import { binsOf, meansOf, pointsApart } from "./bins";
import type { RtoReading } from "./outcome";
import { type Crowd, type Reading, readRto, type Sample } from "./read-rto";

export interface Chance {
  readonly reading: RtoReading;
  /** Mean distance of the curves in points. */
  readonly points: number;
  /** The largest of them: a drill has a dozen kinds of clients, of which one is that far off by chance alone. */
  readonly mostPoints: number;
}

/** Enough for a median and for nine in ten. */
const DRAWS = 40;

/** The same for the same requests, so that a drill that is judged again has the same verdict. */
const SEED = 15;

/**
 * @param samples by time, from the fault on
 * @param alike the curves of other moments at which an edge may notice; none where the curve is the only one
 * @param compared seconds since the fault until which curves are compared
 */
export function chanceOf(
  samples: readonly Sample[],
  { curve, alike = [curve] }: { readonly curve: Line; readonly alike?: readonly Line[] },
  reading: Reading,
  compared: number,
): Chance {
  const random = seeded(SEED);
  const shares = alike.map((line) => samples.map(({ at }) => valueAt(line, at)));
  const means = meansOf(curve, binsOf([], 0, compared));
  const rtos: number[] = [];
  let [points, mostPoints] = [0, 0];
  for (let draw = 0; draw < DRAWS; draw++) {
    const fates = new Map<string, number[]>();
    const own = shares[draw % shares.length] ?? [];
    const drawn = samples.map(({ at, crowd }, index) => ({
      at,
      ok: (crowd ? fateIn(fates, crowd, random) : random()) < (own[index] ?? 0),
    }));
    rtos.push(readRto(drawn, reading) ?? Number.POSITIVE_INFINITY);
    const apart = pointsApart(means, binsOf(drawn, 0, compared)) ?? 0;
    points += apart;
    mostPoints = Math.max(mostPoints, apart);
  }
  rtos.sort((a, b) => a - b);
  const at = (share: number): number | null => {
    const found = rtos[Math.round(share * (DRAWS - 1))] ?? Number.POSITIVE_INFINITY;
    return found === Number.POSITIVE_INFINITY ? null : found;
  };
  return { reading: { median: at(0.5), low: at(0.05), high: at(0.95) }, points: points / DRAWS, mostPoints };
}

/** The fate of one of a crowd, by chance which. */
function fateIn(known: Map<string, number[]>, { id, clients }: Crowd, random: () => number): number {
  const fates = known.get(id) ?? Array.from({ length: clients }, random);
  known.set(id, fates);
  return fates[Math.floor(random() * clients)] as number;
}
