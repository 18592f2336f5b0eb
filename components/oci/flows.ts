/**
 * Who may talk to whom in a site's network, as flows: each becomes a rule where it leaves and one where it
 * arrives. Pure. Source of the cluster's: "Example Network Resource Configurations", example 3 (pods with addresses
 * of the VCN, private nodes, public load balancers).
 */
import type * as pulumi from "@pulumi/pulumi";
import type { Part } from "./subnets";

/** A part of the network, all of OCI's own services of the region, or addresses outside, with a name for them. */
export type End = Part | "services" | { readonly name: string; readonly cidr: pulumi.Input<string> };

/** A TCP port, every TCP port, everything, or the messages by which senders learn the largest packet size. */
export type Traffic = number | "tcp" | "all" | "path-discovery";

export interface Flow {
  readonly from: End;
  readonly to: End;
  readonly traffic: Traffic;
  readonly why: string;
}

/** One rule of a part's network security group. */
export interface Rule {
  readonly part: Part;
  readonly direction: "INGRESS" | "EGRESS";
  readonly peer: End;
  readonly traffic: Traffic;
  readonly why: string;
  /** Unique among the rules of a site: `nodes-to-endpoint-6443`. */
  readonly name: string;
}

export const anywhere: End = { name: "anywhere", cidr: "0.0.0.0/0" };

const KUBERNETES_API = 6443;
/** Where nodes meet OKE's control plane, and where pods fetch their cloud identity. */
export const CONTROL_PLANE = 12250;
const KUBELET = 10250;
/** Answers whether a node takes traffic for Services. */
export const KUBE_PROXY_HEALTH = 10256;
const HTTPS = 443;

/**
 * What a cluster needs.
 * @param adminCidrs who administers it from outside.
 * @param leafPort where the other sites' edges take leaf links.
 */
export function clusterFlows(adminCidrs: readonly string[], leafPort: number): Flow[] {
  const admins = adminCidrs.map((cidr): End => ({ name: cidr.replace(/[./]/g, "-"), cidr }));
  return [
    { from: "nodes", to: "endpoint", traffic: KUBERNETES_API, why: "nodes call the Kubernetes API" },
    { from: "nodes", to: "endpoint", traffic: CONTROL_PLANE, why: "nodes call OKE's control plane" },
    { from: "pods", to: "endpoint", traffic: KUBERNETES_API, why: "pods call the Kubernetes API" },
    { from: "pods", to: "endpoint", traffic: CONTROL_PLANE, why: "pods fetch their cloud identity" },
    ...admins.map(
      (from): Flow => ({ from, to: "endpoint", traffic: KUBERNETES_API, why: "administration from outside" }),
    ),
    { from: "endpoint", to: "services", traffic: "tcp", why: "the endpoint calls OKE" },
    { from: "endpoint", to: "services", traffic: "path-discovery", why: "path discovery" },
    { from: "endpoint", to: "nodes", traffic: KUBELET, why: "the endpoint calls kubelets" },
    { from: "endpoint", to: "nodes", traffic: "path-discovery", why: "path discovery" },
    { from: "nodes", to: "endpoint", traffic: "path-discovery", why: "path discovery" },
    { from: "endpoint", to: "pods", traffic: "all", why: "the endpoint calls webhooks and proxies to pods" },
    { from: "nodes", to: "pods", traffic: "all", why: "probes, and Services' traffic that nodes pass on" },
    { from: "pods", to: "pods", traffic: "all", why: "pods call each other; network policies narrow it" },
    { from: "pods", to: "nodes", traffic: KUBELET, why: "the metrics server asks kubelets" },
    { from: "nodes", to: "services", traffic: "tcp", why: "images, OKE and other services of OCI" },
    { from: "nodes", to: anywhere, traffic: "path-discovery", why: "path discovery" },
    { from: anywhere, to: "nodes", traffic: "path-discovery", why: "path discovery" },
    { from: "pods", to: "services", traffic: "tcp", why: "object storage and other services of OCI" },
    { from: "pods", to: "services", traffic: "path-discovery", why: "path discovery" },
    { from: anywhere, to: "pods", traffic: "path-discovery", why: "path discovery" },
    { from: "pods", to: anywhere, traffic: HTTPS, why: "the other cloud's stores" },
    { from: "pods", to: anywhere, traffic: leafPort, why: "leaf links to the other sites" },
  ];
}

