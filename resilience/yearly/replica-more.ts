/** A graph with one replica more of a workload. */
import { graphOf } from "../../graph/graph";
import type { Graph, GraphResource, Properties } from "../../graph/resource";
import { mapAt, numberAt, propertiesOf } from "../../graph/views/read";
import type { WorkloadView } from "../../graph/views/workloads";

/** At its floor, and at its ceiling where that would be less: where an autoscaler says both, there. */
export function withReplicaMore(graph: Graph, { resource, autoscaler, floor }: WorkloadView): Graph {
  const scaled = autoscaler ?? resource;
  const spec = mapAt(propertiesOf(scaled), "spec");
  const more = floor + 1;
  const changed: Properties = autoscaler
    ? { ...spec, minReplicas: more, maxReplicas: Math.max(more, numberAt(spec, "maxReplicas") ?? more) }
    : { ...spec, replicas: more };
  const changedOf = (one: GraphResource): GraphResource =>
    one.urn === scaled.urn ? { ...one, inputs: { ...one.inputs, spec: changed } } : one;
  return graphOf(graph.resources.map(changedOf), graph.notes);
}
