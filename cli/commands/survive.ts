/** `survive`: what users still have when something goes down, on a preview or on an exported state. */
import path from "node:path";
import { type Command, Option } from "commander";
import { createColors } from "picocolors";
import { InputError } from "../../report/input-error";
import { matrixLines, survivalLines, timelineLines } from "../../report/survival-terminal";
import { FaultError, parseFault } from "../../resilience/faults/faults";
import { together } from "../../resilience/faults/scenarios";
import { type ScenarioResult, type Survey, survivalOn } from "../../resilience/verdict/survival";
import { type CommandContext, wantsColor } from "../context";
import { doubtsOf } from "../doubts";
import { type ExitCode, exit, worst } from "../exit";
import { addGraphOptions, type GraphSelection, graphsOf } from "../graphs";
import { knownIncidents, surveyGraph } from "../survey";

interface Flags extends GraphSelection {
  readonly incident?: string;
  readonly fault: readonly string[];
}

/** The platform as it was on the day, for comparison with an incident: all of it on one site. */
const ALONE = "tests/resilience/stacks/Pulumi.ashburn-alone.yaml";

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
  const alone = { config: path.join(context.root, ALONE) };
  const selections = incident === undefined ? [flags] : [flags, alone];
  const codes: ExitCode[] = [];
  for (const selection of selections) {
    for await (const { stack, graph } of graphsOf(selection, context)) {
      if (graph === undefined) {
        codes.push(exit.defect);
        continue;
      }
      const colors = createColors(wantsColor(context));
      const doubts = doubtsOf(graph, colors);
      const lines = doubts.nothing ? undefined : linesOf(flags, surveyGraph(graph), context);
      const text = [colors.bold(stack), ...(lines?.text ?? []), ...doubts.lines, ""];
      context.stdout.write(`${text.join("\n")}\n`);
      // What the comparison would have lost is no verdict on the stack that was asked about.
      if (selection !== alone) codes.push(doubts.code, lines?.broken ? exit.broken : exit.clean);
    }
  }
  return worst(codes);
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
