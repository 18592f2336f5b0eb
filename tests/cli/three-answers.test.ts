/** Met, missed, can't tell: how commands say each, and end. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SECRET } from "../../graph/resource";
import { renderState } from "../../report/state";
import { changed, setting, stackGraph } from "../support/graphs";
import { Project } from "./project";

let project: Project;
beforeAll(() => {
  project = new Project("staging");
  project.makes(() => stackGraph("staging"));
});
afterAll(() => project.remove());

const run = (command: string, state: object | string, ...flags: string[]) => {
  project.write("state.json", typeof state === "string" ? state : JSON.stringify(state));
  return project.run([command, "--state", "state.json", ...flags]);
};

const stackOfTheirs = {
  urn: "urn:pulumi:p::web::pulumi:pulumi:Stack::web-p",
  type: "pulumi:pulumi:Stack",
  custom: false,
};
const awsProvider = {
  urn: "urn:pulumi:p::web::pulumi:providers:aws::aws",
  type: "pulumi:providers:aws",
  custom: true,
  id: "8d1b",
  inputs: { region: "us-east-1" },
};
const through = { custom: true, provider: `${awsProvider.urn}::8d1b` };
const cluster = {
  ...through,
  urn: "urn:pulumi:p::web::aws:eks/cluster:Cluster::one",
  type: "aws:eks/cluster:Cluster",
  id: "one",
  inputs: { name: "one", version: "1.35" },
  outputs: { name: "one", version: "1.35" },
};
const bucket = {
  ...through,
  urn: "urn:pulumi:p::web::aws:s3/bucket:Bucket::logs",
  type: "aws:s3/bucket:Bucket",
  id: "logs",
  inputs: { bucket: "logs" },
  outputs: { bucket: "logs" },
};
const theirs = (...resources: object[]) => ({
  version: 3,
  deployment: { resources: [stackOfTheirs, awsProvider, ...resources] },
});

/** Staging with the replicas of one workload encrypted. */
const encrypted = () => {
  const isFeed = ({ type, urn }: { type: string; urn: string }) =>
    type === "kubernetes:policy/v1:PodDisruptionBudget" && urn.includes("feed");
  return renderState(changed(stackGraph("staging"), isFeed, setting(["spec", "maxUnavailable"], SECRET)));
};

describe("a stack of ours", () => {
  it("ends with 1 where a mandatory rule can't be told, and says which and of what", async () => {
    const { code, stdout } = await run("check", encrypted());
    expect(code).toBe(1);
    expect(stdout).toMatch(/policy \d+ rules: no mandatory violation, 1 advisory, 1 can't be told/);
    expect(stdout).toMatch(
      /can't tell disruption-budget \(high\)\n +PodDisruptionBudget .*feed.*: allows a number of evictions that can't be told/,
    );
  });

  it("has it in --json beside the violations", async () => {
    const { stdout } = await run("check", encrypted(), "--json");
    const { policy } = JSON.parse(stdout) as {
      policy: { verdict: string; unknown: object[]; rules: object };
    };
    expect(policy).toMatchObject({
      verdict: "unknown",
      violations: [{ level: "advisory" }],
      rules: { "disruption-budget": "unknown" },
    });
    expect(policy.unknown[0]).toMatchObject({ rule: "disruption-budget", level: "mandatory" });
  });

  it("says what is down before anything fails before it says what faults do", async () => {
    const isFeed = ({ type, urn }: { type: string; urn: string }) =>
      type === "kubernetes:apps/v1:Deployment" && /::[^:]*feed$/.test(urn);
    const gone = changed(stackGraph("staging"), isFeed, setting(["metadata", "labels"], {}));
    const { code, stdout } = await run("survive", renderState(gone));
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^survival objectives missed .*\n {2}Before anything fails feed is down already\.$/m,
    );
    expect(stdout.indexOf("Before anything fails")).toBeLessThan(stdout.indexOf("misses"));
  });
});

describe("a program that isn't ours", () => {
  it.each(["check", "survive"])("is nothing to judge for %s where all of it is gone", async (command) => {
    const { code, stdout } = await run(command, { version: 3, deployment: { resources: [stackOfTheirs] } });
    expect([code, stdout]).toEqual([1, expect.stringMatching(/can't tell nothing there/)]);
  });

  it("has no survival to tell of storage alone, and of a cluster on which it runs nothing", async () => {
    for (const state of [theirs(bucket), theirs(cluster)]) {
      const { code, stdout } = await run("survive", state);
      const why = "can't tell Nothing is known of what it serves";
      expect([code, stdout]).toEqual([1, expect.stringContaining(why)]);
    }
  });

  it("passes what can't be told, unless it is asked to be strict", async () => {
    const only = {
      ...through,
      urn: "urn:pulumi:p::web::aws:sns/topic:Topic::t",
      type: "aws:sns/topic:Topic",
      id: "t",
      inputs: {},
    };
    const regionless = { ...awsProvider, inputs: {} };
    const state = { version: 3, deployment: { resources: [stackOfTheirs, regionless, only] } };
    // Without a word of what it is to be held to nothing is mandatory, and nothing that must be told.
    project.write("redundancy.yaml", "levels: { no-default-provider: mandatory }\n");
    const loose = await run("check", state);
    expect([loose.code, loose.stdout]).toEqual([0, expect.stringMatching(/can't tell no-default-provider/)]);
    expect((await run("check", state, "--strict")).code).toBe(1);
  });
});

it("preview writes version 2, with the verdicts, the coverage and what is so while nothing fails", async () => {
  const { code } = await project.run(["preview", "--stack", "staging"]);
  const { readFileSync } = await import("node:fs");
  const written = JSON.parse(readFileSync(project.path("out/staging/preview.json"), "utf8")) as {
    readonly [key: string]: unknown;
    readonly survival: { readonly calm: Readonly<Record<string, object>> };
  };
  expect([code, written.version]).toEqual([0, 2]);
  expect(written).toMatchObject({
    judgedAt: expect.stringMatching(/^\d{4}-/),
    coverage: { understood: expect.any(Number), total: expect.any(Number) },
    policy: { verdict: "met", unknown: [] },
    survival: { verdict: "met", because: [], misses: [] },
  });
  expect(written.survival.calm.feed).toEqual({ state: "up", served: 1 });
});
