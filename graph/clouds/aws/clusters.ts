/** EKS clusters: where they stand, their add-ons, and what names them. */
import type { Graph, GraphResource } from "../../resource";
import { booleanAt, isUnknown, listAt, madeFrom, propertiesOf, textAt } from "../../views/read";
import { referredOne } from "../../views/references";
import { inNamespace, objectName } from "../../views/workloads";
import type { AddonView, Places } from "../views";
import { subnetPlaces } from "./subnets";
import { SUBNET } from "./ways-out";

export const CLUSTER = "aws:eks/cluster:Cluster";
export const clusterTypes: ReadonlySet<string> = new Set([CLUSTER]);

/** The cluster that a node group or an add-on names: by its id or by its name, which is unique in a region only. */
export function clusterNamed(graph: Graph, resource: GraphResource): GraphResource | undefined {
  const value = propertiesOf(resource).clusterName;
  const cluster = referredOne(graph, resource, "clusterName", value, clusterTypes);
  if (cluster || typeof value !== "string") return cluster;
  return (graph.byType.get(CLUSTER) ?? []).find(
    (each) =>
      textAt(propertiesOf(each), "name") === value && each.placement?.region === resource.placement?.region,
  );
}

export function* awsAddons(graph: Graph): Generator<AddonView> {
  for (const resource of graph.byType.get("aws:eks/addon:Addon") ?? []) {
    const cluster = clusterNamed(graph, resource);
    const name = textAt(propertiesOf(resource), "addonName");
    if (cluster && name !== undefined) yield { cluster, name, resource };
  }
}

/** A cluster stands in the subnets that it is given, and so do its nodes, unless they have their own. */
export function clusterPlaces(graph: Graph, cluster: GraphResource): Places {
  const ids = listAt(propertiesOf(cluster), "vpcConfig", "subnetIds");
  return subnetPlaces(graph, cluster, "vpcConfig", ids);
}

/** The zones of the cluster's subnets, those that it was made from included. */
export function nodeZones(graph: Graph, cluster: GraphResource): string[] {
  const wanted = new Set(listAt(propertiesOf(cluster), "vpcConfig", "subnetIds"));
  const made = new Set(madeFrom(cluster, "vpcConfig"));
  const subnets = (graph.byType.get(SUBNET) ?? []).filter(
    ({ urn, id }) => made.has(urn) || (id !== undefined && !isUnknown(id) && wanted.has(id)),
  );
  return subnets.flatMap(({ placement }) => placement?.zone ?? []);
}

/** Whether EKS's own network plug-in is told to enforce: a ConfigMap in Auto Mode, else the add-on's values. */
export function enforcesPolicies(graph: Graph, cluster: GraphResource, provider: string): boolean {
  if (booleanAt(propertiesOf(cluster), "computeConfig", "enabled") === true) {
    return inNamespace(graph, "kubernetes:core/v1:ConfigMap", provider, "kube-system").some(
      (map) =>
        objectName(map).name === "amazon-vpc-cni" &&
        textAt(propertiesOf(map), "data", "enable-network-policy-controller") === "true",
    );
  }
  return [...awsAddons(graph)]
    .filter((addon) => addon.cluster === cluster && addon.name === "vpc-cni")
    .some(({ resource }) =>
      /"?enableNetworkPolicy"?\s*:\s*"?true/.test(
        textAt(propertiesOf(resource), "configurationValues") ?? "",
      ),
    );
}
