/** What a DNS authority of the drill is told, and what it says: plain data that goes from process to process. */
import type { ProviderName } from "../../graph/clouds/contract";

/** An authority: a provider's rules, one zone, and what it answers there. */
export interface AuthorityPlan {
  readonly provider: ProviderName;
  /** Where it listens, UDP. */
  readonly address: string;
  readonly port: number;
  /** The zone that it answers for, without a trailing dot. */
  readonly zone: string;
  /** What its name servers are called. */
  readonly nameServers: readonly string[];
  readonly names: readonly NamePlan[];
  /** What it answers with when every answer of a name is unwell. */
  readonly allUnhealthy: "all" | "none";
  /** From a check's verdict to the first answer that heeds it. */
  readonly propagationSeconds: number;
  /** For how long resolvers keep it that a name has no address. */
  readonly negativeSeconds: number;
}

export interface NamePlan {
  /** Lower case, without a trailing dot. */
  readonly host: string;
  /** Absent for names that belong to none, as those of one site. */
  readonly capability?: string;
  readonly ttlSeconds: number;
  /** All addresses in one answer, unchecked. Else one at a time, by weight, among those that are well. */
  readonly plain: boolean;
  readonly answers: readonly AnswerPlan[];
}

export interface AnswerPlan {
  readonly address: string;
  readonly weight: number;
  readonly check?: CheckPlan;
}

/** An HTTPS health check of one address. */
export interface CheckPlan {
  readonly port: number;
  readonly path: string;
  /** Host header, and the name that is asked for in TLS. */
  readonly host: string;
  /** From the end of one probe to the next. */
  readonly intervalSeconds: number;
  /** Probes in a row that must fail until a checker calls the address unwell. */
  readonly threshold: number;
  /** Probes in a row that must pass until it calls it well again; `threshold` where absent. */
  readonly upThreshold?: number;
  /** For a connection to be made, where the provider limits that by itself. */
  readonly connectSeconds: number;
  /** For the answer once connected; where the provider has one limit for both, that limit. */
  readonly responseSeconds: number;
  readonly checkers: readonly CheckerPlan[];
  /** Share of the checkers that must call the address unwell until it is left out. */
  readonly unhealthyShare: number;
}

/** One of those who probe. */
export interface CheckerPlan {
  /** Its place: `us-east-1`, `goo-chs`. */
  readonly name: string;
  /** The address that it probes from, so that a link can be cut for it; the system's choice where absent. */
  readonly from?: string;
}

/**
 * - `ok`: as the provider's.
 * - `silent`: answers nobody. Its checkers go on.
 * - `wrong`: says that no name exists, or that names have no address, and is believed.
 * - `blind`: heeds no check and takes all for well, as the model has it; when that ends its checkers begin anew.
 * - `frozen`: answers for as long as it lasts what it answers now.
 */
export type AuthorityMode = "ok" | "silent" | "wrong-no-name" | "wrong-no-address" | "blind" | "frozen";

/** To an authority's process. */
export type ToAuthority =
  | { readonly kind: "configure"; readonly plan: AuthorityPlan }
  | { readonly kind: "mode"; readonly mode: AuthorityMode }
  /** Checkers, by name, that are lost and have no say; all others look. */
  | { readonly kind: "checkers-gone"; readonly names: readonly string[] }
  /** Answered by a `status` of the same number. */
  | { readonly kind: "status"; readonly number: number };

/** From an authority's process. */
export type FromAuthority =
  /** It listens and its checkers look. */
  | { readonly kind: "listening" }
  | { readonly kind: "changed"; readonly change: AnswerChange }
  | { readonly kind: "status"; readonly number: number; readonly status: AuthorityStatus }
  | { readonly kind: "failed"; readonly message: string };

/** What an authority answers for a name from now on. */
export interface AnswerChange {
  /** Seconds since 1970. */
  readonly at: number;
  readonly host: string;
  readonly answered: readonly AddressShare[];
  readonly because: string;
}

/** Share of the answers that name an address; 1 for each address of a plain answer. */
export interface AddressShare {
  readonly address: string;
  readonly share: number;
}

export interface AuthorityStatus {
  readonly mode: AuthorityMode;
  readonly queries: number;
  readonly probes: number;
  /** Every checker has looked at least `threshold` times. */
  readonly settled: boolean;
  readonly names: readonly NameStatus[];
}

export interface NameStatus {
  readonly host: string;
  readonly capability?: string;
  readonly answered: readonly AddressShare[];
  readonly checks: readonly CheckStatus[];
}

export interface CheckStatus {
  readonly address: string;
  readonly healthy: boolean;
  /** Checkers that look and call it well, of how many. */
  readonly well: number;
  readonly looking: number;
  /** Why the last probe that failed did. */
  readonly lastFailure?: string;
}
