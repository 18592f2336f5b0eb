/** The network of an OKE cluster: where its nodes, pods and endpoint stand. */
import type { Graph, GraphResource, Value } from "../../../resource";
import { meantAll } from "../../../views/meant";
import { ofTypes } from "../../../views/per-graph";
import { at, isUnknown, listAt, propertiesOf, textAt } from "../../../views/read";
import type { ClusterNetwork, PointView } from "../../ways-views";
import { clusterNamed, clusterTypes } from "../clusters";
import { subnetTypes } from "../subnets";
import { groupKeys } from "./firewalls";

const POOL = "oci:ContainerEngine/nodePool:NodePool";
/** The Kubernetes API, and where nodes and pods reach the rest of the control plane (OKE: "Example Network Resource Configurations"). */
const API_PORTS = [6443, 12250];
/** Where the endpoint proxies the requests by which pods fetch their identity. */
const IDENTITY_PORT = 12250;
/** Kubelets, which the control plane calls. */
const KUBELET = 10250;

export function ociClusterNetwork(graph: Graph, cluster: GraphResource): ClusterNetwork | undefined {
  if (!clusterTypes.has(cluster.type)) return undefined;
  const pools = ofTypes(graph, [POOL]).filter((pool) => clusterNamed(graph, pool) === cluster);
  const endpoint = at(propertiesOf(cluster), "endpointConfig");
  const nodes = pools.map((pool) => nodesOf(graph, pool));
  const point = pointOf(
    graph,
    "Kubernetes API",
    cluster,
    "endpointConfig",
    [at(endpoint, "subnetId")],
    at(endpoint, "nsgIds"),
  );
  return {
    nodes,
    // Where pods have no addresses of the network, they call from their nodes'.
    pods: pools.map((pool, i) => podsOf(graph, pool) ?? { ...(nodes[i] as PointView), name: "pods" }),
    api: {
      point,
      ports: API_PORTS,
      calls: [KUBELET],
    },
    identity: {
      name: "the cluster's endpoint",
      ranges: point.subnets.flatMap((subnet) => textAt(propertiesOf(subnet), "cidrBlock") ?? []),
      port: IDENTITY_PORT,
      accounts: new Set(),
      variable: "OCI_RESOURCE_PRINCIPAL_VERSION",
    },
  };
}

const INPUT = "nodeConfigDetails";

function nodesOf(graph: Graph, pool: GraphResource): PointView {
  const details = at(propertiesOf(pool), INPUT);
  const subnets = listAt(details, "placementConfigs").map((placement) => at(placement, "subnetId"));
  return pointOf(graph, "nodes", pool, INPUT, subnets, at(details, "nsgIds"));
}

function podsOf(graph: Graph, pool: GraphResource): PointView | undefined {
  const network = at(propertiesOf(pool), INPUT, "nodePoolPodNetworkOptionDetails");
  const subnets = at(network, "podSubnetIds");
  if (subnets === undefined || subnets === null) return undefined;
  return pointOf(
    graph,
    "pods",
    pool,
    INPUT,
    isUnknown(subnets) ? [subnets] : listAt(subnets),
    at(network, "podNsgIds"),
  );
}

function pointOf(
  graph: Graph,
  name: string,
  resource: GraphResource,
  input: string,
  subnets: readonly (Value | undefined)[],
  groups: Value | undefined,
): PointView {
  const named = subnets.flatMap((value) => value ?? []);
  const found = meantAll(graph, resource, input, named, subnetTypes);
  const told = groupKeys(graph, resource, input, isUnknown(groups) ? [groups as Value] : listAt(groups));
  const isUntold = (isUnknown(groups) && told.length === 0) || (named.some(isUnknown) && found.length === 0);
  return {
    name,
    resource,
    subnets: found,
    groups: told,
    ...(isUntold ? { untold: `has ${name} in subnets or security groups that can't be read` } : {}),
  };
}
