/** Everything small in the way of the platform's pods: of those that say that they are of it, by a capability or a part. */
import type { Graph } from "../resource";
import type { Obstacle } from "../said";
import { perGraph } from "../views/per-graph";
import { workloadsOf } from "../views/workloads";
import { objectSaid } from "./objects";
import { podSaid } from "./pods";

export const inTheWay = perGraph((graph: Graph): readonly Obstacle[] => {
  const ours = workloadsOf(graph).filter(
    ({ capability, part }) => capability !== undefined || part !== undefined,
  );
  if (ours.length === 0) return [];
  const spaces = new Set(ours.map(({ cluster, namespace }) => `${cluster} ${namespace}`));
  const clusters = new Set(ours.map(({ cluster }) => cluster));
  const found: Obstacle[] = [];
  for (const workload of ours)
    for (const said of podSaid(graph, workload)) found.push({ at: workload.resource, ...said });
  for (const resource of graph.resources)
    if (resource.type.startsWith("kubernetes:") && clusters.has(resource.provider))
      for (const said of objectSaid(graph, resource, spaces)) found.push({ at: resource, ...said });
  return found;
});
