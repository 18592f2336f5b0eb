/**
 * Goodput under more demand than the pods of a site can answer, by the limits that its edge's configuration sets. Pure.
 *
 * Once every place at a pod is taken, an answer takes as long as the pod needs for all of them (Little's law). Where that
 * is less than anybody waits, what is too much waits at the edge and is refused, and the pods go on answering as much as
 * they can. Where it is more, each request is given up before its answer comes: pods work for nobody, and none is served.
 */
import type { CapabilityLimits } from "../../components/edge/edge-limits";

/** What stands behind the limits. */
export interface Behind {
  /** Pods of the edge, each with limits of its own, and the pods that they send to. */
  readonly edges: number;
  readonly servers: number;
  /** Requests that one pod answers in a second. */
  readonly perSecond: number;
  /** For how long a client waits for its answer. */
  readonly patienceSeconds: number;
}

/** Of a pod whose places are all taken. */
export interface Full {
  /** Requests that it has, from all pods of the edge together; Infinity where nothing limits them. */
  readonly places: number;
  /** Seconds that a request has waited at the edge before it gets a place. */
  readonly waitSeconds: number;
  /** Seconds that it then has until the edge or its client gives it up. */
  readonly leftSeconds: number;
}

/** What the limits make of pods that get more than they can answer. */
export function fullOf(
  limits: CapabilityLimits,
  { edges, servers, perSecond, patienceSeconds }: Behind,
): Full {
  const { placesPerServer = forEver, underWay = forEver, waitingPerServer = forEver } = limits;
  const atEach = servers > 0 ? underWay / servers : forEver;
  // By Little's law no more are let in than are answered in so long.
  const paced =
    limits.paceSeconds === undefined
      ? forEver
      : Math.max(limits.paceSeconds * perSecond, (limits.pacedLeast ?? 0) * edges);
  const places = Math.min(Math.min(placesPerServer, atEach) * edges, paced);
  const more = Math.min(waitingPerServer, atEach - places / edges) * edges;
  const waiting = paced === forEver ? more : Math.min(more, paced - places);
  const waitSeconds = Math.min(limits.queueSeconds, waiting > 0 ? waiting / perSecond : 0);
  return {
    places,
    waitSeconds,
    leftSeconds: Math.min(limits.answerSeconds, patienceSeconds - waitSeconds),
  };
}

const forEver = Number.POSITIVE_INFINITY;

/**
 * Of what pods answer while they get more than they can, the share that comes in time, 0 to 1. Some requests take more
 * work than others: as if it were exponential, so that the time for all places varies as their number's root.
 */
export function inTimeShare(limits: CapabilityLimits | undefined, behind: Behind): number {
  const { edges, perSecond } = behind;
  if (!limits || edges <= 0 || perSecond <= 0) return 0;
  const { places, leftSeconds } = fullOf(limits, behind);
  // A pod doesn't notice that a request was given up. Sent more than it answers meanwhile, it is ever further behind.
  if (!(places / perSecond < leftSeconds)) return 0;
  return poissonAtLeast(Math.ceil(places), perSecond * leftSeconds);
}

/** Chance that at least so many events happen where a number is expected. */
export function poissonAtLeast(count: number, expected: number): number {
  const key = `${count} ${expected}`;
  const known = chances.get(key);
  if (known !== undefined) return known;
  let [less, logOfTerm] = [0, -expected];
  for (let n = 0; n < count; n++) {
    less += Math.exp(logOfTerm);
    logOfTerm += Math.log(expected / (n + 1));
  }
  const found = Math.max(0, 1 - less);
  chances.set(key, found);
  return found;
}
const chances = new Map<string, number>();

/** What of a demand is answered in time. `saturated`: places are taken already, whatever comes now. */
export function goodput(
  demand: number,
  capacity: number,
  inTime: number,
  saturated = demand > capacity,
): number {
  return saturated ? Math.min(demand, capacity * inTime) : Math.min(demand, capacity);
}

/**
 * Whether pods that get more than they can answer go on so: those whose requests were given up try again, and what was
 * answered too late comes once more.
 */
export function staysSaturated(demand: number, capacity: number, inTime: number, retries: number): boolean {
  return demand * (1 + retries * (1 - inTime)) > capacity;
}
