/** `survive`: what users still have when something goes down, on a preview or on an exported state. */
import path from "node:path";
import { type Command, Option } from "commander";
import { createColors } from "picocolors";
import { isOurs } from "../../graph/doubts";
import type { Graph } from "../../graph/resource";
import { objectivesAsked } from "../../policies/pack/redundancy-objectives";
import { InputError } from "../../report/input-error";
import { scenarioJson, survivalOf } from "../../report/json";
import { printable } from "../../report/printable";
import {
  incidentLines,
  lossLine,
  matrixLines,
  survivalLines,
  yearlyLines,
} from "../../report/survival-terminal";
import { wrapped } from "../../report/wrapped";
import { FaultError, parseTimedFaults } from "../../resilience/faults/faults";
import { inTime } from "../../resilience/faults/scenarios";
import type { Objectives } from "../../resilience/platform/platform";
import type { ScenarioResult, Survey } from "../../resilience/verdict/survey";
import { calmOf, incidentResults } from "../../resilience/verdict/survival";
import { type CommandContext, wantsColor, widthFor } from "../context";
import { doubtsOf } from "../doubts";
import { codeOf, type ExitCode, exit, strictHelp, worst } from "../exit";
import { addGraphOptions, type GraphSelection, graphsOf } from "../graphs";
import { failed, jsonHelp, type StackJson, writeJson } from "../json-output";
import { type Next, nextChanges, nextJson, nextLines } from "../next";
import { judgeOf, redundancyOf } from "../policy-verdict";
import { runWithProgress } from "../run-program";
import { onOneSite, type Place, placeIn, placeOf } from "../single-site";
import { projectName, type SoundStack, selectStacks } from "../stack-files";
import { knownIncidents, surveyGraph, survivalSurveyed } from "../survey";
import { surviveHelp } from "../survive-help";

interface Flags extends GraphSelection {
  readonly incident?: string;
  readonly fault: readonly string[];
  readonly json?: boolean;
  readonly strict?: boolean;
  readonly next?: boolean;
}

export function addSurvive(program: Command, context: CommandContext, end: (code: ExitCode) => void): void {
  addGraphOptions(program.command("survive"))
    .description("say what users still have when something goes down")
    .addOption(new Option("--incident <id>", "the timeline of an outage of the past").conflicts("fault"))
    .option(
      "--fault <fault>",
      "KIND:NAME[:MODE[:SHARE]][@START[-END]], such as site:oci-us-ashburn-1:brownout:0.5@0-7200; repeatable",
      (text: string, faults: readonly string[]) => [...faults, text],
      [],
    )
    .addOption(
      new Option(
        "--next",
        "also the three changes that would save most minutes a year, each tried on the changed stack: takes a preview for each",
      ).conflicts(["incident", "fault", "state", "against", "program"]),
    )
    .option("--json", jsonHelp)
    .option("--strict", strictHelp)
    .addHelpText("after", () => surviveHelp(knownIncidents(), context))
    .action(async (flags: Flags) => end(await survive(flags, context)));
}

async function survive(flags: Flags, context: CommandContext): Promise<ExitCode> {
  const { incident } = flags;
  const now = new Date();
  const asked = objectivesAsked(redundancyOf(context, path.resolve(context.cwd, flags.program ?? ".")));
  const ids = knownIncidents().map(({ id }) => id);
  if (incident !== undefined && !ids.includes(incident)) {
    throw new InputError(`--incident ${incident}: isn't known; known are ${ids.join(", ")}`);
  }
  const codes: ExitCode[] = [];
  const found: StackJson[] = [];
  const hit = new Map<string, Hit>();
  for await (const { stack, graph } of graphsOf(flags, context)) {
    if (graph === undefined) {
      codes.push(exit.defect);
      found.push(failed(stack));
      continue;
    }
    const doubts = doubtsOf(graph, createColors(wantsColor(context)));
    const answer = doubts.nothing ? undefined : answerOf(flags, graph, now, context, asked);
    const said = answer?.saysDoubts ? doubts.notes : doubts.lines;
    const next = answer && flags.next ? await nextOf(stack, graph, flags, now, context) : undefined;
    const text = [...(answer?.text ?? []), ...(next ? ["", ...nextLines(next.found)] : []), ...said];
    if (!flags.json) tell(stack, text, context);
    const json = answer && { ...answer.json, ...(next ? { next: nextJson(next.found) } : {}) };
    found.push({ stack, ...(json ? { survival: json } : { because: doubts.nothing }) });
    if (answer?.hit) hit.set(stack, answer.hit);
    codes.push(doubts.code, answer?.code ?? exit.clean);
  }
  if (flags.json) writeJson(found, flags, now, context.stdout);
  else if (incident !== undefined) codes.push(await compareOnOneSite(incident, hit, flags, now, context));
  return worst(codes);
}

