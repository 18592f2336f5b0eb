/** The Kubernetes clusters of a graph: which provider talks to which, where each stands, and what add-ons it has. */
import { allReaders, readerOf } from "../clouds";
import type { NodesWithoutZone, Places } from "../clouds/views";
import { clusterOf, clustersByParent } from "../placement";
import type { Graph, GraphResource } from "../resource";
import { ofTypes, perGraph } from "./per-graph";

/** Every cluster, a cloud's after the other's. */
export const clustersOf = (graph: Graph): readonly GraphResource[] =>
  ofTypes(
    graph,
    allReaders().flatMap(({ clusters }) => [...clusters.types]),
  );

/** Clusters by the URN of the Kubernetes provider that talks to them; providers of clusters elsewhere are left out. */
export const clusterOfProvider = perGraph((graph): ReadonlyMap<string, GraphResource> => {
  const beside = clustersByParent(graph.resources);
  const found = new Map<string, GraphResource>();
  for (const provider of graph.byType.get("pulumi:providers:kubernetes") ?? []) {
    const urn = clusterOf(provider, graph.byUrn, beside)?.urn;
    const cluster = urn === undefined ? undefined : graph.byUrn.get(urn);
    if (cluster) found.set(provider.urn, cluster);
  }
  return found;
});

/** The zones that a cluster is told to stand in; undefined where it spans its region by itself. */
export const placesOfCluster = (graph: Graph, cluster: GraphResource): Places | undefined =>
  readerOf(cluster)?.clusters.placesOf(graph, cluster);

/** The zones, as placements name them, that the nodes of a cluster may stand in; each once, sorted. */
export const nodeZonesOf = (graph: Graph, cluster: GraphResource): readonly string[] =>
  [...new Set(readerOf(cluster)?.clusters.nodeZones(graph, cluster))].sort();

/** Where nodes are asked for when one of a cluster's zones is lost. */
export const nodesWithoutZone = (graph: Graph, cluster: GraphResource): NodesWithoutZone =>
  readerOf(cluster)?.clusters.nodesWithoutZone(graph, cluster) ?? "never";

/** Add-ons that the cloud installs, by the cluster's URN and then by their names. */
const addonsOf = perGraph((graph): ReadonlyMap<string, ReadonlyMap<string, GraphResource>> => {
  const found = new Map<string, Map<string, GraphResource>>();
  for (const { cluster, name, resource } of allReaders().flatMap(({ clusters }) => [
    ...clusters.addons(graph),
  ])) {
    const group = found.get(cluster.urn) ?? new Map<string, GraphResource>();
    found.set(cluster.urn, group.set(name, resource));
  }
  return found;
});

/** Whether the cloud's add-on that measures pods is installed. */
export function hasMetricsAddon(graph: Graph, cluster: GraphResource): boolean {
  const name = readerOf(cluster)?.clusters.metricsAddon;
  return name !== undefined && addonsOf(graph).get(cluster.urn)?.has(name) === true;
}

/** The add-on that a cluster lacks for its nodes to grow; undefined where it has it, or needs none. */
export function missingGrowthAddon(graph: Graph, cluster: GraphResource): string | undefined {
  const name = readerOf(cluster)?.clusters.growthAddon;
  return name === undefined || addonsOf(graph).get(cluster.urn)?.has(name) ? undefined : name;
}

/** Whether the cloud's own networking of a cluster is told to enforce network policies; `provider` is its Kubernetes one. */
export const enforcesPolicies = (graph: Graph, cluster: GraphResource, provider: string): boolean =>
  readerOf(cluster)?.clusters.enforcesPolicies(graph, cluster, provider) ?? false;
