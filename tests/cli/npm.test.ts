/** The commands as npm itself starts them: what it takes, where it stands, and who reads what they print. */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { renderState } from "../../report/state";
import { twoSites } from "../graph/fixtures";

const root = path.resolve(__dirname, "../..");
const folder = mkdtempSync(path.join(tmpdir(), "twincloud-npm-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
writeFileSync(path.join(folder, "state.json"), renderState(twoSites()));
// Of a program that isn't ours, only what it says that it is to outlive blocks.
writeFileSync(path.join(folder, "redundancy.yaml"), "profile: multi-cloud\n");

/** Without what the run of the tests itself got from npm. */
const env = { PATH: process.env.PATH, HOME: folder };

function npm(...args: string[]) {
  const ran = spawnSync("npm", ["--prefix", root, "run", "--silent", ...args], {
    cwd: folder,
    encoding: "utf8",
    env,
  });
  return { code: ran.status, stdout: ran.stdout, stderr: ran.stderr };
}

describe("npm run", () => {
  it.each([
    [["check", "--state=state.json"], "npm run check -- --state state.json"],
    [["check", "--state", "state.json"], "npm run check -- --state state.json"],
    [["rollout", "--dry-run", "--", "--stack", "prod"], "npm run rollout -- --stack prod --dry-run"],
    [["sandbox", "up", "--stack", "prod"], "npm run sandbox -- up --stack prod"],
  ])(
    "%j is refused with the line to type",
    (args, line) => {
      const { code, stdout, stderr } = npm(...args);
      expect([code, stdout]).toEqual([2, ""]);
      expect(stderr).toContain(`${line}\n`);
    },
    60_000,
  );

  it("takes paths from where the user stands, not from where npm runs the script", () => {
    const { code, stdout } = npm("check", "--", "--state", "state.json", "--json");
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ policy: { violations: expect.any(Array) } });
  }, 60_000);
});

describe("a reader that has seen enough", () => {
  it("ends nothing but the output: no stack trace, and the verdict's exit code", async () => {
    const cli = ["--require", require.resolve("tsx/cjs"), path.join(root, "cli/cli.ts")];
    const args = [...cli, "check", "--state", "state.json"];
    const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
    // Before the first line is written.
    child.stdout.destroy();
    let stderr = "";
    child.stderr.on("data", (text) => {
      stderr += text;
    });
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
  }, 60_000);
});
