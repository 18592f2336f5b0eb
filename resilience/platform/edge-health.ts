/** How the edge of a site notices what fails, from the HAProxy configuration that its pods have mounted. */
import { type EdgeHealth, readEdgeHealth } from "../../components/edge/edge-health";
import type { Graph } from "../../graph/resource";
import { isUnknown } from "../../graph/views/read";
import { dataOf, textsOf } from "../../graph/views/texts";
import type { WorkloadView } from "../../graph/views/workloads";

/** Undefined where it has no such configuration, or it isn't known: then nothing is taken to be noticed. */
export function edgeHealthOf(graph: Graph, edge: WorkloadView): EdgeHealth | undefined {
  for (const configMap of textsOf(graph, edge).configMaps) {
    for (const text of Object.values(dataOf(configMap))) {
      if (!isUnknown(text) && /^[ \t]*frontend\s/m.test(text)) return readEdgeHealth(text, configMap.urn);
    }
  }
  return undefined;
}
