/** `survive`: what users still have when something goes down, on a preview or on an exported state. */
import { type Command, Option } from "commander";
import { createColors } from "picocolors";
import { InputError } from "../../report/input-error";
import { matrixLines, survivalLines, timelineLines } from "../../report/survival-terminal";
import { FaultError, parseFault } from "../../resilience/faults/faults";
import { together } from "../../resilience/faults/scenarios";
import { type ScenarioResult, type Survey, survivalOn } from "../../resilience/verdict/survival";
import type { StackFile } from "../../stacks/config";
import { type CommandContext, wantsColor } from "../context";
import { type ExitCode, exit, worst } from "../exit";
import { addGraphOptions, type GraphSelection, graphsOf } from "../graphs";
import { runWithProgress } from "../run-program";
import { onOneSite, placeOf } from "../single-site";
import { projectName, selectStacks } from "../stack-files";
import { knownIncidents, surveyGraph } from "../survey";

interface Flags extends GraphSelection {
  readonly incident?: string;
  readonly fault: readonly string[];
}

export function addSurvive(program: Command, context: CommandContext, end: (code: ExitCode) => void): void {
  addGraphOptions(program.command("survive"))
    .description("say what users still have when something goes down")
    .addOption(new Option("--incident <id>", "the timeline of an outage of the past").conflicts("fault"))
    .option(
      "--fault <fault>",
      "KIND:NAME[:MODE[:SHARE]], such as site:oci-us-ashburn-1:brownout:0.5; repeatable, all at once",
      (text: string, faults: readonly string[]) => [...faults, text],
      [],
    )
    .action(async (flags: Flags) => end(await survive(flags, context)));
}

async function survive(flags: Flags, context: CommandContext): Promise<ExitCode> {
  const { incident } = flags;
  const ids = knownIncidents().map(({ id }) => id);
  if (incident !== undefined && !ids.includes(incident)) {
    throw new InputError(`--incident ${incident}: isn't known; known are ${ids.join(", ")}`);
  }
  const codes: ExitCode[] = [];
  const show = (title: string, lines: readonly string[]) =>
    context.stdout.write(`${[createColors(wantsColor(context)).bold(title), ...lines, ""].join("\n")}\n`);
  for await (const { stack, graph } of graphsOf(flags, context)) {
    if (graph === undefined) {
      codes.push(exit.defect);
      continue;
    }
    const lines = linesOf(flags, surveyGraph(graph), context);
    show(stack, lines.text);
    codes.push(lines.broken ? exit.broken : exit.clean);
  }
  // What the comparison would have lost is no verdict on the stack that was asked about.
  for (const stack of incident === undefined ? [] : stackFilesFor(flags, context)) {
    const alone = onOneSite(stack, whereOf(incident));
    const graph = await runWithProgress(context.loadProgram(), projectName(context), alone, context);
    if (graph === undefined) codes.push(exit.defect);
    else show(`${stack.stack}, all of it at ${alone.site}`, linesOf(flags, surveyGraph(graph), context).text);
  }
  return worst(codes);
}

function whereOf(id: string | undefined) {
  const incident = knownIncidents().find((known) => known.id === id);
  return incident && placeOf(incident);
}

/** The settings to build the comparison from; an exported state has none. */
function stackFilesFor(flags: Flags, context: CommandContext): StackFile[] {
  if (flags.state === undefined) return selectStacks(flags, context);
  context.stderr.write(
    "--state: an exported state holds no settings to build the same platform on one site from; --stack does\n",
  );
  return [];
}

function linesOf(
  { incident, fault }: Flags,
  survey: Survey,
  context: CommandContext,
): { text: string[]; broken: boolean } {
  const colors = createColors(wantsColor(context));
  const one = (result: ScenarioResult) => ({ text: timelineLines(result, colors), broken: false });
  if (survey.platform.sites.length === 0) {
    return { text: ["no cluster stands in this stack: there is nothing to ask about"], broken: false };
  }
  const past = knownIncidents().find(({ id }) => id === incident);
  if (past) return one(survey.incident(past));
  if (fault.length > 0) return one(survey.result(together(fault.map((text) => faultOf(text, survey)))));
  const survival = survivalOn(survey, knownIncidents());
  return {
    text: [...matrixLines(survival.scenarios, colors), "", ...survivalLines(survival, colors)],
    broken: !survival.objectivesMet,
  };
}

function faultOf(text: string, { platform }: Survey) {
  try {
    return parseFault(text, platform);
  } catch (error) {
    throw error instanceof FaultError ? new InputError(`--fault ${text}: ${error.message}`) : error;
  }
}
