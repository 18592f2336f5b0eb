/** `npm run rollout -- --stack prod`: site by site, routing last. */
import { spawnSync } from "node:child_process";
import path from "node:path";
import { Command, CommanderError } from "commander";
import { graphFromState } from "../graph/from-state";
import type { Graph } from "../graph/resource";
import { exit, report } from "../preview/exit";
import { InputError } from "../preview/input-error";
import type { RunProgram } from "../preview/program";
import { runTold } from "../preview/run-told";
import { projectName, selectStacks } from "../preview/stack-files";
import type { Surroundings } from "../preview/surroundings";
import { findOnPath, findPulumi, JUDGEABLE_PREVIEW, NO_PULUMI, run } from "../sandbox/pulumi";
import { loadSettings, type Settings } from "../stacks/config";
import { type Copier, describeStep } from "./commands";
import { askOverHttps, PATIENCE, questionsOf, waitUntilWell } from "./gate";
import { planRollout } from "./plan";
import { runSteps, type Tools } from "./run";

interface Flags {
  readonly stack: string;
  readonly from?: string;
  readonly dryRun?: boolean;
}

/** Exit code: 1 where a step failed or a site is red. */
export async function rollout(args: readonly string[], surroundings: Surroundings): Promise<number> {
  try {
    return await rollOut(flagsOf(args, surroundings), surroundings);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exit.clean : exit.input;
    return report(error, surroundings.stderr);
  }
}

function flagsOf(args: readonly string[], { stdout, stderr }: Surroundings): Flags {
  return new Command("rollout")
    .description("deploy a stack site by site, routing last")
    .requiredOption("--stack <name>", "which stack")
    .option("--from <registry>", "where the images are copied from; without it they are taken to be in place")
    .option("--dry-run", "print the commands and run none")
    .exitOverride()
    .configureOutput({ writeOut: (text) => stdout.write(text), writeErr: (text) => stderr.write(text) })
    .parse([...args], { from: "user" })
    .opts<Flags>();
}

async function rollOut({ stack, from, dryRun }: Flags, surroundings: Surroundings): Promise<number> {
  const { env, stdout } = surroundings;
  const project = projectName(surroundings);
  const [stackFile] = selectStacks({ stack }, surroundings);
  if (stackFile === undefined) throw new InputError(`--stack ${stack}: no such stack`);
  const loaded = loadSettings(stackFile.values, { file: stackFile.file });
  if (!loaded.ok) throw new Error(`${stackFile.file}: changed while it was read`);
  const graph = await runTold(surroundings.loadProgram(), project, stackFile, surroundings);
  if (graph === undefined) return exit.defect;
  const cli = findPulumi(env);
  if (cli === undefined && !dryRun) throw new InputError(NO_PULUMI);
  const state = () => (cli === undefined ? undefined : stateOf(cli, stack, surroundings));
  const steps = planRollout({ graph, project, stack, ...sitesOf(loaded.settings, state() ?? graph) });
  const copier = (["skopeo", "crane"] as const).find((tool) => findOnPath(tool, env) !== undefined);
  if (dryRun || cli === undefined) {
    const source = from ?? "REGISTRY";
    const lines = steps.flatMap((step) => describeStep(step, stack, source, copier ?? "skopeo"));
    stdout.write(`${lines.join("\n")}\n`);
    return exit.clean;
  }
  const tools = toolsOf(cli, copier, surroundings, (site) => {
    const names = graph.stackOutputs.publicNames as Readonly<Record<string, string>>;
    return waitUntilWell(questionsOf(state() ?? graph, site, names), askOverHttps, PATIENCE);
  });
  return (await runSteps(steps, { stack, source: from, tools, stdout })) ? exit.clean : exit.broken;
}

/** @param state what is deployed; without the CLI a dry run takes every site to be */
function sitesOf({ sites, drain, unreachable }: Settings, state: Graph) {
  const drained = new Set(
    drain.filter(({ until }) => Date.parse(until) > Date.now()).map(({ site }) => site),
  );
  const gone = new Set(sites.filter(({ provider }) => unreachable.includes(provider)).map(({ id }) => id));
  return {
    sites: sites.map(({ id }) => id),
    deployed: new Set((state.byType.get("twincloud:Site") ?? []).map(({ name }) => name)),
    unasked: new Set([...drained, ...gone]),
    unreachable: gone,
  };
}

/** The stack's state; an empty one for a stack that isn't there yet is the CLI's to make. */
function stateOf(cli: string, stack: string, { root, env }: Surroundings): Graph {
  const { status, stdout, stderr } = spawnSync(cli, ["stack", "export", "--stack", stack], {
    cwd: root,
    env: { ...env },
    encoding: "utf8",
    maxBuffer: 1 << 30,
  });
  if (status !== 0) {
    throw new InputError(
      `--stack ${stack}: pulumi can't export it (make a new one by pulumi stack init): ${stderr.trim()}`,
    );
  }
  return graphFromState(stdout);
}

function toolsOf(
  cli: string,
  copier: Copier | undefined,
  { root, env }: Surroundings,
  gate: Tools["gate"],
): Tools {
  const policies = ["--policy-pack", "policies"];
  return {
    copier,
    gate,
    secondsBetweenCopies: 30,
    pulumi: (args) =>
      run({ cli, args: [...args, ...policies], cwd: root, env: { ...env, ...JUDGEABLE_PREVIEW } }),
    command: ([tool = "", ...args]) => run({ cli: findOnPath(tool, env) ?? tool, args, cwd: root, env }),
  };
}

if (require.main === module) {
  const surroundings: Surroundings = {
    root: path.resolve(__dirname, ".."),
    cwd: process.cwd(),
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    loadProgram: () => (require("../preview/program") as { runStack: RunProgram }).runStack,
  };
  rollout(process.argv.slice(2), surroundings).then((code) => {
    process.exitCode = code;
  });
}
