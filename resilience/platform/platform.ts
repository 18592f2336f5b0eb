/**
 * The platform as the survival model sees it: plain data, read once from a graph (from-graph.ts) and then asked
 * thousands of times. Sites and addresses are known by their place in the lists.
 */

import type { EdgeForwards } from "../../components/edge/edge-forwarding";
import type { EdgeHealth } from "../../components/edge/edge-health";
import type { EdgeLimits } from "../../components/edge/edge-limits";
import type { NodesWithoutZone } from "../../graph/clouds/views";
import type { Dependency } from "../../graph/dependencies";
import type { RulesSettings } from "../../graph/rules-settings";
import type { Assumptions } from "../assumptions";

/** What is asked of a platform; a program that isn't ours needn't say what it is to carry of its peak. */
export type Objectives = Omit<RulesSettings["objectives"], "capacity"> & {
  readonly capacity?: RulesSettings["objectives"]["capacity"];
};

export interface Platform {
  readonly sites: readonly Site[];
  readonly capabilities: readonly CapabilityPlan[];
  readonly authorities: readonly Authority[];
  readonly stores: readonly Store[];
  /** Beside the platform, and each in one region; none where it isn't said. */
  readonly databases?: readonly Database[];
  readonly expiring: readonly Expiring[];
  /** Replicas that carry the whole peak, by capability, and `edge`. */
  readonly peak: Readonly<Record<string, number>>;
  readonly objectives?: Objectives;
  readonly assumptions: Assumptions;
}

export interface Site {
  /** `<provider>-<region>`. */
  readonly id: string;
  readonly provider: string;
  readonly region: string;
  readonly metro: string;
  /** The cluster. */
  readonly urn: string;
  /** Zones in which its nodes stand; empty where that can't be told. */
  readonly zones: readonly string[];
  /** Where its nodes are asked for when one of them is lost. */
  readonly nodesWithoutZone: NodesWithoutZone;
  readonly workloads: Readonly<Record<string, SiteWorkload>>;
  readonly edge?: SiteWorkload;
  readonly health?: EdgeHealth;
  /** Seconds until its load balancer leaves the edge's pods in a lost zone out, where the graph holds its check. */
  readonly balancerSeconds?: number;
  /** What each pod of its edge takes at a time. */
  readonly limits?: EdgeLimits;
  /** How much waits at its door can't be told: it is taken to answer what it can, and to refuse the rest. */
  readonly waitsUntold?: true;
  /** What its edge hands on to other sites' edges, and whose requests it takes. */
  readonly forwarding?: EdgeForwards;
  readonly queue?: SiteQueue;
  /** Stores by their place in the platform's list: its own, and the others that its workloads are told of. */
  readonly ownStores: readonly number[];
  readonly otherStores: readonly number[];
  /** Of the nodes that its pods ask for while a zone or a region is lost, the share that comes in time. */
  readonly nodesThatCome: number;
  /** Drained by hand: its checks are red, and where weights are edited it has none. */
  readonly drained: boolean;
}

/** A site as an end of a connection; what is none is nobody's. */
export const siteEnd = (site: Site | undefined) => ({ provider: site?.provider ?? "", at: site?.id ?? "" });

export interface SiteWorkload {
  readonly urn: string;
  readonly floor: number;
  readonly ceiling: number;
  /** Kept apart over the zones, and not only if it can be. */
  readonly spread: boolean;
  /** Whether its pods find a place in the other zones when one is lost. */
  readonly movable: boolean;
  /** Seconds that its pods stay on a node that is lost. */
  readonly tolerationSeconds: number;
  /** Registries of its images: `<provider>-<region>`, or a host that is neither provider's. */
  readonly registries: readonly string[];
}

/** All that runs at a site: capabilities, its edge and its queue. */
export const workloadsAt = ({ workloads, edge, queue }: Site): readonly SiteWorkload[] => [
  ...Object.values(workloads),
  ...(edge ? [edge] : []),
  ...(queue ? [queue.workload] : []),
];

export interface SiteQueue {
  readonly workload: SiteWorkload;
  /** Sites, by place, that hold a mirror of every stream that begins here, over a link. */
  readonly mirroredAt: readonly number[];
  /** Those that begin here and say what comes to them. */
  readonly streams: readonly Stream[];
}

/** A stream of events that begins at a site. */
export interface Stream {
  readonly urn: string;
  readonly name: string;
  /** Names of the capabilities that publish to it. */
  readonly publishers: readonly string[];
  readonly eventsPerRequest: number;
  /** Bytes that a usual event takes in the store. */
  readonly eventBytes: number;
  /** Without one nothing bounds it. */
  readonly maxBytes?: number;
  readonly maxAgeSeconds?: number;
  /** Whether it refuses its publishers when it is full, instead of dropping its oldest events. */
  readonly refusesWhenFull: boolean;
}

/** What capabilities need that stays in the region of one site. */
export interface Database {
  readonly name: string;
  /** Place of the site in whose region it stands. */
  readonly site: number;
  /** Seconds until it is back after the loss of that region, as its owner promises, and what is lost by then. */
  readonly rtoSeconds: number;
  readonly rpoSeconds: number;
}

