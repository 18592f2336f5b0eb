/** What a load is told, and what it says: plain data that goes from process to process. */
import type { ResolverPlan } from "../dns/resolver";

/** What users ask a capability: by the API of the reference program of this name. */
export const asked = ["upload", "feed", "engagement", "status"] as const;
export type Asks = (typeof asked)[number];

/**
 * - `short`: a new connection for every request.
 * - `kept`: one of many clients, each of which asks now and then and keeps its connection.
 * - `patient`: as `short`, and waits three times as long.
 * - `mobile`: as `kept`, and asks again for what failed.
 * - `raced`: the reference client, which knows the sites by the edges' document and chooses among them by itself.
 */
export const clientKinds = ["short", "kept", "patient", "mobile", "raced"] as const;
export type ClientKind = (typeof clientKinds)[number];

export interface LoadPlan {
  /** Seconds since 1970 from which the times of records and of the journal count. */
  readonly t0: number;
  readonly seed: number;
  /** Evenly apart, or as if by chance: both chosen ahead, and never slowed by answers. */
  readonly arrivals: "even" | "poisson";
  /** A capability that isn't named is not asked. */
  readonly demand: Readonly<Record<string, Demand>>;
  /** Share of the requests by kind of client; the sum is what counts as all. */
  readonly kinds: Readonly<Partial<Record<ClientKind, number>>>;
  readonly port: number;
  readonly trust: Trust;
  readonly resolvers: ResolverPlan;
  /** For which a client waits for an answer, from when the request was due. */
  readonly patienceSeconds: number;
  readonly uploads: readonly UploadSize[];
  /** Share of engagement's requests that read counts instead of adding to them. */
  readonly countReads: number;
  readonly clients: ClientsPlan;
  /** Files that are written anew, one JSON a line: an outcome for each request, and what was acknowledged. */
  readonly recordsFile: string;
  readonly journalFile: string;
  /** What is due while so many are under way isn't sent, and said: the bound of this machine. */
  readonly mostUnderWay: number;
}

export interface Demand {
  readonly asks: Asks;
  /** The public name. */
  readonly host: string;
  readonly perSecond: number;
}

/** How servers' certificates are judged; `ca` is the text of certificates in PEM. */
export type Trust = { readonly ca: string } | { readonly insecure: true };

export interface UploadSize {
  readonly share: number;
  readonly bytes: number;
}

export interface ClientsPlan {
  /** Between two requests of one client that keeps its connection, on average; in it lies how many clients there are. */
  readonly spacingSeconds: number;
  /** For which such a client stays, on average: its connection ends with it. */
  readonly sessionSeconds: number;
  /** Addresses that clients ask from, each its own; the system's choice where there are none. */
  readonly from: readonly string[];
  /** How many different users ask for feeds. */
  readonly users: number;
}

/** What is the same in every drill unless it is said. */
export const usualLoad = {
  arrivals: "even",
  kinds: { short: 0.25, kept: 0.35, patient: 0.05, mobile: 0.25, raced: 0.1 },
  port: 443,
  patienceSeconds: 10,
  uploads: [
    { share: 0.6, bytes: 2 * 1024 },
    { share: 0.3, bytes: 32 * 1024 },
    { share: 0.1, bytes: 256 * 1024 },
  ],
  countReads: 0.5,
  // As the model's requestSpacingSeconds and sessionSeconds.
  clients: { spacingSeconds: 10, sessionSeconds: 1116, from: [], users: 200 },
  mostUnderWay: 8000,
} as const satisfies Partial<LoadPlan>;

/** To the load's process. */
export type ToLoad =
  | { readonly kind: "start"; readonly plan: LoadPlan }
  /** Nothing more is sent; what is under way is waited for. */
  | { readonly kind: "stop" };

/** From the load's process. */
export type FromLoad =
  | { readonly kind: "started" }
  | { readonly kind: "second"; readonly summary: SecondSummary }
  /** All outcomes are in the files. */
  | { readonly kind: "stopped"; readonly totals: LoadTotals }
  | { readonly kind: "failed"; readonly message: string };

/** The outcome of one request. */
export interface RequestRecord {
  /** Seconds from t0 when it was due. */
  readonly at: number;
  readonly capability: string;
  readonly kind: ClientKind;
  readonly did: "upload" | "feed" | "engage" | "counts" | "status";
  /** Answered 2xx, and as it should be, within the client's patience. */
  readonly ok: boolean;
  /** 0 where there was no answer. */
  readonly status: number;
  /** Why it isn't ok, in a few words. */
  readonly why?: string;
  /** Where the last attempt went. */
  readonly address?: string;
  /** From when it was sent. */
  readonly seconds: number;
  readonly attempts: number;
  /** By how many seconds it was sent late: this machine's fault, and not the platform's. */
  readonly lag: number;
  /** It was never sent: too many were under way. */
  readonly unsent?: true;
  /** A video that had views is shown with none, or with fewer than before; and whether that was marked stale. */
  readonly fewerViews?: { readonly before: number; readonly now: number; readonly stale: boolean };
}

export interface Count {
  readonly sent: number;
  readonly ok: number;
}

/** One second for who watches: what ended in it. A curve counts by when requests were due (drill/verdict/bins.ts). */
export interface SecondSummary {
  /** Seconds from t0 at its end. */
  readonly at: number;
  readonly all: Count;
  readonly byCapability: Readonly<Record<string, Count>>;
  readonly byKind: Readonly<Partial<Record<ClientKind, Count>>>;
  /** Those that failed, by why. */
  readonly failures: Readonly<Record<string, number>>;
  readonly underWay: number;
  readonly unsent: number;
  /** How late requests were sent in it: over `LATE_SECONDS` this machine is too slow for what it is asked. */
  readonly lag: Lag;
  /** Of those that ended well, in seconds. */
  readonly took: { readonly median: number; readonly most: number };
  readonly uploadsAcknowledged: number;
}

export interface Lag {
  readonly mean: number;
  readonly most: number;
  /** How many were sent later than `LATE_SECONDS`. */
  readonly late: number;
}

/** Beyond it a request's time says more of this machine than of the platform. */
export const LATE_SECONDS = 0.05;

export interface LoadTotals {
  readonly all: Count;
  readonly unsent: number;
  readonly lag: Lag;
  readonly uploadsAcknowledged: number;
  readonly engagementsAcknowledged: number;
  /** Questions that resolvers put to the authorities. */
  readonly dnsQuestions: number;
  /** Of one core, by this process since it began to send. */
  readonly cpuShare: number;
}
