/**
 * What is read from a cloud's resources: every cloud has one reader, in a folder of its own, and index.ts is the one
 * table of them. A reader answers for its own cloud's resources alone; what may be of any cloud (addresses, the
 * clusters behind Kubernetes providers) it is handed.
 *
 * Beneath a reader are the contract, the views' types and the helpers that know no cloud (views/read.ts,
 * references.ts, …); the views stand above the table, and no reader may import one of those.
 */
import type { Graph, GraphResource, Properties, Value } from "../resource";
import type { ProviderName } from "./contract";
import type {
  AddressBook,
  AuthorityView,
  CheckView,
  NameServerRecord,
  StartOfAuthority,
  ZoneView,
} from "./dns-views";
import type { Caller, Excessive, Refusal, StoreRight } from "./rights-views";
import type {
  AddonView,
  BalancerCheckView,
  BalancerView,
  CopyView,
  Destination,
  InstanceGroupView,
  NodesWithoutZone,
  Places,
  PoolView,
  StoreView,
  StoreWriters,
  SubnetView,
} from "./views";
import type { ClusterNetwork, DoorView, GateView, PointView, RoutesView } from "./ways-views";

/** A resource of which isn't known yet where it stands. */
export type Unplaced = Omit<GraphResource, "placement">;

/** Where resources stand. */
export interface PlaceReader {
  /** Whether a resource stands in one region, though it may be unknown in which. */
  isRegional(resource: Pick<GraphResource, "type" | "inputs">): boolean;
  /** The name of its region, by its provider resource or by its own settings. */
  regionOf(resource: Unplaced, provider: Unplaced | undefined): string | undefined;
  /** The zone that it names itself, or that all its nodes are in, as placements name it. */
  zoneOf(resource: Unplaced, region: string): string | undefined;
}

/** Kubernetes clusters and their nodes. */
export interface ClusterReader {
  readonly types: ReadonlySet<string>;
  /** The Kubernetes version that a cluster's settings ask for, as they write it. */
  versionOf(settings: Properties): string | undefined;
  addons(graph: Graph): Iterable<AddonView>;
  /** The add-on that measures what pods use. */
  readonly metricsAddon: string;
  /** The add-on without which nodes don't grow; none where they grow by themselves. */
  readonly growthAddon?: string;
  /** @param clusters by the URN of the Kubernetes provider that talks to them. */
  pools(graph: Graph, clusters: ReadonlyMap<string, GraphResource>): Iterable<PoolView>;
  /** The zones that a cluster is told to stand in; undefined where it spans its region by itself. */
  placesOf(graph: Graph, cluster: GraphResource): Places | undefined;
  /** The zones, as placements name them, that the nodes of a cluster may stand in. */
  nodeZones(graph: Graph, cluster: GraphResource): readonly string[];
  /** Where nodes are asked for when one of a cluster's zones is lost. */
  nodesWithoutZone(graph: Graph, cluster: GraphResource): NodesWithoutZone;
  /**
   * Whether the cloud's own networking of a cluster is told to enforce network policies.
   * @param provider URN of the Kubernetes provider that talks to it.
   */
  enforcesPolicies(graph: Graph, cluster: GraphResource, provider: string): boolean;
}

/** Public addresses. */
export interface AddressReader {
  /** What has public addresses, by type; of two that name the same, the first type is what the address is. */
  readonly ipsOfType: ReadonlyMap<string, (resource: GraphResource) => readonly (string | undefined)[]>;
  /** Types of addresses that stay until they are given back, and then belong to somebody else. */
  readonly keptTypes: ReadonlySet<string>;
  /** What settings name such a resource by, besides its addresses. */
  idsOf(resource: GraphResource): readonly (Value | undefined)[];
  /** The zone that an address is lost with, where it hangs on one. */
  zoneOf(graph: Graph, address: GraphResource): string | undefined;
}

/** What the cloud's DNS authority answers, and what it checks. */
export interface DnsReader {
  checks(addresses: AddressBook): readonly CheckView[];
  /** A check as it is; undefined for any other resource. */
  checkAt(resource: GraphResource, addresses: AddressBook): CheckView | undefined;
  /** Types of zones, whose name servers are others when they are made anew. */
  readonly zoneTypes: ReadonlySet<string>;
  zones(graph: Graph): readonly ZoneView[];
  /** Records of name servers at the top of a zone of this cloud. */
  nameServers(graph: Graph): Iterable<NameServerRecord>;
  /** SOA records of zones of this cloud, where a program writes them. */
  startsOfAuthority(graph: Graph): Iterable<StartOfAuthority>;
  /** Public names by host; a host with records of several types comes once for each. */
  names(addresses: AddressBook): Iterable<readonly [host: string, authority: AuthorityView]>;
  /** Inputs of records and policies that hold what they answer with. */
  readonly answerInputs: readonly string[];
}

