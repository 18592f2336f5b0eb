/** `npm run rollout -- --stack prod`: site by site, routing last. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { Command, CommanderError } from "commander";
import { createColors } from "picocolors";
import { type CommandContext, wantsColor } from "../cli/context";
import { exit, outputOf, report } from "../cli/exit";
import { stateOf } from "../cli/graphs";
import { plainOutput, runAsProcess } from "../cli/process-context";
import type { RunProgram } from "../cli/program";
import { runWithProgress } from "../cli/run-program";
import { projectName, type SoundStack, selectStacks } from "../cli/stack-files";
import { flagsOf as declared, hintLines, refuseSwallowed } from "../cli/swallowed-flags";
import type { Graph } from "../graph/resource";
import { publicNamesIn, readStackSettings, stackSettings } from "../graph/stack-settings";
import { changesAgainst } from "../report/against/changes";
import { readEarlier } from "../report/against/earlier";
import { authorityRefusal } from "../report/against/queue-authority";
import { InputError } from "../report/input-error";
import { noteLines } from "../report/note-lines";
import { findOnPath, findPulumi, NO_PULUMI, run, sharedIamWindow } from "../sandbox/pulumi";
import { catalog } from "../stacks/catalog";
import { backLines } from "./back-lines";
import { type Copier, describeStep, SECONDS_BETWEEN_COPIES, type Told } from "./commands";
import { type Ask, askOverHttps, PATIENCE, type Patience, questionsOf, waitUntilWell } from "./gate";
import { goneOf } from "./gone";
import { checkOut } from "./past";
import { planRollout, type Step } from "./plan";
import { planBack } from "./plan-back";
import { runSteps, type Tools } from "./run";
import { sitesNamed, sitesOf } from "./sites";

interface Flags {
  readonly stack: string;
  readonly from?: string;
  readonly imagePolicy?: string;
  readonly dryRun?: boolean;
  readonly to?: string;
}

/** How sites are asked. */
export interface Gatekeeper {
  readonly ask: Ask;
  readonly patience: Patience;
}

/** Exit code: 1 where a step failed or a site is red. */
export async function rollout(
  args: readonly string[],
  given: CommandContext,
  gatekeeper: Gatekeeper = { ask: askOverHttps, patience: PATIENCE },
): Promise<number> {
  const context = { ...given, stdout: plainOutput(given.stdout), stderr: plainOutput(given.stderr) };
  try {
    return await rollOut(flagsOf(args, context), context, gatekeeper);
  } catch (error) {
    if (!(error instanceof CommanderError)) return report(error, context.stderr);
    if (error.code === "commander.excessArguments") {
      const lines = ["flags go behind a -- that stands alone:", ...hintLines("rollout", "--stack <name>")];
      context.stderr.write(`${lines.join("\n")}\n`);
    }
    return error.exitCode === 0 ? exit.clean : exit.input;
  }
}

const help = `
Under npm, flags go behind a --:  npm run rollout -- --stack prod --dry-run
Without --dry-run it deploys, by \`pulumi up --yes\`: what serves is asked first, then each site is changed and asked
before the next one, and routing comes last. The first step that fails is the last.
With --to the same commands run in a checkout of that commit, with today's drain, unreachable, untrusted and secrets;
what can't go back is said, and nothing is changed then.
Ends with 0 when every step went well, 1 when one failed or a site is red, 2 when the input is wrong, 3 on a defect.`;

/** @throws InputError when a flag was taken on the way: a dry run that was asked for is never a real one. */
function flagsOf(args: readonly string[], context: CommandContext): Flags {
  const command = new Command("rollout")
    .description("deploy a stack site by site, routing last")
    .requiredOption("--stack <name>", "which stack: NAME, ORG/NAME or ORG/PROJECT/NAME")
    .option("--from <registry>", "where the images are copied from; without it they are taken to be in place")
    .option(
      "--image-policy <file>",
      "whose signatures an image must have to be copied (containers-policy.json; skopeo asks)",
    )
    .option(
      "--to <commit>",
      "roll back to a commit that was deployed: routing first, then the sites from the last one on",
    )
    .option("--dry-run", "print the commands and run none")
    .exitOverride()
    .configureOutput(outputOf(context))
    .addHelpText("after", help);
  const script = context.env.npm_lifecycle_event ?? "rollout";
  refuseSwallowed({ script, flags: declared(command), args, env: context.env });
  return command.parse([...args], { from: "user" }).opts<Flags>();
}

