/** `npm run drill -- --fault … | --incident …`: the platform on this machine, what was predicted beside what was measured. */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Command, Option } from "commander";
import { type CommandContext, wantsColor } from "../cli/context";
import { codeOf, type ExitCode, exit, outputOf, report, worst } from "../cli/exit";
import { plainOutput, runAsProcess } from "../cli/process-context";
import type { RunProgram } from "../cli/program";
import { runWithProgress } from "../cli/run-program";
import { projectName, selectStacks } from "../cli/stack-files";
import { flagsOf, refuseSwallowed } from "../cli/swallowed-flags";
import { InputError } from "../report/input-error";
import { assumptionNames } from "../resilience/assumptions";
import { FaultError } from "../resilience/faults/faults";
import { platformOf } from "../resilience/platform/from-graph";
import { catalog } from "../stacks/catalog";
import { loadSettings, SettingsError } from "../stacks/config";
import { queuePlanOf } from "../stacks/queue-plan";
import { shrunk } from "./explore/shrink";
import { goPrograms } from "./frame/go";
import { Lacking, Lane, NotReady } from "./frame/lane";
import { debianProgram } from "./frame/parts";
import { liveView } from "./live";
import { exploredOrder, ordersOf, type Wanted } from "./orders";
import { programsOf } from "./plan/programs";
import { askedStack, scaledStack } from "./plan/stack";
import { drilledPlatform, drillTimings, shortenings } from "./plan/timings";
import { renderDotsHtml } from "./report/dots";
import { renderDrillJson } from "./report/json";
import { renderDrillHtml } from "./report/page";
import { type Ended, renderSeries } from "./report/series";
import { renderSummary } from "./report/summary";
import { againText } from "./report/words";
import { type DrillOrder, NotCalm, runDrill, type Watcher } from "./run";
import { Standing } from "./standing";
import { enterNamespaces } from "./world/net/enter";

interface Flags extends Wanted {
  readonly stack?: string;
  readonly config?: string;
  readonly scale: number;
  readonly demand?: number;
  readonly again?: boolean;
  readonly out: string;
}

/** The stack that is drilled where none is named, from the project's root. */
const OWN_STACK = "drill/stacks/Pulumi.drill.yaml";

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
    .addOption(
      new Option(
        "--each <fault>",
        "as --fault, and each is a drill of its own, one after the other; repeatable",
      )
        .argParser(collected)
        .default([])
        .conflicts(["fault", "incident"]),
    )
    .addOption(
      new Option(
        "--all",
        "one fault of each kind that can be drilled, in about an hour; with the next seed the next of its likes",
      ).conflicts(["fault", "incident", "each"]),
    )
    .addOption(
      new Option("--every", "every single fault of the stack that can be drilled: some hours").conflicts([
        "fault",
        "incident",
        "each",
        "all",
      ]),
    )
    .addOption(
      new Option(
        "--explore <times>",
        "so many scenarios of the seed: one fault, then two, then three, at times and demands of their own; what breaks something is made as small as six more drills can",
      )
        .argParser(times)
        .conflicts(["fault", "incident", "each", "all", "every", "repeat", "demand"]),
    )
    .addOption(
      new Option("--repeat <times>", "drill it so often, at other moments and with other requests")
        .argParser(times)
        .default(1),
    )
    .addOption(new Option("--stack <name>", "one of the project's stacks").conflicts("config"))
    .option("--config <file>", `a stack file kept elsewhere; without both ${OWN_STACK}`)
    .addOption(
      new Option("--scale <factor>", "replicas of the stack's peak, multiplied")
        .argParser(positive)
        .default(1),
    )
    .addOption(
      new Option(
        "--demand <share>",
        "of the peak that users ask for; the assumption demandShare where it isn't said",
      ).argParser(shareOfPeak),
    )
    .addOption(
      new Option("--seed <number>", "of what is left to chance: the load, and the moment of the fault")
        .argParser(whole)
        .default(1),
    )
    .option(
      "--again",
      "drill once more what is outside its band and has kept all that was promised; the second counts",
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

function shareOfPeak(text: string): number {
  const number = Number(text);
  if (!(number > 0 && number <= 2))
    throw new InputError([`--demand ${text}: wanted a share of the peak, over 0 and up to 2`]);
  return number;
}

function times(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > 100)
    throw new InputError([`${text}: wanted a whole number of drills, from 1 to 100`]);
  return number;
}

function whole(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0)
    throw new InputError([`--seed ${text}: wanted a whole number from 0 on`]);
  return number;
}

