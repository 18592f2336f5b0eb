/** What a preview has to say about a stack: one model, which every renderer in this folder turns into text. */
import type { Graph } from "../graph/resource";
import type { Verdict } from "../policies/pack/judge";
import type { Survival } from "../resilience/verdict/survival";
import type { Changes } from "./changes-model";

export interface PreviewReport {
  readonly stack: string;
  readonly graph: Graph;
  /** When it was judged: drains and exemptions end. */
  readonly judgedAt?: Date;
  /** The commit that the program was run from, where that is known. */
  readonly commit?: string;
  /** The stack file, below the project's root; `Pulumi.<stack>.yaml` where it isn't said. */
  readonly settings?: string;
  /** Of the project, from the root of its repository; there, unless it is said. */
  readonly folder?: string;
  readonly changes?: Changes;
  readonly policy?: Verdict;
  readonly survival?: Survival;
  readonly survivalChanges?: SurvivalChanges;
}

/** Verdicts that got better or worse than in an earlier preview, as they are shown. */
export interface SurvivalChanges {
  readonly better: MovedVerdicts;
  readonly worse: MovedVerdicts;
}

export interface MovedVerdicts {
  /** A sentence for all of them, with the one that moved most; none where none did. */
  readonly line?: string;
  readonly all: readonly MovedVerdict[];
}

export interface MovedVerdict {
  readonly scenario: string;
  readonly capability: string;
  /** `up`, `degraded 72 s`. */
  readonly old: string;
  readonly new: string;
}
