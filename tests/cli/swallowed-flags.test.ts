import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type OwnFlag, refuseSwallowed } from "../../cli/swallowed-flags";
import { rollout } from "../../rollout/cli";
import { runSandbox } from "../../sandbox/cli";
import { video } from "../fixtures/catalogs/video";
import { Project } from "./project";

/** A project whose program must not run: loading it throws. */
let project: Project;
beforeEach(() => {
  project = new Project("prod");
});
afterEach(() => project.remove());

const npm = (config: Readonly<Record<string, string>>, event = "check") => ({
  npm_lifecycle_event: event,
  ...Object.fromEntries(Object.entries(config).map(([key, value]) => [`npm_config_${key}`, value])),
});
const run = (args: readonly string[], config: Readonly<Record<string, string>>) =>
  project.run(args, { env: npm(config, args[0]) });

describe("a flag that npm took", () => {
  it.each([
    ["with its value", ["check"], { state: "s.json" }, "--state s.json"],
    ["without its value, which is left over", ["check", "s.json"], { state: "true" }, "--state s.json"],
    [
      "among others whose values can't be told",
      ["check", "a", "b"],
      { state: "true", stack: "true" },
      "--stack <name> --state <file>",
    ],
    [
      "beside one that was given",
      ["preview", "--stack", "prod"],
      { out: "/tmp/o" },
      "--stack prod --out /tmp/o",
    ],
    ["with a value that a shell would read", ["check"], { state: "a b's" }, "--state 'a b'\\''s'"],
    ["that takes no value", ["check"], { json: "true" }, "--json"],
    ["of another command", ["check"], { incident: "x" }, "--incident x"],
  ])("%s is an error that shows the line to type", async (_, args, config, rest) => {
    const { code, stdout, stderr } = await run(args, config);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(`  type:           npm run ${args[0]} -- ${rest}\n`);
    expect(stderr).toContain(`  in PowerShell:  npm run ${args[0]} '--' ${rest}\n`);
  });

  it("may hold what would act on a terminal, and is shown", async () => {
    const { stderr } = await run(["check"], { state: "\u001B[2J\n::error::x" });
    expect(stderr).not.toContain("\u001B");
    expect(stderr).not.toMatch(/^\s*::/m);
  });

  it.each([
    ["is given too", ["check", "--state=none.json"], { state: "s.json" }],
    [
      "is npm's own, switched off as npm writes it",
      ["check", "--state", "none.json"],
      { json: "", dry_run: "", yes: "" },
    ],
    ["is npm's own, and none of this command's", ["check", "--state", "none.json"], { dry_run: "true" }],
  ])("is none where it %s", async (_, args, config) => {
    expect((await run(args, config)).stderr).toBe(
      "--state none.json: no such file; wanted the output of 'pulumi stack export'\n",
    );
  });

  it("doesn't stand in the way of help", async () => {
    expect(await run(["check", "--help"], { state: "s.json" })).toMatchObject({ code: 0, stderr: "" });
  });

  it("is none where an .npmrc sets it, but a dry run is never taken for a real one", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "twincloud-npmrc-"));
    writeFileSync(path.join(folder, ".npmrc"), "json=true\ndry-run = true\n");
    const env = npm({ local_prefix: folder, json: "true", dry_run: "true" });
    const refuse = (flag: OwnFlag) => () => refuseSwallowed({ script: "x", flags: [flag], args: [], env });
    expect(refuse({ name: "json" })).not.toThrow();
    expect(refuse({ name: "dry-run" })).toThrow("--dry-run: taken by npm");
    rmSync(folder, { recursive: true });
  });
});

describe("words that are left over", () => {
  it("are answered with how flags are passed on", async () => {
    const { code, stderr } = await run(["check", "s.json"], {});
    expect(code).toBe(2);
    expect(stderr).toContain("too many arguments for 'check'");
    expect(stderr).toContain("npm run check -- ");
  });
});

describe("the commands that change something", () => {
  const place = (config: Readonly<Record<string, string>>, event: string) => {
    const written = { stdout: "", stderr: "" };
    const output = (name: keyof typeof written) => ({ write: (text: string) => (written[name] += text) });
    const context = {
      ...{ root: project.root, cwd: project.root, env: npm(config, event) },
      ...{ stdout: output("stdout"), stderr: output("stderr"), catalog: video },
      loadProgram: () => {
        throw new Error("it began");
      },
    };
    return { context, written };
  };

  it("a roll-out doesn't begin when a dry run was asked for", async () => {
    const { context, written } = place({ dry_run: "true" }, "rollout");
    expect(await rollout(["--stack", "prod"], context)).toBe(2);
    expect(written.stdout).toBe("");
    expect(written.stderr).toContain("npm run rollout -- --stack prod --dry-run\n");
  });

  it("a rehearsal doesn't begin without what it was to fail, nor beyond its targets", async () => {
    const { context, written } = place(
      { fail: "oci", policies: "", target: "urn:x", stack: "true" },
      "sandbox",
    );
    expect(await runSandbox(["up", "prod"], context)).toBe(2);
    expect(written.stderr).toContain(
      "npm run sandbox -- up --stack prod --fail oci --no-policies --target urn:x\n",
    );
  });
});
