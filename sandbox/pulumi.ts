/** The real Pulumi CLI: where it is, and how it is run. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import path from "node:path";

export type Environment = Readonly<Record<string, string | undefined>>;

export const NO_PULUMI =
  "pulumi is not on PATH: install it from https://www.pulumi.com/docs/install/, or `npm install --global pulumi`";

/**
 * Before a cluster is made its provider can't be configured. The engine then plans its objects without any outputs,
 * and policies, which read those, would find empty objects; so it plans them with their inputs.
 */
export const JUDGEABLE_PREVIEW = { PULUMI_LEGACY_PROVIDER_PREVIEW: "true" } as const;

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
}

/** Runs the CLI to its end with its own output on ours; gives its exit code. */
export function run({ cli, args, cwd, env }: Run): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(cli, args, { cwd, env: { ...env }, stdio: "inherit" });
    const stopForwarding = forwardSignals(child);
    child.on("error", (error) => {
      stopForwarding();
      reject(error);
    });
    child.on("exit", (code, signal) => {
      stopForwarding();
      resolve(code ?? (signal === "SIGINT" ? 130 : 1));
    });
  });
}

/** Runs the CLI for a small errand; throws with what it said when that fails. */
export function runQuietly({ cli, args, cwd, env }: Run): void {
  const { status, stdout, stderr } = spawnSync(cli, args, { cwd, env: { ...env }, encoding: "utf8" });
  if (status !== 0) throw new Error(`pulumi ${args.join(" ")} failed:\n${stdout}${stderr}`);
}

/**
 * Outlives Ctrl-C, so that what was started can be stopped after the CLI has ended. A terminal sends the signal to
 * the CLI too; a second one would make it give up what is under way.
 */
function forwardSignals(child: ChildProcess): () => void {
  const onInterrupt = () => {
    if (!process.stdin.isTTY) child.kill("SIGINT");
  };
  const onTerminate = () => child.kill("SIGTERM");
  process.on("SIGINT", onInterrupt);
  process.on("SIGTERM", onTerminate);
  return () => {
    process.off("SIGINT", onInterrupt);
    process.off("SIGTERM", onTerminate);
  };
}