/** Databases that a capability can't do without. */
export const databasesOf = (
  { databases = [] }: Pick<Platform, "databases">,
  { needs }: Pick<CapabilityPlan, "needs">,
): readonly Database[] => databases.filter(({ name }) => needs.includes(`database/${name}`));

export interface Store {
  readonly urn: string;
  readonly name: string;
  readonly provider: string;
  /** `<provider>-<region>` where it stands. */
  readonly region: string;
  /** Stores, by place, that hold copies of it, by how many seconds late, and what copies. */
  readonly copies: readonly {
    readonly to: number;
    readonly seconds: number;
    readonly urn: string;
    readonly job: boolean;
  }[];
}

/** A store as an end of a connection. */
export const storeEnd = (store: Store | undefined) => ({
  provider: store?.provider ?? "",
  at: store?.region ?? "",
});

/** Something that runs out one day, and what then stops. */
export interface Expiring {
  /** `queue-certificate/oci-us-ashburn-1`: what it is, and where. */
  readonly name: string;
  /** For people: `the certificates of the queue at oci-us-ashburn-1`. */
  readonly what: string;
  readonly urn: string;
  readonly stops: /** Of sites, by place: clients refuse what they are shown, the queue takes nobody, no link of it lives, no node comes. */
    | {
        readonly what: "entrance" | "peers" | "queue" | "queue-links" | "nodes";
        readonly sites: readonly number[];
      }
    | { readonly what: "pulls"; readonly registries: readonly string[] }
    /** Sites of these providers are refused by the stores of another. */
    | { readonly what: "stores"; readonly from: readonly string[]; readonly to: string };
}

/** A capability, the same at every site. */
export interface CapabilityPlan {
  readonly name: string;
  readonly host?: string;
  readonly needs: readonly Dependency[];
  readonly prefers: readonly Dependency[];
  readonly whenDegraded?: string;
  /** Place of the capability whose traffic it follows; its own where it has a public name or follows none. */
  readonly follows: number;
  readonly addresses: readonly Address[];
  /** By place in the platform's authorities; undefined where one doesn't answer for it. */
  readonly answers: readonly (NameAt | undefined)[];
}

/**
 * Whether a capability works ahead: it takes events and leaves what it makes of them in the stores, where others
 * read it. What it made outlives it, and grows old.
 */
export function leavesResults({ host, needs }: Pick<CapabilityPlan, "host" | "needs">): boolean {
  return (
    host === undefined && needs.includes("queue") && needs.some((need) => need.startsWith("media-store/"))
  );
}

export interface Address {
  readonly urn?: string;
  /** Place of its site; -1 where it leads nowhere that is known. */
  readonly site: number;
  /** The zone that it is lost with, where it is zonal. */
  readonly zone?: string;
}

export interface Authority {
  readonly provider: string;
  readonly urns: readonly string[];
  /** Places of the authorities that its zone's own name-server set names, itself included. */
  readonly names: readonly number[];
  /** How it judges when all answers of a name fail: `all` count as healthy, or `none` is given. */
  readonly allUnhealthy: "all" | "none";
  /** Seconds for which resolvers keep it that a name has no address there. */
  readonly negativeSeconds: number;
  /** Names of assumptions on which rests how soon its checks are red, and what they need their region for. */
  readonly assumed: { readonly threshold: readonly string[]; readonly region: readonly string[] };
}

/** How an authority answers one name. */
export interface NameAt {
  readonly ttlSeconds: number;
  /** Answers carry all addresses at once. */
  readonly plain: boolean;
  readonly answers: readonly Answer[];
}

export interface Answer {
  /** Place in the capability's addresses. */
  readonly address: number;
  readonly weight: number;
  readonly check?: AnswerCheck;
}

export interface AnswerCheck {
  readonly urn: string;
  /** `health`: the edge's answer for the capability. `death`: whether anything answers. */
  readonly sees: "health" | "death";
  /** Seconds until the answer is left out, for a check that is refused or red, and one that hangs. */
  readonly redSeconds: number;
  readonly deadSeconds: number;
  readonly upSeconds: number;
  /** Failures in a row, and the share of checkers that must agree, for probes that fail in part. */
  readonly threshold: number;
  readonly unhealthyShare: number;
  /** `<provider>-<region>` without which it isn't heeded; absent where its authority needs none. */
  readonly region?: string;
  /** Who looks, as far as that can be told; empty where it can't, and then all are taken to see. */
  readonly checkers: readonly Checker[];
}

/** Where one of a check's checkers stands. */
export interface Checker {
  /** In whose networks: a provider's name where it is one of the platform's. */
  readonly operator?: string;
  /** What it is lost with, by the names that faults have: its operator, its region, its metro. */
  readonly lostWith: readonly string[];
}

/** What decides how a platform fares and can't be read. */
export interface Untold {
  readonly urn: string;
  /** The capability that hangs on it; all of them where none is named. */
  readonly capability?: string;
  /** `the zones of the nodes of pool-1`. */
  readonly what: string;
}
