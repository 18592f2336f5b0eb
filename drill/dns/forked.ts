/** A part of the drill in a process of its own, that speaks in typed messages and ends with who started it. */
import { type ChildProcess, fork } from "node:child_process";
import { closeSync, existsSync, openSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "../frame/lane";

export interface Forked<To extends object> {
  readonly child: ChildProcess;
  /** @throws Error where the process is gone. */
  send(message: To): void;
}

/**
 * Starts a TypeScript file of the project as a process; what it prints goes to a file.
 * @param file from the project's root
 * @param said told of every message
 * @param ended told once, when it has ended, with how
 */
export function forked<To extends object, From>(
  file: string,
  log: string,
  said: (message: From) => void,
  ended: (how: string) => void,
): Forked<To> {
  const output = openSync(log, "a");
  const child = fork(path.join(root, file), [], {
    cwd: root,
    execArgv: ["--require", "tsx/cjs"],
    stdio: ["ignore", output, output, "ipc"],
    // A group of its own: Ctrl-C reaches the starter alone, which ends its parts in order; and a session of its own, which
    // Linux gives as much of the machine as any other.
    detached: true,
  });
  closeSync(output);
  goFirst(child.pid);
  child.on("message", (message) => said(message as From));
  let over = false;
  const end = (how: string) => {
    if (!over) ended(how);
    over = true;
  };
  child.once("error", (error) => end(`${file} can't be started: ${error.message}`));
  child.once("exit", (code, signal) => end(`${file} ended with ${code ?? signal}; its words are in ${log}`));
  return {
    child,
    send: (message) => {
      if (!child.connected) throw new Error(`${file} is gone: its words are in ${log}`);
      child.send(message);
    },
  };
}

/**
 * Clients and checkers stand for machines of their own: on a busy machine they go before what they ask, or its slowness would
 * be taken for the platform's. Linux weighs sessions first. A kernel without such groups, and who isn't root, does without.
 */
function goFirst(pid: number | undefined): void {
  const file = `/proc/${pid}/autogroup`;
  try {
    if (existsSync(file)) writeFileSync(file, "-10");
  } catch (error) {
    if (!["EPERM", "EACCES", "EAGAIN", "ESRCH"].includes((error as NodeJS.ErrnoException).code ?? ""))
      throw error;
  }
}

/**
 * The other side of it: what a forked process hears and says. It ends when its starter does.
 * @param hear what it throws is told to the starter by `failure`, and ends the process with 3
 */
export function asForked<To, From extends object>(
  hear: (message: To, say: (message: From) => void) => Promise<void> | void,
  failure: (message: string) => From,
): void {
  const say = (message: From) => {
    if (process.connected) process.send?.(message);
  };
  const fail = (error: unknown) => {
    console.error(error);
    say(failure(error instanceof Error ? error.message : String(error)));
    process.exitCode = 3;
    // What was said is delivered first.
    process.disconnect?.();
  };
  process.on("message", (message) => {
    Promise.resolve()
      .then(() => hear(message as To, say))
      .catch(fail);
  });
  process.on("uncaughtException", fail);
  process.on("disconnect", () => process.exit());
}
