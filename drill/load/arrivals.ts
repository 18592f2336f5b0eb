/** When which request is due, chosen ahead: the same for the same plan, whatever is answered. Pure. */
import type { ClientKind, Demand, LoadPlan } from "./plan";
import { exponential, partSeed, placeOf, type Random, seeded, spread } from "./random";

export interface Arrival {
  /** Seconds from the beginning of the load. */
  readonly due: number;
  readonly capability: string;
  readonly kind: ClientKind;
}

type Asked = Pick<LoadPlan, "seed" | "arrivals" | "kinds"> & {
  readonly demand: Readonly<Record<string, Pick<Demand, "perSecond">>>;
};

/**
 * Arrivals in the order in which they are due, without end.
 * @throws RangeError for a demand that is no number above 0 or for shares of which none is above 0.
 */
export function* arrivalsOf(plan: Asked): Generator<Arrival, void> {
  const lines = Object.entries(plan.demand).map(([capability, demand]) => line(plan, capability, demand));
  const next = lines.map((each) => each.next().value);
  for (;;) {
    let first: number | undefined;
    for (const [place, arrival] of next.entries()) {
      const soonest = first === undefined ? undefined : next[first];
      if (arrival && (soonest === undefined || arrival.due < soonest.due)) first = place;
    }
    const arrival = first === undefined ? undefined : next[first];
    if (first === undefined || arrival === undefined) return;
    yield arrival;
    next[first] = lines[first]?.next().value;
  }
}

function* line(
  plan: Asked,
  capability: string,
  { perSecond }: Pick<Demand, "perSecond">,
): Generator<Arrival, undefined> {
  if (!(perSecond > 0)) {
    throw new RangeError(`${capability} is asked ${perSecond} times a second: a number above 0 is wanted`);
  }
  const random = seeded(partSeed(plan.seed, capability));
  const kinds = Object.keys(plan.kinds) as ClientKind[];
  const shares = kinds.map((kind) => plan.kinds[kind] ?? 0);
  const even = plan.arrivals === "even";
  const kindDraw: Random = even ? spread(random()) : random;
  const gap = 1 / perSecond;
  // Capabilities that are asked equally often aren't asked at the same moments.
  const start = even ? random() * gap : exponential(random, gap);
  let due = start;
  for (let count = 1; ; count++) {
    yield { due, capability, kind: kinds[placeOf(shares, kindDraw())] as ClientKind };
    due = even ? start + count * gap : due + exponential(random, gap);
  }
}
