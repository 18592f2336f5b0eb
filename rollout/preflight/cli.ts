/** `npm run preflight -- --stack prod`: what a stack needs of its accounts, before anything is made. */
import { spawnSync } from "node:child_process";
import path from "node:path";
import { Command, CommanderError } from "commander";
import type { CommandContext } from "../../cli/context";
import { exit, outputOf, report } from "../../cli/exit";
import { plainOutput, runAsProcess } from "../../cli/process-context";
import type { RunProgram } from "../../cli/program";
import { runWithProgress } from "../../cli/run-program";
import { projectName, selectStacks } from "../../cli/stack-files";
import { flagsOf, refuseSwallowed } from "../../cli/swallowed-flags";
import { InputError } from "../../report/input-error";
import { findOnPath } from "../../sandbox/pulumi";
import { catalog } from "../../stacks/catalog";
import { type Asked, askAws, askOci, type Run } from "./ask";
import { regionsUsed } from "./needs";
import { askedLines, bucketsOf, needsOf, preflightLines } from "./page";
import { clusterAdmins } from "./rights";

/** A command of a cloud that hangs must not hold the list up. */
const ASK_SECONDS = 20;

/** Runs a cloud's own CLI, and never for longer than a few seconds. */
export const runCli =
  (env: CommandContext["env"]): Run =>
  ([tool = "", ...args]) => {
    const found = findOnPath(tool, env);
    if (found === undefined) return { ok: false, why: `${tool} is not on PATH` };
    const { status, stdout, stderr, error } = spawnSync(found, args, {
      env: { ...env, AWS_PAGER: "" },
      encoding: "utf8",
      timeout: ASK_SECONDS * 1000,
    });
    if (error) return { ok: false, why: error.message };
    if (status !== 0) return { ok: false, why: stderr.trim().split("\n").at(-1) ?? `ended with ${status}` };
    try {
      return { ok: true, json: stdout.trim() === "" ? {} : JSON.parse(stdout) };
    } catch {
      return { ok: false, why: `${tool} ${args[0]} ${args[1]}: answered something that is no JSON` };
    }
  };

const help = `
Without credentials it prints the list. With them (each provider's usual chain) it also asks, by commands that only read:
who is asking, AWS's quotas, whether the buckets' names are free, and which regions the tenancy is subscribed to. What it
finds in use by others isn't counted. Ends with 0, with 1 where something falls short, with 2 where the input is wrong.`;

/** Exit code: 1 where something falls short. */
export async function preflight(
  args: readonly string[],
  given: CommandContext,
  run: Run = runCli(given.env),
): Promise<number> {
  const context = { ...given, stdout: plainOutput(given.stdout), stderr: plainOutput(given.stderr) };
  try {
    const command = new Command("preflight")
      .description("what a stack needs of its accounts, before its first deployment")
      .requiredOption("--stack <name>", "which stack: NAME, ORG/NAME or ORG/PROJECT/NAME")
      .exitOverride()
      .configureOutput(outputOf(context))
      .addHelpText("after", help);
    const script = context.env.npm_lifecycle_event ?? "preflight";
    refuseSwallowed({ script, flags: flagsOf(command), args, env: context.env });
    const { stack } = command.parse([...args], { from: "user" }).opts<{ stack: string }>();
    return await check(stack, context, run);
  } catch (error) {
    if (!(error instanceof CommanderError)) return report(error, context.stderr);
    return error.exitCode === 0 ? exit.clean : exit.input;
  }
}

async function check(stack: string, context: CommandContext, run: Run): Promise<number> {
  const project = projectName(context);
  const [stackFile] = selectStacks({ stack }, context);
  if (stackFile === undefined) throw new InputError(`--stack ${stack}: no such stack`);
  const graph = await runWithProgress(context.loadProgram(), project, stackFile, context);
  if (graph === undefined) return exit.defect;
  const { aws, oci, domain } = stackFile.settings;
  const accounts = {
    accountId: aws.accountId,
    tenancyId: oci.tenancyId,
    compartmentId: oci.compartmentId,
    domain,
    prefix: `${project}-${stackFile.stack}`,
  };
  context.stdout.write(`${preflightLines(stackFile.stack, graph, accounts).join("\n")}\n\n`);
  const subject = {
    needs: needsOf(graph),
    accountId: aws.accountId,
    admins: clusterAdmins(graph),
    buckets: bucketsOf(graph),
  };
  const asked: Asked[] = [askAws(subject, run), askOci(oci.tenancyId, regionsUsed(graph, "oci"), run)];
  context.stdout.write(`${askedLines(asked).join("\n")}\n`);
  return asked.some(({ short }) => short.length > 0) ? exit.broken : exit.clean;
}

if (require.main === module) {
  const loadProgram = () => (require("../../cli/program") as { runStack: RunProgram }).runStack;
  runAsProcess(path.resolve(__dirname, "../.."), (args, context) =>
    preflight(args, { ...context, catalog, loadProgram }),
  );
}
