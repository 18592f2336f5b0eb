/** `check`: the policy verdict alone, on a preview or on an exported state. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { type Command, Option } from "commander";
import { createColors } from "picocolors";
import { graphFromState, StateError } from "../../graph/from-state";
import type { Graph } from "../../graph/resource";
import { stackOf } from "../../graph/urn";
import { isBroken } from "../../policies/judge";
import { stackUrn } from "../../policies/stack-urn";
import { type ExitCode, exit, worst } from "../exit";
import { InputError } from "../input-error";
import { type Judge, judgeOf } from "../policy-verdict";
import { policyTerminalLines } from "../report/policy-terminal";
import { runTold } from "../run-told";
import { projectName, type StackSelection, selectStacks } from "../stack-files";
import { type Surroundings, wantsColor } from "../surroundings";

interface Flags extends StackSelection {
  readonly state?: string;
}

export function addCheck(program: Command, surroundings: Surroundings, end: (code: ExitCode) => void): void {
  program
    .command("check")
    .description("judge every stack by the redundancy rules")
    .addOption(new Option("--stack <name>", "only this stack").conflicts(["config", "state"]))
    .addOption(
      new Option("--config <file>", "a stack file kept elsewhere, named Pulumi.<stack>.yaml").conflicts(
        "state",
      ),
    )
    .option("--state <file>", "an exported stack ('pulumi stack export') instead")
    .action(async (flags: Flags) => end(await check(flags, surroundings)));
}

async function check(flags: Flags, surroundings: Surroundings): Promise<ExitCode> {
  const judge = judgeOf(surroundings);
  if (flags.state !== undefined) {
    const graph = readState(flags.state, surroundings);
    return tell(stackOf(stackUrn(graph)) ?? flags.state, graph, judge, surroundings);
  }
  const project = projectName(surroundings);
  const stacks = selectStacks(flags, surroundings);
  const run = surroundings.loadProgram();
  const codes: ExitCode[] = [];
  for (const stack of stacks) {
    const graph = await runTold(run, project, stack, surroundings);
    codes.push(graph === undefined ? exit.defect : tell(stack.stack, graph, judge, surroundings));
  }
  return worst(codes);
}

function tell(stack: string, graph: Graph, judge: Judge, surroundings: Surroundings): ExitCode {
  const verdict = judge(graph);
  const colors = createColors(wantsColor(surroundings));
  const lines = [
    `${colors.bold(stack)}  ${graph.resources.length} resources`,
    ...policyTerminalLines(verdict, colors),
    "",
  ];
  surroundings.stdout.write(`${lines.join("\n")}\n`);
  return isBroken(verdict) ? exit.broken : exit.clean;
}

/** @throws InputError when the file can't be read, or isn't an exported state */
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
