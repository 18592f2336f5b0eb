/** The arguments of `npm run sandbox -- …`: a few are ours, all others are the CLI's. Pure. */
import { InputError } from "../preview/input-error";

export interface Arguments {
  readonly stack?: string;
  /** A stack file kept elsewhere. */
  readonly configFile?: string;
  readonly fail: readonly string[];
  readonly policies: boolean;
  /** The CLI's command and flags, without ours. */
  readonly pulumi: readonly string[];
}

const USAGE =
  "usage: npm run sandbox -- <up|preview|destroy|refresh|stack …> --stack NAME [--fail oci|aws:Route53[=hang]] [--no-policies] [flags of pulumi]";

/** @throws InputError when there is no command, or a flag of ours has no value */
export function parseArguments(args: readonly string[]): Arguments {
  const own: { stack?: string; configFile?: string; fail: string[]; policies: boolean } = {
    fail: [],
    policies: true,
  };
  const pulumi: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const [flag = "", inline] = split(args[index] ?? "");
    const value = (): string => {
      const given = inline ?? args[++index];
      if (given === undefined || given === "") throw new InputError(`${flag}: has no value\n${USAGE}`);
      return given;
    };
    if (flag === "--stack" || flag === "-s") own.stack = value();
    else if (flag === "--config-file") own.configFile = value();
    else if (flag === "--fail") own.fail.push(value());
    else if (flag === "--no-policies") own.policies = false;
    else pulumi.push(args[index] ?? "");
  }
  if (pulumi.length === 0 || pulumi[0]?.startsWith("-")) throw new InputError(USAGE);
  return { ...own, pulumi };
}

/** `--flag=value` or `--flag`. */
function split(arg: string): [string, string | undefined] {
  const at = arg.startsWith("--") ? arg.indexOf("=") : -1;
  return at === -1 ? [arg, undefined] : [arg.slice(0, at), arg.slice(at + 1)];
}

const WITH_CONFIG = ["up", "update", "preview", "destroy", "refresh", "import", "watch", "config"];
const WITH_POLICIES = ["up", "update", "preview"];

/** What the CLI is run with. */
export function pulumiArguments(
  { pulumi, policies }: Arguments,
  { stack, configFile, policyPack }: { stack: string; configFile: string; policyPack: string | undefined },
): string[] {
  const [command = ""] = pulumi;
  const wantsPack =
    policyPack !== undefined && policies && !pulumi.some((arg) => arg.startsWith("--policy-pack"));
  return [
    ...pulumi,
    "--stack",
    stack,
    ...(WITH_CONFIG.includes(command) ? ["--config-file", configFile] : []),
    ...(WITH_POLICIES.includes(command) && wantsPack ? ["--policy-pack", policyPack] : []),
  ];
}
