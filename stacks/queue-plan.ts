/** What the settings and the catalog make of the queue, and of the sizes of sites. Pure. */
import { usesQueue } from "../components/capability";
import type { Catalog } from "../components/catalog";
import type { QueuePlan } from "../components/queue/model";
import { type StreamLoad, sizedFamilies } from "../components/queue/sizes";
import { type SizedSite, shareAtWorst } from "../components/sizing";
import { regionOf } from "../graph/clouds/regions";
import { untrustedSites } from "../graph/untrusted";
import { assumptionsHeeded } from "../resilience/assumptions";
import type { Settings } from "./settings";

/** The plan that the queues of all sites have in common. */
export function queuePlanOf(settings: Settings, catalog: Catalog): QueuePlan {
  const hostile = untrustedSites(settings.untrusted, settings.sites);
  const publishing = catalog.capabilities.filter(usesQueue);
  return {
    sites: settings.sites.map(({ id }) => id),
    ...(hostile.size > 0 ? { untrusted: [...hostile] } : {}),
    families: sizedFamilies(catalog.eventFamilies, publishing, streamLoad(settings)),
    workloads: publishing,
  };
}

/** The sites as their sizes are asked for. */
export function sizedSites(settings: Settings): SizedSite[] {
  return settings.sites.map(({ id, provider, region, share }) => ({
    id,
    provider,
    metro: regionOf(provider, region).metro,
    share,
  }));
}

/** What comes to the streams: what the survival model takes users to demand, at the worst share of each site. */
function streamLoad(settings: Settings): StreamLoad {
  const { meanDemandShare, requestsPerReplicaPerSecond } = assumptionsHeeded(settings.assumptions);
  const sized = sizedSites(settings);
  return {
    requestsPerSecond: Object.fromEntries(
      Object.entries(settings.peak).map(([name, { replicas }]) => [
        name,
        replicas * requestsPerReplicaPerSecond * meanDemandShare,
      ]),
    ),
    shares: Object.fromEntries(sized.map((site) => [site.id, shareAtWorst(site, sized)])),
  };
}
