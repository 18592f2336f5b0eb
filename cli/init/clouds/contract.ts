/** What a new stack file says of one cloud until somebody puts their own in its place: a file for each, and index.ts is the table. */
import type { Region } from "../../../graph/clouds/contract";

export interface ForStack {
  /** Of the stack. */
  readonly name: string;
  readonly jurisdiction: string;
  /** Where its sites stand. */
  readonly sites: readonly Region[];
  /** Those of the cloud, in the order of the stack file; one or more. */
  readonly regions: readonly Region[];
}

export interface ExampleSettings {
  /** The lines of the value of `twincloud:<provider>`, each as deep as in the stack file; ids are examples. */
  own(stack: ForStack): readonly string[];
  /** The value of `twincloud:nodes.<provider>`; none where nothing is to choose. */
  readonly nodes?: string;
  /** What is to be put in the place of examples, for people. */
  readonly yours: string;
}
