/**
 * Network policies from what a pod talks to and who talks to it. Pure. Everything that isn't listed is
 * denied by the namespace's own default.
 */
import type { networking } from "@pulumi/kubernetes/types/input";
import type * as pulumi from "@pulumi/pulumi";

export const APP_LABEL = "app.kubernetes.io/name";

export interface Peer {
  /** Pods of a namespace: all of them, or those of one app. */
  readonly pods?: { readonly namespace: string; readonly app?: string };
  /** Addresses outside the cluster. */
  readonly cidrs?: readonly pulumi.Input<string>[];
  /** Everything public: the whole address space but private and link-local ranges. */
  readonly publicAddresses?: true;
  readonly ports: readonly number[];
  readonly protocol?: "TCP" | "UDP";
}

const privateRanges = ["10.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"];

function selectors(peer: Peer): networking.v1.NetworkPolicyPeer[] {
  const from: networking.v1.NetworkPolicyPeer[] = (peer.cidrs ?? []).map((cidr) => ({ ipBlock: { cidr } }));
  if (peer.publicAddresses) from.push({ ipBlock: { cidr: "0.0.0.0/0", except: privateRanges } });
  if (peer.pods) {
    from.push({
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": peer.pods.namespace } },
      ...(peer.pods.app ? { podSelector: { matchLabels: { [APP_LABEL]: peer.pods.app } } } : {}),
    });
  }
  return from;
}

const portsOf = (peer: Peer): networking.v1.NetworkPolicyPort[] =>
  peer.ports.map((port) => ({ port, protocol: peer.protocol ?? "TCP" }));

/** An empty list of peers would mean everybody: a rule that names nobody must not be written at all. */
const namesSomebody = (peer: Peer): boolean => selectors(peer).length > 0;

/** What pods of `app` accept and where they may call. */
export function policySpec(
  app: string,
  accepts: readonly Peer[],
  calls: readonly Peer[],
): networking.v1.NetworkPolicySpec {
  const ingress = accepts
    .filter(namesSomebody)
    .map((peer) => ({ from: selectors(peer), ports: portsOf(peer) }));
  const egress = calls.filter(namesSomebody).map((peer) => ({ to: selectors(peer), ports: portsOf(peer) }));
  return {
    podSelector: { matchLabels: { [APP_LABEL]: app } },
    // Denies both but for the rules. An API server drops an empty list of them: each apply would be a change.
    policyTypes: ["Ingress", "Egress"],
    ...(ingress.length > 0 ? { ingress } : {}),
    ...(egress.length > 0 ? { egress } : {}),
  };
}

/** Denies everything to and from every pod of a namespace. */
export const defaultDeny: networking.v1.NetworkPolicySpec = {
  podSelector: {},
  policyTypes: ["Ingress", "Egress"],
};

/** Lets every pod of a namespace ask DNS: the cluster's pods, and addresses on the node where a cloud runs it there. */
export function allowDns(nodeCidrs: readonly string[]): networking.v1.NetworkPolicySpec {
  const ports = [
    { port: 53, protocol: "UDP" },
    { port: 53, protocol: "TCP" },
  ];
  const dnsPods = {
    namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
    podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
  };
  return {
    podSelector: {},
    policyTypes: ["Egress"],
    egress: [{ to: [dnsPods, ...nodeCidrs.map((cidr) => ({ ipBlock: { cidr } }))], ports }],
  };
}
