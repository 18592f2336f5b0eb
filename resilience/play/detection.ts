/** How soon the edge of a site notices, from its own configuration; how many of an authority's checkers do. */
import type { EdgeHealth } from "../../components/edge/edge-health";

/** Longest time in seconds until a server is down at the edge: a check that hangs takes its time-out, one that is refused none. */
export function serverDownSeconds(edge: EdgeHealth, how: "refused" | "hung" = "hung"): number {
  return edge.fall * (edge.checkIntervalSeconds + (how === "hung" ? edge.checkTimeoutSeconds : 0));
}

/** Seconds until a server that answers its checks again is up. */
export const serverUpSeconds = ({ rise, checkIntervalSeconds }: EdgeHealth): number =>
  rise * checkIntervalSeconds;

/** Seconds until a store that doesn't answer is down at the edge. */
export function storeDownSeconds(edge: EdgeHealth): number {
  return edge.fall * (edge.storeIntervalSeconds + edge.checkTimeoutSeconds);
}

/** Requests that a server gets until it has failed `run` in a row, failing a share of them (over 0, up to 1). */
export function requestsUntilRun(share: number, run: number): number {
  const chance = share ** run;
  return share === 1 ? run : (1 - chance) / (chance * (1 - share));
}

export interface Brownout {
  /** Until one pod's health is red. */
  readonly detectSeconds: number;
  /** How long it stays red when no traffic shows that it goes on. */
  readonly holdSeconds: number;
  /** How many times as many requests come in a window as it takes to show. */
  readonly fullness?: number;
}

/**
 * How the edge notices that a share of live requests fails on every server, at so many requests a second through
 * one of its pods, over so many servers; undefined where it never does.
 */
export function brownoutSeen(
  edge: EdgeHealth,
  share: number,
  requestsPerSecond: number,
  servers: number,
): Brownout | undefined {
  if (share <= 0 || requestsPerSecond <= 0) return undefined;
  const found: Brownout[] = [];
  let fullness: number | undefined;
  if (edge.brownout) {
    const { windowSeconds, minimumRequests, failurePercent, holdSeconds } = edge.brownout;
    // HAProxy weighs the last window by what is left of it: a steady share shows within two windows.
    const needed = failurePercent / 100 / share;
    if (requestsPerSecond * windowSeconds >= minimumRequests && needed <= 1) {
      fullness = (requestsPerSecond * windowSeconds) / minimumRequests;
      found.push({ detectSeconds: windowSeconds * 2 * (1 - Math.sqrt(1 - needed)), holdSeconds });
    }
  }
  if (edge.errorLimit !== undefined && servers > 0) {
    const marked = (requestsUntilRun(share, edge.errorLimit) * servers) / requestsPerSecond;
    const upAgain = serverUpSeconds(edge);
    // Servers that come back sooner than the others are marked down are never too few at once.
    if (marked <= upAgain) found.push({ detectSeconds: marked, holdSeconds: upAgain });
  }
  if (found.length === 0) return undefined;
  return {
    detectSeconds: Math.min(...found.map(({ detectSeconds }) => detectSeconds)),
    holdSeconds: Math.max(...found.map(({ holdSeconds }) => holdSeconds)),
    ...(fullness === undefined ? {} : { fullness }),
  };
}

/**
 * Share of the checkers that call an address healthy at any moment, when each probe fails by chance and it takes
 * `threshold` in a row to change the mind, either way.
 */
export function healthyCheckers(probesFail: number, threshold: number): number {
  if (probesFail <= 0) return 1;
  if (probesFail >= 1) return 0;
  const up = requestsUntilRun(probesFail, threshold);
  const down = requestsUntilRun(1 - probesFail, threshold);
  return up / (up + down);
}
