/** `npm run sandbox -- up --stack prod`: the real Pulumi CLI against clouds that are made up. */
import { existsSync } from "node:fs";
import path from "node:path";
import type { CommandContext } from "../cli/context";
import { exit, report } from "../cli/exit";
import { plainOutput, runAsProcess } from "../cli/process-context";
import { projectName, selectStacks } from "../cli/stack-files";
import { refuseSwallowed } from "../cli/swallowed-flags";
import { InputError } from "../report/input-error";
import { catalog } from "../stacks/catalog";
import {
  fromElsewhere,
  HELP,
  needsCheckout,
  parseArguments,
  pulumiArguments,
  SANDBOX_FLAGS,
} from "./arguments";
import { parseFailures } from "./failures";
import { findPulumi, NO_PULUMI, run, SKIP_UNREACHABLE } from "./pulumi";
import { rehearse } from "./rehearse/cli";
import { startProviders } from "./servers";
import { prepareStack } from "./workspace";

/** Where the state lies: below the checkout, unless `TWINCLOUD_SANDBOX` names another folder. */
const folderOf = ({ root, env }: Place) => path.resolve(root, env.TWINCLOUD_SANDBOX ?? "out/sandbox");

type Place = Omit<CommandContext, "loadProgram">;

/**
 * Runs a command to its end and stops what it started; gives the CLI's exit code, 2 when the usage is wrong.
 * @param output an open file for what the CLI prints; else it is printed
 */
export async function runSandbox(args: readonly string[], given: Place, output?: number): Promise<number> {
  const place = { ...given, stdout: plainOutput(given.stdout), stderr: plainOutput(given.stderr) };
  try {
    if (["--help", "-h", "help"].includes(args[0] ?? "")) {
      place.stdout.write(HELP);
      return exit.clean;
    }
    if (args[0] === "rehearse") return await rehearse(args.slice(1), place, runSandbox);
    const script = place.env.npm_lifecycle_event ?? "sandbox";
    refuseSwallowed({ script, flags: SANDBOX_FLAGS, args, words: 1, env: place.env });
    return await sandbox(args, place, output);
  } catch (error) {
    return report(error, place.stderr);
  }
}

async function sandbox(args: readonly string[], place: Place, output?: number): Promise<number> {
  const { root, env } = place;
  const parsed = parseArguments(args);
  const failures = parseFailures(parsed.fail);
  const inCheckout = needsCheckout(parsed);
  const cli = findPulumi(env);
  if (cli === undefined) throw new InputError(NO_PULUMI);
  const context: CommandContext = {
    ...place,
    loadProgram: () => {
      throw new Error("the sandbox doesn't run the program itself");
    },
  };
  const { stack: name, configFile: config } = parsed;
  if (name === undefined && config === undefined) throw new InputError("--stack: which stack is wanted");
  const [stackFile] = selectStacks(config === undefined ? { stack: name as string } : { config }, context);
  if (stackFile === undefined) throw new InputError("there is no such stack");
  const workspace = await prepareStack(stackFile, {
    cli,
    project: projectName(context),
    folder: folderOf(place),
    env,
  });
  const skipUnreachable =
    env.PULUMI_K8S_SKIP_UPDATE_UNREACHABLE === SKIP_UNREACHABLE.PULUMI_K8S_SKIP_UPDATE_UNREACHABLE;
  const providers = await startProviders({ failures, skipUnreachable });
  try {
    return await run({
      cli,
      cwd: inCheckout ? root : workspace.projectFolder,
      env: { ...workspace.env, PULUMI_DEBUG_PROVIDERS: providers.addresses },
      ...(output === undefined ? {} : { output }),
      args: pulumiArguments(inCheckout && place.cwd === root ? parsed : fromElsewhere(parsed, place.cwd), {
        stack: stackFile.stack,
        configFile: workspace.configFile,
        policyPack: existsSync(path.join(root, "policies/PulumiPolicy.yaml")) ? "policies" : undefined,
      }),
    });
  } finally {
    providers.stop();
  }
}

if (require.main === module) {
  runAsProcess(path.resolve(__dirname, ".."), (args, place) => runSandbox(args, { ...place, catalog }));
}
