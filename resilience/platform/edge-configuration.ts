/** How the edge of a site notices what fails and what it takes, from the HAProxy configuration that its pods have mounted. */
import { type EdgeForwards, readEdgeForwarding } from "../../components/edge/edge-forwarding";
import { type EdgeHealth, readEdgeHealth } from "../../components/edge/edge-health";
import { type EdgeLimits, readEdgeLimits } from "../../components/edge/edge-limits";
import type { Graph } from "../../graph/resource";
import { isUnknown } from "../../graph/views/read";
import { dataOf, textsOf } from "../../graph/views/texts";
import type { WorkloadView } from "../../graph/views/workloads";

export interface EdgeConfiguration {
  readonly health: EdgeHealth;
  readonly limits: EdgeLimits;
  readonly forwarding?: EdgeForwards;
}

/** Undefined where it has no such configuration, or it isn't known: then nothing is taken to be noticed or refused. */
export function edgeConfigurationOf(graph: Graph, edge: WorkloadView): EdgeConfiguration | undefined {
  for (const configMap of textsOf(graph, edge).configMaps) {
    for (const text of Object.values(dataOf(configMap))) {
      if (isUnknown(text) || !/^[ \t]*frontend\s/m.test(text)) continue;
      const forwarding = readEdgeForwarding(text);
      return {
        health: readEdgeHealth(text, configMap.urn),
        limits: readEdgeLimits(text),
        ...(forwarding ? { forwarding } : {}),
      };
    }
  }
  return undefined;
}