/** Object stores, and the cloud's own replication between them. */
export interface StoreReader {
  stores(graph: Graph): readonly StoreView[];
  /** Who may put objects into them, as the cloud's own policies say. */
  writers(graph: Graph): StoreWriters;
  copies(graph: Graph): readonly CopyView[];
}

/** Networks, load balancers and groups of instances. */
export interface NetworkReader {
  /** Types of the networks in which a site's clusters, subnets and balancers stand. */
  readonly networkTypes: ReadonlySet<string>;
  readonly subnetTypes: ReadonlySet<string>;
  /** Every subnet by its URN. */
  subnets(graph: Graph): ReadonlyMap<string, SubnetView>;
  balancers(graph: Graph): Iterable<BalancerView>;
  instanceGroups(graph: Graph): Iterable<InstanceGroupView>;
}

/** By which users come in from outside, and what serves them. */
/** How many of something run; what isn't known of it is undefined. */
export interface Scale {
  readonly least: number | undefined;
  readonly most: number | undefined;
}

export interface ServingReader {
  /** Types by which users come in, unless `isInside` says otherwise. */
  readonly entranceTypes: ReadonlySet<string>;
  /** Whether such a resource is reached from inside only. */
  isInside(resource: GraphResource): boolean;
  /** Annotations by which a Kubernetes Service's load balancer is asked to be reached from inside only. */
  readonly insideAnnotations: readonly (readonly [key: string, value: string])[];
  /** What a public name may lead to without being an entrance by itself. */
  readonly namedTypes: ReadonlySet<string>;
  /** What runs what serves users, or may. */
  readonly computeTypes: ReadonlySet<string>;
  /**
   * How many of it run, at least and at most; `itself` for what its cloud runs in all zones and as often as it is asked
   * for. Undefined for what only holds others, as a cluster does, and for any other resource.
   */
  scaleOf(graph: Graph, resource: GraphResource): Scale | "itself" | undefined;
  /** What is made again in another zone when it is lost with its own. */
  readonly remakes: ReadonlySet<string>;
  /** Seconds until names that lead to an entrance leave it out when nothing behind it is well, by its cloud's own word. */
  targetSeconds(graph: Graph, entrance: GraphResource): number | undefined;
  /** Types of work that calls by itself what computes: schedules, queues, steps. */
  readonly callers: ReadonlySet<string>;
  /** What runs only when it is called, a function: a machine serves whoever reaches it. */
  readonly calledTypes: ReadonlySet<string>;
  /** Whether a resource lets others than such work, users among them, call what it names. */
  opens(resource: GraphResource): boolean;
  /** Inputs of an entrance that stands nowhere, such as a content delivery network's, by which it reaches what does. */
  readonly originInputs: readonly string[];
  /** The settings by which an entrance is given fixed addresses, by input. */
  givenAddresses(
    entrance: GraphResource,
  ): readonly (readonly [input: string, named: readonly (Value | undefined)[]])[];
  /** Why users who come to a port of an entrance reach nothing, in words; undefined where nothing speaks for it. */
  closedBecause(graph: Graph, entrance: GraphResource, port: number): string | undefined;
  /** Kubernetes objects of the cloud that lead a load balancer of it to a Service: `spec.serviceRef` names it. */
  readonly bindingTypes: readonly string[];
  /**
   * How the cloud's load balancer asks the pods of a Service, by the Service that asks for one or by what binds it to
   * one (`bindingTypes`); undefined where such a resource doesn't say all of it, and for any other resource.
   */
  balancerCheckOf(graph: Graph, resource: GraphResource): BalancerCheckView | undefined;
  /** What a load balancer leads to and nothing fills. */
  emptyTargets(graph: Graph): readonly GraphResource[];
}

