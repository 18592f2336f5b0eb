/** The world of a command that is a process of its own: its streams, and where its user stands. */
import path from "node:path";
import { withoutCommands } from "../report/printable";
import type { CommandContext, Output } from "./context";
import { exit } from "./exit";
import { askAtTerminal } from "./terminal";

/**
 * Where relative paths start: npm changes into the project's folder before it runs a script, and says where it was
 * started. A script that something else started elsewhere stands where it is.
 */
export function userFolder({ root, cwd, env }: Pick<CommandContext, "root" | "cwd" | "env">): string {
  const started = env.INIT_CWD;
  const byNpm =
    env.npm_package_json !== undefined &&
    path.resolve(env.npm_package_json) === path.join(root, "package.json");
  return byNpm && path.resolve(cwd) === root && started !== undefined && path.isAbsolute(started)
    ? started
    : cwd;
}

/** Whole lines in which nothing is a command of a CI's. */
export function plainOutput(output: Output): Output {
  return {
    write: (text) => output.write(withoutCommands(text)),
    get isTTY() {
      return output.isTTY === true;
    },
    get columns() {
      return output.columns ?? 0;
    },
  };
}

/**
 * A stream of the process. A reader that has seen enough (`| head`) closes the pipe: what comes after is dropped, and
 * the command ends as it would have. What can't be written for another reason fails the command.
 */
function streamOf(stream: NodeJS.WriteStream): { output: Output; failure: () => string | undefined } {
  let isClosed = false;
  let failure: string | undefined;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    isClosed = true;
    if (error.code !== "EPIPE" && error.code !== "ERR_STREAM_DESTROYED")
      failure ??= error.code ?? error.message;
  });
  const output: Output = {
    write: (text) => isClosed || stream.write(text),
    get isTTY() {
      return stream.isTTY === true;
    },
    get columns() {
      return stream.columns ?? 0;
    },
  };
  return { output, failure: () => failure };
}

export type ProcessContext = Omit<CommandContext, "catalog" | "loadProgram">;

/** Runs a command as this process, and ends it with the command's code. */
export function runAsProcess(
  root: string,
  command: (args: readonly string[], context: ProcessContext) => Promise<number>,
): void {
  const [out, err] = [streamOf(process.stdout), streamOf(process.stderr)];
  const place = { root, cwd: process.cwd(), env: process.env };
  const isAsked = process.stdin.isTTY && process.stderr.isTTY;
  const context = {
    ...place,
    cwd: userFolder(place),
    stdout: out.output,
    stderr: err.output,
    ...(isAsked ? { ask: askAtTerminal } : {}),
  };
  command(process.argv.slice(2), context).then((code) => {
    process.exitCode = code;
  });
  process.on("exit", () => {
    const failure = out.failure();
    if (failure === undefined) return;
    err.output.write(`the output can't be written: ${failure}\n`);
    process.exitCode = Math.max(Number(process.exitCode ?? 0), exit.input);
  });
}
