/** What of a graph is trusted: the rest neither serves nor answers, and can't be mended. Pure. */
import { cloudOf } from "./clouds/facts";
import { graphOf } from "./graph";
import type { Graph, GraphResource } from "./resource";
import { siteIdOf } from "./site-id";
import { isUntrusted } from "./untrusted";

/**
 * The graph without what stands at hostile sites, and without all that is of hostile clouds, what stands in no region
 * among it (a DNS zone, a role). The same graph where nothing is hostile.
 */
export function trustedPart(graph: Graph, untrusted: readonly string[] = []): Graph {
  if (untrusted.length === 0) return graph;
  return graphOf(
    graph.resources.filter((resource) => !isHostile(resource, untrusted)),
    graph.notes,
  );
}

function isHostile({ type, placement }: GraphResource, untrusted: readonly string[]): boolean {
  if (placement) return isUntrusted(untrusted, { id: siteIdOf(placement), provider: placement.provider });
  const provider = cloudOf(type);
  return provider !== undefined && untrusted.includes(provider);
}