/** What holds data, where it goes, and what can't be made again. */
export interface DataReader {
  /** Types that hold users' data or send copies of it. */
  readonly holding: ReadonlySet<string>;
  /** Whether a setting says where the resource itself stands. */
  isOwnRegion(key: string): boolean;
  /** Where a text of its settings sends data, in a form that only this cloud has. */
  destinationIn(text: string, key: string): Destination | undefined;
  /** Types that are lost with the resource and can't be made again: data, its keys, delegated name servers. */
  readonly lasting: ReadonlySet<string>;
  /** Types whose data is gone with the resource, though it may be made again or is meant to pass. */
  readonly alsoLost: ReadonlySet<string>;
  /** Whether a resource of this type is an encryption key, or is about one. */
  isOfKeys(type: string): boolean;
  /** Whether a resource of this type only passes messages on, which are gone when they are delivered. */
  passesOn(type: string): boolean;
}

/** Registries of container images. */
export interface ImageReader {
  /** Whether a host is a registry of this cloud, and in which region where it stands in one. */
  registryAt(host: string): { readonly region?: string } | undefined;
  /** The name of the repository that an image's path means. */
  repositoryOf(path: string): string;
  /** Types of repositories, with the property that holds their names. */
  readonly repositoryTypes: ReadonlyMap<string, string>;
}

/** Something of which there is one where two could stand, or of which no copy is kept. */
export interface WeakSpot {
  readonly resource: GraphResource;
  /** As the rest of a sentence about it. */
  readonly found: string;
  readonly wanted: string;
  /** What decides it can't be read. */
  readonly unsure?: true;
}

/** Services that run beside Kubernetes: what stands alone, and whose data is kept. */
export interface ServiceReader {
  /** Types that it reads. */
  readonly types: ReadonlySet<string>;
  /** @param least how many of a kind should run */
  alone(graph: Graph, least: number): Iterable<WeakSpot>;
  /** Types of databases that stand in one region, whatever copies of them are kept. */
  readonly databases: ReadonlySet<string>;
  /** Databases of which no backup is kept. */
  unkept(graph: Graph): Iterable<WeakSpot>;
  /** Types that show of a bucket that they depend on that what is in it is made again: websites, logs, caches. */
  readonly remadeBy: ReadonlySet<string>;
}

/** What can stop a packet in the cloud's networks, or send it elsewhere. */
export interface WaysReader {
  /** Types that it reads. */
  readonly types: ReadonlySet<string>;
  /** The firewalls between an interface of a point and its subnet: a packet must pass each. */
  gates(graph: Graph, point: PointView, subnet: GraphResource): readonly GateView[];
  routes(graph: Graph, subnet: GraphResource): RoutesView;
  /** Address ranges of a subnet, and of a network. */
  rangesOf(subnet: GraphResource): readonly string[];
  networkRanges(network: GraphResource): readonly string[];
  /** Why nothing in a subnet can have a public address, as the rest of a sentence; undefined where it can. */
  takesPublicAddresses(subnet: GraphResource): string | undefined;
  /** Undefined where nothing is known of the networks of such a cluster. */
  network(graph: Graph, cluster: GraphResource): ClusterNetwork | undefined;
  /** By which users come to pods of a cluster. @param provider URN of the Kubernetes provider that talks to it. */
  doors(graph: Graph, provider: string, cluster: GraphResource): readonly DoorView[];
}

/** Who may do what at the cloud, as its policies say. */
export interface RightsReader {
  /** Types that it reads. */
  readonly types: ReadonlySet<string>;
  /** Whether a caller may do something with one of this cloud's stores. */
  mayUse(graph: Graph, caller: Caller, right: StoreRight): Refusal;
  /** Whether the cloud's own replication may copy what it is told to. */
  mayReplicate(graph: Graph, copy: CopyView): Refusal;
  /** What clusters and nodes may not do that they need for themselves. */
  missing(graph: Graph): Iterable<NonNullable<Refusal>>;
  /** Rights that are more than anybody of the platform needs. */
  excessive(graph: Graph): Iterable<Excessive>;
}

export interface CloudReader {
  readonly name: ProviderName;
  readonly services: ServiceReader;
  readonly place: PlaceReader;
  readonly clusters: ClusterReader;
  readonly addresses: AddressReader;
  readonly dns: DnsReader;
  readonly stores: StoreReader;
  readonly network: NetworkReader;
  readonly serving: ServingReader;
  readonly ways: WaysReader;
  readonly rights: RightsReader;
  readonly data: DataReader;
  readonly images: ImageReader;
  /** Types that it reads besides those that it names above. */
  readonly alsoReads: ReadonlySet<string>;
  /** Inputs, by type, without which it can't be told how names are answered, or over which zones networks spread. */
  readonly decisive: Readonly<Record<"names" | "networks", ReadonlyMap<string, readonly string[]>>>;
}
