/**
 * Every time and threshold of the edge, with its reason. The configuration is written from them, and read back by
 * edge-health.ts: the survival model computes detection from what is deployed.
 */
export const edgeTimings = {
  /** Between two checks of a server: half of the fastest the DNS authorities probe at, and cheap. */
  checkIntervalSeconds: 2,
  /** For a check to connect, and again for it to answer: longer than a garbage collection, shorter than a user's patience. */
  checkTimeoutSeconds: 2,
  /** Failed checks in a row until a server is down: one lost packet or restart-in-place is not an outage. */
  fall: 3,
  /** Good checks in a row until a server is up again: a server that fails live requests but answers cheap
   * checks stays out for a minute instead of coming back every few seconds. */
  rise: 30,
  /** Failed live requests in a row that mark a server down. Below it, failures of single requests (a poisonous
   * one, say) would take healthy servers out. */
  errorLimit: 10,
  /** Over which live requests and their failures are counted. */
  failureWindowSeconds: 30,
  /** Percent of a window's live requests, all servers together, from which the capability's health is red. It sees
   * the brownout whose failures are spread too thin for `errorLimit` in a row. */
  failurePercent: 25,
  /** Requests in a window below which `failurePercent` says nothing. A quarter of them is 50 failures, and a bad server
   * makes `errorLimit` before it is marked down: it takes five at once to look like a brownout of the site. */
  failureMinimumRequests: 200,
  /** How long health stays red after such a window. With no traffic left nothing would show that the brownout
   * goes on, so this is the hysteresis; each return costs users a detection and a time to live of errors. */
  brownoutHoldSeconds: 300,
  /** Share of a workload's floor below which too few servers are left. With one zone of three lost, two thirds are
   * left and stay green. */
  minimumServersShare: 0.5,
  /** After a start or reload, how long health is green untested: no address is known and no check has run yet. */
  settleSeconds: 3,
  /** Between two look-ups of a workload's addresses. */
  resolveSeconds: 1,
  /** How long an address that is missing from the answers stays in use: two DNS pods may disagree for a moment. */
  obsoleteSeconds: 5,
  /** How long known addresses stay in use when DNS answers nothing: a dead DNS must not take the site along. */
  resolverDeadSeconds: 3600,
  /** To connect to a server of the same site, each try. */
  connectSeconds: 2,
  /** Tries after the first, on another server, only when the connection failed: requests are not idempotent. */
  retries: 2,
  /** For a request's headers: a slow sender must not hold a connection. */
  requestSeconds: 10,
  /** How long a request waits for a free place at a server; then 503. Longer than overload lets it wait: pods that
   * stand still. */
  queueSeconds: 5,
  /** Of silence from a client, in a request's body, before its connection ends. */
  clientSeconds: 60,
  /** Without a request until a client's connection is closed: it looks up the name again when it comes back, so that those
   * in use leave a sick site about as fast as DNS does. Each return costs a handshake. */
  keepAliveSeconds: 10,
  /** Requests that wait for each server, on average, from which more are refused at once: what waits here is served within
   * a second, and what is told to come back (429) is no failure of anybody. */
  waitingPerServer: 5,
  /** Of silence on a leaf link: three of the queue's pings. */
  leafSeconds: 90,
  /** For requests and leaf links under way when a process stops or reloads. */
  hardStopSeconds: 120,
  /** Between two looks at the mounted files for a renewed certificate or a changed configuration. */
  reloadCheckSeconds: 5,
} as const;

/**
 * Seconds from a pod's end being decided until its last connection is cut: it serves as before while its load balancer
 * may still send to it (a trait of the cloud), then finishes what is under way.
 *
 * Its health stays green meanwhile. HAProxy could only tell that it is about to stop by `grace`, which its manual rules
 * out for processes that reload, and there is no program in the image for a hook that tells it.
 */
export const edgeLeavingSeconds = (drainSeconds: number): number =>
  drainSeconds + edgeTimings.hardStopSeconds;

/** Seconds that a pod of the edge needs to end well. */
export const edgeTerminationSeconds = (drainSeconds: number): number => edgeLeavingSeconds(drainSeconds) + 15;

/**
 * Seconds that a workload's pod goes on serving after it leaves its Service: the edge may send to it for as long
 * (the cluster's DNS caches an answer for up to 30 s).
 */
export const endpointLagSeconds = 30 + edgeTimings.resolveSeconds + edgeTimings.obsoleteSeconds;

/** Servers below which a workload with this floor of replicas counts as too few; at least 1. */
export function minimumServers(floor: number): number {
  return Math.max(1, Math.ceil(floor * edgeTimings.minimumServersShare));
}
