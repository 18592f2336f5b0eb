/** What a preview has to say about a stack: one model, which every renderer in this folder turns into text. */
import type { Graph, Source } from "../../graph/resource";

export interface PreviewReport {
  readonly stack: string;
  readonly graph: Graph;
  readonly changes?: Changes;
  readonly policy?: PolicyVerdict;
  readonly survival?: SurvivalVerdict;
}

/** What deploying would change, compared with an earlier preview or an exported state. URNs in order. */
export interface Changes {
  /** What it is compared with, as the user named it. */
  readonly against: string;
  readonly create: readonly string[];
  readonly update: readonly ChangedResource[];
  readonly replace: readonly ChangedResource[];
  readonly delete: readonly string[];
  /** Protected resources among those to be replaced or deleted: the engine refuses to do it. */
  readonly refused: readonly string[];
}

export interface ChangedResource {
  readonly urn: string;
  /** Paths of the inputs that differ; empty when only its provider does. */
  readonly inputs: readonly string[];
}

export interface PolicyVerdict {
  readonly violations: readonly {
    readonly rule: string;
    readonly level: string;
    readonly urn: string;
    readonly message: string;
    readonly source?: Source;
  }[];
  readonly exempted: readonly {
    readonly rule: string;
    readonly urn: string;
    readonly reason: string;
    readonly owner: string;
    readonly expires: string;
  }[];
}

export interface SurvivalVerdict {
  readonly objectivesMet: boolean;
  readonly scenarios: readonly SurvivalScenario[];
}

export interface SurvivalScenario {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly faults: readonly unknown[];
  /** What the faults take away or hurt: site ids, and providers whose DNS answers. */
  readonly affected?: { readonly sites: readonly string[]; readonly authorities: readonly string[] };
  readonly verdicts: Readonly<Record<string, CapabilityVerdict>>;
}

export interface CapabilityVerdict {
  readonly state: "up" | "degraded" | "down";
  readonly rtoSeconds: number | null;
  readonly rpoSeconds: number | null;
  /** Shares of the peak. */
  readonly capacity: { readonly atOnce: number; readonly then: number };
  readonly stalenessSeconds: number | null;
  /** Served share over time: seconds from the first fault, and the share from then on, 0 to 1. */
  readonly served?: readonly (readonly [number, number])[];
  readonly because: readonly string[];
  readonly evidence: readonly string[];
}
