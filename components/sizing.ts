/**
 * How many replicas each site runs, so that what is left after losing any one site, metro or provider still
 * carries the traffic: at once by the floors, then by the ceilings. Pure.
 */
import { type LosableSite, worstShare } from "../graph/worst-share";
import type { NodePlan } from "./contracts";

export interface SizedSite extends LosableSite {
  /** Percent of the traffic, 0 to 100. */
  readonly share: number;
}

/** Shares of the peak that what is left must carry after a loss, 0 to 1. */
export interface CapacityObjective {
  readonly atOnce: number;
  readonly then: number;
}

export interface Replicas {
  readonly floor: number;
  readonly ceiling: number;
}

/** One a zone, so that a budget can allow an eviction while two still serve. */
export const LEAST_REPLICAS = 3;

/**
 * Floor and ceiling of a workload at a site.
 * @param peak replicas that carry the whole peak of all users, 1 or more.
 */
export function siteReplicas(
  peak: number,
  site: SizedSite,
  sites: readonly SizedSite[],
  objective: CapacityObjective,
): Replicas {
  const share = shareAtWorst(site, sites);
  const floor = Math.max(LEAST_REPLICAS, roundUp(peak * objective.atOnce * share));
  const ceiling = Math.max(floor + 1, roundUp(peak * objective.then * share));
  return { floor, ceiling };
}

/** The most of the traffic that a site gets, 0 to 1, whatever one site, metro or provider is lost. */
export function shareAtWorst(site: SizedSite, sites: readonly SizedSite[]): number {
  return worstShare(site, sites, Object.fromEntries(sites.map((other) => [other.id, other.share]))).share;
}

/** Rounds up, but takes 7.000000001, which is what binary fractions make of 7, for 7. */
function roundUp(value: number): number {
  return Math.ceil(value - 1e-9);
}

export interface PodDemand {
  readonly replicas: Replicas;
  readonly cpuMillis: number;
  readonly memoryMiB: number;
  readonly diskMiB: number;
}

/** What the nodes of a site must hold: the sum of what its pods request, at the floors and at the ceilings. */
export function nodePlan(pods: readonly PodDemand[]): NodePlan {
  const total = (bound: keyof Replicas) => ({
    cpus: pods.reduce((sum, pod) => sum + pod.replicas[bound] * pod.cpuMillis, 0) / 1000,
    memoryGiB: pods.reduce((sum, pod) => sum + pod.replicas[bound] * pod.memoryMiB, 0) / 1024,
    diskGiB: pods.reduce((sum, pod) => sum + pod.replicas[bound] * pod.diskMiB, 0) / 1024,
  });
  return { floor: total("floor"), ceiling: total("ceiling") };
}
