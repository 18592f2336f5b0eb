/** The DNS zones of a graph, and the servers that each names for its domain. */
import { allReaders } from "../clouds";
import type { ZoneView } from "../clouds/dns-views";
import type { Graph } from "../resource";
import { perGraph } from "./per-graph";

export { hostOf } from "./hosts";
export type { ZoneView };

/** Every zone, a cloud's after the other's, each in the order of the graph. */
export const zonesOf: (graph: Graph) => readonly ZoneView[] = perGraph((graph) =>
  allReaders().flatMap(({ dns }) => dns.zones(graph)),
);
