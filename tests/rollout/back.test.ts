import { spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Graph } from "../../graph/resource";
import { renderState } from "../../report/state";
import { rollout } from "../../rollout/cli";
import type { Ask } from "../../rollout/gate";
import { settingsToGoBackTo } from "../../rollout/past";
import { planBack } from "../../rollout/plan-back";
import { video } from "../fixtures/catalogs/video";
import { fixtureFile } from "../fixtures/stacks";
import { changed, ofType, setting, stackGraph, without } from "../support/graphs";

const root = path.resolve(__dirname, "../..");
const graph = stackGraph("prod");
const sites = ["oci-us-chicago-1", "oci-us-ashburn-1", "aws-us-east-2", "aws-us-west-2"];
const input = {
  graph,
  state: graph,
  project: "twincloud",
  stack: "prod",
  sites,
  deployed: new Set(sites),
  drained: new Set<string>(),
  drainedBefore: new Set<string>(),
  unreachable: new Set<string>(),
};

describe("the plan of a roll-back", () => {
  it("is a roll-out's reversed: routing first, sites from the last on with a gate behind each, what they share last", () => {
    expect(planBack(input).map(({ kind, title }) => `${kind} ${title}`)).toEqual([
      "judge the whole as it was, judged by the policies before anything changes",
      "images images, by digest, to every site's registry",
      "up routing",
      ...[...sites].reverse().flatMap((site) => [`up site ${site}`, `gate is ${site} well?`]),
      "up whatever is left",
    ]);
  });

  it("makes a registry that isn't there any more before its images", () => {
    const state = without(graph, ({ urn }) => /:Registry\$.*::aws-us-east-2-feed$/.test(urn));
    expect(state.resources.length).toBe(graph.resources.length - 1);
    expect(
      planBack({ ...input, state })
        .map(({ title }) => title)
        .slice(1, 3),
    ).toEqual(["registries, and what sites share", "images, by digest, to every site's registry"]);
  });

  it("leaves a site alone that can't be reached, and refuses one that was taken away since", () => {
    const left = planBack({ ...input, unreachable: new Set([sites[1] as string]) });
    expect(left.some(({ title }) => title.includes("oci-us-ashburn-1"))).toBe(false);
    expect(() => planBack({ ...input, deployed: new Set(sites.slice(1)) })).toThrow(
      "--to: oci-us-chicago-1 was deployed then and isn't now",
    );
  });
});

describe("the settings of a roll-back", () => {
  const now = {
    encryptionsalt: "new",
    config: {
      "twincloud:domain": "now.example.com",
      "twincloud:unreachable": ["oci"],
      "twincloud:edgeTls": { certificate: "now", key: { secure: "x" } },
    },
  };

  it("are those of then, with what is out of service now and today's secrets", () => {
    const then = {
      encryptionsalt: "old",
      config: {
        "twincloud:domain": "then.example.com",
        "twincloud:drain": [{ site: "a" }],
        "twincloud:edgeTls": { certificate: "then", key: { secure: "y" } },
      },
    };
    expect(settingsToGoBackTo(then, now)).toEqual({
      encryptionsalt: "new",
      config: {
        "twincloud:domain": "then.example.com",
        "twincloud:unreachable": ["oci"],
        "twincloud:edgeTls": { certificate: "now", key: { secure: "x" } },
      },
    });
  });

  it("are today's where the commit has none", () => {
    expect(settingsToGoBackTo(undefined, now)).toBe(now);
  });
});

/** In the place of the earlier commit's own preview: what it plans lies beside it. */
const PREVIEW = `
const { copyFileSync, mkdirSync, existsSync } = require("node:fs");
const at = (flag) => process.argv[process.argv.indexOf(flag) + 1];
if (!existsSync(at("--against"))) process.exit(3);
mkdirSync(at("--out") + "/staging", { recursive: true });
copyFileSync(__dirname + "/planned.json", at("--out") + "/staging/state.json");
`;
const STAND_IN = `#!${process.execPath}
const { appendFileSync, readFileSync } = require("node:fs");
const args = process.argv.slice(2);
appendFileSync(__dirname + "/../ran", JSON.stringify({ args, cwd: process.cwd(), drain: readFileSync("Pulumi.staging.yaml", "utf8").includes("1999") }) + "\\n");
if (args[0] === "stack") process.stdout.write(readFileSync(__dirname + "/../deployed.json"));
`;

