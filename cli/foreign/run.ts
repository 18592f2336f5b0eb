/** Runs a program that isn't ours, in a process of its own, and gives its graph. Importing it loads Pulumi's SDK. */
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { createForeignAnswers } from "../../answers/foreign/answers";
import type { Recorded } from "../../answers/foreign/recorded";
import { graphOfRun } from "../../engine/graph-of-run";
import { runProcess } from "../../engine/out-of-process";
import { graphOf } from "../../graph/graph";
import type { Graph, Note } from "../../graph/resource";
import { InputError } from "../../report/input-error";
import { declaredIn } from "./declared";
import { environmentFor } from "./environment";
import type { ForeignProject, ForeignStack } from "./project";

export interface ForeignRun {
  readonly project: ForeignProject;
  readonly stack: ForeignStack;
  readonly recorded: Recorded;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Names of variables that the program is given besides. */
  readonly asked: readonly string[];
  /** Seconds without a sign of life after which the program is ended. */
  readonly patience: number;
  readonly onRegister: (count: number) => void;
  /** A line of the program's, or about it. */
  readonly onLine: (line: string) => void;
  /** What isn't known of it, each in a line. */
  readonly tell: (what: string) => void;
}

export type RunForeign = (run: ForeignRun) => Promise<Graph>;

/** @throws InputError when it has no SDK; what the engine throws when it fails or hangs */
export const runForeign: RunForeign = async (run) => {
  const { project, stack, recorded, tell } = run;
  const home = mkdtempSync(path.join(os.tmpdir(), "twincloud-home-"));
  try {
    const { resources, opaque } = await runProcess({
      project: project.name,
      stack: stack.stack,
      organization: stack.organization,
      config: stack.runtime.config,
      secretConfigKeys: stack.runtime.secretKeys,
      answers: createForeignAnswers({ recorded, declared: declaredIn(project.folder), tell }),
      projectRoot: project.root,
      folder: project.folder,
      entry: project.entry,
      launcher: launcherOf(project),
      nodeArguments: project.nodeArguments,
      typescript: project.typescript,
      env: environmentFor(run.env, run.asked, home),
      patience: run.patience * 1000,
      onRegister: run.onRegister,
      onLog: ({ severity, message }) => {
        // Errors end the run, and are told then.
        if (severity !== "error") run.onLine(message);
      },
      onLine: run.onLine,
    });
    const graph = graphOfRun(resources);
    const notes = [...opaque].map(
      (urn): Note => ({
        urn,
        kind: "opaque",
        text: "made by its provider's own program: what is inside isn't known, and not judged",
      }),
    );
    return graphOf(graph.resources, notes);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
};

/** The SDK that the program itself uses brings what starts it. */
function launcherOf({ folder }: ForeignProject): string {
  try {
    return createRequire(path.join(folder, "program.js")).resolve("@pulumi/pulumi/cmd/run/index.js");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") throw error;
    throw new InputError(
      `--program ${folder}: @pulumi/pulumi isn't installed there; run its package manager's install first`,
    );
  }
}
