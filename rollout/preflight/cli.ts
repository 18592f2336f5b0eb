/** `npm run preflight -- --stack prod`: what a stack needs of its accounts, before anything is made. */
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
import { catalog } from "../../stacks/catalog";
import { askClouds } from "./ask";
import type { Run } from "./asked";
import { regionsUsed } from "./needs";
import { askedLines, bucketsOf, needsOf, preflightLines } from "./page";
import { clusterAdmins } from "./rights";
import { runCli } from "./run-cli";

const help = `
Without credentials it prints the list. With them (each provider's usual chain) it also asks, by commands that only read:
who is asking, AWS's quotas, whether the buckets' names are free, which regions the tenancy is subscribed to, and what is
left there of OCI's limits. What of AWS's quotas others use isn't counted. Ends with 0, with 1 where something falls short, with 2 where the input is wrong.`;

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
  const asked = await askClouds(
    {
      needs: needsOf(graph),
      accountId: aws.accountId,
      admins: clusterAdmins(graph),
      buckets: bucketsOf(graph),
      tenancyId: oci.tenancyId,
      compartmentId: oci.compartmentId,
      ociRegions: regionsUsed(graph, "oci"),
    },
    run,
  );
  context.stdout.write(`${askedLines(asked).join("\n")}\n`);
  return asked.some(({ short }) => short.length > 0) ? exit.broken : exit.clean;
}

if (require.main === module) {
  const loadProgram = () => (require("../../cli/program") as { runStack: RunProgram }).runStack;
  runAsProcess(path.resolve(__dirname, "../.."), (args, context) =>
    preflight(args, { ...context, catalog, loadProgram }),
  );
}
