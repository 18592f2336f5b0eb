import type { Graph } from "../../graph/resource";

/** The cloud that a resource stands on: its own, or that of the cluster that its objects are in. */
export function placedOn(graph: Graph, urn: string): "aws" | "oci" | undefined {
  const resource = graph.byUrn.get(urn);
  const type = resource?.type ?? "";
  if (/^(pulumi:providers:)?aws\b/.test(type)) return "aws";
  if (/^(pulumi:providers:)?oci\b/.test(type)) return "oci";
  const cluster = type === "pulumi:providers:kubernetes" ? urn : resource?.provider;
  if (cluster === undefined) return undefined;
  if (cluster.includes("$twincloud:aws:Cluster$")) return "aws";
  return cluster.includes("$twincloud:oci:Cluster$") ? "oci" : undefined;
}
