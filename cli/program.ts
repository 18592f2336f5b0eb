/** The deployed program under the embedded engine. Importing it loads the SDKs: see `CommandContext.loadProgram`. */

import { createEmbeddedAnswers } from "../answers/embedded";
import type { Catalog } from "../components/catalog";
import { type LogEntry, runProgram } from "../engine";
import { earlierState } from "../engine/earlier";
import { graphOfRun } from "../engine/graph-of-run";
import type { Graph } from "../graph/resource";
import type { Entry } from "../graph/state/entry";
import type { RuntimeConfig } from "../stacks/config";
import { program } from "../stacks/program";

export interface ProgramRun extends RuntimeConfig {
  readonly project: string;
  readonly stack: string;
  /** What the platform serves. */
  readonly catalog: Catalog;
  /** Folder of Pulumi.yaml; absolute. */
  readonly root: string;
  /** What a provider computes stays unknown, as in a first `pulumi preview`. */
  readonly dryRun?: boolean;
  /** Of an exported state, to run the program over it. */
  readonly earlier?: readonly Entry[];
  /** Called with the number of resources so far. */
  readonly onRegister: (count: number) => void;
  readonly onLog: (entry: LogEntry) => void;
}

/** Runs the program of one stack and gives its graph; throws what the program or the engine throws. */
export type RunProgram = (run: ProgramRun) => Promise<Graph>;

export const runStack: RunProgram = async ({ secretKeys, root, catalog, earlier, ...run }) => {
  const { resources } = await runProgram(() => program(catalog), {
    ...run,
    ...(earlier ? { earlier: earlierState(earlier) } : {}),
    secretConfigKeys: secretKeys,
    answers: createEmbeddedAnswers(),
    projectRoot: root,
    sourceRoots: ["stacks", "components"],
  });
  return graphOfRun(resources);
};
