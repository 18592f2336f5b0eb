/** The network of an EKS cluster: where its nodes and pods stand, and how they reach its API. */
import type { Graph, GraphResource } from "../../../resource";
import { meantAll } from "../../../views/meant";
import { ofTypes } from "../../../views/per-graph";
import { at, booleanAt, isUnknown, listAt, propertiesOf, textAt } from "../../../views/read";
import type { ClusterNetwork, IdentityView, PointView } from "../../ways-views";
import { CLUSTER, clusterNamed } from "../clusters";
import { subnetTypes } from "../ways-out";
import { clusterGroup } from "./security-groups";

const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";
export const ASSOCIATION = "aws:eks/podIdentityAssociation:PodIdentityAssociation";
const HTTPS = 443;

export function awsClusterNetwork(graph: Graph, cluster: GraphResource): ClusterNetwork | undefined {
  if (cluster.type !== CLUSTER) return undefined;
  const settings = at(propertiesOf(cluster), "vpcConfig");
  const ids = at(settings, "subnetIds");
  const untold = isUnknown(ids) ? { untold: "stands in subnets that can't be read" } : {};
  const subnets = meantAll(graph, cluster, "vpcConfig", listAt(ids), subnetTypes);
  // Nodes and pods have the cluster's own group; groups that it is given besides are its control plane's.
  const common = { resource: cluster, subnets, groups: [clusterGroup(cluster)], ...untold };
  const groups = ofTypes(graph, [NODE_GROUP])
    .filter((group) => clusterNamed(graph, group) === cluster)
    .map((group): PointView => {
      const own = listAt(propertiesOf(group), "subnetIds");
      const named = meantAll(graph, group, "subnetIds", own, subnetTypes);
      return { ...common, name: "nodes", resource: group, subnets: named };
    });
  const nodes = groups.length > 0 ? groups : [{ ...common, name: "nodes" }];
  const isPrivate = booleanAt(settings, "endpointPrivateAccess") === true;
  const isPublic = booleanAt(settings, "endpointPublicAccess") !== false;
  const from = at(settings, "publicAccessCidrs");
  return {
    nodes,
    pods: nodes.map((point) => ({ ...point, name: "pods" })),
    ...(isPrivate ? { api: { point: { ...common, name: "Kubernetes API" }, ports: [HTTPS] } } : {}),
    ...(isPublic
      ? {
          publicApi: {
            resource: cluster,
            // Nobody named is everybody.
            from: from === undefined || from === null ? ["0.0.0.0/0"] : listAt(from).map(String),
            needed: !isPrivate,
          },
        }
      : {}),
    identity: identityOf(graph, cluster),
    ...namesOf(cluster),
  };
}

/** EKS' Pod Identity agent answers on every node (EKS user guide, "Pod Identity considerations"). */
function identityOf(graph: Graph, cluster: GraphResource): IdentityView {
  const accounts = ofTypes(graph, [ASSOCIATION])
    .filter((association) => clusterNamed(graph, association) === cluster)
    .map((association) => {
      const { namespace, serviceAccount } = propertiesOf(association);
      return `${namespace}/${serviceAccount}`;
    });
  return {
    name: "the node's identity agent",
    ranges: ["169.254.170.23/32"],
    port: 80,
    accounts: new Set(accounts),
  };
}

/** In Auto Mode nodes themselves answer for the tenth address of the range of Services. */
function namesOf(cluster: GraphResource): Pick<ClusterNetwork, "names"> {
  const properties = propertiesOf(cluster);
  if (booleanAt(properties, "computeConfig", "enabled") !== true) return {};
  const range = textAt(properties, "kubernetesNetworkConfig", "serviceIpv4Cidr");
  const [, front] = /^(\d+\.\d+\.\d+\.)0\//.exec(range ?? "") ?? [];
  return front === undefined ? {} : { names: `${front}10/32` };
}
