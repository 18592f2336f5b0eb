/**
 * What every cloud must offer, so that a site is built the same way on each. An adapter folder
 * implements `Cloud`; nothing outside the adapters asks which provider it is on.
 * Shape (names, counts, zones, CIDRs) is plain data, never an Output: only what a provider assigns is one.
 */
import type { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import type * as pulumi from "@pulumi/pulumi";
import type { ProviderName, Region } from "../graph/clouds/contract";
import type { RoutedName } from "./routing";
import type { SiteName } from "./site-names";

/** What every component is told of the stack it belongs to. */
export interface StackContext {
  /** `<project>-<stack>`: begins the name of everything that is visible in a cloud. */
  readonly prefix: string;
  readonly domain: string;
  /** Country or `eu`: where the data stays, and the users are. */
  readonly jurisdiction: string;
  /** Whether what holds data is protected and retained on deletion. */
  readonly protect: boolean;
  /**
   * Providers whose API is gone or hostile, and regions whose API is gone, as `<provider>-<region>`: what they change
   * stays as the state has it.
   */
  readonly unreachable: readonly string[];
  /**
   * Ids of the sites that turned hostile, a hostile provider's all among them. What stands there stays as the state has
   * it; what gives them power anywhere else isn't made.
   */
  readonly untrusted: readonly string[];
  /** The only sources from which a cluster's API endpoint may be reached. */
  readonly adminCidrs: readonly string[];
  /** Who is told when something is wrong. */
  readonly alertEmail: string;
  /** Tags, or what a cloud has in their place, for everything that takes them. */
  readonly tags: Readonly<Record<string, string>>;
}

/** A site as settings and tables describe it. */
export interface SiteSpec {
  /** `<provider>-<region>`. */
  readonly id: string;
  readonly provider: ProviderName;
  readonly region: Region;
  /** The site's private network, between /16 and /20. */
  readonly cidr: string;
  /** `1.33`. */
  readonly kubernetesVersion: string;
}

/** What a site must be able to hold, from the sizing of all its workloads. */
export interface NodePlan {
  /** What the floors of all pods ask for: these nodes run before a fault. */
  readonly floor: NodeDemand;
  /** The same for the ceilings: the most that node autoscaling may start. */
  readonly ceiling: NodeDemand;
}

/** vCPUs, and GiB of memory and of the nodes' own disks. */
export interface NodeDemand {
  readonly cpus: number;
  readonly memoryGiB: number;
  readonly diskGiB: number;
}

/** Static public addresses of a site, made before any site so that certificates and firewalls can name them. */
export interface EdgeAddresses {
  /** One answer of the site's names each; the count is plain data. */
  readonly edge: readonly pulumi.Output<string>[];
  /** The zone that each of them is lost with, as the region table names it; none where they span the zones. */
  readonly zones?: readonly string[];
  /** Where the site's pods come from when they call out. */
  readonly nat: readonly pulumi.Output<string>[];
}

/** A registry in the site's own region, holding every image that the site's pods run. */
export interface Registry {
  /** Host name, without a scheme. */
  readonly host: string;
  /** The reference of an image by digest: `<host>/<path>@sha256:…`. */
  image(repository: string, digest: string): string;
  /** A `.dockerconfigjson`, where nodes can't pull by their own identity; secret. */
  readonly pullConfig?: pulumi.Output<string>;
  /** What must exist before an image can be copied or pulled. */
  readonly ready: readonly pulumi.Resource[];
}

/** The media bucket of a site. Names and hosts are plain data. */
export interface MediaStore {
  readonly site: string;
  readonly provider: ProviderName;
  readonly region: string;
  readonly bucket: string;
  /** Host of the S3-compatible endpoint, without a scheme. */
  readonly endpoint: string;
  /** Whether the bucket stands in the path and not in the host name. */
  readonly pathStyle: boolean;
  /** Whether its provider copies what is written to it into the stores of the provider's other sites. */
  readonly reachesPeers: boolean;
  readonly rclone: RcloneAccess;
  readonly ready: readonly pulumi.Resource[];
}

/** How rclone reaches a cloud's stores: from pods of the cloud's own clusters, and of others. */
export interface RcloneAccess {
  /** Lines of rclone's configuration. */
  own(store: MediaStore): readonly string[];
  foreign(store: MediaStore): readonly string[];
  /** Flags of a copy into such a store. */
  readonly ownFlags: readonly string[];
  /** Lines of the script before a copy from a store of this cloud into another's. */
  foreignEnv(store: MediaStore): readonly string[];
}

export interface Network {
  /** CIDRs of the subnets whose load balancers call the pods. */
  readonly loadBalancerCidrs: readonly string[];
  /** CIDRs that pods get their addresses from. */
  readonly podCidrs: readonly string[];
}

/** What differs between clusters and a workload has to be told. */
export interface Traits {
  readonly provider: ProviderName;
  readonly region: string;
  /** The node label over which pods are spread; one value a zone. */
  readonly zoneKey: string;
  readonly zones: number;
  /** StorageClass for the queue's volumes. */
  readonly storageClass: string;
  /** Where pods ask DNS beside the pods labelled k8s-app=kube-dns: addresses on the node. */
  readonly dnsCidrs: readonly string[];
  /** Whether a pod proves its cloud identity with the cluster's own service-account token, which must then be mounted. */
  readonly identityFromToken: boolean;
  /** Environment by which the cloud's own SDKs find that identity. */
  readonly identityEnv: Readonly<Record<string, string>>;
  /** Where pods fetch their cloud identity. */
  readonly identityEndpoints: readonly { readonly cidr: string; readonly port: number }[];
  /** Node labels that the platform's pods select, if its nodes are set apart. */
  readonly nodeSelector: Readonly<Record<string, string>>;
  /** Labels for the namespace of the edge, where its load balancer asks for them. */
  readonly edgeNamespaceLabels: Readonly<Record<string, string>>;
  /** Seconds for which the edge's load balancer may go on sending new connections to a pod that it is told to leave. */
  readonly edgeDrainSeconds: number;
}

export interface Cluster {
  readonly name: string;
  readonly kubernetes: KubernetesProvider;
  readonly traits: Traits;
  /** OpenID Connect issuer of its service accounts (with scheme), for other clouds' trust. */
  readonly issuer: pulumi.Output<string>;
  /** What pods need before they can start (nodes, storage class, network-policy enforcement, metrics). */
  readonly ready: readonly pulumi.Resource[];
}

export interface ServiceAccountRef {
  readonly namespace: string;
  readonly name: string;
}

/** `read`: list and get. `append`: list, get and put new objects. Nobody deletes. */
export type StoreAction = "read" | "append";

/** What is allowed in a store, by prefixes of keys (`upload/`): nothing that they don't name. Nobody deletes. */
export interface StoreKeys {
  /** List and get. */
  readonly reads: readonly string[];
  /** Put new objects. */
  readonly writes: readonly string[];
  /** Lists every key, wherever it is: what copies can't know beforehand what there is. */
  readonly listsAll?: boolean;
}

export interface StoreAccess extends StoreKeys {
  readonly serviceAccount: ServiceAccountRef;
  readonly store: MediaStore;
}

/** How pods of one service account prove who they are to another cloud's stores. */
export interface ForeignCredentials {
  readonly serviceAccount: ServiceAccountRef;
  /** Plain environment of the pod. */
  readonly env: Readonly<Record<string, string>>;
  /** Environment that belongs in a Secret. */
  readonly secretEnv: Readonly<Record<string, pulumi.Output<string>>>;
  /** A projected service-account token that the pod needs, at `<directory>/token`, if it needs one. */
  readonly token?: { readonly audience: string; readonly directory: string };
}

/** The edge's pods and ports that a site's public addresses lead to. */
export interface EdgeBinding {
  readonly namespace: string;
  /** ClusterIP Service over the edge's pods, with ports named `https`, `leaf` and, where sites forward, `peers`. */
  readonly serviceName: string;
  /** Labels of the edge's pods. */
  readonly selector: Readonly<Record<string, string>>;
  readonly ports: {
    readonly https: number;
    readonly leaf: number;
    /** Where other sites' edges bring what they can't serve; none where they don't. */
    readonly peers?: number;
    readonly health: number;
  };
  /** Path on the health port that says a pod is alive. */
  readonly healthPath: string;
  /**
   * Whether each connection to `https` and `peers` begins with the PROXY protocol's header, version 2, as the edge's pods
   * don't see the client's address otherwise. They take it on every port, and on `leaf` and `health` do without.
   */
  readonly sendsProxyHeader: boolean;
  /**
   * Addresses from which other sites' leaf links and edges come; nobody else reaches the ports `leaf` and `peers`. Nothing
   * in the place of one that isn't let in any more: the others keep theirs, as a rule that moved on to its neighbour's
   * address would be refused while the neighbour has it.
   */
  readonly leafPeers: readonly (pulumi.Output<string> | undefined)[];
  /** Addresses of other sites' edges, where this site's edge brings what it can't serve; nothing in a place as above. */
  readonly peerEdges: readonly (pulumi.Output<string> | undefined)[];
  readonly dependsOn: readonly pulumi.Resource[];
}

/** Network and cluster of a site, and what ties the edge and the pods' identities to its cloud. */
export interface SiteInfrastructure {
  readonly network: Network;
  readonly cluster: Cluster;
  /** Leads the site's public addresses to the edge's pods. Returns what must be there before users come. */
  bindEdge(binding: EdgeBinding): readonly pulumi.Resource[];
  /**
   * Lets service accounts of this cluster use stores of the cluster's own provider. Returns what must be there
   * before their pods start: one that starts earlier never gets its credentials.
   */
  grant(accesses: readonly StoreAccess[]): readonly pulumi.Resource[];
}

/** What a site needs before any site is built, and how to build the rest of it. */
export interface Foundation {
  readonly site: SiteSpec;
  readonly addresses: EdgeAddresses;
  readonly registry: Registry;
  readonly store: MediaStore;
  /** Network and cluster, as children of `parent`. */
  build(parent: pulumi.Resource, nodes: NodePlan): SiteInfrastructure;
}

/** Timings of the health checks, the same for all authorities: within what each of them takes. */
export interface CheckTimings {
  readonly intervalSeconds: number;
  /** Checks in a row. */
  readonly failureThreshold: number;
}

/** The answers that an authority gives and the addresses behind them. */
export interface AnswerPlan {
  readonly names: readonly RoutedName[];
  /** Names of one site each: plain answers of all its addresses, kept for `SITE_NAME_TTL`. */
  readonly siteNames: readonly SiteName[];
  /** Seconds. */
  readonly ttl: number;
  readonly checks: CheckTimings;
  /** Asked with this path at these sites, edges say whether they hand requests on just now; absent where none does. */
  readonly forwarding?: { readonly path: string; readonly sites: readonly string[] };
  /** Edge addresses by site id, in the order that `RoutedName.answers` counts them. */
  readonly addresses: Readonly<Record<string, readonly pulumi.Output<string>[]>>;
  /** What must be up before traffic is led to it; the zone's own records don't wait. */
  readonly after: readonly pulumi.Resource[];
}

/** A provider that answers for the zone. */
export interface DnsAuthority {
  readonly provider: ProviderName;
  /** Its own servers for the zone. */
  readonly nameServers: pulumi.Output<string[]>;
  /** The region whose API changes it. */
  readonly changedIn: string;
  /** How many `nameServers` there are: plain data, as records are made for each. */
  readonly nameServerCount: number;
  /** Lists the other authorities' servers at the apex beside its own. */
  delegate(others: readonly DnsAuthority[]): void;
  /** Makes the health checks and the answers, and an alarm to `email` on every check. */
  answer(plan: AnswerPlan, email: string): void;
}

/** One provider's adapter. Created once; its providers (one a region) are made on demand. */
export interface Cloud {
  readonly provider: ProviderName;
  /** `repositories`: every image the site runs. */
  foundation(site: SiteSpec, repositories: readonly string[]): Foundation;
  /** Copies between the stores of this provider, by its own replication. */
  replicate(stores: readonly MediaStore[]): void;
  /**
   * Lets service accounts of another provider's cluster use this provider's stores. Those of a site that isn't trusted
   * are let in no longer, and what is returned for them is worth nothing: its own objects stay as they are.
   */
  admit(
    site: SiteSpec,
    issuer: pulumi.Output<string>,
    accesses: readonly StoreAccess[],
  ): ForeignCredentials[];
  authority(): DnsAuthority;
}
