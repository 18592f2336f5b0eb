/** The nodes of each cluster: in which zones they stand, how many run and may run, and what pods have of them. */

import { eksPools } from "../clouds/aws/nodes";
import { okePools } from "../clouds/oci/nodes";
import type { Graph } from "../resource";
import { isWell } from "../well";
import { clusterOfProvider } from "./clusters";
import type { PoolView } from "./pool";

/** Every pool, by the URN of its cluster; what never became well is none, and clusters that the graph shows no nodes of are left out. */
export function poolsOf(graph: Graph): ReadonlyMap<string, readonly PoolView[]> {
  const cached = views.get(graph);
  if (cached) return cached;
  const found = new Map<string, PoolView[]>();
  for (const pool of [...okePools(graph), ...eksPools(graph, clusterOfProvider(graph))]) {
    if (!isWell(pool.resource)) continue;
    const group = found.get(pool.cluster.urn);
    if (group) group.push(pool);
    else found.set(pool.cluster.urn, [pool]);
  }
  views.set(graph, found);
  return found;
}
const views = new WeakMap<Graph, ReadonlyMap<string, readonly PoolView[]>>();
