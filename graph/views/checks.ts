/** The health checks of a graph: every authority's, in one form. */
import { allReaders, readerOf } from "../clouds";
import type { CheckView } from "../clouds/dns-views";
import type { Graph, GraphResource } from "../resource";
import { addressBookOf } from "./addresses";

export type { CheckView };

/** Every health check and monitor of the graph. */
export function checksOf(graph: Graph): readonly CheckView[] {
  return allReaders().flatMap(({ dns }) => dns.checks(addressBookOf(graph)));
}

/** A health check or monitor as it is; undefined for any other resource. */
export function checkAt(graph: Graph, resource: GraphResource | undefined): CheckView | undefined {
  return resource && readerOf(resource)?.dns.checkAt(resource, addressBookOf(graph));
}
