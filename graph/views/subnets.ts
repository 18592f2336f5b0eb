/** The subnets of a graph's networks: in which zone each stands, and how it reaches the outside. */
import { allReaders } from "../clouds";
import type { Reach, SubnetView } from "../clouds/views";
import type { Graph, GraphResource } from "../resource";
import { perGraph } from "./per-graph";
import { dangling } from "./references";

export type { SubnetView };

/** Subnets of one network with the same reach. */
export interface SubnetGroup {
  readonly network: GraphResource;
  readonly reach: Reach;
  readonly subnets: readonly SubnetView[];
}

/** Every subnet by its URN. */
export const subnetsOf: (graph: Graph) => ReadonlyMap<string, SubnetView> = perGraph(
  (graph) => new Map(allReaders().flatMap(({ network }) => [...network.subnets(graph)])),
);

/** Subnets by their network and reach. Those of networks that the graph doesn't have are left out. */
export function subnetGroups(graph: Graph): readonly SubnetGroup[] {
  const groups = new Map<string, { network: GraphResource; reach: Reach; subnets: SubnetView[] }>();
  for (const view of subnetsOf(graph).values()) {
    const { network, reach } = view;
    if (!network) continue;
    const key = `${network.urn} ${reach}`;
    const group = groups.get(key) ?? { network, reach, subnets: [] };
    group.subnets.push(view);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** URNs of the subnets that a resource was made from and that the graph doesn't have. */
export function missingSubnets(graph: Graph, resource: GraphResource): string[] {
  const types = allReaders().flatMap(({ network }) => [...network.subnetTypes]);
  return dangling(graph, resource, new Set(types));
}

/** Whether nobody outside can come in by a subnet; where its network isn't in the graph, that can't be told. */
export const isShut = ({ reach, network }: SubnetView): boolean =>
  network !== undefined && reach !== "public";
