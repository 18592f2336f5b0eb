/** The graphs that a command is about: previews of stacks, or an exported state. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { graphFromState, StateError } from "../graph/from-state";
import type { Graph } from "../graph/resource";
import { stackOf } from "../graph/urn";
import { InputError } from "./input-error";
import { runTold } from "./run-told";
import { projectName, type StackSelection, selectStacks } from "./stack-files";
import type { Surroundings } from "./surroundings";

export interface GraphSelection extends StackSelection {
  /** Path of an exported state. */
  readonly state?: string;
}

export interface StackGraph {
  readonly stack: string;
  /** Undefined where the program failed; why is then on stderr. */
  readonly graph: Graph | undefined;
}

/** @throws InputError or SettingsError before anything runs, when what is selected isn't sound. */
export async function* graphsOf(
  selection: GraphSelection,
  surroundings: Surroundings,
): AsyncGenerator<StackGraph> {
  if (selection.state !== undefined) {
    const graph = readState(selection.state, surroundings);
    yield { stack: stackOf(graph.resources[0]?.urn ?? "") ?? selection.state, graph };
    return;
  }
  const project = projectName(surroundings);
  const stacks = selectStacks(selection, surroundings);
  const run = surroundings.loadProgram();
  for (const stack of stacks) {
    yield { stack: stack.stack, graph: await runTold(run, project, stack, surroundings) };
  }
}

function readState(file: string, { cwd }: Surroundings): Graph {
  let text: string;
  try {
    text = readFileSync(path.resolve(cwd, file), "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new InputError(
      `--state ${file}: ${code === "ENOENT" ? "no such file" : `can't be read (${code})`}; wanted the output of 'pulumi stack export'`,
    );
  }
  try {
    return graphFromState(text);
  } catch (error) {
    throw error instanceof StateError ? new InputError(`--state ${file}: ${error.message}`) : error;
  }
}
