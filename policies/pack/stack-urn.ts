import type { Graph } from "../../graph/resource";
import { stackType } from "../../graph/urn";

/** The stack's own URN, for what is about no single resource; else that of the first resource of the graph. */
export function stackUrn(graph: Graph): string {
  const [stack] = graph.byType.get(stackType) ?? [];
  return (stack ?? graph.resources[0])?.urn ?? "";
}
