/** Everything small in the way of the platform's pods: of those that say that they are of it, by a capability or a part. */
import type { Graph, GraphResource } from "../resource";
import { perGraph } from "../views/per-graph";
import { workloadsOf } from "../views/workloads";
import { objectSaid } from "./objects";
import { podSaid } from "./pods";
import type { Said } from "./said";

export interface InTheWay extends Said {
  readonly at: GraphResource;
}

export const inTheWay = perGraph((graph: Graph): readonly InTheWay[] => {
  const ours = workloadsOf(graph).filter(
    ({ capability, part }) => capability !== undefined || part !== undefined,
  );
  if (ours.length === 0) return [];
  const spaces = new Set(ours.map(({ cluster, namespace }) => `${cluster} ${namespace}`));
  const clusters = new Set(ours.map(({ cluster }) => cluster));
  const found: InTheWay[] = [];
  for (const workload of ours)
    for (const said of podSaid(graph, workload)) found.push({ at: workload.resource, ...said });
  for (const resource of graph.resources)
    if (resource.type.startsWith("kubernetes:") && clusters.has(resource.provider))
      for (const said of objectSaid(graph, resource, spaces)) found.push({ at: resource, ...said });
  return found;
});