async function drill(flags: Flags, context: CommandContext): Promise<ExitCode> {
  if (
    !flags.all &&
    !flags.every &&
    flags.explore === undefined &&
    flags.fault.length + flags.each.length === 0 &&
    flags.incident === undefined
  )
    throw new InputError([
      "drill: wanted --fault, --incident, --each, --all, --every or --explore: what is to happen",
    ]);
  const [stack] = selectStacks(selected(flags, context), context);
  if (!stack) throw new InputError(["drill: no stack is selected"]);
  await enterNamespaces(async () => {
    for (const program of ["haproxy", "mkfs.ext4", "nft", "python3"] as const) debianProgram(program);
    await Promise.all((["relay", "nats", "versitygw", "rclone"] as const).map(goPrograms));
  });
  // The program speaks to its engine by loopback.
  execFileSync(debianProgram("ip"), ["link", "set", "lo", "up"]);
  const scaled = askedStack(scaledStack(stack, flags.scale), flags.demand);
  const loaded = loadSettings(scaled.values, {
    file: stack.file,
    catalog: stack.catalog,
    assumptionNames,
  });
  if (!loaded.ok) throw new SettingsError(loaded.problems);
  const { settings } = loaded;
  const graph = await runWithProgress(context.loadProgram(), projectName(context), scaled, context);
  if (!graph) return exit.defect;
  const orders = ordersOf(flags, drilledPlatform(graph, drillTimings, new Date()));

  const lane = new Lane("drill");
  const view = liveView(context);
  const ending = () => void lane.end().finally(() => process.exit(130));
  process.once("SIGINT", ending).once("SIGTERM", ending);
  try {
    const standing = await Standing.start(
      lane,
      {
        stack: stack.stack,
        graph,
        queue: queuePlanOf(settings, stack.catalog),
        programs: programsOf(stack.catalog),
        proxyProtocol: settings.edge.proxyProtocol,
        scale: flags.scale,
        timings: drillTimings,
      },
      view.step,
    );
    const shortened = shortenings(platformOf(graph, new Date()), drillTimings);
    const ends: Ended[] = [];
    let begun = 0;
    const drilled = async (order: DrillOrder): Promise<Ended> => {
      if (begun++ > 0) await standing.well();
      view.begin(order.scenario.title, ends.length / orders.length, 1 / orders.length);
      const all = { ...order, shortened: [...order.shortened, ...shortened] };
      const ended = await drillOnce(standing, all, view);
      tell(ended, flags, context);
      return ended;
    };
    for (const order of orders) {
      const ended = await drilled(order);
      const { demand } = order;
      if (
        flags.explore !== undefined &&
        demand !== undefined &&
        ended.outcome?.verdict.verdict === "missed"
      ) {
        const explored = { scenario: order.scenario, demand, seed: order.seed };
        const least = await shrunk(
          { explored, outcome: ended.outcome },
          async (smaller) => (await drilled(exploredOrder(smaller))).outcome,
        );
        context.stdout.write(`the least that shows it: ${againText(least.outcome)}\n`);
        ends.push({ ...ended, outcome: least.outcome });
        continue;
      }
      const again = flags.again && isOutsideAlone(ended);
      ends.push(again ? await drilled({ ...order, seed: order.seed + orders.length }) : ended);
    }
    view.end();
    if (ends.length > 1) tellAll(ends, flags, context);
    return codeOfAll(ends);
  } catch (error) {
    view.end();
    if (!(error instanceof NotReady)) throw error;
    context.stderr.write(`${error.message}\nlogs: ${lane.dir}\n`);
    return exit.defect;
  } finally {
    await lane.end();
  }
}

/** Whether figures left their band and nothing worse happened: of a busy machine that may be chance. */
const isOutsideAlone = ({ outcome }: Ended): boolean =>
  outcome?.verdict.verdict === "missed" && outcome.invariants.every(({ held }) => held);

/** What was judged counts; where nothing is wrong with that, what couldn't be drilled here does. */
function codeOfAll(ends: readonly Ended[]): ExitCode {
  const codes = ends.flatMap(({ outcome }) => (outcome ? [codeOf(outcome.verdict.verdict, true)] : []));
  if (codes.includes(exit.broken)) return exit.broken;
  return codes.length < ends.length ? exit.input : worst(codes);
}

/** A drill before which all wasn't well says nothing of the platform: that is told, and the next one is begun. */
async function drillOnce(standing: Standing, order: DrillOrder, watcher: Watcher): Promise<Ended> {
  try {
    return { id: order.id, outcome: await runDrill(standing, order, watcher) };
  } catch (error) {
    if (!(error instanceof NotCalm)) throw error;
    return { id: order.id, refused: error.message };
  }
}

function tell({ id, outcome, refused }: Ended, flags: Flags, context: CommandContext): void {
  if (!outcome) {
    context.stderr.write(`${id}: ${refused}\n`);
    return;
  }
  const folder = path.resolve(context.cwd, flags.out, "drill", id);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "drill.json"), renderDrillJson(outcome));
  writeFileSync(path.join(folder, "drill.html"), renderDrillHtml(outcome));
  const out = path.relative(context.cwd, folder);
  const options = { color: wantsColor(context), out, files: ["drill.json", "drill.html"] };
  context.stdout.write(`${renderSummary(outcome, options)}\n`);
}

/** A line and a dot for each. */
function tellAll(ends: readonly Ended[], flags: Flags, context: CommandContext): void {
  const file = path.resolve(context.cwd, flags.out, "drill", "drills.html");
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, renderDotsHtml(ends));
  const text = renderSeries(ends, { color: wantsColor(context) });
  context.stdout.write(`${text}\nall on one page: ${path.relative(context.cwd, file)}\n`);
}

const selected = ({ stack, config }: Flags, { root }: CommandContext) =>
  stack === undefined ? { config: config ?? path.join(root, OWN_STACK) } : { stack };

if (require.main === module) {
  const loadProgram = (): RunProgram =>
    (require("../cli/program") as typeof import("../cli/program")).runStack;
  runAsProcess(path.resolve(__dirname, ".."), (args, context) =>
    runDrillCli(args, { ...context, catalog, loadProgram }),
  );
}
