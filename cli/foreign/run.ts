/** Runs a program that isn't ours, in a process of its own, and gives its graph. */
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { type Child, runChild } from "../../engine/child";
import { openDoor } from "../../engine/door";
import type { ProgramStart } from "../../engine/program-start";
import type { Graph } from "../../graph/resource";
import { InputError } from "../../report/input-error";
import { environmentFor } from "./environment";
import type { ForeignRun, StartedProgram } from "./foreign-run";
import type { ForeignProject } from "./project";

/** Answers a program that has been started, and gives its graph. */
export type GraphOfProgram = (run: ForeignRun, started: StartedProgram) => Promise<Graph>;

/** Starts a program that asks what answers at the address. */
export type StartProgram = (program: ProgramStart, address: string) => Child;

/**
 * @param load what answers it
 * @throws InputError when it has no SDK; what the engine throws when it fails or hangs
 */
export async function runForeign(
  run: ForeignRun,
  load: () => GraphOfProgram | Promise<GraphOfProgram>,
  start: StartProgram = runChild,
): Promise<Graph> {
  const { project, stack } = run;
  const launcher = launcherOf(project);
  const home = mkdtempSync(path.join(os.tmpdir(), "twincloud-home-"));
  const door = await openDoor();
  try {
    const program: ProgramStart = {
      project: project.name,
      stack: stack.stack,
      organization: stack.organization,
      config: stack.runtime.config,
      secretConfigKeys: stack.runtime.secretKeys,
      projectRoot: project.root,
      folder: project.folder,
      entry: project.entry,
      launcher,
      nodeArguments: project.nodeArguments,
      typescript: project.typescript,
      env: environmentFor(run.env, run.asked, home),
      onLine: run.onLine,
    };
    const child = start(program, door.address);
    try {
      // Pulumi's SDK takes a second to load, here and there: both do so at once.
      const graphOfProgram = await load();
      return await graphOfProgram(run, { ...program, child, door });
    } finally {
      child.kill();
    }
  } finally {
    door.close();
    rmSync(home, { recursive: true, force: true });
  }
}

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
