/** OKE clusters: their add-ons, and what names them. */
import type { Graph, GraphResource } from "../../resource";
import { perGraph } from "../../views/per-graph";
import { propertiesOf, textAt } from "../../views/read";
import { referredOne } from "../../views/references";
import type { AddonView } from "../views";

export const clusterTypes: ReadonlySet<string> = new Set(["oci:ContainerEngine/cluster:Cluster"]);

/** The add-on without which node pools stay as large as they are made. */
export const growthAddon = "ClusterAutoscaler";

/** The cluster that a node pool or an add-on names by its id. */
export const clusterNamed = (graph: Graph, resource: GraphResource): GraphResource | undefined =>
  referredOne(graph, resource, "clusterId", propertiesOf(resource).clusterId, clusterTypes);

export const ociAddons = perGraph((graph: Graph): readonly AddonView[] =>
  (graph.byType.get("oci:ContainerEngine/addon:Addon") ?? []).flatMap((resource) => {
    const cluster = clusterNamed(graph, resource);
    const name = textAt(propertiesOf(resource), "addonName");
    return cluster && name !== undefined ? [{ cluster, name, resource }] : [];
  }),
);

/** The last of a cluster's add-ons of this name, which is what two of one name come to. */
export const addonOf = (graph: Graph, cluster: GraphResource, name: string): GraphResource | undefined =>
  ociAddons(graph).findLast((addon) => addon.cluster === cluster && addon.name === name)?.resource;
