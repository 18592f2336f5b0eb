/**
 * The custom resources of Calico and what its node agent may do with them. Only the agent uses them here, to keep
 * its own configuration, so each has the most permissive schema instead of the one that Calico publishes for
 * people. For the image `calico/node` of 3.28 to 3.31, which all take these. Pure.
 */
import type { rbac } from "@pulumi/kubernetes/types/input";

export interface Kind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly scope: "Cluster" | "Namespaced";
  /** Where Kubernetes approved a kind of a group of its own: it refuses the kind without. */
  readonly approved?: string;
}

const CALICO = "crd.projectcalico.org";
const POLICY = "policy.networking.k8s.io";

const plurals: Readonly<Record<string, string>> = {
  BGPConfiguration: "bgpconfigurations",
  BGPFilter: "bgpfilters",
  BGPPeer: "bgppeers",
  BlockAffinity: "blockaffinities",
  CalicoNodeStatus: "caliconodestatuses",
  ClusterInformation: "clusterinformations",
  FelixConfiguration: "felixconfigurations",
  GlobalNetworkPolicy: "globalnetworkpolicies",
  GlobalNetworkSet: "globalnetworksets",
  HostEndpoint: "hostendpoints",
  IPAMBlock: "ipamblocks",
  IPAMConfig: "ipamconfigs",
  IPAMHandle: "ipamhandles",
  IPPool: "ippools",
  IPReservation: "ipreservations",
  KubeControllersConfiguration: "kubecontrollersconfigurations",
  NetworkPolicy: "networkpolicies",
  NetworkSet: "networksets",
  StagedGlobalNetworkPolicy: "stagedglobalnetworkpolicies",
  StagedKubernetesNetworkPolicy: "stagedkubernetesnetworkpolicies",
  StagedNetworkPolicy: "stagednetworkpolicies",
  Tier: "tiers",
};
const namespaced = new Set([
  "NetworkPolicy",
  "NetworkSet",
  "StagedKubernetesNetworkPolicy",
  "StagedNetworkPolicy",
]);

const approvedBy = (pull: number) => `https://github.com/kubernetes-sigs/network-policy-api/pull/${pull}`;

export const kinds: readonly Kind[] = [
  ...Object.entries(plurals).map(
    ([kind, plural]): Kind => ({
      group: CALICO,
      version: "v1",
      kind,
      plural,
      scope: namespaced.has(kind) ? "Namespaced" : "Cluster",
    }),
  ),
  // The agent lists them before it is ready, and never is where they can't be listed.
  ...[
    { version: "v1alpha1", kind: "AdminNetworkPolicy", plural: "adminnetworkpolicies", pull: 30 },
    {
      version: "v1alpha1",
      kind: "BaselineAdminNetworkPolicy",
      plural: "baselineadminnetworkpolicies",
      pull: 30,
    },
    { version: "v1alpha2", kind: "ClusterNetworkPolicy", plural: "clusternetworkpolicies", pull: 300 },
  ].map(
    ({ version, kind, plural, pull }): Kind => ({
      group: POLICY,
      version,
      kind,
      plural,
      scope: "Cluster",
      approved: approvedBy(pull),
    }),
  ),
];

const pluralsOf = (group: string): string[] =>
  kinds.filter((kind) => kind.group === group).map(({ plural }) => plural);

/** What the node agent may do in the cluster. */
export const agentRules: rbac.v1.PolicyRule[] = [
  {
    apiGroups: [""],
    resources: ["pods", "namespaces", "serviceaccounts", "nodes", "endpoints", "services"],
    verbs: ["get", "list", "watch"],
  },
  { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: ["list", "watch"] },
  { apiGroups: ["networking.k8s.io"], resources: ["networkpolicies"], verbs: ["list", "watch"] },
  // It notes in the node's annotations and conditions that the network is up.
  { apiGroups: [""], resources: ["nodes/status"], verbs: ["patch", "update"] },
  // Where it looks for the pods' network in clusters of other makers; a refusal would stop it.
  {
    apiGroups: [""],
    resources: ["configmaps"],
    resourceNames: ["kubeadm-config", "full-cluster-state"],
    verbs: ["get"],
  },
  { apiGroups: [CALICO], resources: pluralsOf(CALICO), verbs: ["get", "list", "watch"] },
  { apiGroups: [POLICY], resources: pluralsOf(POLICY), verbs: ["list", "watch"] },
  // It makes the defaults when it starts.
  {
    apiGroups: [CALICO],
    resources: ["clusterinformations", "felixconfigurations", "bgpconfigurations", "ippools"],
    verbs: ["create", "update"],
  },
  { apiGroups: [CALICO], resources: ["tiers"], verbs: ["create"] },
  { apiGroups: [CALICO], resources: ["caliconodestatuses"], verbs: ["update"] },
];
