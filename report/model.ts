/** What a preview has to say about a stack: one model, which every renderer in this folder turns into text. */
import type { Graph, Note } from "../graph/resource";
import type { Verdict } from "../policies/pack/judge";
import type { Survival } from "../resilience/verdict/survival";

export interface PreviewReport {
  readonly stack: string;
  readonly graph: Graph;
  /** The stack file, below the project's root; `Pulumi.<stack>.yaml` where it isn't said. */
  readonly settings?: string;
  readonly changes?: Changes;
  readonly policy?: Verdict;
  readonly survival?: Survival;
  readonly survivalChanges?: SurvivalChanges;
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
  /** What a state that it is compared with says beside its resources. */
  readonly notes?: readonly Note[];
}

export interface ChangedResource {
  readonly urn: string;
  /** Paths of the inputs that differ; empty when only its provider does. */
  readonly inputs: readonly string[];
}

/** Verdicts that got better or worse than in an earlier preview, a sentence each. */
export interface SurvivalChanges {
  readonly better: readonly string[];
  readonly worse: readonly string[];
}
