/** What can stop a packet in a cloud's network or send it elsewhere, whichever cloud it is. */
import type { GraphResource } from "../resource";

export type Protocol = "tcp" | "udp" | "icmp";

/** From and to, both included. */
export type PortRange = readonly [from: number, to: number];

/** Whom a rule of a firewall, or a route, means at the other end. */
export type PeerView =
  | { readonly kind: "cidr"; readonly cidr: string }
  /** A public address that isn't known yet: that of one of these resources, by their URNs. */
  | { readonly kind: "address"; readonly of: readonly string[] }
  /** Whoever has this firewall group. */
  | { readonly kind: "group"; readonly key: string }
  /** The cloud's own services of the region. */
  | { readonly kind: "services" }
  /** It can't be told. */
  | { readonly kind: "untold" };

export interface FilterRule {
  readonly resource: GraphResource;
  readonly direction: "in" | "out";
  readonly protocol: Protocol | "any" | "other" | "untold";
  /** Of the one who is called; every port where there are none. */
  readonly ports?: PortRange | "untold";
  /** Only calls from some ports of the caller pass. */
  readonly fromSomePorts?: true;
  readonly peer: PeerView;
  /** Answers aren't let through by themselves. */
  readonly stateless?: true;
}

/** A firewall that lets through what one of its rules lets through. */
export interface AllowingGate {
  readonly kind: "allowing";
  /** What to mend where nothing lets a packet through. */
  readonly resource: GraphResource;
  readonly rules: readonly FilterRule[];
  /** Some of it can't be read, in words. */
  readonly untold?: string;
}

/** A list of which the first rule that matches decides, for calls and answers alike; what none matches is stopped. */
export interface OrderedGate {
  readonly kind: "ordered";
  readonly resource: GraphResource;
  readonly rules: readonly (FilterRule & { readonly denies: boolean })[];
  readonly untold?: string;
}

export type GateView = AllowingGate | OrderedGate;

/** Where a route leads. `closed` says why nothing gets through there, as the rest of a sentence about `resource`. */
export interface NextHop {
  readonly kind: "internet" | "nat" | "services" | "inside" | "missing" | "other" | "untold";
  /** The gateway, where the graph has it. */
  readonly resource?: GraphResource;
  readonly closed?: string;
  /** The subnet in which a gateway of one zone stands: what it passes on leaves by that subnet's routes. */
  readonly subnet?: GraphResource;
  /** Public addresses that what it passes on comes from; several where it can't be told which. */
  readonly addresses?: readonly GraphResource[];
}

export interface RouteView {
  /** Where it is written. */
  readonly resource: GraphResource;
  readonly to: { readonly kind: "cidr"; readonly cidr: string } | { readonly kind: "services" | "untold" };
  readonly via: NextHop;
}

/** The routes of a subnet; without its network's own addresses, which are near unless a route says otherwise. */
export interface RoutesView {
  /** The table, or the subnet where it has none that the graph shows. */
  readonly resource: GraphResource;
  readonly routes: readonly RouteView[];
  readonly untold?: string;
}

/** A network interface, or many alike: where it stands, and which firewall groups it has. */
export interface PointView {
  /** As messages call it: `pods`. */
  readonly name: string;
  /** What gives it its place and its groups. */
  readonly resource: GraphResource;
  readonly subnets: readonly GraphResource[];
  /** Keys of firewall groups, as rules name them. */
  readonly groups: readonly string[];
  /** Some of its subnets or groups can't be told, in words. */
  readonly untold?: string;
}

/** A cloud's load balancer that leads to pods of a cluster. */
export interface DoorView {
  /** What is to be mended where it leads nowhere: the balancer, a listener, a Service. */
  readonly resource: GraphResource;
  readonly point: PointView;
  /** Where users call. */
  readonly port: number;
  readonly protocol: Protocol;
  /** Reached from outside; where it isn't, why, as the rest of a sentence about `resource`. */
  readonly inside?: string;
  /** Only these may call, where it says so itself. */
  readonly onlyFrom?: readonly string[];
  /** It leads nowhere, as the rest of a sentence. */
  readonly closed?: string;
  readonly untold?: string;
  /** Whom it calls: pods by their own addresses, or nodes, which pass it on. */
  readonly calls: "pods" | "nodes";
  /** The port that it calls there. */
  readonly target: number;
  /** The port that it asks whether they are well. */
  readonly check?: number;
  /** The Service whose pods it leads to, and the port of those. */
  readonly service?: GraphResource;
  readonly podPort?: number | string;
  /** Whether pods see users' own addresses. */
  readonly showsCaller?: true;
}

/** The network of a cluster. */
export interface ClusterNetwork {
  readonly nodes: readonly PointView[];
  readonly pods: readonly PointView[];
  /** The Kubernetes API where nodes and pods reach it, and by which ports; undefined where it is reached from outside. */
  readonly api?: {
    readonly point: PointView;
    readonly ports: readonly number[];
    readonly calls?: readonly number[];
  };
  /** Nodes reach their control plane by its public address, which takes these alone. */
  readonly publicApi?: {
    readonly resource: GraphResource;
    readonly from: readonly string[];
    readonly needed: boolean;
  };
  /** Where pods fetch the cloud's identity, and which do. */
  readonly identity?: IdentityView;
  /** The address at which pods ask for names, where that isn't a Service's pods. */
  readonly names?: string;
}

export interface IdentityView {
  /** As messages call it. */
  readonly name: string;
  readonly ranges: readonly string[];
  readonly port: number;
  /** Service accounts whose pods fetch it there, as `<namespace>/<name>`. */
  readonly accounts: ReadonlySet<string>;
  /** A variable of a container's environment that makes it fetch it there. */
  readonly variable?: string;
}