/** What would save most; undefined for a graph that no stack file is behind. */
async function nextOf(
  name: string,
  graph: Graph,
  flags: Flags,
  now: Date,
  context: CommandContext,
): Promise<{ found: Next | undefined } | undefined> {
  const stack = selectStacks(flags, context).find((one) => one.stack === name);
  if (!stack) return undefined;
  const project = projectName(context);
  const program = context.loadProgram();
  const run = (changed: SoundStack) => runWithProgress(program, project, changed, context);
  return { found: await nextChanges({ stack, graph, now, judge: judgeOf(context, now), run }) };
}

/** What the comparison would have lost is no verdict on the stack that was asked about. */
async function compareOnOneSite(
  incident: string,
  hit: ReadonlyMap<string, Hit>,
  flags: Flags,
  now: Date,
  context: CommandContext,
): Promise<ExitCode> {
  let code: ExitCode = exit.clean;
  for (const stack of stackFilesFor(flags, context)) {
    const of = hit.get(stack.stack);
    const alone = onOneSite(stack, whereOf(incident) ?? of?.place);
    const graph = await runWithProgress(context.loadProgram(), projectName(context), alone, context);
    if (graph === undefined) code = exit.defect;
    else {
      const { text, hit: own } = answerOf(flags, graph, now, context);
      const compared = of && own ? [lossLine([stack.stack, of.result], [alone.site, own.result])] : [];
      tell(`${stack.stack}, all of it at ${alone.site}`, [...text, ...compared], context);
    }
  }
  return code;
}

function tell(title: string, lines: readonly string[], context: CommandContext): void {
  const { bold } = createColors(wantsColor(context));
  const width = widthFor(context);
  const text = [bold(printable(title)), ...lines, ""].flatMap((line) => wrapped(line, width));
  context.stdout.write(`${text.join("\n")}\n`);
}

function whereOf(id: string | undefined) {
  const incident = knownIncidents().find((known) => known.id === id);
  return incident && placeOf(incident);
}

/** The settings to build the comparison from; an exported state has none. */
function stackFilesFor(flags: Flags, context: CommandContext): SoundStack[] {
  if (flags.state === undefined) return selectStacks(flags, context);
  context.stderr.write(
    "--state: an exported state holds no settings to build the same platform on one site from; --stack does\n",
  );
  return [];
}

/** An outage of the past as it hit a stack: as it was or, where nothing of the stack stood there, as it would have. */
interface Hit {
  readonly result: ScenarioResult;
  /** Where it hit. */
  readonly place: Place | undefined;
}

interface Answer {
  readonly hit?: Hit;
  readonly text: readonly string[];
  /** The section `survival` of preview.json; of what was asked about alone, where that is one scenario. */
  readonly json: object;
  readonly code: ExitCode;
  /** Whether the text says what of the whole graph can't be known. */
  readonly saysDoubts: boolean;
}

function answerOf(
  { incident, fault, strict }: Flags,
  graph: Graph,
  now: Date,
  context: CommandContext,
  asked?: Objectives,
): Answer {
  const survey = surveyGraph(graph, now, asked);
  const colors = createColors(wantsColor(context));
  const width = widthFor(context);
  const ours = isOurs(graph);
  const calm = calmOf(survey);
  if (calm.nothing) {
    const because = calm.because.join(" ");
    const json = { verdict: calm.verdict, because: calm.because, scenarios: [] };
    return { text: [`${colors.red("can't tell")} ${because}`], json, code: exit.broken, saysDoubts: true };
  }
  const one = (results: readonly ScenarioResult[]): Answer => {
    // What touched nothing is no verdict: as it would have hit, it is one.
    const result = results.find(({ touchesNothing }) => !touchesNothing) ?? results[0];
    const isDown = Object.values(result?.verdicts ?? {}).some(({ state }) => state === "down");
    // Of one scenario nobody asks for objectives: what can't be known of the state is what can't be told.
    const answer = isDown ? "missed" : survey.unread.doubts.length > 0 ? "unknown" : "met";
    return {
      text: [...calm.before, ...incidentLines(results, colors)],
      json: { because: calm.before, scenarios: results.map(scenarioJson) },
      ...(result ? { hit: { result, place: placeIn(result, survey.platform.sites) } } : {}),
      code: codeOf(answer, ours, strict),
      saysDoubts: false,
    };
  };
  const past = knownIncidents().find(({ id }) => id === incident);
  if (past) return one(incidentResults(survey, past));
  if (fault.length > 0) return one([survey.result(inTime(fault.flatMap((text) => faultsIn(text, survey))))]);
  const survival = survivalSurveyed(survey);
  return {
    text: [
      ...matrixLines(survival.scenarios, colors, width),
      "",
      ...yearlyLines(survival.yearly, colors, width),
      "",
      ...survivalLines(survival, colors),
    ],
    json: survivalOf(survival),
    code: codeOf(survival.verdict, ours, strict),
    saysDoubts: true,
  };
}

function faultsIn(text: string, { platform }: Survey) {
  try {
    return parseTimedFaults(text, platform);
  } catch (error) {
    throw error instanceof FaultError ? new InputError(`--fault ${text}: ${error.message}`) : error;
  }
}
