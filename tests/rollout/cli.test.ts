import { spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { graphOf } from "../../graph/graph";
import type { Graph } from "../../graph/resource";
import { renderState } from "../../report/state";
import { rollout } from "../../rollout/cli";
import type { Ask, Question } from "../../rollout/gate";
import { video } from "../fixtures/catalogs/video";
import { fixtureFile } from "../fixtures/stacks";
import { changed, ofType, ownStackGraph, setting, stackGraph } from "../support/graphs";
import { ownStacks } from "../support/made-graphs";

const root = path.resolve(__dirname, "../..");
const SITES = ["oci-us-phoenix-1", "aws-us-east-2"];

/** In the CLI's place: notes how it was run, answers `stack export`, and fails where the test wants it to. */
const STAND_IN = `#!${process.execPath}
const { appendFileSync, existsSync, readFileSync } = require("node:fs");
const args = process.argv.slice(2);
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => /^(PULUMI|OCI)_/.test(name)));
appendFileSync(__dirname + "/ran", JSON.stringify({ args, env }) + "\\n");
const state = __dirname + "/state.json";
if (args[0] !== "stack") process.exitCode = args.join(" ").includes(process.env.FAILS_ON) ? 255 : 0;
else if (existsSync(state)) process.stdout.write(readFileSync(state));
else {
  process.stderr.write("error: no stack named 'staging' found\\n");
  process.exitCode = 6;
}
`;

let folder: string;
const at = (file: string) => path.join(folder, file);
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "twincloud-rollout-"));
  copyFileSync(path.join(root, "Pulumi.yaml"), at("Pulumi.yaml"));
  copyFileSync(fixtureFile("staging"), at("Pulumi.staging.yaml"));
  writeFileSync(at("pulumi"), STAND_IN);
  chmodSync(at("pulumi"), 0o755);
  stateIs(stackGraph("staging"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function stateIs(graph: Graph): void {
  writeFileSync(at("state.json"), renderState(graph));
}

function settings(more: string): void {
  writeFileSync(
    at("Pulumi.staging.yaml"),
    `${readFileSync(at("Pulumi.staging.yaml"), "utf8").trimEnd()}\n${more}`,
  );
}

interface Noted {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** What was run to change or judge something. */
function runs(): Noted[] {
  if (!existsSync(at("ran"))) return [];
  const lines = readFileSync(at("ran"), "utf8").trim().split("\n");
  return lines.map((line) => JSON.parse(line) as Noted).filter(({ args }) => args[0] !== "stack");
}

interface World {
  readonly ask?: Ask;
  readonly failsOn?: string;
  readonly withCli?: boolean;
  readonly program?: () => Promise<Graph>;
}

async function run(args: readonly string[], world: World = {}) {
  const { ask = async () => 200, failsOn = "nothing", withCli = true } = world;
  const { program = async () => stackGraph("staging") } = world;
  const written = { stdout: "", stderr: "" };
  const output = (name: keyof typeof written) => ({ write: (text: string) => (written[name] += text) });
  const context = {
    root: folder,
    cwd: folder,
    stdout: output("stdout"),
    stderr: output("stderr"),
    env: { PATH: withCli ? folder : "", FAILS_ON: failsOn },
    catalog: video,
    loadProgram: () => program,
  };
  const patience = { inARow: 1, secondsBetween: 0, attempts: 1 };
  const code = await rollout(["--stack", "staging", ...args], context, { ask, patience });
  return { code, ...written };
}

describe("a roll-out by the command line", () => {
  it("judges the whole, aims at site after site without the pack, ends with the rest, and exits 0", async () => {
    expect((await run([])).code).toBe(0);
    const ran = runs().map(({ args }) => ({
      command: args[0],
      judged: args.join(" ").includes("--policy-pack policies"),
      sites: SITES.filter((site) => args.some((arg) => arg.endsWith(`::${site}`))),
      aimed: args.includes("--target"),
    }));
    expect(ran).toEqual([
      { command: "preview", judged: true, sites: [], aimed: false },
      { command: "up", judged: false, sites: [], aimed: true },
      { command: "up", judged: false, sites: SITES.slice(0, 1), aimed: true },
      { command: "up", judged: false, sites: SITES.slice(1), aimed: true },
      { command: "up", judged: true, sites: [], aimed: false },
    ]);
  });

  it("exits 1 before anything is changed where a mandatory rule is broken", async () => {
    const { code, stdout } = await run([], { failsOn: "preview" });
    expect({ code, commands: runs().map(({ args }) => args[0]) }).toEqual({ code: 1, commands: ["preview"] });
    expect(stdout).toContain("pulumi ended with 255");
  });

  it("exits 1 before anything is changed where a site is red already", async () => {
    const redAt =
      (address: string): Ask =>
      async (question) =>
        question.address === address ? 503 : 200;
    const address = anAddressOf("aws-us-east-2");
    const { code, stdout } = await run([], { ask: redAt(address) });
    expect({ code, commands: runs().map(({ args }) => args[0]) }).toEqual({ code: 1, commands: ["preview"] });
    expect(stdout).toMatch(/\/healthz\/feed at [\d.]+: 503\n/);
    expect(stdout).toContain("nothing is changed yet: drain the red site");
  });

  it("exits 2 where the queues' authority would go on by more than a stage, and says which are left out", async () => {
    const second = { trusted: [2], signing: 2 } as never;
    const graph = changed(
      stackGraph("staging"),
      ofType("pulumi:pulumi:Stack"),
      setting(["twincloud", "queueAuthority"], second),
    );
    const { code, stderr } = await run([], { program: async () => graph });
    expect({ code, ran: runs() }).toEqual({ code: 2, ran: [] });
    expect(stderr).toMatch(/^twincloud:queueAuthority: .* at once: .*; deploy .*, then /);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  it("asks a drained site for its life, and goes on", async () => {
    settings(`  twincloud:drain: [{ site: ${SITES[1]}, until: "2999-01-01T00:00:00Z", reason: upgrade }]\n`);
    const address = anAddressOf("aws-us-east-2");
    const asked: Question[] = [];
    const ask: Ask = async (question) => {
      asked.push(question);
      return 200;
    };
    expect((await run([], { ask })).code).toBe(0);
    const there = asked.filter((question) => question.address === address).map((question) => question.path);
    expect(new Set(there)).toEqual(new Set(["/livez"]));
  });

  it("deploys everything at once, judged, where the state has no site's edge", async () => {
    const { resources } = stackGraph("staging");
    stateIs(graphOf(resources.filter(({ type }) => !type.startsWith("kubernetes:"))));
    // The gates behind it then find the addresses.
    expect((await run([])).code).toBe(0);
    expect(runs().map(({ args }) => args.join(" "))).toEqual([
      "preview --stack staging --policy-pack policies",
      "up --stack staging --yes --policy-pack policies",
    ]);
  });

  it("has the CLI leave clusters alone that can't be reached, of itself", async () => {
    settings("  twincloud:unreachable: [oci]\n");
    expect((await run([])).code).toBe(0);
    expect(runs().length).toBeGreaterThan(3);
    for (const { env } of runs()) {
      expect(env).toEqual({
        PULUMI_K8S_SKIP_UPDATE_UNREACHABLE: "true",
        PULUMI_LEGACY_PROVIDER_PREVIEW: "true",
        OCI_GO_SDK_EC_CONFIG: expect.stringMatching(/^file,.*\/twincloud-iam-window-/),
      });
    }
  });

  it("exits 2 where the usage, the CLI or its stack is wrong", async () => {
    expect((await run(["--no-such-flag"])).code).toBe(2);
    expect(await run([], { withCli: false })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("pulumi is not on PATH"),
    });
    rmSync(at("state.json"));
    expect(await run([])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("--stack staging: pulumi can't export it"),
    });
    expect(runs()).toEqual([]);
  });

  it.each([
    ["isn't JSON", "{", "is not JSON: it ends too early, as if cut short"],
    ["is of another version", '{"version":9,"deployment":{}}', "has deployment version 9, wanted 3 or 4"],
  ])("exits 2 in a line before anything is run where the state %s", async (_, text, problem) => {
    writeFileSync(at("state.json"), text);
    const { code, stderr } = await run([]);
    expect([code, runs()]).toEqual([2, []]);
    expect(stderr).toContain(`--stack staging: its exported state: ${problem}`);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  it("goes on with a state of version 4, and tells what is marked in it", async () => {
    const state = JSON.parse(renderState(stackGraph("staging")));
    for (const one of state.deployment.resources) if (one.type === "aws:route53/zone:Zone") one.taint = true;
    writeFileSync(at("state.json"), JSON.stringify({ ...state, version: 4, features: ["taint"] }));
    const { code, stderr } = await run([]);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^note Zone \S+: marked as tainted: the next up replaces it$/m);
  });

  it("exits 3 where the program fails", async () => {
    const program = async () => {
      throw new Error("a defect");
    };
    expect(await run([], { program })).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("a defect"),
    });
    expect(runs()).toEqual([]);
  });
});

describe("a dry run by the command line", () => {
  it("prints the very commands that the run then runs, and runs none", async () => {
    const { code, stdout } = await run(["--dry-run"]);
    expect({ code, ran: runs() }).toEqual({ code: 0, ran: [] });
    const pasted = spawnSync("bash", ["-c", stdout], { env: { PATH: `${folder}:/usr/bin:/bin` } });
    expect(pasted.status).toBe(0);
    const printed = runs();
    rmSync(at("ran"));
    await run([]);
    expect(printed).toEqual(runs());
    expect(printed).toHaveLength(5);
  });

  it("takes every site to be deployed without the CLI, and says so in a line", async () => {
    const { code, stdout } = await run(["--dry-run"], { withCli: false });
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^# every site is taken to be deployed: pulumi is not on PATH.*\n# the whole, judged/,
    );
    expect(stdout).toContain(`# site ${SITES[0]}\n`);
  });

  it("does so where the CLI has no such stack", async () => {
    rmSync(at("state.json"));
    const { code, stdout } = await run(["--dry-run"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^# every site is taken to be deployed: .*no stack named 'staging' found\n# the whole/,
    );
  });
});

describe("npm run rollout", () => {
  function npm(...args: string[]) {
    const { status, stdout, stderr } = spawnSync("npm", ["run", "--silent", "rollout", "--", ...args], {
      cwd: root,
      encoding: "utf8",
      env: { PATH: `${folder}:${process.env.PATH}`, HOME: folder, FAILS_ON: "preview" },
    });
    return { status, stdout, stderr };
  }

  it("runs a stack's steps by the CLI on PATH, and ends with the code of what went wrong", () => {
    // Of the project's own, whichever there is: what is run first is the same for all.
    const [stack = ""] = ownStacks();
    stateIs(ownStackGraph(stack));
    const { status, stdout } = npm("--stack", stack);
    expect({ status, ran: runs().map(({ args }) => args[0]) }).toEqual({ status: 1, ran: ["preview"] });
    expect(stdout).toMatch(/^\[1\/\d+\] the whole, judged/m);
    expect(stdout).toMatch(/^rollout: stopped at: the whole, judged .*; not run: is every site well\?/m);
    expect(npm("--stack", "no-such").status).toBe(2);
  }, 180_000);
});

/** One that the edge of a site is asked at. */
function anAddressOf(site: string): string {
  const eip = stackGraph("staging").resources.find(
    ({ type, name }) => type === "aws:ec2/eip:Eip" && name === `${site}-edge-1`,
  );
  const address = eip?.outputs.publicIp;
  if (typeof address !== "string") throw new Error(`${site} has no address`);
  return address;
}
