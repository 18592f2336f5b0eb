/** What the ways of a site are asked of: its cluster, the points of its network, and its workloads. */
import { readerOf } from "../clouds";
import type { ClusterNetwork, DoorView, PointView } from "../clouds/ways-views";
import type { Graph, GraphResource } from "../resource";
import { siteOf } from "../site-id";
import { type AddressView, addressesAmong } from "../views/addresses";
import { clusterOfProvider } from "../views/clusters";
import { perGraph } from "../views/per-graph";
import { isSystem } from "../views/workload-kinds";
import { type WorkloadView, workloadsOf } from "../views/workloads";

export interface SiteWays {
  readonly site: string;
  readonly cluster: GraphResource;
  /** URN of the Kubernetes provider that talks to it. */
  readonly provider: string;
  readonly network?: ClusterNetwork;
  readonly doors: readonly DoorView[];
  /** Its own, without those of the cluster itself. */
  readonly workloads: readonly WorkloadView[];
  /** Address ranges of its pods. */
  readonly podRanges: readonly string[];
  readonly nodeRanges: readonly string[];
}

/** Every site whose cluster the graph has, in the order of their ids. */
export const siteWays: (graph: Graph) => readonly SiteWays[] = perGraph((graph) => {
  const workloads = groups(workloadsOf(graph));
  const found: SiteWays[] = [];
  for (const [provider, cluster] of clusterOfProvider(graph)) {
    const site = siteOf(cluster.placement);
    const ways = readerOf(cluster)?.ways;
    if (site === undefined || !ways) continue;
    const network = distinct(ways.network(graph, cluster));
    const own = (workloads.get(provider) ?? []).filter((workload) => !isSystem(workload));
    found.push({
      site,
      cluster,
      provider,
      ...(network ? { network } : {}),
      doors: ways.doors(graph, provider, cluster),
      workloads: own,
      podRanges: rangesOf(network?.pods),
      nodeRanges: rangesOf(network?.nodes),
    });
  }
  return found.sort((a, b) => (a.site < b.site ? -1 : 1));
});

function groups(workloads: readonly WorkloadView[]): ReadonlyMap<string, readonly WorkloadView[]> {
  const found = new Map<string, WorkloadView[]>();
  for (const workload of workloads) {
    const key = workload.cluster ?? "";
    const known = found.get(key);
    if (known) known.push(workload);
    else found.set(key, [workload]);
  }
  return found;
}

export const rangesOf = (points: readonly PointView[] | undefined): readonly string[] => [
  ...new Set(
    (points ?? []).flatMap(({ subnets }) =>
      subnets.flatMap((subnet) => readerOf(subnet)?.ways.rangesOf(subnet) ?? []),
    ),
  ),
];

/** Points that stand alike are asked once. */
function distinct(network: ClusterNetwork | undefined): ClusterNetwork | undefined {
  if (!network) return undefined;
  const once = (points: readonly PointView[]): PointView[] =>
    [...new Map(points.map((point) => [keyOf(point), point] as const).reverse()).values()].reverse();
  return { ...network, nodes: once(network.nodes), pods: once(network.pods) };
}

const keyOf = ({ subnets, groups: own, untold }: PointView): string =>
  [...subnets.map(({ urn }) => urn), ...own, untold ?? ""].join(" ");

/** Public addresses by which a site's pods call out: those of the gateways of its network. */
export function callersOf(graph: Graph, { network }: SiteWays): readonly AddressView[] {
  const subnets = new Set((network?.pods ?? []).flatMap((point) => point.subnets));
  const gateways = [...subnets].flatMap((subnet) =>
    (readerOf(subnet)?.ways.routes(graph, subnet).routes ?? []).flatMap(({ via }) => via.addresses ?? []),
  );
  return addressesAmong(graph, [...new Set(gateways.map(({ urn }) => urn))]);
}
