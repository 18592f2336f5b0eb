/** Limits of one address at one pod of the edge. A site's pods count each for itself. */
export interface PerClient {
  /** Open connections, 1 to 100,000. */
  readonly connections: number;
  /** Requests a second, over ten seconds, 1 to 100,000. */
  readonly requestsPerSecond: number;
  /** Percent of a workload's places (what its floor of replicas takes at a time) that it may hold, 1 to 100. */
  readonly placesPercent: number;
}

/**
 * For phones behind one address of a carrier's NAT. A phone holds one connection or two and asks once in some seconds:
 * 250 connections and 100 requests a second are hundreds of active users at this pod, and as many at each other one. A
 * quarter of the places leaves three quarters to the others, and four addresses are needed to shut a workload.
 * A stack whose users come from few addresses (a company's proxy, a partner's servers) needs more.
 */
export const standardPerClient: PerClient = { connections: 250, requestsPerSecond: 100, placesPercent: 25 };
