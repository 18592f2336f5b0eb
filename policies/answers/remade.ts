/** Buckets whose content is made again: of a website, of a program's own files, of logs. */
import { readerOf } from "../../graph/clouds";
import type { Graph, GraphResource } from "../../graph/resource";

/** Whether something of the program shows that what the bucket holds is made again when it is gone. */
export function isRemade(graph: Graph, bucket: GraphResource): boolean {
  const types = readerOf(bucket)?.services.remadeBy;
  return types !== undefined && (graph.dependents.get(bucket.urn) ?? []).some(({ type }) => types.has(type));
}
