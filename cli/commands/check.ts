/** `check`: the policy verdict alone, on a preview or on an exported state. */
import type { Command } from "commander";
import { createColors } from "picocolors";
import type { Graph } from "../../graph/resource";
import { isBroken } from "../../policies/pack/judge";
import { policyTerminalLines } from "../../report/policy-terminal";
import { type CommandContext, wantsColor } from "../context";
import { doubtsOf } from "../doubts";
import { type ExitCode, exit, worst } from "../exit";
import { addGraphOptions, type GraphSelection, graphsOf } from "../graphs";
import { type Judge, judgeOf } from "../policy-verdict";

export function addCheck(program: Command, context: CommandContext, end: (code: ExitCode) => void): void {
  addGraphOptions(program.command("check"))
    .description("judge every stack by the redundancy rules")
    .action(async (flags: GraphSelection) => end(await check(flags, context)));
}

async function check(flags: GraphSelection, context: CommandContext): Promise<ExitCode> {
  const judge = judgeOf(context);
  const codes: ExitCode[] = [];
  for await (const { stack, graph } of graphsOf(flags, context)) {
    codes.push(graph === undefined ? exit.defect : tell(stack, graph, judge, context));
  }
  return worst(codes);
}

function tell(stack: string, graph: Graph, judge: Judge, context: CommandContext): ExitCode {
  const colors = createColors(wantsColor(context));
  const doubts = doubtsOf(graph, colors);
  const verdict = doubts.nothing ? undefined : judge(graph);
  const lines = [
    `${colors.bold(stack)}  ${graph.resources.length} resources`,
    ...(verdict ? policyTerminalLines(verdict, colors) : []),
    ...doubts.lines,
    "",
  ];
  context.stdout.write(`${lines.join("\n")}\n`);
  return worst([doubts.code, verdict && isBroken(verdict) ? exit.broken : exit.clean]);
}