/** @throws InputError where nothing would be asked of the images that the file is for. */
function policyFile(
  file: string,
  { from, copier }: { from: string | undefined; copier: Copier | undefined },
  { cwd }: CommandContext,
): string {
  const refuse = (why: string) => new InputError(`--image-policy ${file}: ${why}`);
  if (from === undefined)
    throw refuse("without --from no image is copied, and so none is asked for a signature");
  if (copier === "crane")
    throw refuse("found crane, which asks for no signature, and no skopeo; put skopeo on PATH");
  const found = path.resolve(cwd, file);
  if (!existsSync(found)) throw refuse("there is no such file; wanted one as containers-policy.json(5) says");
  return found;
}

/** @throws InputError where the queues' authority goes on by more than a stage: sites would refuse each other half-way. */
function refuseSkippedStage(state: Graph, planned: Graph): void {
  const [old, now] = [readStackSettings(state), readStackSettings(planned)];
  if (old.kind !== "settings" || now.kind !== "settings") return;
  const [refused] = authorityRefusal(old.settings, now.settings, "");
  if (refused) throw new InputError(`twincloud:queueAuthority: ${refused.because}`);
}

async function rollOut(
  { stack, from, imagePolicy, dryRun, to }: Flags,
  context: CommandContext,
  gatekeeper: Gatekeeper,
): Promise<number> {
  const { env } = context;
  const project = projectName(context);
  const [stackFile] = selectStacks({ stack }, context);
  if (stackFile === undefined) throw new InputError(`--stack ${stack}: no such stack`);
  const { settings } = stackFile;
  const cli = findPulumi(env);
  if (cli === undefined && !dryRun) throw new InputError(NO_PULUMI);
  if (to !== undefined)
    return await rollBack({ to, stack, from, imagePolicy, dryRun }, { cli, stackFile }, context, gatekeeper);
  const graph = await runWithProgress(context.loadProgram(), project, stackFile, context);
  if (graph === undefined) return exit.defect;
  const exported = exportState(cli, stack, context);
  if (!exported.ok && !dryRun) throw new InputError(exported.why.split("\n"));
  const state = exported.ok ? exported.state : undefined;
  if (state) tellNotes(state, context);
  if (state) refuseSkippedStage(state, graph);
  const steps = planRollout({
    graph,
    project,
    stack: stackFile.stack,
    ...sitesOf(settings, state, new Date()),
    gone: state === undefined ? [] : goneOf(state, graph, settings.untrusted.length > 0),
    isCut: settings.untrusted.length > 0,
  });
  const anyUnreachable = settings.unreachable.length + settings.untrusted.length > 0;
  const why = exported.ok ? undefined : exported.why;
  return await carryOut(
    steps,
    { flags: { stack, from, imagePolicy, dryRun }, cli, graph, anyUnreachable, why },
    context,
    gatekeeper,
  );
}

interface Carried {
  readonly flags: Omit<Flags, "to">;
  readonly cli: string | undefined;
  readonly graph: Graph;
  readonly anyUnreachable: boolean;
  /** Why the state can't be seen, if so. */
  readonly why: string | undefined;
}

/** Runs steps, or prints them. */
async function carryOut(
  steps: readonly Step[],
  { flags: { stack, from, imagePolicy, dryRun }, cli, graph, anyUnreachable, why }: Carried,
  context: CommandContext,
  gatekeeper: Gatekeeper,
): Promise<number> {
  const { env, stdout } = context;
  const copier = (["skopeo", "crane"] as const).find((tool) => findOnPath(tool, env) !== undefined);
  const told: Told = {
    stack,
    source: from,
    ...(imagePolicy === undefined ? {} : { imagePolicy: policyFile(imagePolicy, { from, copier }, context) }),
    anyUnreachable,
    iamWindow: sharedIamWindow(env),
  };
  if (dryRun || cli === undefined) {
    if (why !== undefined) stdout.write(`# every site is taken to be deployed: ${oneLine(why)}\n`);
    const lines = steps.flatMap((step) => describeStep(step, told, copier ?? "skopeo"));
    stdout.write(`${lines.join("\n")}\n`);
    return exit.clean;
  }
  const gate: Tools["gate"] = async (asked) => {
    const names = publicNamesIn(graph);
    // Anew each time: a step may have made the addresses.
    const now = exportState(cli, stack, context);
    if (!now.ok) throw new InputError(now.why.split("\n"));
    const waits = asked.map((one) =>
      waitUntilWell(questionsOf(now.state, one, names), gatekeeper.ask, gatekeeper.patience),
    );
    return (await Promise.all(waits)).flat();
  };
  const tools = toolsOf(cli, copier, context, gate);
  return (await runSteps(steps, { ...told, tools, stdout })) ? exit.clean : exit.broken;
}