describe("a roll-back by the command line", () => {
  let folder: string;
  let checkout: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "twincloud-back-test-"));
    checkout = path.join(folder, "project");
    for (const name of ["cli", "../bin"]) mkdirSync(path.join(checkout, name), { recursive: true });
    writeFileSync(path.join(folder, "bin/pulumi"), STAND_IN);
    chmodSync(path.join(folder, "bin/pulumi"), 0o755);
    symlinkSync(path.join(root, "node_modules"), path.join(checkout, "node_modules"));
    copyFileSync(path.join(root, "Pulumi.yaml"), path.join(checkout, "Pulumi.yaml"));
    copyFileSync(fixtureFile("staging"), path.join(checkout, "Pulumi.staging.yaml"));
    writeFileSync(path.join(checkout, "package-lock.json"), "{}");
    writeFileSync(path.join(checkout, ".gitignore"), "node_modules\n");
    writeFileSync(path.join(checkout, "cli/cli.ts"), PREVIEW);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function git(...args: string[]): string {
    const identity = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"];
    const { status, stdout, stderr } = spawnSync("git", [...identity, ...args], {
      cwd: checkout,
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(stderr);
    return stdout.trim();
  }

  /** A commit whose program plans a graph, then one more that is deployed. */
  function deployed(then: Graph, now: Graph): string {
    writeFileSync(path.join(checkout, "cli/planned.json"), renderState(then));
    git("init", "-q");
    git("add", "-A");
    git("commit", "-qm", "then");
    const commit = git("rev-parse", "HEAD");
    git("commit", "-qm", "now", "--allow-empty");
    writeFileSync(path.join(folder, "deployed.json"), renderState(now));
    return commit;
  }

  async function run(args: readonly string[], ask: Ask = async () => 200) {
    const written = { stdout: "", stderr: "" };
    const output = (name: keyof typeof written) => ({ write: (text: string) => (written[name] += text) });
    const code = await rollout(
      ["--stack", "staging", ...args],
      {
        root: checkout,
        cwd: checkout,
        stdout: output("stdout"),
        stderr: output("stderr"),
        env: { PATH: `${folder}/bin:/usr/bin:/bin` },
        catalog: video,
        loadProgram: () => {
          throw new Error("today's program isn't asked");
        },
      },
      { ask, patience: { inARow: 1, secondsBetween: 0, attempts: 1 } },
    );
    return { code, ...written };
  }

  interface Noted {
    readonly args: readonly string[];
    readonly cwd: string;
    readonly drain: boolean;
  }
  const ran = (): Noted[] =>
    existsSync(path.join(folder, "ran"))
      ? readFileSync(path.join(folder, "ran"), "utf8")
          .trim()
          .split("\n")
          .map((line) => JSON.parse(line) as Noted)
          .filter(({ args }) => args[0] !== "stack")
      : [];

  const staging = stackGraph("staging");
  const more = changed(
    staging,
    ({ type, name }) =>
      type === "kubernetes:autoscaling/v2:HorizontalPodAutoscaler" && name.endsWith("-feed"),
    setting(["spec", "maxReplicas"], 99),
  );

  it("runs the commit's own program in a checkout of it, in the reverse order, and takes the checkout away", async () => {
    const commit = deployed(staging, more);
    const { code, stderr } = await run(["--to", commit.slice(0, 10)]);
    expect({ code, stderr: stderr.split("\n")[0] }).toEqual({
      code: 0,
      stderr: expect.stringMatching(new RegExp(`^back to ${commit}: `)),
    });
    const aimed = ran().map(({ args }) => ({
      command: args[0],
      at: ["routing", "oci-us-phoenix-1", "aws-us-east-2"].filter((one) =>
        args.some((arg) => arg.endsWith(`::${one}`) || arg.includes(`:${one}:`)),
      ),
    }));
    expect(aimed).toEqual([
      { command: "preview", at: [] },
      { command: "up", at: ["routing"] },
      { command: "up", at: ["aws-us-east-2"] },
      { command: "up", at: ["oci-us-phoenix-1"] },
      { command: "up", at: [] },
    ]);
    const folders = new Set(ran().map(({ cwd }) => cwd));
    expect([...folders].every((one) => one !== checkout && !existsSync(one))).toBe(true);
    expect(git("worktree", "list").split("\n")).toHaveLength(1);
  });

  it("stops at the first site that is red after it went back", async () => {
    const commit = deployed(staging, more);
    const { code, stdout } = await run(["--to", commit], async () => 503);
    expect(code).toBe(1);
    expect(ran().map(({ args }) => args[0])).toEqual(["preview", "up", "up"]);
    expect(stdout).toContain("rollout: stopped at: is aws-us-east-2 well?");
  });

  it("says what can't go back, and changes nothing then", async () => {
    const upgraded = changed(staging, ofType("aws:eks/cluster:Cluster"), setting(["version"], "1.99"));
    const commit = deployed(staging, upgraded);
    const { code, stderr } = await run(["--to", commit]);
    expect({ code, ran: ran() }).toEqual({ code: 1, ran: [] });
    expect(stderr).toMatch(/^can't go back: Cluster aws-us-east-2: /m);
    expect(
      readdirSync(tmpdir()).filter((name) => name.startsWith("twincloud-back-") && !name.includes("test")),
    ).toEqual([]);
  });

  it("keeps today's drains", async () => {
    const commit = deployed(staging, more);
    const file = path.join(checkout, "Pulumi.staging.yaml");
    const drain = `  twincloud:drain: [{ site: aws-us-east-2, until: "1999-01-01T00:00:00Z", reason: storm }]\n`;
    writeFileSync(file, `${readFileSync(file, "utf8").trimEnd()}\n${drain}`);
    await run(["--to", commit]);
    expect(ran().length).toBeGreaterThan(3);
    expect(ran().every((one) => one.drain)).toBe(true);
  });

  it("exits 2 for a commit that isn't there", async () => {
    deployed(staging, more);
    const { code, stderr } = await run(["--to", "no-such"]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^--to no-such: found no such commit here; wanted one that was deployed/);
  });
});
