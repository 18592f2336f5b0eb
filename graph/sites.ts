/** The sites of a graph: the provider regions in which a Kubernetes cluster stands. */

import { allReaders } from "./clouds";
import type { ProviderName } from "./clouds/contract";
import type { Graph } from "./resource";
import { siteIdOf } from "./site-id";
import { ofTypes, perGraph } from "./views/per-graph";

export { siteIdOf };

export interface SiteInGraph {
  /** `<provider>-<region>`. */
  readonly id: string;
  readonly provider: ProviderName;
  readonly region: string;
  readonly metro: string;
}

/** Every site once, in the order of the ids. */
export const sitesOf: (graph: Graph) => readonly SiteInGraph[] = perGraph((graph) => {
  const sites = new Map<string, SiteInGraph>();
  const types = allReaders().flatMap(({ clusters }) => [...clusters.types]);
  for (const { placement } of ofTypes(graph, types)) {
    if (!placement) continue;
    const { provider, region, metro } = placement;
    const id = siteIdOf(placement);
    sites.set(id, { id, provider, region, metro });
  }
  return [...sites.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
});