/** Ports of the nodes that the load balancer sends to, fixed so that rules can name them. */
export const nodePorts = { https: 30443, leaf: 30422, peers: 30444 } as const;

/** Networks, and nothing in the place of one that has no part in it any more. */
export type Networks = readonly (pulumi.Input<string> | undefined)[];

/** Requests that edges hand to each other: whose are taken, and where this site's go. */
export interface Forwarding {
  readonly port: number;
  readonly from: Networks;
  readonly to: Networks;
}

/** What the edge's load balancer needs: users, the other sites' leaf links, and its way to the nodes. */
export function edgeFlows(leafPeers: Networks, leafPort: number, forwarding?: Forwarding): Flow[] {
  return [
    { from: anywhere, to: "edge", traffic: HTTPS, why: "users" },
    { from: anywhere, to: "edge", traffic: "path-discovery", why: "path discovery" },
    ...leafPeers.flatMap((cidr, i): Flow[] =>
      cidr === undefined
        ? []
        : [
            {
              from: { name: `peer-${i + 1}`, cidr },
              to: "edge",
              traffic: leafPort,
              why: "leaf links of another site",
            },
          ],
    ),
    { from: "edge", to: "nodes", traffic: nodePorts.https, why: "users' traffic" },
    { from: "edge", to: "nodes", traffic: nodePorts.leaf, why: "leaf links" },
    ...(forwarding ? forwardingFlows(forwarding) : []),
    { from: "edge", to: "nodes", traffic: KUBE_PROXY_HEALTH, why: "the load balancer's health checks" },
    { from: "edge", to: "nodes", traffic: "path-discovery", why: "path discovery" },
  ];
}

function forwardingFlows({ port, from, to }: Forwarding): Flow[] {
  const named = (networks: Networks, name: string): End[] =>
    networks.flatMap((cidr, i) => (cidr === undefined ? [] : [{ name: `${name}-${i + 1}`, cidr }]));
  return [
    ...named(from, "peer").map(
      (end): Flow => ({ from: end, to: "edge", traffic: port, why: "requests that another site hands on" }),
    ),
    { from: "edge", to: "nodes", traffic: nodePorts.peers, why: "requests that other sites hand on" },
    ...named(to, "peer-edge").map(
      (end): Flow => ({ from: "pods", to: end, traffic: port, why: "requests handed to another site" }),
    ),
  ];
}

const isPart = (end: End): end is Part => typeof end === "string" && end !== "services";
const nameOf = (end: End): string => (typeof end === "string" ? end : end.name);

/** The rules of flows: egress of the part that a flow leaves, ingress of the part that it reaches. */
export function rulesOf(flows: readonly Flow[]): Rule[] {
  return flows.flatMap(({ from, to, traffic, why }) => {
    const rules: Rule[] = [];
    if (isPart(from)) {
      const name = `${from}-to-${nameOf(to)}-${traffic}`;
      rules.push({ part: from, direction: "EGRESS", peer: to, traffic, why, name });
    }
    if (isPart(to)) {
      const name = `${to}-from-${nameOf(from)}-${traffic}`;
      rules.push({ part: to, direction: "INGRESS", peer: from, traffic, why, name });
    }
    return rules;
  });
}

/** RFC 1918: networks that can't be reached through the Internet. */
const PRIVATE = /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/;

/** Whether someone who may administer the cluster comes from the Internet: then its endpoint needs a public address. */
export function needsPublicEndpoint(adminCidrs: readonly string[]): boolean {
  return adminCidrs.some((cidr) => !PRIVATE.test(cidr));
}
