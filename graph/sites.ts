/** The sites of a graph: the provider regions in which a Kubernetes cluster stands. */

import type { ProviderName } from "./clouds/contract";
import { isCluster } from "./placement";
import type { Graph } from "./resource";
import { siteIdOf } from "./site-id";

export { siteIdOf } from "./site-id";

export interface SiteInGraph {
  /** `<provider>-<region>`. */
  readonly id: string;
  readonly provider: ProviderName;
  readonly region: string;
  readonly metro: string;
}

/** Every site once, in the order of the ids. */
export function sitesOf(graph: Graph): SiteInGraph[] {
  const sites = new Map<string, SiteInGraph>();
  for (const resource of graph.resources) {
    if (isCluster(resource) && resource.placement) {
      const { provider, region, metro } = resource.placement;
      const id = siteIdOf(resource.placement);
      sites.set(id, { id, provider, region, metro });
    }
  }
  return [...sites.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}
