/** The arguments of `npm run sandbox -- …`: a few are ours, all others are the CLI's. Pure. */
import path from "node:path";
import type { OwnFlag } from "../cli/swallowed-flags";
import { InputError } from "../report/input-error";

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
  "usage: npm run sandbox -- <up|preview|destroy|refresh|stack …> --stack NAME [--fail CLOUD[:SERVICE|:REGION][=hang][@CALLS]] [--no-policies] [flags of pulumi]";

export const HELP = `${USAGE}

The real Pulumi CLI with providers that make everything up: no account, no network, nothing costs. The state is a local
file below out/sandbox, or in the folder that TWINCLOUD_SANDBOX names. Every command and flag of pulumi works.

  --stack NAME         which stack file: NAME, ORG/NAME or ORG/PROJECT/NAME; the sandbox has one of its own for each
  --config-file FILE   a stack file kept elsewhere, named Pulumi.<stack>.yaml
  --fail WHAT          what is gone: a cloud (oci, aws), a service of it (aws:Route53), or all that one region's API
                       changes (oci:us-ashburn-1); with =hang it never answers, with @200 it dies after 200 calls.
                       Repeatable
  --no-policies        without the policy pack

Under npm, flags go behind a --:  npm run sandbox -- up --stack prod --yes
A dead API:                       npm run sandbox -- up --stack prod --yes --fail aws:Route53
A night, step by step:            npm run sandbox -- rehearse
Ends with the CLI's own code, 2 when the input is wrong.
`;

/** Ours, and those of the CLI that change what a command does: none may get lost on the way. */
export const SANDBOX_FLAGS: readonly OwnFlag[] = [
  { name: "stack", value: "<name>" },
  { name: "config-file", value: "<file>" },
  { name: "fail", value: "<what>" },
  { name: "policies", negated: true },
  { name: "target", value: "<urn>" },
  { name: "replace", value: "<urn>" },
  { name: "exclude", value: "<urn>" },
  { name: "file", value: "<file>" },
  { name: "preview-only" },
  { name: "remove" },
  { name: "refresh" },
  { name: "skip-preview" },
];

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
      if (given === undefined || given === "") throw new InputError([`${flag}: has no value`, USAGE]);
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

const WITH_CONFIG = [
  ...["up", "update", "preview", "pre", "destroy", "down", "dn"],
  ...["refresh", "import", "watch", "config"],
];
const WITH_POLICIES = ["up", "update", "preview", "pre"];
const DESTROYS = ["destroy", "down", "dn"];

/** Flags of commands that run elsewhere whose value is a file of the user's. */
const FILES = ["--file", "--event-log"];

/**
 * Whether the CLI needs the program, and so the checkout as its working folder. All else runs beside the copied stack
 * file: `stack rm`, `stack rename` and `destroy --remove` take the file they find there away, committed or not.
 * @throws InputError when the program is wanted by what removes the stack file
 */
export function needsCheckout({ pulumi }: Arguments): boolean {
  const [command = ""] = pulumi;
  if (!DESTROYS.includes(command)) return WITH_CONFIG.includes(command) || command === "policy";
  const runsProgram = isOn(pulumi, "--run-program");
  if (runsProgram && isOn(pulumi, "--remove")) {
    throw new InputError(
      `${command}: --remove with --run-program would remove the committed stack file: destroy first, then run \`stack rm\``,
    );
  }
  return runsProgram;
}

const isOn = (args: readonly string[], flag: string): boolean =>
  args.some((arg) => {
    const [name, value] = split(arg);
    return name === flag && value !== "false";
  });

/** The same command when it is run in another folder than the user's: files that it names are still the user's. */
export function fromElsewhere(args: Arguments, cwd: string): Arguments {
  const pulumi = args.pulumi.map((arg, index) => {
    const [flag, inline] = split(arg);
    if (inline && FILES.includes(flag)) return `${flag}=${path.resolve(cwd, inline)}`;
    return FILES.includes(args.pulumi[index - 1] ?? "") ? path.resolve(cwd, arg) : arg;
  });
  return { ...args, pulumi };
}

/** What the CLI is run with. */
export function pulumiArguments(
  { pulumi, policies }: Arguments,
  { stack, configFile, policyPack }: { stack: string; configFile: string; policyPack: string | undefined },
): string[] {
  const [command = ""] = pulumi;
  const wantsPack =
    policyPack !== undefined && policies && !pulumi.some((arg) => arg.startsWith("--policy-pack"));
  // Pages of made-up outputs would bury what a reader waits for: what was made, and what was refused.
  const isQuiet = pulumi.some((arg) => arg.startsWith("--suppress-outputs") || arg === "--json");
  return [
    ...pulumi,
    "--stack",
    stack,
    ...(WITH_POLICIES.includes(command) && !isQuiet ? ["--suppress-outputs"] : []),
    ...(WITH_CONFIG.includes(command) ? ["--config-file", configFile] : []),
    ...(WITH_POLICIES.includes(command) && wantsPack ? ["--policy-pack", policyPack] : []),
  ];
}
