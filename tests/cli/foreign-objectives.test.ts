import { spawnSync } from "node:child_process";
import { readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { renderState } from "../../report/state";
import { stackGraph } from "../support/graphs";
import { Project } from "./project";

/** A platform with labels as ours has them, that says nothing of what is asked of it: somebody else's. */
function stateOfOthers(): string {
  const state = JSON.parse(renderState(stackGraph("staging")).replaceAll("twincloud:", "shop:"));
  for (const resource of state.deployment.resources)
    if (resource.type === "pulumi:pulumi:Stack") resource.outputs = {};
  return JSON.stringify(state);
}

let project: Project;
beforeAll(() => {
  project = new Project();
  project.write("shop.json", stateOfOthers());
});
beforeEach(() => project.write("redundancy.yaml", ""));
afterAll(() => project.remove());

async function survive(redundancy: string) {
  project.write("redundancy.yaml", redundancy);
  const { code, stdout, stderr } = await project.run(["survive", "--state", "shop.json", "--json"]);
  return { code, stderr, survival: stdout === "" ? undefined : JSON.parse(stdout).survival };
}

const coveredKinds = (survival: { scenarios: { kind: string; covered: boolean }[] }) => [
  ...new Set(survival.scenarios.filter(({ covered }) => covered).map(({ kind }) => kind)),
];

describe("survive on a program that isn't ours", () => {
  it("can't tell whether objectives are met that nobody states", async () => {
    const { code, survival } = await survive("");
    expect([code, survival.verdict]).toEqual([0, "unknown"]);
    expect(survival.because).toContain("No objectives are stated, so that none can be met.");
  });

  it("holds it to what its profile is meant to outlive", async () => {
    const zone = await survive("profile: single-region");
    expect(coveredKinds(zone.survival)).toEqual(["zone"]);
    const region = await survive("profile: multi-region");
    expect(coveredKinds(region.survival).sort()).toEqual(["metro", "site", "zone"]);
  });

  it("holds it to the objectives of redundancy.yaml, and misses what they ask too much", async () => {
    const patient = await survive(
      "objectives: { survive: [site], maxRtoSeconds: 3600, minServedShare: 0.5 }",
    );
    expect(coveredKinds(patient.survival)).toEqual(["site"]);
    expect(patient.survival.misses).toEqual([]);
    const { code, survival } = await survive("objectives: { survive: [site], maxRtoSeconds: 1 }");
    expect([code, survival.verdict]).toEqual([1, "missed"]);
    expect(survival.misses[0]).toMatchObject({ objective: "rto", allowed: 1 });
    expect(survival.misses.every(({ scenario }: { scenario: string }) => scenario.startsWith("site:"))).toBe(
      true,
    );
  });

  it("asks for capacity only where it is stated", async () => {
    const { survival } = await survive(
      "objectives: { survive: [site], maxRtoSeconds: 3600, capacity: { atOnce: 1, withinSeconds: 900, then: 1 } }",
    );
    expect(
      survival.misses.some(({ objective }: { objective: string }) => objective === "capacity.atOnce"),
    ).toBe(true);
  });

  it("says what is wrong with them, with where and what is wanted", async () => {
    const { code, stderr } = await survive(
      "objectives: { survive: [region], maxRtoSecs: 1, minServedShare: 2, maxRpoSeconds: { upload: -1 }, capacity: { atOnce: 1 } }",
    );
    expect(code).toBe(2);
    expect(stderr.split("\n").filter((line) => line !== "")).toEqual([
      expect.stringMatching(
        /redundancy.yaml: objectives.maxRtoSecs: is not known here; wanted survive, maxRto/,
      ),
      expect.stringMatching(/objectives.survive: found \["region"\]; wanted a list of zone, site, /),
      expect.stringMatching(/objectives.minServedShare: found 2; wanted a number from 0 to 1$/),
      expect.stringMatching(/objectives.maxRpoSeconds.upload: found -1; wanted a number of at least 0$/),
      expect.stringMatching(/objectives.capacity.withinSeconds: is missing/),
      expect.stringMatching(/objectives.capacity.then: is missing/),
    ]);
  });
});

describe("preview of a program that isn't ours", () => {
  it("plays it too, by the objectives of its redundancy.yaml, and ends with 1 where it misses them", () => {
    project.write("app/Pulumi.yaml", "name: app\nruntime: nodejs\n");
    project.write("app/Pulumi.dev.yaml", "config:\n  aws:region: us-east-1\n");
    project.write("app/package.json", '{ "name": "app", "main": "index.js" }');
    project.write(
      "app/index.js",
      'const aws = require("@pulumi/aws"); new aws.ec2.Instance("box", { ami: "ami-1", instanceType: "t3.micro" });',
    );
    project.write("app/redundancy.yaml", "profile: single-region\n");
    symlinkSync(path.resolve("node_modules"), project.path("app/node_modules"));
    const flags = ["--program", project.path("app"), "--stack", "dev", "--out", project.path("out")];
    const args = ["--require", "tsx/cjs", "cli/cli.ts", "preview", ...flags];
    const { status } = spawnSync(process.execPath, args);
    const { survival } = JSON.parse(readFileSync(project.path("out/dev/preview.json"), "utf8"));
    expect([status, survival.verdict]).toEqual([1, "missed"]);
    // A machine that stands alone is lost with its zone, whichever that is.
    expect(survival.misses.every(({ scenario }: { scenario: string }) => scenario.startsWith("zone:"))).toBe(
      true,
    );
  });
});
