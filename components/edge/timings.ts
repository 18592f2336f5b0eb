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
  /** Over which the failures are counted that send requests to a peer. Long enough for the eighth of a pod that has few. */
  sickWindowSeconds: 2,
  /** Percent of that window's requests, or of `failureWindowSeconds`', that must have failed: at 1 % of errors, which
   * is a bad day, 8 of 150 come together by chance in 0.015 % of windows (measured). */
  sickPercent: 5,
  /** And so many of them. One client can't make as many: clients.ts. */
  sickMinimumFailures: 8,
  /** How long requests go to a peer after the last sign of sickness, where a canary keeps it known. Those tried at home
   * meanwhile are signs. */
  sickHoldSeconds: 5,
  /** And where none does, unless so many answers at home in a row were good: of ten of which one fails, one run in eight
   * is. While nobody comes nothing is proved, so it lasts until DNS has led users back. */
  unprovenSeconds: 400,
  provenAnswers: 20,
  /** For so long after a sickness fewer failures tell that it was taken for well too soon: a burst of bad luck has none. */
  relapseSeconds: 400,
  relapseFailures: 2,
  /** Requests at a workload, and milliseconds for which they must stay so slow, that a burst after a pause isn't. */
  slowMinimumRequests: 8,
  slowMilliseconds: 500,
  /** And until more are refused: the window of answers must have filled, as it is empty after a start. */
  overdueMilliseconds: 2500,
  /** Without a slow request, until it begins anew. */
  slowPauseMilliseconds: 1000,
  /** Of `responseSeconds`, from which the pace of answers (requests under way by answers in a second) is slow: a fifth
   * of the patience. A place is refused to peers at half of it. */
  slowShare: 0.2,
  /** And from which more are refused: what is let in is answered in half of the time. A pod that happens to be slower for a
   * while isn't told that its requests were given up, and works on at them: with a quarter to spare it failed ten in a row,
   * was marked down, and its share of the capacity with it (measured: goodput 0.71 of the capacity). */
  shedShare: 0.5,
  /** Requests that each server may have whatever the pace is: of few answers it is told badly, and a pod without work answers
   * none. */
  shedLeastPerServer: 2,
  /** Percent of the requests that may be asked twice which are tried at home while it is sick, and how many are tried in a
   * window at least: by them it finds out that it is well. */
  trialPercent: 5,
  trialMinimum: 4,
  /** Seconds that such a request has at home, before a peer is asked. */
  trialSeconds: 1,
  /** Requests tried at home in `failureWindowSeconds` from which their failures turn health red. */
  triedMinimum: 50,
  /** Percent of a workload's places from which its users leave peers no room. */
  roomPercent: 80,
  /** Between two questions whether a peer takes a capability's requests: each is a handshake of two certificates. */
  takesIntervalSeconds: 6,
  /** Failed answers of a peer in a row from which it is left alone for two such questions. */
  peerErrorLimit: 5,
  /** For how long a peer that had no room is not sent what can't be sent twice. */
  fullSeconds: 2,
  /** Between two operations of a canary, and good ones until it counts as well. */
  canaryIntervalSeconds: 10,
  /** For its answer: a store that says nothing is given up after two seconds, and then the operation goes on (measured: with
   * two seconds for all of it a cut link made every site's uploads look sick). */
  canarySeconds: 5,
  canaryRise: 12,
  /** Between two questions to a sibling: each is a request without TLS. */
  opinionIntervalSeconds: 2,
  /** After a start: until DNS was asked and each sibling as well. */
  opinionSettleSeconds: 6,
  /** Percent of the requests of a red capability after whose answer the connection is closed, so that its client looks the
   * name up again. Closing all at once, before DNS has moved them, only makes handshakes. */
  closePercent: 25,
  /** Requests of one HTTP/2 connection until it is ended, in times of what it may have at once. */
  streamsTurnover: 32,
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
