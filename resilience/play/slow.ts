/**
 * Answers that come too slowly: the edge waits for each until its server time-out, and a place at the server is held for
 * as long. What is left of the places carries less; what finds none waits, and is refused. HAProxy counts a time-out as
 * a failure of the request and of its server, and what it refuses after a wait as neither.
 */
import type { CapabilityLimits } from "../../components/edge/edge-limits";

export interface Slowness {
  /** Of what the site's servers carry when nothing is slow, what they still carry. */
  readonly carries: number;
  /** Share of all requests that the edge sees fail: those that got a place and were given up on. */
  readonly seen: number;
  /** Until the first of them has failed. */
  readonly afterSeconds: number;
}

/** What a site is asked while nothing is moved. */
export interface Load {
  /** Requests a second that all its servers of the capability get together, and that each carries at most. */
  readonly requestsPerSecond: number;
  readonly perServer: number;
  readonly servers: number;
  /** Pods of the edge: each counts places for itself. */
  readonly edges: number;
}

/**
 * Where the edge's configuration doesn't say how long it waits, places are held for ever; where it doesn't bound them,
 * there are always more.
 * @param share of the requests that are slow, over 0 and up to 1
 */
export function slowness(limits: CapabilityLimits | undefined, share: number, load: Load): Slowness {
  const { answerSeconds = Number.POSITIVE_INFINITY, placesPerServer } = limits ?? {};
  if (answerSeconds === Number.POSITIVE_INFINITY) return { carries: 0, seen: 0, afterSeconds: answerSeconds };
  if (placesPerServer === undefined) return { carries: 1, seen: share, afterSeconds: answerSeconds };
  // Little's law: so many places are held by requests that are given up on after the time-out.
  const most = (placesPerServer * load.edges) / (share * answerSeconds);
  const carries = Math.min(1, most / load.perServer);
  const asked = load.servers > 0 ? load.requestsPerSecond / load.servers : 0;
  return {
    carries,
    seen: share * (asked > 0 ? Math.min(1, (carries * load.perServer) / asked) : 1),
    afterSeconds: answerSeconds,
  };
}
