/** Which resources of a graph can't be changed while APIs are out of reach. Pure. */
import { readerOf } from "./clouds";
import { cloudOf } from "./clouds/facts";
import { isBeyondReach } from "./clouds/unreachable";
import type { Graph, GraphResource } from "./resource";

/**
 * Whether a resource is of a cloud that is out of reach, or is changed through a region that is: the one that it stands
 * in or, where its service stands in none, as DNS and identities do, the one of its provider.
 * @param unreachable providers, and regions as `<provider>-<region>`
 */
export function isResourceBeyondReach(
  graph: Graph,
  resource: GraphResource,
  unreachable: readonly string[],
): boolean {
  const provider = resource.placement?.provider ?? cloudOf(resource.type);
  if (provider === undefined) return false;
  return isBeyondReach(
    unreachable,
    provider,
    resource.type,
    resource.placement?.region ?? ownRegion(graph, resource),
  );
}

function ownRegion(graph: Graph, resource: GraphResource): string | undefined {
  const provider = resource.provider === undefined ? undefined : graph.byUrn.get(resource.provider);
  return readerOf(resource)?.place.regionOf(resource, provider);
}
