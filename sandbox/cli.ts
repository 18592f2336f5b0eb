/** `npm run sandbox -- up --stack prod`: the real Pulumi CLI against clouds that are made up. */
import { existsSync } from "node:fs";
import path from "node:path";
import type { CommandContext } from "../cli/context";
import { report } from "../cli/exit";
import { projectName, selectStacks } from "../cli/stack-files";
import { InputError } from "../report/input-error";
import { catalog } from "../stacks/catalog";
import { fromElsewhere, needsCheckout, parseArguments, pulumiArguments } from "./arguments";
import { parseFailures } from "./failures";
import { findPulumi, NO_PULUMI, run, SKIP_UNREACHABLE } from "./pulumi";
import { startProviders } from "./servers";
import { prepareStack } from "./workspace";

/** Where the state lies: below the checkout, unless `TWINCLOUD_SANDBOX` names another folder. */
const folderOf = ({ root, env }: Place) => path.resolve(root, env.TWINCLOUD_SANDBOX ?? "out/sandbox");

type Place = Omit<CommandContext, "loadProgram">;

/** Runs a command to its end and stops what it started; gives the CLI's exit code, 2 when the usage is wrong. */
export async function runSandbox(args: readonly string[], place: Place): Promise<number> {
  try {
    return await sandbox(args, place);
  } catch (error) {
    return report(error, place.stderr);
  }
}

async function sandbox(args: readonly string[], place: Place): Promise<number> {
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
  const workspace = prepareStack(stackFile, {
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
      args: pulumiArguments(inCheckout ? parsed : fromElsewhere(parsed, place.cwd), {
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
  const place: Place = {
    root: path.resolve(__dirname, ".."),
    cwd: process.cwd(),
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    catalog,
  };
  runSandbox(process.argv.slice(2), place).then((code) => {
    process.exitCode = code;
  });
}
