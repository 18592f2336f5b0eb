/** How a cloud's DNS answers and checks, as far as that isn't read from resources. */
import type { Told } from "./assumed";

export interface AuthorityTraits {
  /** As its users call it: `Route 53`. */
  readonly title: string;
  /** Package and module of its zones, records and policies: `aws:route53`. */
  readonly module: string;
  readonly checks: CheckTraits;
  readonly checkers: CheckerTraits;
  readonly answers: AnswerTraits;
  readonly limits: AuthorityLimits;
}

/** When a check is red. */
export interface CheckTraits {
  /** Input of a record or a policy that names the check. */
  readonly input: string;
  /** Seconds between probes where a check names none; absent where every check has to. */
  readonly intervalSeconds?: number;
  /** Failures in a row that turn it red, where a check has no setting for it. */
  readonly threshold: Told<number>;
  /**
   * Seconds after which a probe that hangs has failed, where a check has no setting for it; absent where it may take
   * as long as the interval.
   */
  readonly connectSeconds?: Told<number>;
  /** How many of its checkers must agree. */
  readonly agreement: { readonly healthyAbove: Told<number> } | { readonly unhealthyFrom: Told<number> };
  /** A check's results count only while the region that the check stands in is up. */
  readonly needTheirRegion: Told<boolean>;
}

/** Who probes, and from where. */
export interface CheckerTraits {
  /** What their places are called, several of them. */
  readonly called: string;
  /** The places that there are; absent where the list is the authority's to change. */
  readonly places?: readonly string[];
  /** Where a check names no place, it is probed from all of them; false where who chooses isn't told. */
  readonly allUnlessNamed: boolean;
  /** They stand in the authority's own cloud. */
  readonly inside: boolean;
  /** What is known of a place by its name; undefined for one that isn't known, absent where none is. */
  placeOf?(place: string): CheckerPlace | undefined;
  /** Whose network a place is in, where its name tells. */
  operatorOf?(place: string): string;
}

/** Where a checker stands, as far as that is known. */
export interface CheckerPlace {
  /** ISO 3166-1 alpha-2, lower case. */
  readonly country?: string;
  /** As the tables of regions have it: lost with it. */
  readonly metro?: string;
  /** In whose networks: a provider's name where it is one of ours. */
  readonly operator?: string;
  /** The operator's region. */
  readonly region?: string;
}

/** What is answered. */
export interface AnswerTraits {
  readonly whenAllUnhealthy: Told<"all" | "none">;
  /** Seconds for which resolvers keep it that there is no answer, by the SOA record that it gives a zone. */
  readonly negativeSeconds: Told<number>;
  /** What takes a drained site's answers out: weights that are set to 0, or the checks alone. */
  readonly drainedBy: "weights" | "checks";
  /** Where records are answered as they are: whether a check can take one out. */
  readonly recordsTakeChecks: boolean;
  /** Seconds that aliases of its own cloud's names live, where it has aliases. */
  readonly aliasTtlSeconds?: number;
  /** A policy that picks among answers: its rules by type in the order in which they have to stand. */
  readonly steering?: {
    readonly order: readonly (readonly string[])[];
    readonly required: readonly string[];
    /** The order in words. */
    readonly wanted: string;
  };
}

/** Whole numbers, both ends included. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** What an authority takes; what isn't given, it bounds by nothing that is known. */
export interface AuthorityLimits {
  /** Seconds that may lie between two checks. */
  readonly checkIntervals: readonly number[];
  /** Failed checks in a row until an answer is taken out. */
  readonly failureThreshold?: Range;
  /** Seconds that an answer may be kept. */
  readonly ttl?: Range;
  /** The most that an answer may weigh beside the others of its name. The least is 0: a site without a share. */
  readonly maxWeight: number;
}
