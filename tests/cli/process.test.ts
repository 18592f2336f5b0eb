import { spawnSync } from "node:child_process";
import path from "node:path";
import { describe, expect, it } from "vitest";

const root = path.resolve(__dirname, "../..");

describe("the process", () => {
  // What it does when nothing is wrong, tests/own-stacks.test.ts asks.
  it("ends with the code that says what was wrong", () => {
    const args = ["cli/cli.ts", "preview", "--stack", "no-such-stack"];
    const { status, stderr } = spawnSync(process.execPath, ["--require", "tsx/cjs", ...args], {
      cwd: root,
      encoding: "utf8",
    });
    expect(status).toBe(2);
    expect(stderr).toContain(
      "--stack no-such-stack: no file Pulumi.no-such-stack.yaml; the stacks here are ",
    );
  }, 60_000);
});
