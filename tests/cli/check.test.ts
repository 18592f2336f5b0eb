import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { graphOf } from "../../graph/graph";
import { renderState } from "../../report/state";
import { resource, twoSites, urnOf } from "../graph/fixtures";
import { setting, stackGraph } from "../support/graphs";
import { Project } from "./project";

let project: Project;
beforeEach(() => {
  project = new Project("prod", "staging");
  project.makes(() => twoSites());
});
afterEach(() => project.remove());

const bareBucket = resource("aws:s3/bucket:Bucket", "media", {
  provider: urnOf("pulumi:providers:aws", "aws-us-east-2"),
  source: { file: "components/aws/store.ts", line: 48 },
});

describe("check", () => {
  it("judges every stack, writes no file, and exits 0 when no mandatory rule is broken", async () => {
    const { code, stdout, stderr } = await project.run(["check"]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(
      /^prod {2}8 resources, 3 of 3 managed understood\npolicy \d+ rules: no mandatory violation, \d+ have nothing to look at, 3 exempted$/m,
    );
    expect(stdout).toMatch(/^staging {2}8 resources, 3 of 3 managed understood$/m);
  });

  it("exits 1 when a mandatory rule is broken, with the resource, what is wanted, the line and how to mend it", async () => {
    project.makes((stack) => (stack === "prod" ? twoSites(bareBucket) : twoSites()));
    const { code, stdout } = await project.run(["check"]);
    expect(code).toBe(1);
    expect(stdout).toContain(
      "Bucket media: has versioning off; wanted versioning enabled [components/aws/store.ts:48]\n",
    );
    expect(stdout).toMatch(/mandatory bucket-durability \(high\)/);
    expect(stdout).toMatch(/mend: Switch versioning and encryption on/);
  });

  it("exits 2 with every problem of the exemptions, before anything runs", async () => {
    project.write("policies/exemptions.yaml", "exemptions: [{ rule: zone-spred, urn: x }]\n");
    project.program = async () => {
      throw new Error("ran");
    };
    const { code, stderr } = await project.run(["check"]);
    expect(code).toBe(2);
    expect(stderr).toContain(
      "policies/exemptions.yaml: exemptions[0].rule: there is no rule \"zone-spred\"; did you mean 'zone-spread'?\n",
    );
    expect(stderr).toContain("policies/exemptions.yaml: exemptions[0].owner: is missing");
  });
});

describe("check --against", () => {
  const state = renderState(twoSites());

  it.each(["check", "survive"])("%s runs the program over what the state has", async (command) => {
    project.write("Pulumi.test.yaml", readFileSync(project.path("Pulumi.prod.yaml"), "utf8"));
    project.write("state.json", state);
    const seen: unknown[] = [];
    project.program = async ({ stack, earlier }) => {
      seen.push([stack, earlier?.length]);
      return twoSites();
    };
    await project.run([command, "--against", "state.json"]);
    expect(seen).toEqual([
      ["prod", undefined],
      ["staging", undefined],
      ["test", twoSites().resources.length],
    ]);
  });

  it("exits 2 in one line on a state of another stack, and on what is no state", async () => {
    project.program = undefined;
    project.write("state.json", state);
    project.write("preview.json", '{"version":1,"stack":"prod","resources":[]}');
    const other = await project.run(["check", "--against", "state.json"]);
    expect([other.code, other.stderr]).toEqual([
      2,
      "--against state.json: is of stack test; wanted one of prod, staging\n",
    ]);
    const preview = await project.run(["check", "--against", "preview.json"]);
    expect([preview.code, preview.stderr]).toEqual([
      2,
      "--against preview.json: is an earlier preview; wanted the output of 'pulumi stack export'\n",
    ]);
  });
});

describe("check --json", () => {
  it("prints the policy section of preview.json and nothing else: a list of all stacks, or the one that is chosen", async () => {
    project.makes((stack) => (stack === "prod" ? twoSites(bareBucket) : twoSites()));
    const all = await project.run(["check", "--json"]);
    expect([all.code, all.stderr]).toEqual([1, ""]);
    const list = JSON.parse(all.stdout) as { stack: string; judgedAt: string }[];
    expect(list.map(({ stack }) => stack)).toEqual(["prod", "staging"]);

    const { code, stdout } = await project.run(["check", "--json", "--stack", "prod"]);
    expect(code).toBe(1);
    const rules = {
      policy: {
        violations: expect.arrayContaining([expect.objectContaining({ rule: "bucket-durability" })]),
      },
    };
    expect(JSON.parse(stdout)).toMatchObject({ stack: "prod", judgedAt: expect.any(String), ...rules });

    await project.run(["preview", "--stack", "prod"]);
    const preview = JSON.parse(readFileSync(project.path("out/prod/preview.json"), "utf8")) as {
      policy: unknown;
    };
    expect((JSON.parse(stdout) as { policy: unknown }).policy).toEqual(preview.policy);
  });

  it("names a stack whose program failed, and says why on standard error", async () => {
    project.program = async () => {
      throw new Error("no such thing\n::error::forged");
    };
    const { code, stdout, stderr } = await project.run(["check", "--json", "--stack", "prod"]);
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ stack: "prod", failed: expect.any(String) });
    expect(stderr).toContain("prod: the program failed\nError: no such thing\n\\u003a:error::forged\n");
  });
});

describe("check --state", () => {
  it("gives the verdict of the preview of the same program", async () => {
    const prod = stackGraph("prod");
    project.write("state.json", renderState(prod));
    expect(await project.run(["check", "--state", "state.json"])).toMatchObject({ code: 0 });

    const open = setting(["accessType"], "ObjectRead");
    const weak = graphOf(
      prod.resources.map((one) => (one.name === "oci-us-chicago-1-media" ? open(one) : one)),
    );
    project.write("weak.json", renderState(weak));
    project.makes(() => weak);
    const [onState, onPreview] = [
      await project.run(["check", "--state", "weak.json"]),
      await project.run(["check", "--stack", "prod"]),
    ];
    expect(onState.code).toBe(1);
    expect(onState.stdout).toContain('may be opened to the public (accessType "ObjectRead")');
    expect(onState.stdout).toBe(onPreview.stdout);
  });

  it.each([
    ["isn't JSON", "{", "is not JSON: "],
    ["is no state", "{}", "has no 'deployment'; use the output of 'pulumi stack export'"],
    [
      "is of another version",
      '{"version":2,"deployment":{}}',
      "has deployment version 2, wanted 3 or 4; export it again with a current Pulumi",
    ],
  ])("exits 2 in a line when the file %s", async (_, text, problem) => {
    project.write("state.json", text);
    const { code, stderr } = await project.run(["check", "--state", "state.json"]);
    expect(code).toBe(2);
    expect(stderr).toContain(`--state state.json: ${problem}`);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  it("exits 2 when there is no such file, or with a stack beside it", async () => {
    const none = await project.run(["check", "--state", "none.json"]);
    expect([none.code, none.stderr]).toEqual([
      2,
      "--state none.json: no such file; wanted the output of 'pulumi stack export'\n",
    ]);
    expect(await project.run(["check", "--state", "x", "--stack", "prod"])).toMatchObject({ code: 2 });
  });
});