/** @throws InputError where there is no such commit, no state, or the commit's program refuses the settings */
async function rollBack(
  { to, ...flags }: Flags & { readonly to: string },
  { cli, stackFile }: { readonly cli: string | undefined; readonly stackFile: SoundStack },
  context: CommandContext,
  gatekeeper: Gatekeeper,
): Promise<number> {
  const { stdout, stderr } = context;
  const { stack } = flags;
  const exported = exportState(cli, stack, context);
  if (!exported.ok) throw new InputError(exported.why.split("\n"));
  const { state } = exported;
  tellNotes(state, context);
  const past = checkOut(
    to,
    { stack, file: path.resolve(context.cwd, stackFile.file), state: exported.text },
    context,
  );
  try {
    const { graph } = past;
    const settings = stackSettings(graph);
    if (settings === undefined) throw new InputError(`--to ${to}: its program exports no settings`);
    const changes = changesAgainst(readEarlier(exported.text, `--stack ${stack}`), graph);
    stderr.write(`${backLines(changes, past.commit).join("\n")}\n`);
    if (changes.refused.length > 0) return exit.broken;
    const steps = planBack({
      graph,
      state,
      project: projectName(context),
      stack: stackFile.stack,
      ...sitesOf(
        {
          sites: sitesNamed(inOrder(Object.keys(settings.shares), stackFile)),
          drain: settings.drain,
          unreachable: settings.unreachable,
          untrusted: settings.untrusted ?? [],
        },
        state,
        new Date(),
      ),
      gone: goneOf(state, graph),
    });
    if (flags.dryRun)
      stdout.write(
        `# in a checkout of ${past.commit}, with today's drain, unreachable, untrusted and secrets\n`,
      );
    const anyUnreachable = settings.unreachable.length + (settings.untrusted ?? []).length > 0;
    const carried = { flags, cli, graph, anyUnreachable, why: undefined };
    return await carryOut(steps, carried, { ...context, root: past.root }, gatekeeper);
  } finally {
    past.remove();
  }
}

/** Sites in the order of the stack file, those that it no longer has last. */
function inOrder(ids: readonly string[], { settings }: SoundStack): string[] {
  const order = settings.sites.map(({ id }) => id);
  const place = (id: string) => (order.includes(id) ? order.indexOf(id) : order.length);
  return [...ids].sort((a, b) => place(a) - place(b));
}

/** Apart from the commands, which a dry run has on stdout. */
function tellNotes({ notes }: Graph, context: CommandContext): void {
  const lines = noteLines(notes, createColors(wantsColor(context)));
  if (lines.length > 0) context.stderr.write(`${lines.join("\n")}\n`);
}

const oneLine = (text: string): string => text.replace(/\s+/g, " ");

type Exported =
  | { readonly ok: true; readonly state: Graph; readonly text: string }
  | { readonly ok: false; readonly why: string };

/** The stack's state; a stack that isn't there yet is the CLI's to make. */
function exportState(cli: string | undefined, stack: string, { root, env }: CommandContext): Exported {
  if (cli === undefined) return { ok: false, why: NO_PULUMI };
  const { status, stdout, stderr, error } = spawnSync(cli, ["stack", "export", "--stack", stack], {
    cwd: root,
    env: { ...env },
    maxBuffer: 1 << 30,
  });
  if (error) throw error;
  if (status === 0) {
    const state = stateOf(stdout, `--stack ${stack}: its exported state`);
    return { ok: true, state, text: stdout.toString("utf8") };
  }
  const said = stderr.toString("utf8").trim();
  const why = `--stack ${stack}: pulumi can't export it (make a new one by pulumi stack init): ${said}`;
  return { ok: false, why };
}

function toolsOf(
  cli: string,
  copier: Copier | undefined,
  { root, env }: CommandContext,
  gate: Tools["gate"],
): Tools {
  return {
    copier,
    gate,
    secondsBetweenCopies: SECONDS_BETWEEN_COPIES,
    pulumi: ({ args, env: more }) => run({ cli, args, cwd: root, env: { ...env, ...more } }),
    command: ([tool = "", ...args], signal) =>
      run({ cli: findOnPath(tool, env) ?? tool, args, cwd: root, env, signal }),
  };
}

if (require.main === module) {
  const loadProgram = () => (require("../cli/program") as { runStack: RunProgram }).runStack;
  runAsProcess(path.resolve(__dirname, ".."), (args, context) =>
    rollout(args, { ...context, catalog, loadProgram }),
  );
}
