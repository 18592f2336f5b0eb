/** Where EKS asks for nodes when a zone is lost. */
import type { Graph, GraphResource } from "../../resource";
import { booleanAt, propertiesOf, textAt } from "../../views/read";
import { referredOne } from "../../views/references";
import type { NodesWithoutZone } from "../views";
import { clusterTypes } from "./clusters";

const AUTOSHIFT = "aws:arczonalshift/zonalAutoshiftConfiguration:ZonalAutoshiftConfiguration";
const POOLS = ["v1", "v1beta1"].map((version) => `kubernetes:karpenter.sh/${version}:NodePool`);

/**
 * Karpenter, and so Auto Mode, counts a lost zone as an empty one and asks for the nodes of pods that are spread over
 * zones there: until zonal autoshift takes the cluster out of the zone, for which the cluster must be registered too.
 * What keeps other nodes, such as EC2's groups, launches them in the zones that are left.
 */
export function nodesWithoutZone(graph: Graph, cluster: GraphResource): NodesWithoutZone {
  if (!hasKarpenter(graph, cluster)) return "at-once";
  const registered = booleanAt(propertiesOf(cluster), "zonalShiftConfig", "enabled") === true;
  return registered && leavesByItself(graph, cluster) ? "once-left" : "never";
}

const hasKarpenter = (graph: Graph, cluster: GraphResource): boolean =>
  booleanAt(propertiesOf(cluster), "computeConfig", "enabled") === true ||
  POOLS.flatMap((type) => graph.byType.get(type) ?? []).some(
    ({ placement }) => placement !== undefined && placement.region === cluster.placement?.region,
  );

const leavesByItself = (graph: Graph, cluster: GraphResource): boolean =>
  (graph.byType.get(AUTOSHIFT) ?? []).some(
    (shift) =>
      textAt(propertiesOf(shift), "zonalAutoshiftStatus") === "ENABLED" && isFor(graph, shift, cluster),
  );

function isFor(graph: Graph, shift: GraphResource, cluster: GraphResource): boolean {
  const arn = propertiesOf(shift).resourceArn;
  const known = textAt(cluster.outputs, "arn");
  if (typeof arn === "string" && known !== undefined && arn === known) return true;
  return referredOne(graph, shift, "resourceArn", arn, clusterTypes) === cluster;
}
