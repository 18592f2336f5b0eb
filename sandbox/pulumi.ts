/** The real Pulumi CLI: where it is, and how it is run. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

export type Environment = Readonly<Record<string, string | undefined>>;

export const NO_PULUMI =
  "pulumi is not on PATH: install it from https://www.pulumi.com/docs/install/, or `npm install --global pulumi`";

/**
 * Before a cluster is made its provider can't be configured. The engine then plans its objects without any outputs,
 * and policies, which read those, would find empty objects; so it plans them with their inputs.
 */
export const JUDGEABLE_PREVIEW = { PULUMI_LEGACY_PROVIDER_PREVIEW: "true" } as const;

/** What of a cluster that can't be reached would be updated is left as it is, as the stack's own `unreachable` wants. */
export const SKIP_UNREACHABLE = { PULUMI_K8S_SKIP_UPDATE_UNREACHABLE: "true" } as const;

/**
 * What is permitted takes a while to be so everywhere. A provider of OCI waits that out only for as long as it knows
 * that something was permitted just now, and each region's provider is a process of its own: a file tells the others.
 * Source: oci-go-sdk, `common/eventual_consistency.go`. A file that is named already is left as it is.
 */
export const sharedIamWindow = (env: Environment, folder = tmpdir()) => ({
  // Of this user alone: another one's couldn't be written to.
  OCI_GO_SDK_EC_CONFIG:
    env.OCI_GO_SDK_EC_CONFIG ||
    `file,${path.join(folder, `twincloud-iam-window-${process.getuid?.() ?? "of-mine"}`)}`,
});

/** The path of the CLI, the first on PATH. */
export const findPulumi = (env: Environment): string | undefined => findOnPath("pulumi", env);

/** The path of a tool, the first on PATH. */
export function findOnPath(tool: string, { PATH = "" }: Environment): string | undefined {
  return PATH.split(path.delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => path.join(folder, process.platform === "win32" ? `${tool}.exe` : tool))
    .find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export interface Run {
  readonly cli: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Environment;
  /** Asks it to end. */
  readonly signal?: AbortSignal;
  /** An open file that its output goes to, in the place of ours. */
  readonly output?: number;
}

/** Runs the CLI to its end with its own output on ours; gives its exit code. */
export function run({ cli, args, cwd, env, signal, output = 1 }: Run): Promise<number> {
  return new Promise((resolve, reject) => {
    const hasTerminal = process.stdin.isTTY === true;
    const detached = !hasTerminal && process.platform !== "win32";
    const child = spawn(cli, args, { cwd, env: { ...env }, stdio: [0, output, 2], detached });
    const stopForwarding = forwardSignals(child, hasTerminal);
    const end = () => child.kill("SIGTERM");
    signal?.addEventListener("abort", end);
    if (signal?.aborted) end();
    const forget = () => {
      stopForwarding();
      signal?.removeEventListener("abort", end);
    };
    child.on("error", (error) => {
      forget();
      reject(error);
    });
    child.on("exit", (code, by) => {
      forget();
      resolve(code ?? (by === "SIGINT" ? 130 : 1));
    });
  });
}

/** Runs the CLI for a small errand; throws with what it said when that fails. */
export function runQuietly({ cli, args, cwd, env }: Run): void {
  const { status, stdout, stderr } = spawnSync(cli, args, { cwd, env: { ...env }, encoding: "utf8" });
  if (status !== 0) throw new Error(`pulumi ${args.join(" ")} failed:\n${stdout}${stderr}`);
}

/**
 * Outlives Ctrl-C, so that what was started can be stopped after the CLI has ended. Exactly one of each signal reaches
 * the CLI, as a second SIGINT would make it give up what is under way. A terminal sends its SIGINT to the CLI too;
 * without one the CLI is in a process group of its own, where none comes but ours, and we may get the same one twice:
 * from the group, and from npm, which forwards it.
 */
function forwardSignals(child: ChildProcess, hasTerminal: boolean): () => void {
  const sent = new Set<NodeJS.Signals>();
  const forward = (signal: NodeJS.Signals) => {
    if (sent.has(signal) || (signal === "SIGINT" && hasTerminal)) return;
    sent.add(signal);
    child.kill(signal);
  };
  // A terminal that hangs up tells the whole group.
  const signals: readonly NodeJS.Signals[] = hasTerminal
    ? ["SIGINT", "SIGTERM"]
    : ["SIGINT", "SIGTERM", "SIGHUP"];
  const leaveNothing = () => child.kill("SIGTERM");
  for (const signal of signals) process.on(signal, forward);
  process.on("exit", leaveNothing);
  return () => {
    for (const signal of signals) process.off(signal, forward);
    process.off("exit", leaveNothing);
  };
}
