import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";

const root = path.resolve(__dirname, "../..");
const folder = mkdtempSync(path.join(tmpdir(), "twincloud-process-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The command line as npm starts it, in a process of its own. */
function run(...args: string[]) {
  const ran = spawnSync(process.execPath, ["--require", "tsx/cjs", "cli/cli.ts", ...args], {
    cwd: root,
    encoding: "utf8",
    // The network is out of reach, so that a program that needs it fails.
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      HTTPS_PROXY: "http://127.0.0.1:9",
      HTTP_PROXY: "http://127.0.0.1:9",
    },
  });
  return { code: ran.status, stdout: ran.stdout, stderr: ran.stderr };
}

describe("the process", () => {
  it("plans a committed stack with no account, no CLI and no network, and writes nothing else in a pipe", () => {
    const { code, stdout, stderr } = run("preview", "--stack", "staging", "--out", folder);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^staging {2}2 sites, \d+ resources\n/);
    const preview = JSON.parse(readFileSync(path.join(folder, "staging/preview.json"), "utf8")) as {
      resources: { source?: { file: string } }[];
    };
    const files = new Set(preview.resources.flatMap(({ source }) => source?.file.split("/")[0] ?? []));
    expect([...files].sort()).toEqual(["components", "stacks"]);
  }, 60_000);

  it("ends with the code that says what was wrong", () => {
    const { code, stderr } = run("preview", "--stack", "no-such-stack");
    expect(code).toBe(2);
    expect(stderr).toContain(
      "--stack no-such-stack: no file Pulumi.no-such-stack.yaml; the stacks here are ",
    );
  });
});
