/** What is told of a cloud's resources, whichever cloud they are of. Public names and their checks: dns-views.ts. */
import type { GraphResource, Placement } from "../resource";
import type { ProviderName, Region } from "./contract";

/** Zones by their names, each once, and how many places there are whose zone can't be told. */
export interface Places {
  readonly zones: readonly string[];
  readonly untold: number;
}

/**
 * Where nodes are asked for when a zone of their cluster is lost: in the zones that are left, in those only once the
 * cloud has left the lost one by itself, or in the lost one for as long as it is lost.
 */
export type NodesWithoutZone = "at-once" | "once-left" | "never";

/** An add-on that the cloud installs on a cluster. */
export interface AddonView {
  readonly cluster: GraphResource;
  readonly name: string;
  readonly resource: GraphResource;
}

/** What nodes have for pods. */
export interface Room {
  readonly cpus: number;
  readonly memoryGiB: number;
}

/** Nodes that are made and sized together. */
export interface PoolView extends Places {
  /** The node pool, node group or, for what a cluster brings itself, the cluster. */
  readonly resource: GraphResource;
  readonly cluster: GraphResource;
  /** Room of the nodes that run before anything is lost; undefined where it can't be told. */
  readonly floor?: Room;
  /** Room of all nodes that may run, infinite where nothing bounds them. */
  readonly ceiling?: Room;
  /** Spot or preemptible: the provider may take them back at its worst hour. */
  readonly interruptible: boolean;
  /** Kept for pods that tolerate a taint. */
  readonly tainted: boolean;
  /** Where it keeps to some of a zone's fault domains: how many it names, of how many. */
  readonly partsOfZones: readonly { readonly named: number; readonly of: number }[];
  /** Of the nodes between floor and ceiling, the share whose hosts are reserved for it, 0 to 1. */
  readonly reserved: number;
}

/** `public`: an internet gateway. `private`: anything else that calls can go out by. `isolated`: no way out. */
export type Reach = "public" | "private" | "isolated";

/** A gateway by which the calls of private subnets go out. */
export interface GatewayView {
  readonly resource: GraphResource;
  /** The subnet that it stands in, where the graph has it. */
  readonly subnet?: GraphResource;
  /** It stands in every zone that has something for it to do. */
  readonly regional: boolean;
  /** It leads to other networks only. */
  readonly inside: boolean;
}

export interface SubnetView {
  readonly resource: GraphResource;
  /** Undefined where it spans the region, or where it can't be told. */
  readonly zone?: string;
  /** It stands in every zone. */
  readonly regional: boolean;
  readonly reach: Reach;
  /** Undefined where the graph doesn't have it. */
  readonly network?: GraphResource;
  /**
   * The gateway of one zone that its calls leave by; `missing` where it has one that the graph doesn't have, none
   * where the cloud's gateways span the region.
   */
  readonly nat?: GatewayView | "missing";
}

/** A load balancer that is told in which subnets to stand. */
export interface BalancerView extends Places {
  readonly resource: GraphResource;
  /** The subnets that the graph has of those. */
  readonly subnets: readonly SubnetView[];
  /** Reached from inside only. */
  readonly inside: boolean;
  /** It sends what comes to a zone to that zone's targets alone. */
  readonly keepsToZones: boolean;
}

/** How a load balancer asks what it sends to. */
export interface BalancerCheckView {
  readonly intervalSeconds: number;
  /** Until a check that hangs has failed. */
  readonly timeoutSeconds: number;
  /** Failures in a row after which nothing more is sent there. */
  readonly threshold: number;
}

/** Instances that are made and replaced together, outside of clusters. */
export interface InstanceGroupView extends Places {
  readonly resource: GraphResource;
}

/** A rule by which a store deletes by itself, by its name where it has one. */
export type ExpiryView =
  /** Objects, once they are old. */
  | { readonly rule?: string; readonly of: "objects" }
  /** Versions that were overwritten or deleted, `daysToNotice` after that; 0 where they may go at once. */
  | { readonly rule?: string; readonly of: "old versions"; readonly daysToNotice: number };

export interface StoreView {
  readonly resource: GraphResource;
  readonly provider: ProviderName;
  /** Its name, where it is known. */
  readonly bucket?: string;
  readonly placement?: Placement;
  /** `<provider>-<region>`. */
  readonly site?: string;
  readonly versioning: "enabled" | "suspended" | "off" | "unknown";
  /** Each undefined where it isn't known yet. */
  readonly encrypted?: boolean;
  /** What lets the public in, in words; empty when it is closed. */
  readonly publicBy?: readonly string[];
  /** Refuses requests without TLS, or its cloud takes none. */
  readonly tlsOnly?: boolean;
  /** Rules by which it deletes by itself; empty where nothing ends. */
  readonly expiries?: readonly ExpiryView[];
  /** Resources that say the above. */
  readonly guards: readonly GraphResource[];
  /** It is the copy that its cloud's replication writes to, and nobody else may. */
  readonly readOnlyCopy: boolean;
}

/** What a policy says of somebody who may put objects into a store. */
export interface StoreWriterView {
  /** The policy. */
  readonly resource: GraphResource;
  readonly store: StoreView;
  /** Who that is, told apart from others. */
  readonly who: string;
  /** Prefixes of the keys; one that is empty stands for all. */
  readonly below: readonly string[];
  readonly overwrites: boolean;
}

export interface StoreWriters {
  readonly writers: readonly StoreWriterView[];
  /** Policies that can't be told yet. */
  readonly unread: readonly GraphResource[];
}

export interface CopyView {
  /** What copies. */
  readonly resource: GraphResource;
  readonly kind: "replication" | "job";
  /** Undefined where the graph has no such bucket. */
  readonly from?: StoreView;
  readonly to?: StoreView;
  /** As they are named, for messages. */
  readonly fromName: string;
  readonly toName: string;
  /** Not switched off, and for all objects. */
  readonly enabled: boolean;
  /**
   * Job: whether what it runs names both buckets; undefined where that isn't known yet. A provider's replication
   * is what it says.
   */
  readonly confirmed?: boolean;
  /** Seconds until what was written is copied, besides the copying: a job's longest wait, a replication's promise. */
  readonly withinSeconds?: number;
}

/** Where the settings of what holds data send it. */
export type Destination =
  /** A region by its name; without its row where the table doesn't know it or it isn't known yet. */
  | { readonly kind: "region"; readonly text: string; readonly region?: Region }
  /** A bucket by a name that says nothing of its region. */
  | { readonly kind: "bucket"; readonly text: string };
