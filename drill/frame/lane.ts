/** One lane of the run: what it started, what it expected, what it measured. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/** The checkout. */
export const root = path.resolve(__dirname, "../..");
/** Logs, parts and scratch of the lanes; not committed. */
export const cache = path.join(root, ".cache/real");

export const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
/** Seconds, from any moment. */
export const now = (): number => performance.now() / 1000;

/** Seconds until `probe` is true, or undefined where it isn't after `limit` seconds. */
export async function until(
  limit: number,
  probe: () => Promise<boolean> | boolean,
  everyMs = 100,
): Promise<number | undefined> {
  const start = now();
  for (;;) {
    if (await probe()) return now() - start;
    if (now() - start > limit) return undefined;
    await sleep(everyMs);
  }
}

/** Why a lane can't run here. */
export class Lacking extends Error {}

/** A part of a lane didn't start; the message has the part's own words. */
export class NotReady extends Error {}

/** The path of a UNIX socket has 107 bytes at most, HAProxy's 97: a checkout's may be longer, and a user's own folder too. */
const SOCKETS = path.join(os.tmpdir().length <= 40 ? os.tmpdir() : "/tmp", "twincloud-");

/** Lines of what a part has said that are told of it. */
const LAST_LINES = 15;

export interface Measure {
  readonly what: string;
  readonly predicted: string;
  readonly measured: string;
}

/** Seconds or a count, as the table shows them. */
export const shown = (value: unknown): string => {
  if (typeof value === "number") return String(Math.round(value * 100) / 100);
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "never");
};

const running = new Set<ChildProcess>();

/** A signal to a process and all that it started; false where it is gone. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(-(child.pid as number), signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
    throw error;
  }
}

// Whatever way this process ends, nothing that it started stays.
process.on("exit", () => {
  for (const child of running) signalGroup(child, "SIGKILL");
});

/** Whether a process has ended, however. */
export const gone = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

export class Lane {
  readonly dir: string;
  readonly failures: string[] = [];
  readonly measures: Measure[] = [];
  passed = 0;
  private readonly closers: (() => unknown)[] = [];
  private readonly parts = new Map<ChildProcess, { readonly name: string; readonly log: string }>();

  constructor(readonly name: string) {
    this.dir = path.join(cache, name);
    rmSync(this.dir, { recursive: true, force: true });
    mkdirSync(this.dir, { recursive: true });
  }

  /** Writes a file of the lane and gives its path. */
  file(name: string, text: string): string {
    const file = path.join(this.dir, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  /** A folder with a path short enough for UNIX sockets, gone with the lane. */
  socketFolder(): string {
    const folder = mkdtempSync(SOCKETS);
    this.onEnd(() => rmSync(folder, { recursive: true, force: true }));
    return folder;
  }

  /** Starts a process group whose output goes to `<dir>/<name>.log`; it ends with the lane. */
  start(
    name: string,
    command: string,
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): ChildProcess {
    const file = path.join(this.dir, `${name}.log`);
    mkdirSync(path.dirname(file), { recursive: true });
    const log = openSync(file, "a");
    const child = spawn(command, args, {
      stdio: ["ignore", log, log],
      env: { ...process.env, ...env },
      detached: true,
    });
    this.parts.set(child, { name, log: file });
    return this.own(child);
  }

  /**
   * Waits until a part that `start` has started is ready; gives the seconds.
   * @throws NotReady with the part's own words, at once where it ends and else after `limit` seconds.
   */
  async ready(
    part: ChildProcess,
    limit: number,
    isReady: () => Promise<boolean> | boolean,
    everyMs = 200,
  ): Promise<number> {
    const took = await until(
      limit,
      async () => {
        this.mustRun(part);
        return isReady();
      },
      everyMs,
    );
    if (took === undefined) throw new NotReady(this.wordsOf(part, `isn't ready after ${limit} s`));
    return took;
  }

  /** @throws NotReady with the part's own words where a part that `start` has started doesn't run. */
  mustRun(part: ChildProcess): void {
    if (part.pid === undefined) throw new NotReady(this.wordsOf(part, "couldn't be started"));
    if (gone(part)) throw new NotReady(this.wordsOf(part, `ended with ${part.exitCode ?? part.signalCode}`));
  }

  private wordsOf(part: ChildProcess, what: string): string {
    const known = this.parts.get(part);
    if (known === undefined) return `${part.spawnfile} ${what}`;
    const lines = readFileSync(known.log, "utf8")
      .split("\n")
      .filter((line) => line.trim() !== "");
    const said = lines.slice(-LAST_LINES).map((line) => `       ${line}`);
    return [
      `${known.name} ${what}${said.length > 0 ? "; its last words:" : " and has said nothing"}`,
      ...said,
    ].join("\n");
  }

  /** Takes a process group that the lane has started itself (`detached`) for one that ends with the lane. */
  own<T extends ChildProcess>(child: T): T {
    if (child.pid === undefined) {
      child.once("error", (error) => this.failures.push(`can't be started: ${error.message}`));
      return child;
    }
    running.add(child);
    child.once("exit", () => running.delete(child));
    return child;
  }

  /** Ends a process group that the lane started, and waits for it. */
  async kill(child: ChildProcess, signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    if (gone(child) || child.pid === undefined) return;
    const ended = new Promise((done) => child.once("exit", done));
    signalGroup(child, signal);
    await ended;
  }

  /** Sends a signal to a process group that the lane started. */
  signal(child: ChildProcess, signal: NodeJS.Signals): void {
    signalGroup(child, signal);
  }

  /** Runs at the lane's end, the last one first. */
  onEnd(close: () => unknown): void {
    this.closers.unshift(close);
  }

  /** Notes whether something is as it should be; the lane goes on either way. */
  expect(what: string, ok: boolean, seen?: unknown): void {
    const line = `${what}${seen === undefined ? "" : `: ${shown(seen)}`}`;
    if (ok) this.passed++;
    else this.failures.push(line);
    console.log(`${ok ? "ok  " : "FAIL"} ${this.name}: ${line}`);
  }

  /**
   * Notes a number beside the one predicted, both in the run's table. `most` and `least` bound what passes, in the
   * unit of the number; a time that never came is undefined.
   */
  measure(
    what: string,
    {
      predicted,
      measured,
      least = 0,
      most,
      unit = "s",
    }: {
      predicted: number | string;
      measured: number | undefined;
      least?: number;
      most: number;
      unit?: string;
    },
  ): void {
    const words = (value: number | string | undefined) =>
      typeof value === "number" ? `${shown(value)} ${unit}` : (value ?? "never");
    this.measures.push({ what, predicted: words(predicted), measured: words(measured) });
    const ok = measured !== undefined && measured >= least && measured <= most;
    this.expect(`${what}, predicted ${words(predicted)}, at most ${words(most)}`, ok, words(measured));
  }

  /** Ends everything that the lane started. */
  async end(): Promise<void> {
    for (const close of this.closers.splice(0)) {
      try {
        await close();
      } catch (error) {
        this.failures.push(`clean-up: ${(error as Error).message}`);
      }
    }
    for (const child of running) {
      // One that is stopped can't end.
      signalGroup(child, "SIGCONT");
      signalGroup(child, "SIGTERM");
    }
    await until(5, () => running.size === 0, 50);
    for (const child of running) signalGroup(child, "SIGKILL");
    await until(5, () => running.size === 0, 50);
  }
}
