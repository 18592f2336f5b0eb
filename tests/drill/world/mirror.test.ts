/** A drill's mirror comes due by its own clock, one run at a time, while its site stands. */
import type { ChildProcess } from "node:child_process";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Mirror } from "../../../drill/world/mirror/mirror";

interface Run {
  exitCode: number | null;
  signalCode: NodeJS.Signals | null;
}

describe("a drill's mirror", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function started() {
    const runs: Run[] = [];
    const begin = () => {
      const run: Run = { exitCode: null, signalCode: null };
      runs.push(run);
      return run as ChildProcess;
    };
    const end = async (process: ChildProcess) => {
      (process as Run).signalCode ??= "SIGKILL";
    };
    const mirror = new Mirror(end, [{ everySeconds: 60, begin }]);
    mirror.start();
    return { mirror, runs };
  }

  it("begins a run each time that one is due, and none before", () => {
    const { runs } = started();
    vi.advanceTimersByTime(59_000);
    expect(runs).toHaveLength(0);
    vi.advanceTimersByTime(1000);
    for (const run of runs) run.exitCode = 1;
    vi.advanceTimersByTime(60_000);
    expect(runs).toHaveLength(2);
  });

  it("leaves a run out while the one before still goes on", () => {
    const { runs } = started();
    vi.advanceTimersByTime(180_000);
    expect(runs).toHaveLength(1);
  });

  it("is killed with its site, and begins nothing there until that is back", async () => {
    const { mirror, runs } = started();
    vi.advanceTimersByTime(60_000);
    await mirror.kill();
    expect(runs.map(({ signalCode }) => signalCode)).toEqual(["SIGKILL"]);
    vi.advanceTimersByTime(300_000);
    expect(runs).toHaveLength(1);
    mirror.start();
    mirror.start();
    vi.advanceTimersByTime(60_000);
    expect(runs).toHaveLength(2);
  });
});
