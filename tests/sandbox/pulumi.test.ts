import { type ChildProcess, spawn } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { run } from "../../sandbox/pulumi";

const source = path.resolve(__dirname, "../../sandbox/pulumi.ts");

/** In the CLI's place: notes its id and each signal, and ends a while after the first, to see whether more come. */
const STAND_IN = `#!${process.execPath}
const { appendFileSync } = require("node:fs");
const note = (what) => appendFileSync(process.env.NOTES, what + "\\n");
let ending;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    note(signal);
    ending ??= setTimeout(() => process.exit(7), 250);
  });
}
note("pid " + process.pid);
setTimeout(() => process.exit(9), 15_000);
`;

let folder: string;
let runner: ChildProcess | undefined;
const notes = () => {
  const file = path.join(folder, "notes");
  return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
};
const signals = () => notes().filter((note) => note.startsWith("SIG"));
const standIn = () => Number(notes()[0]?.replace("pid ", ""));

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "twincloud-signals-"));
  writeFileSync(path.join(folder, "pulumi"), STAND_IN);
  chmodSync(path.join(folder, "pulumi"), 0o755);
});
afterEach(() => {
  if (runner?.exitCode === null) runner.kill("SIGKILL");
  if (isAlive(standIn())) process.kill(standIn(), "SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the stand-in as `npm run …` does, in a process group as a shell makes one; stdin is no terminal. */
async function start({ asOnTerminal = false, after = "" } = {}) {
  const script = `
    if (${asOnTerminal}) Object.defineProperty(process.stdin, "isTTY", { value: true });
    const { run } = require(${JSON.stringify(source)});
    run({ cli: ${JSON.stringify(path.join(folder, "pulumi"))}, args: [], cwd: ".", env: process.env })
      .then((code) => { process.exitCode = code; });
    ${after}`;
  const child = spawn(process.execPath, ["--require", "tsx/cjs", "-e", script], {
    detached: true,
    stdio: ["ignore", "inherit", "pipe"],
    env: { ...process.env, NOTES: path.join(folder, "notes") },
  });
  runner = child;
  const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
  await until(() => Number.isInteger(standIn()) && standIn() > 0);
  return { pid: child.pid as number, ended };
}

async function until(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error("it didn't come to that within 10 s");
    await new Promise((done) => setTimeout(done, 20));
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe("a signal to what runs the CLI", () => {
  it("reaches the CLI once when it is sent to the whole group", async () => {
    const { pid, ended } = await start();
    process.kill(-pid, "SIGINT");
    expect({ code: await ended, signals: signals() }).toEqual({ code: 7, signals: ["SIGINT"] });
  });

  it("reaches the CLI once when npm forwards what it got from the group too", async () => {
    const { pid, ended } = await start();
    process.kill(-pid, "SIGINT");
    await until(() => signals().length > 0);
    process.kill(pid, "SIGINT");
    expect({ code: await ended, signals: signals() }).toEqual({ code: 7, signals: ["SIGINT"] });
  });

  it("reaches the CLI once when it is sent to the one process", async () => {
    for (const signal of ["SIGTERM", "SIGHUP"] as const) {
      rmSync(path.join(folder, "notes"), { force: true });
      const { pid, ended } = await start();
      process.kill(pid, signal);
      expect({ code: await ended, signals: signals() }).toEqual({ code: 7, signals: [signal] });
    }
  });

  it("is left to the terminal where there is one, as that has sent it to the CLI too", async () => {
    const { pid, ended } = await start({ asOnTerminal: true });
    process.kill(pid, "SIGINT");
    await new Promise((done) => setTimeout(done, 50));
    process.kill(pid, "SIGTERM");
    expect({ code: await ended, signals: signals() }).toEqual({ code: 7, signals: ["SIGTERM"] });
  });

  it("reaches the CLI from a terminal, in whose group it is", async () => {
    const { pid, ended } = await start({ asOnTerminal: true });
    process.kill(-pid, "SIGINT");
    expect({ code: await ended, signals: signals() }).toEqual({ code: 7, signals: ["SIGINT"] });
  });
});

describe("the CLI", () => {
  it("doesn't stay behind when what runs it breaks", async () => {
    const after = `setInterval(() => { if (require("node:fs").existsSync(${JSON.stringify(path.join(folder, "break"))})) throw new Error("broken"); }, 20);`;
    const { ended } = await start({ after });
    appendFileSync(path.join(folder, "break"), "");
    await ended;
    await until(() => !isAlive(standIn()));
    expect(signals()).toEqual(["SIGTERM"]);
  });

  it("is asked to end by an abort, and its exit code is told", async () => {
    const over = new AbortController();
    const env = { ...process.env, NOTES: path.join(folder, "notes") };
    const code = run({ cli: path.join(folder, "pulumi"), args: [], cwd: ".", env, signal: over.signal });
    await until(() => Number.isInteger(standIn()));
    over.abort();
    expect({ code: await code, signals: signals() }).toEqual({ code: 7, signals: ["SIGTERM"] });
  });
});
