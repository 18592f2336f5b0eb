/** `npm run drill -- --fault … | --incident …`: the platform on this machine, what was predicted beside what was measured. */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Command, Option } from "commander";
import { type CommandContext, wantsColor } from "../cli/context";
import { codeOf, type ExitCode, exit, outputOf, report } from "../cli/exit";
import { plainOutput, runAsProcess } from "../cli/process-context";
import type { RunProgram } from "../cli/program";
import { runWithProgress } from "../cli/run-program";
import { projectName, selectStacks } from "../cli/stack-files";
import { knownIncidents } from "../cli/survey";
import { flagsOf, refuseSwallowed } from "../cli/swallowed-flags";
import { InputError } from "../report/input-error";
import { assumptionNames } from "../resilience/assumptions";
import { FaultError, parseTimedFaults } from "../resilience/faults/faults";
import { replay, transposed } from "../resilience/faults/replay";
import { inTime, type Scenario, scenarioOf } from "../resilience/faults/scenarios";
import { platformOf } from "../resilience/platform/from-graph";
import type { Platform } from "../resilience/platform/platform";
import { catalog } from "../stacks/catalog";
import { loadSettings, SettingsError } from "../stacks/config";
import { queuePlanOf } from "../stacks/queue-plan";
import { injectionOf } from "./faults/inject";
import { goPrograms } from "./frame/go";
import { Lacking, Lane, NotReady } from "./frame/lane";
import { debianProgram } from "./frame/parts";
import { liveView } from "./live";
import { compressed } from "./plan/schedule";
import { scaledStack } from "./plan/stack";
import { drillTimings, shortenings } from "./plan/timings";
import { renderDrillJson } from "./report/json";
import { renderDrillHtml } from "./report/page";
import { renderSummary } from "./report/summary";
import { drilledPlatform, runDrill } from "./run";
import { enterNamespaces } from "./world/net/enter";

interface Flags {
  readonly stack?: string;
  readonly config?: string;
  readonly fault: readonly string[];
  readonly incident?: string;
  readonly scale: number;
  readonly seed: number;
  readonly out: string;
}

/** The stack that is drilled where none is named, from the project's root. */
const OWN_STACK = "drill/stacks/Pulumi.drill.yaml";
/** Stretches of a scenario that are longer are shortened to this. */
const MOST_SECONDS = 45;

export async function runDrillCli(args: readonly string[], given: CommandContext): Promise<ExitCode> {
  const context = { ...given, stdout: plainOutput(given.stdout), stderr: plainOutput(given.stderr) };
  let code: ExitCode = exit.clean;
  const command = new Command("drill")
    .description(
      "the platform's real parts on this machine, a fault, and what was served beside what was predicted",
    )
    .addOption(
      new Option("--fault <fault>", "KIND:NAME[:MODE[:SHARE]][@START[-END]]; repeatable")
        .argParser(collected)
        .default([]),
    )
    .addOption(new Option("--incident <id>", "an outage of the past, its waits shortened").conflicts("fault"))
    .addOption(new Option("--stack <name>", "one of the project's stacks").conflicts("config"))
    .option("--config <file>", `a stack file kept elsewhere; without both ${OWN_STACK}`)
    .addOption(
      new Option("--scale <factor>", "replicas of the stack's peak, multiplied")
        .argParser(positive)
        .default(1),
    )
    .addOption(
      new Option("--seed <number>", "of what is left to chance in the load").argParser(whole).default(1),
    )
    .option("--out <dir>", "folder for the results", "out")
    .exitOverride()
    .configureOutput(outputOf(context))
    .action(async (flags: Flags) => {
      code = await drill(flags, context);
    });
  try {
    refuseSwallowed({ script: "drill", flags: flagsOf(command, [command]), args, env: context.env });
    await command.parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof Lacking) {
      context.stderr.write(`drill: not run here: ${error.message}\n`);
      return exit.input;
    }
    if (error instanceof FaultError) return report(new InputError([error.message]), context.stderr);
    if ((error as { code?: string }).code?.startsWith("commander."))
      return (error as { exitCode: number }).exitCode === 0 ? exit.clean : exit.input;
    return report(error, context.stderr);
  }
}

const collected = (text: string, known: readonly string[]): readonly string[] => [...known, text];

function positive(text: string): number {
  const number = Number(text);
  if (!(number > 0 && number <= 10))
    throw new InputError([`--scale ${text}: wanted a number over 0 and up to 10`]);
  return number;
}

