/** Pods that are sent more at a time than they answer before it is given up, and how much they could be sent. Pure. */
import type { CapabilityPlan, Platform, Site } from "../platform/platform";
import { type Behind, fullOf, inTimeShare } from "../play/goodput";

/** Of what pods answer in overload, the share that is to come in time. */
const ENOUGH = 0.99;

interface Crowded {
  readonly site: string;
  /** Requests that one pod has when all its places are taken, what it needs for them and what it has. */
  readonly places: number;
  readonly seconds: number;
  readonly leftSeconds: number;
  /** The catalog's value with which what it has comes in time; 0 for none. */
  readonly most: number;
}

/**
 * The site that must be sent least, with as many pods of the edge as may run; undefined where overload is shed, or where
 * nothing tells what an edge sends.
 */
export function crowdedOf(platform: Platform, capability: CapabilityPlan): Crowded | undefined {
  if (capability.host === undefined) return undefined;
  const found = platform.sites.flatMap((site) => crowdedAt(platform, site, capability.name) ?? []);
  return found.sort((a, b) => a.most - b.most)[0];
}

function crowdedAt({ assumptions }: Platform, site: Site, name: string): Crowded | undefined {
  const limits = site.limits?.byCapability[name];
  const workload = site.workloads[name];
  const { placesPerServer } = limits ?? {};
  if (!limits || placesPerServer === undefined || !site.edge || !workload) return undefined;
  const behind: Behind = {
    edges: site.edge.ceiling,
    servers: workload.ceiling,
    perSecond: assumptions.requestsPerReplicaPerSecond,
    patienceSeconds: assumptions.clientPatienceSeconds,
  };
  const isEnough = (places: number): boolean =>
    inTimeShare({ ...limits, placesPerServer: places }, behind) >= ENOUGH;
  if (isEnough(placesPerServer)) return undefined;
  let fits = placesPerServer;
  while (fits > 0 && !isEnough(fits)) fits--;
  const { places, leftSeconds } = fullOf(limits, behind);
  return {
    site: site.id,
    places,
    seconds: places / behind.perSecond,
    leftSeconds,
    // The floor of the edge's pods shares what a replica is sent (components/edge/edge.ts).
    most: fits * site.edge.floor,
  };
}

/** What is wrong and what to do, as the rest of a sentence; undefined where nothing is. */
export function crowdedText(platform: Platform, capability: CapabilityPlan): string | undefined {
  const found = crowdedOf(platform, capability);
  if (!found) return undefined;
  const { site, places, seconds, leftSeconds, most } = found;
  const least =
    most > 0 ? `requestsPerReplica of ${most} or less in the catalog` : "more responseSeconds in the catalog";
  return `in overload the edge of ${site} sends one pod of ${capability.name} up to ${Math.floor(places)} requests at a time, which it answers in ${tenths(seconds)} s, and ${tenths(leftSeconds)} s are waited for an answer (assumptions requestsPerReplicaPerSecond and clientPatienceSeconds); wanted ${least}`;
}

const tenths = (seconds: number): number => Math.round(seconds * 10) / 10;
