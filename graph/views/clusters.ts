/** The Kubernetes clusters of a graph: which provider talks to which, and what add-ons each has. */
import { clusterOf, clustersByParent } from "../placement";
import type { Graph, GraphResource } from "../resource";
import { propertiesOf, textAt } from "./read";
import { referredOne } from "./references";

export const EKS_CLUSTER = "aws:eks/cluster:Cluster";
export const OKE_CLUSTER = "oci:ContainerEngine/cluster:Cluster";
const clusterTypes: ReadonlySet<string> = new Set([EKS_CLUSTER, OKE_CLUSTER]);

/** Clusters by the URN of the Kubernetes provider that talks to them; providers of clusters elsewhere are left out. */
export function clusterOfProvider(graph: Graph): ReadonlyMap<string, GraphResource> {
  const cached = byProvider.get(graph);
  if (cached) return cached;
  const beside = clustersByParent(graph.resources);
  const found = new Map<string, GraphResource>();
  for (const provider of graph.byType.get("pulumi:providers:kubernetes") ?? []) {
    const urn = clusterOf(provider, graph.byUrn, beside)?.urn;
    const cluster = urn === undefined ? undefined : graph.byUrn.get(urn);
    if (cluster) found.set(provider.urn, cluster);
  }
  byProvider.set(graph, found);
  return found;
}
const byProvider = new WeakMap<Graph, ReadonlyMap<string, GraphResource>>();

/** The cluster that an input of a node pool or an add-on names, by its id or, on AWS, its name. */
export function clusterNamed(
  graph: Graph,
  resource: GraphResource,
  input: "clusterId" | "clusterName",
): GraphResource | undefined {
  const value = propertiesOf(resource)[input];
  const cluster = referredOne(graph, resource, input, value, clusterTypes);
  if (cluster || input === "clusterId") return cluster;
  return (graph.byType.get(EKS_CLUSTER) ?? []).find(
    (eks) =>
      textAt(propertiesOf(eks), "name") === value && typeof value === "string" && isSameSite(eks, resource),
  );
}

/** Names of EKS clusters are unique in a region only. */
function isSameSite(a: GraphResource, b: GraphResource): boolean {
  return a.placement?.region === b.placement?.region;
}

/** Add-ons that the cloud installs, by the cluster's URN and then by their names. */
export function addonsOf(graph: Graph): ReadonlyMap<string, ReadonlyMap<string, GraphResource>> {
  const cached = addons.get(graph);
  if (cached) return cached;
  const found = new Map<string, Map<string, GraphResource>>();
  for (const [type, input] of [
    ["aws:eks/addon:Addon", "clusterName"],
    ["oci:ContainerEngine/addon:Addon", "clusterId"],
  ] as const) {
    for (const addon of graph.byType.get(type) ?? []) {
      const cluster = clusterNamed(graph, addon, input);
      const name = textAt(propertiesOf(addon), "addonName");
      if (!cluster || name === undefined) continue;
      const group = found.get(cluster.urn) ?? new Map<string, GraphResource>();
      found.set(cluster.urn, group.set(name, addon));
    }
  }
  addons.set(graph, found);
  return found;
}
const addons = new WeakMap<Graph, ReadonlyMap<string, ReadonlyMap<string, GraphResource>>>();
