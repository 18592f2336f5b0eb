/** An authority in a process of its own. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AnswerChange } from "../../../drill/dns/plan";
import { type RunningAuthority, runAuthority } from "../../../drill/dns/run-authority";
import { root, until } from "../../../drill/frame/lane";
import { freePort } from "../../../drill/frame/net";
import { authorityAt, checkAt } from "./fixture";

describe("an authority in a process of its own", () => {
  let folder: string;
  let log: string;
  let authority: RunningAuthority | undefined;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), "twincloud-authority-"));
    log = path.join(folder, "authority.log");
  });
  afterEach(() => {
    authority?.end();
    authority = undefined;
    rmSync(folder, { recursive: true });
  });

  const answers = async () => {
    const port = await freePort();
    return [
      { address: "127.0.0.1", weight: 1, check: checkAt(port) },
      { address: "127.0.0.2", weight: 1 },
    ];
  };
  const noFailure = (error: Error) => {
    throw error;
  };

  it("says when its answers change, writes a line of it, and tells what they are", async () => {
    const changes: AnswerChange[] = [];
    const plan = authorityAt(await freePort(), await answers());
    authority = await runAuthority(plan, log, (change) => changes.push(change), noFailure);
    expect(await until(30, () => changes.length > 0, 20)).toBeDefined();
    expect(changes[0]).toMatchObject({
      host: "feed.clips.test",
      answered: [{ address: "127.0.0.2", share: 1 }],
    });
    expect(Math.abs((changes[0]?.at ?? 0) - Date.now() / 1000)).toBeLessThan(30);
    expect(readFileSync(log, "utf8")).toMatch(
      /^\S+Z aws feed\.clips\.test: 127\.0\.0\.2 100 %; 127\.0\.0\.1 is unwell/,
    );
    authority.mode("blind");
    const status = await authority.status();
    expect(status.mode).toBe("blind");
    expect(status.names[0]?.answered).toHaveLength(2);
  });

  it("whose address is taken isn't started, and says so", async () => {
    const plan = authorityAt(await freePort(), []);
    authority = await runAuthority(plan, log, () => undefined, noFailure);
    const second = runAuthority(plan, log, () => undefined, noFailure);
    await expect(second).rejects.toThrow(/the DNS authority of aws failed: bind EADDRINUSE/);
  });

  it("ends with its starter, whatever ends that", async () => {
    const plan = authorityAt(await freePort(), []);
    const text = `
      const { runAuthority } = require(process.cwd() + "/drill/dns/run-authority");
      runAuthority(${JSON.stringify(plan)}, ${JSON.stringify(log)}, () => {}, console.error)
        .then(({ child }) => console.log(child.pid));`;
    const starter = spawn(process.execPath, ["--require", "tsx/cjs", "--eval", text], { cwd: root });
    const pid = await new Promise<number>((done) =>
      starter.stdout.once("data", (part) => done(Number(part))),
    );
    expect(isRunning(pid)).toBe(true);
    starter.kill("SIGKILL");
    expect(await until(30, () => !isRunning(pid), 50)).toBeDefined();
  });
});

function isRunning(pid: number): boolean {
  try {
    // A process that is over and that nobody has asked after yet runs no more.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch (error) {
    if (/ENOENT|ESRCH/.test(String(error))) return false;
    throw error;
  }
}
