/** The nodes of each cluster: in which zones they stand, how many run and may run, and what pods have of them. */
import { allReaders } from "../clouds";
import type { PoolView } from "../clouds/views";
import type { Graph } from "../resource";
import { isWell } from "../well";
import { clusterOfProvider } from "./clusters";
import { perGraph } from "./per-graph";

export type { PoolView, Room } from "../clouds/views";

/** Every pool, by the URN of its cluster; what never became well is none, and clusters that the graph shows no nodes of are left out. */
export const poolsOf: (graph: Graph) => ReadonlyMap<string, readonly PoolView[]> = perGraph((graph) => {
  const found = new Map<string, PoolView[]>();
  const talkedTo = clusterOfProvider(graph);
  for (const pool of allReaders().flatMap(({ clusters }) => [...clusters.pools(graph, talkedTo)])) {
    if (!isWell(pool.resource)) continue;
    const group = found.get(pool.cluster.urn);
    if (group) group.push(pool);
    else found.set(pool.cluster.urn, [pool]);
  }
  return found;
});
