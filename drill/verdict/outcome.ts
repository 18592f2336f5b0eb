/** What a drill has found, as plain data: what the files, the page and the last words are made of. */
import type { Line } from "../../resilience/verdict/verdicts";

export interface DrillOutcome {
  /** Name of its folder. */
  readonly id: string;
  /** Of the scenario, as `--fault` or `--incident` takes it. */
  readonly scenario: string;
  /** What was done, as a whole sentence: `OCI Ashburn was taken away.` */
  readonly happened: string;
  readonly stack: string;
  readonly seed: number;
  /** Share of the peak that users asked for. */
  readonly demand: number;
  /** What the platform's replicas were multiplied with. */
  readonly scale: number;
  /** When it began, ISO 8601. */
  readonly startedAt: string;
  /** Of all users together, from the load's plan. */
  readonly requestsPerSecond: number;
  /** Seconds from the fault until nothing was measured any more. */
  readonly endedAt: number;
  /** Times that were made shorter than they are deployed, each a line. */
  readonly shortened: readonly string[];
  /** Parts that stand for what isn't on this machine. */
  readonly imitated: readonly Imitated[];
  /** What couldn't be run here, each a line; empty where nothing was left out. */
  readonly lacking: readonly string[];
  readonly journal: JournalCounts;
  readonly invariants: readonly Invariant[];
  /** All requests of all users together. */
  readonly all: Comparison;
  /** By name, in the order in which they are shown. */
  readonly capabilities: Readonly<Record<string, CapabilityOutcome>>;
  readonly misses: readonly ObjectiveMiss[];
  /** By time. */
  readonly events: readonly WorldEvent[];
  readonly verdict: DrillVerdict;
  readonly spent: Spent;
}

export interface Imitated {
  /** `Route 53's health checkers`. */
  readonly what: string;
  /** What stands for it, and in which ways it is the same. */
  readonly by: string;
}

export interface JournalCounts {
  /** Uploads that users were told are kept. */
  readonly acknowledged: number;
  /** Of them, those whose bytes are in no store. */
  readonly lost: number;
  /** Of them, those that lacked a provider's copy when they were acknowledged, and have it now. */
  readonly backfilled: number;
  /** Events that a site counted more than once. */
  readonly doubled: number;
  readonly events: number;
  readonly eventsLost: number;
}

/** Something that must hold whatever fails. */
export interface Invariant {
  readonly id: string;
  readonly held: boolean;
  /** A sentence or several, with counts. */
  readonly because: string;
}

export interface CapabilityOutcome {
  /** All clients together. */
  readonly all: Comparison;
  /** By kind of client. */
  readonly clients: Readonly<Record<string, Comparison>>;
}

/** What was predicted for some users beside what they had. */
export interface Comparison {
  readonly predicted: Predicted;
  readonly measured: Measured;
  readonly distance: Distance;
  readonly rto: RtoBand;
  /** Both the curves' distance and the RTO are. */
  readonly withinBand: boolean;
  /** Where it isn't: whether chance may be why, as there are few requests, so that neither can be told. */
  readonly mayBeChance: boolean;
  /** A sentence. */
  readonly because: string;
}

export interface Predicted {
  /** Seconds since the fault; null where it isn't back while the fault lasts, 0 where it never leaves. */
  readonly rtoSeconds: number | null;
  /** Share that is served lastingly, 0 to 1. */
  readonly served: number;
  /** Straight from point to point, two points at one time for a jump. */
  readonly curve: Line;
}

export interface Measured {
  /** As `readRto` reads it off single requests. */
  readonly rtoSeconds: number | null;
  /** Share that was served from then on; where it isn't back, in the last quarter. */
  readonly served: number;
  /** From some seconds before the fault to the end, one after the other. */
  readonly bins: readonly MeasuredBin[];
  /** Requests since the fault, and those that were answered well. */
  readonly sent: number;
  readonly ok: number;
  /** Seconds of the whole traffic that were not served since the fault. */
  readonly lostSeconds: number;
}

export interface MeasuredBin {
  /** Seconds since the fault; less than 0 before it. */
  readonly from: number;
  readonly to: number;
  readonly sent: number;
  readonly ok: number;
}

/** How far the curves are apart. */
export interface Distance {
  /** Mean over the bins that are compared, in points (hundredths); null where nothing was sent in any of them. */
  readonly points: number | null;
  /** Points that are allowed. */
  readonly allowed: number;
  /** What the mean would be by chance alone, from as many requests, had the prediction been exact. */
  readonly chancePoints: number;
  /** Seconds from the fault until which bins are compared. */
  readonly until: number;
  readonly withinBand: boolean;
}

export interface RtoBand {
  /** Seconds between measured and predicted, after what the reading itself adds; null where only one of them is back. */
  readonly offBy: number | null;
  readonly allowedSeconds: number;
  /**
   * What would be read off as many requests at the same times, had the prediction been exact: the median of many draws,
   * and where nine in ten of them lie. null for not back.
   */
  readonly reading: RtoReading;
  readonly withinBand: boolean;
}

export interface RtoReading {
  readonly median: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** An objective that was missed in reality. */
export interface ObjectiveMiss {
  readonly capability: string;
  readonly objective: "rto" | "lost" | "uploads" | "events" | "doubled";
  readonly value: number | null;
  readonly allowed: number;
  /** A sentence. */
  readonly text: string;
}

export interface WorldEvent {
  /** Seconds since the fault. */
  readonly at: number;
  readonly kind: "fault" | "edge" | "authority" | "platform" | "load" | "world";
  /** `edge of oci-us-ashburn-1 is red for upload`. */
  readonly text: string;
}

export interface DrillVerdict {
  readonly verdict: "met" | "missed";
  /** What is missed, each a sentence; empty where all is met. */
  readonly because: readonly string[];
  /** What is outside its band and may be so by chance, each a sentence. */
  readonly untold: readonly string[];
}

export interface Spent {
  /** Seconds until the world stood, of the drill itself, and of looking for what was acknowledged. */
  readonly worldSeconds: number;
  readonly drillSeconds: number;
  readonly checkSeconds: number;
  /** The most that all processes had at one time. */
  readonly memoryBytes: number;
}
