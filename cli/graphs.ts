/** The graphs that a command is about: previews of stacks, or an exported state. */
import { type Command, Option } from "commander";
import { graphFromState, StateError } from "../graph/from-state";
import type { Graph } from "../graph/resource";
import { readStackSettings } from "../graph/stack-settings";
import { stackOf } from "../graph/urn";
import { InputError } from "../report/input-error";
import { readStateAgainst } from "./against";
import type { CommandContext } from "./context";
import { addProgramOptions, type ProgramFlags, runGivenProgram } from "./foreign/program-flags";
import { readGiven } from "./given-file";
import { runWithProgress } from "./run-program";
import { projectName, type StackSelection, selectStacks } from "./stack-files";

export interface GraphSelection extends StackSelection, ProgramFlags {
  /** Path of an exported state. */
  readonly state?: string;
  /** Path of an exported state that the plan is run over. */
  readonly against?: string;
}

export interface StackGraph {
  readonly stack: string;
  /** Undefined where the program failed; why is then on stderr. */
  readonly graph: Graph | undefined;
}

/** The options that select graphs. */
export function addGraphOptions(command: Command): Command {
  const config = new Option("--config <file>", "a stack file kept elsewhere, named Pulumi.<stack>.yaml");
  return addProgramOptions(command)
    .addOption(
      new Option("--stack <name>", "only this stack: NAME, ORG/NAME or ORG/PROJECT/NAME").conflicts([
        "config",
        "state",
      ]),
    )
    .addOption(config.conflicts("state"))
    .option("--state <file>", "an exported stack ('pulumi stack export') instead")
    .addOption(
      new Option(
        "--against <file>",
        "an exported stack to plan over: what can't be reached or isn't changed stays as it is there",
      ).conflicts(["state", "program"]),
    );
}

/** @throws InputError or SettingsError before anything runs, when what is selected isn't sound. */
export async function* graphsOf(
  selection: GraphSelection,
  context: CommandContext,
): AsyncGenerator<StackGraph> {
  if (selection.state !== undefined) {
    const graph = readState(selection.state, context);
    yield { stack: stackOf(graph.resources[0]?.urn ?? "") ?? selection.state, graph };
    return;
  }
  if (selection.program !== undefined) {
    const { stack, graph } = await runGivenProgram(selection, context);
    yield { stack, graph };
    return;
  }
  const project = projectName(context);
  const stacks = selectStacks(selection, context);
  const { against } = selection;
  const earlier = against === undefined ? undefined : readStateAgainst(against, stacks, context);
  const run = context.loadProgram();
  for (const stack of stacks) {
    const entries = earlier?.stack === stack.stack ? earlier.entries : undefined;
    yield { stack: stack.stack, graph: await runWithProgress(run, project, stack, context, entries) };
  }
}

function readState(file: string, { cwd }: CommandContext): Graph {
  const bytes = readGiven("--state", file, cwd, "the output of 'pulumi stack export'");
  const graph = stateOf(bytes, `--state ${file}`);
  const settings = readStackSettings(graph);
  if (settings.kind === "invalid") {
    throw new InputError(settings.problems.map((problem) => `--state ${file}: ${problem}`));
  }
  return graph;
}

/**
 * The graph of a state that came from outside.
 * @param name what the user calls it
 * @throws InputError in a line, when it isn't a state
 */
export function stateOf(bytes: Uint8Array, name: string): Graph {
  try {
    return graphFromState(bytes);
  } catch (error) {
    throw error instanceof StateError ? new InputError(`${name}: ${error.message}`) : error;
  }
}
