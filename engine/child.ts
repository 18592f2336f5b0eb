/** The process of a program: started by its own SDK's launcher, and ended with all that it started itself. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { ProgramStart } from "./program-start";

export interface ChildEnd {
  readonly code: number;
  /** `ended with 1`, `was ended by SIGTERM`. */
  readonly how: string;
  /** What it wrote last, where it says nothing else. */
  readonly lastLines: readonly string[];
}

export interface Child {
  readonly ended: Promise<ChildEnd>;
  kill(): void;
}

const KEPT_LINES = 12;
const stops = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

export function runChild(program: ProgramStart, address: string): Child {
  const { project, stack, organization = "organization", projectRoot, folder, entry } = program;
  const flags = {
    monitor: address,
    engine: address,
    project,
    stack,
    organization,
    "root-directory": projectRoot,
    pwd: folder,
    // As many resource registrations at once as the program has: each is answered at once.
    parallel: "64",
  };
  const child = spawn(
    process.execPath,
    [
      ...program.nodeArguments,
      join(__dirname, "launch.cjs"),
      program.launcher,
      ...Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`),
      "--dry-run",
      entry,
    ],
    {
      cwd: folder,
      // A group of its own, so that what it starts is ended with it.
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...program.env,
        PULUMI_CONFIG: JSON.stringify(program.config),
        PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(program.secretConfigKeys),
        PULUMI_NODEJS_TYPESCRIPT: program.typescript ? "true" : "false",
        // Types are the compiler's business, and take ten times as long as the program.
        PULUMI_NODEJS_TRANSPILE_ONLY: "true",
        // The SDK's own way into ES modules asks ts-node itself.
        TS_NODE_TRANSPILE_ONLY: "true",
      },
    },
  );
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      lines.push(line);
      if (lines.length > KEPT_LINES) lines.shift();
      program.onLine(line);
    });
  }
  const ended = new Promise<ChildEnd>((done, fail) => {
    child.once("error", fail);
    child.once("close", (code, signal) =>
      done({
        code: code ?? 1,
        how: signal ? `was ended by ${signal}` : `ended with ${code}`,
        lastLines: lines,
      }),
    );
  });
  const kill = (): void => {
    for (const signal of stops) process.off(signal, stopped);
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, "SIGKILL");
    } catch (error) {
      // Nothing of it is left.
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  };
  // A group of its own isn't told when this process is: nothing of the program may outlive it.
  const stopped = (signal: NodeJS.Signals): void => {
    kill();
    process.kill(process.pid, signal);
  };
  for (const signal of stops) process.once(signal, stopped);
  return { ended, kill };
}
