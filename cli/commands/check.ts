/** `check`: the policy verdict alone, on a preview or on an exported state. */
import path from "node:path";
import type { Command } from "commander";
import { createColors } from "picocolors";
import { coverageOf } from "../../graph/coverage";
import type { Graph } from "../../graph/resource";
import type { Verdict } from "../../policies/pack/judge";
import type { BaselineEntry } from "../../policies/pack/redundancy";
import { baselineName } from "../../policies/pack/redundancy-file";
import { coverageText } from "../../report/coverage-text";
import { policyOf } from "../../report/json";
import { policyTerminalLines } from "../../report/policy-terminal";
import { printable } from "../../report/printable";
import { writeWhole } from "../../report/write";
import { type CommandContext, wantsColor } from "../context";
import { type Doubts, doubtsOf } from "../doubts";
import { codeOf, type ExitCode, exit, strictHelp, worst } from "../exit";
import { baselineOf, baselineText } from "../foreign/baseline";
import { addGraphOptions, type GraphSelection, graphsOf } from "../graphs";
import { failed, jsonHelp, type StackJson, writeJson } from "../json-output";
import { judgeOf } from "../policy-verdict";
import { exampleOf } from "../typed";

interface Flags extends GraphSelection {
  readonly json?: boolean;
  readonly strict?: boolean;
  readonly writeBaseline?: boolean;
}

const help = (context: CommandContext) => `
${exampleOf(context, "check", "--state stack.json")}
Ends with 0 when every mandatory rule is kept, 1 when one is broken or can't be told (of a program that isn't this one
only with --strict), 2 when the input is wrong, 3 on a defect.`;

export function addCheck(program: Command, context: CommandContext, end: (code: ExitCode) => void): void {
  addGraphOptions(program.command("check"))
    .description("judge every stack by the redundancy rules")
    .option("--json", jsonHelp)
    .option("--strict", strictHelp)
    .option(
      "--write-baseline",
      `of a program that isn't this one: write its findings to ${baselineName}, so that only new ones block`,
    )
    .addHelpText("after", help(context))
    .action(async (flags: Flags) => end(await check(flags, context)));
}

async function check(flags: Flags, context: CommandContext): Promise<ExitCode> {
  const now = new Date();
  const folder = path.resolve(context.cwd, flags.program ?? ".");
  const judge = judgeOf(context, now, folder);
  const own = flags.state === undefined && flags.program === undefined;
  const known: BaselineEntry[] = [];
  const codes: ExitCode[] = [];
  const found: StackJson[] = [];
  for await (const { stack, graph } of graphsOf(flags, context)) {
    if (graph === undefined) {
      codes.push(exit.defect);
      found.push(failed(stack));
      continue;
    }
    const doubts = doubtsOf(graph, createColors(wantsColor(context)));
    if (flags.writeBaseline) known.push(...baselineOf(judge(graph, own)));
    const verdict = doubts.nothing ? undefined : judge(graph, own);
    codes.push(doubts.code, verdict ? codeOf(verdict.verdict, verdict.ours, flags.strict) : exit.clean);
    found.push({
      stack,
      coverage: coverageOf(graph),
      ...(verdict ? { policy: policyOf(verdict) } : { because: doubts.nothing }),
    });
    if (!flags.json) tell(stack, graph, verdict, doubts, context);
  }
  if (flags.writeBaseline) {
    const file = path.join(folder, baselineName);
    await writeWhole(file, baselineText(known));
    context.stderr.write(
      `${known.length} ${known.length === 1 ? "finding" : "findings"} in ${path.relative(context.cwd, file)}: from now on told, and blocking nothing\n`,
    );
    return exit.clean;
  }
  if (flags.json) writeJson(found, flags, now, context.stdout);
  return worst(codes);
}

function tell(
  stack: string,
  graph: Graph,
  verdict: Verdict | undefined,
  doubts: Doubts,
  context: CommandContext,
): void {
  const colors = createColors(wantsColor(context));
  const lines = [
    `${colors.bold(printable(stack))}  ${graph.resources.length} resources, ${coverageText(graph)}`,
    ...(verdict ? policyTerminalLines(verdict, colors) : []),
    ...doubts.lines,
    "",
  ];
  context.stdout.write(`${lines.join("\n")}\n`);
}
