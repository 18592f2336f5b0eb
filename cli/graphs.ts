/** The graphs that a command is about: previews of stacks, or an exported state. */
import { type Command, Option } from "commander";
import { graphFromState, StateError } from "../graph/from-state";
import type { Graph } from "../graph/resource";
import { stackOf } from "../graph/urn";
import { InputError } from "../report/input-error";
import { readGiven } from "./given-file";
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

/** The options that select graphs. */
export function addGraphOptions(command: Command): Command {
  const config = new Option("--config <file>", "a stack file kept elsewhere, named Pulumi.<stack>.yaml");
  return command
    .addOption(new Option("--stack <name>", "only this stack").conflicts(["config", "state"]))
    .addOption(config.conflicts("state"))
    .option("--state <file>", "an exported stack ('pulumi stack export') instead");
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
  const text = readGiven("--state", file, cwd, "the output of 'pulumi stack export'");
  try {
    return graphFromState(text);
  } catch (error) {
    throw error instanceof StateError ? new InputError(`--state ${file}: ${error.message}`) : error;
  }
}
