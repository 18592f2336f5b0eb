/** What an EKS cluster and its nodes may do for themselves: make nodes, disks and balancers, and pull images. */
import type { Graph, GraphResource, Value } from "../../../resource";
import { ofTypes } from "../../../views/per-graph";
import { at, booleanAt, propertiesOf } from "../../../views/read";
import type { Refusal } from "../../rights-views";
import { CLUSTER, clusterNamed } from "../clusters";
import { decision } from "./documents";
import { policiesOf, roleMeant } from "./roles";

const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";

/** AWS's own policies that Auto Mode's role needs. Source: EKS user guide, "Amazon EKS Auto Mode cluster IAM role". */
const autoMode = [
  "AmazonEKSClusterPolicy",
  "AmazonEKSComputePolicy",
  "AmazonEKSBlockStoragePolicy",
  "AmazonEKSLoadBalancingPolicy",
  "AmazonEKSNetworkingPolicy",
];
const pulls = /\/AmazonEC2ContainerRegistry(PullOnly|ReadOnly|PowerUser|FullAccess)$/;

export function* missing(graph: Graph): Generator<NonNullable<Refusal>> {
  for (const cluster of ofTypes(graph, [CLUSTER])) {
    if (cluster.external) continue;
    const properties = propertiesOf(cluster);
    const isAuto = booleanAt(properties, "computeConfig", "enabled") === true;
    yield* lacking(
      graph,
      cluster,
      "roleArn",
      properties.roleArn,
      isAuto ? autoMode : ["AmazonEKSClusterPolicy"],
    );
    if (isAuto)
      yield* notPulling(graph, cluster, "computeConfig", at(properties, "computeConfig", "nodeRoleArn"));
    for (const group of ofTypes(graph, [NODE_GROUP])) {
      if (clusterNamed(graph, group) === cluster)
        yield* notPulling(graph, group, "nodeRoleArn", propertiesOf(group).nodeRoleArn);
    }
  }
}

function* lacking(
  graph: Graph,
  cluster: GraphResource,
  input: string,
  named: Value | undefined,
  wanted: readonly string[],
): Generator<NonNullable<Refusal>> {
  const role = roleOf(graph, cluster, input, named);
  if (!role) return;
  const { elsewhere, said } = policiesOf(graph, role);
  const lacked = wanted.filter((policy) => !elsewhere.some((arn) => arn.endsWith(`/${policy}`)));
  // Somebody else's policies may allow the same.
  if (lacked.length === 0 || said.length > 1) return;
  yield { at: role, because: `lacks ${lacked.join(", ")}, without which ${cluster.name} can't run` };
}

function* notPulling(
  graph: Graph,
  resource: GraphResource,
  input: string,
  named: Value | undefined,
): Generator<NonNullable<Refusal>> {
  const role = roleOf(graph, resource, input, named);
  if (!role) return;
  const { elsewhere, said } = policiesOf(graph, role);
  const ask = { action: "ecr:BatchGetImage", resource: "arn:aws:ecr:x:1:repository/x", context: {} };
  if (
    elsewhere.some((arn) => pulls.test(arn)) ||
    said.some(({ statements }) => decision(statements, ask) === "allow")
  )
    return;
  yield { at: role, because: `doesn't let the nodes of ${resource.name} pull images` };
}

/** A role of another program can't be asked. */
const roleOf = (
  graph: Graph,
  resource: GraphResource,
  input: string,
  named: Value | undefined,
): GraphResource | undefined => roleMeant(graph, resource, input, named);