function whole(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0)
    throw new InputError([`--seed ${text}: wanted a whole number from 0 on`]);
  return number;
}

async function drill(flags: Flags, context: CommandContext): Promise<ExitCode> {
  if (flags.fault.length === 0 && flags.incident === undefined)
    throw new InputError(["drill: wanted --fault or --incident: what is to happen"]);
  const [stack] = selectStacks(selected(flags, context), context);
  if (!stack) throw new InputError(["drill: no stack is selected"]);
  await enterNamespaces(async () => {
    for (const program of ["haproxy", "mkfs.ext4"] as const) debianProgram(program);
    await Promise.all([goPrograms("relay"), goPrograms("nats"), goPrograms("versitygw")]);
  });
  // The program speaks to its engine by loopback.
  execFileSync(debianProgram("ip"), ["link", "set", "lo", "up"]);
  const scaled = scaledStack(stack, flags.scale);
  const loaded = loadSettings(scaled.values, {
    file: stack.file,
    catalog: context.catalog,
    assumptionNames,
  });
  if (!loaded.ok) throw new SettingsError(loaded.problems);
  const { settings } = loaded;
  const graph = await runWithProgress(context.loadProgram(), projectName(context), scaled, context);
  if (!graph) return exit.defect;
  const now = new Date();
  const platform = drilledPlatform(graph, drillTimings, now);
  const { scenario, shortened } = compressed(scenarioFor(flags, platform), MOST_SECONDS);
  for (const { fault } of scenario.faults) injectionOf(fault, platform);

  const id = idOf(scenario);
  const lane = new Lane("drill");
  const view = liveView(context, scenario.title);
  const ending = () => void lane.end().finally(() => process.exit(130));
  process.once("SIGINT", ending).once("SIGTERM", ending);
  try {
    const outcome = await runDrill(
      lane,
      {
        id,
        stack: stack.stack,
        graph,
        queue: queuePlanOf(settings, context.catalog),
        proxyProtocol: settings.edge.proxyProtocol,
        scenario,
        seed: flags.seed,
        scale: flags.scale,
        timings: drillTimings,
        shortened: [...shortened, ...shortenings(platformOf(graph, now), drillTimings)],
      },
      view,
    );
    view.end();
    const folder = path.resolve(context.cwd, flags.out, "drill", id);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, "drill.json"), renderDrillJson(outcome));
    writeFileSync(path.join(folder, "drill.html"), renderDrillHtml(outcome));
    const color = wantsColor(context);
    context.stdout.write(
      `${renderSummary(outcome, { color, out: path.relative(context.cwd, folder), files: ["drill.json", "drill.html"] })}\n`,
    );
    return codeOf(outcome.verdict.verdict, true);
  } catch (error) {
    view.end();
    if (!(error instanceof NotReady)) throw error;
    context.stderr.write(`${error.message}\nlogs: ${lane.dir}\n`);
    return exit.defect;
  } finally {
    await lane.end();
  }
}

const selected = ({ stack, config }: Flags, { root }: CommandContext) =>
  stack === undefined ? { config: config ?? path.join(root, OWN_STACK) } : { stack };

function scenarioFor({ fault, incident }: Flags, platform: Platform): Scenario {
  if (incident === undefined) {
    const timed = fault.flatMap((text) => parseTimedFaults(text, platform));
    const [only] = timed;
    return only && timed.length === 1 && only.start === 0 && only.end === undefined
      ? scenarioOf(only.fault)
      : inTime(timed);
  }
  const known = knownIncidents();
  const found = known.find(({ id }) => id === incident);
  if (!found)
    throw new InputError([
      `--incident ${incident}: isn't known; known are ${known.map(({ id }) => id).join(", ")}`,
    ]);
  const asItWas = replay(found, platform).scenario;
  if (asItWas.faults.length > 0) return asItWas;
  const moved = transposed(found, platform)[0];
  if (!moved) throw new InputError([`--incident ${incident}: nothing of it could hit this platform`]);
  return moved;
}

/** A folder's name. */
const idOf = ({ id }: Scenario): string => id.replace(/[^A-Za-z0-9.-]+/g, "-").slice(0, 80);

if (require.main === module) {
  const loadProgram = (): RunProgram =>
    (require("../cli/program") as typeof import("../cli/program")).runStack;
  runAsProcess(path.resolve(__dirname, ".."), (args, context) =>
    runDrillCli(args, { ...context, catalog, loadProgram }),
  );
}
