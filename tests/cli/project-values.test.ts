import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { exampleWith } from "../stacks/example";
import { Project } from "./project";

let project: Project;
/** What the program was handed, a run each. */
let handed: Readonly<Record<string, string>>[];

beforeEach(() => {
  project = new Project("prod");
  handed = [];
  project.program = async ({ config }) => {
    handed.push(config);
    throw new Error("enough is known");
  };
});
afterEach(() => project.remove());

function declare(config: Record<string, unknown>): void {
  project.write("Pulumi.yaml", stringify({ name: "twincloud", runtime: "nodejs", config }));
}

const nodes = { oci: { shape: "VM.Standard.E5.Flex", ocpus: 16, memoryGb: 64 } };

describe.each(["preview", "check", "survive"])("%s", (command) => {
  it("hands the program what the project's file gives a stack without the key", async () => {
    declare({ protect: { type: "boolean", default: false }, nodes: { type: "object", default: nodes } });
    await project.run([command, "--stack", "prod"]);
    expect(handed[0]).toMatchObject({
      "twincloud:protect": "false",
      "twincloud:nodes": JSON.stringify(nodes),
    });
  });

  it("names the project's file where a value of its own is wrong, and exits 2", async () => {
    declare({ dns: { default: { ttl: 0, checkIntervalSeconds: 10, failureThreshold: 3 } } });
    project.write("Pulumi.prod.yaml", stringify({ config: exampleWith({ dns: undefined }) }));
    const { code, stderr } = await project.run([command, "--stack", "prod"]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^Pulumi\.yaml: twincloud:dns\.ttl: found 0, wanted a whole number/);
  });

  it("judges nothing of a stack that an environment gives more settings, and exits 2", async () => {
    project.write("Pulumi.prod.yaml", stringify({ environment: ["base"], config: exampleWith({}) }));
    const { code, stdout, stderr } = await project.run([command, "--stack", "prod"]);
    expect([code, stdout, handed]).toEqual([2, "", []]);
    expect(stderr).toMatch(/^Pulumi\.prod\.yaml: environment: found an environment of Pulumi ESC \("base"\)/);
  });
});
