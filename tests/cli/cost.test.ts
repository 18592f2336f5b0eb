import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stackGraph } from "../support/graphs";
import { Project } from "./project";

let project: Project;
beforeAll(() => {
  project = new Project("prod");
  project.program = async ({ config }) =>
    stackGraph(JSON.parse(config["twincloud:sites"] ?? "[]").length === 1 ? "ashburn-alone" : "prod");
});
afterAll(() => project.remove());

describe("cost", () => {
  it("sets a stack beside all of it at one site, and names what isn't priced", async () => {
    const { code, stdout, stderr } = await project.run(["cost", "--stack", "prod", "--written-gb", "100"]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^prod: \$[\d,]+ a month by the list/);
    expect(stdout).toMatch(/^ +\$[\d,]+ {2}50 × GB from AWS to another cloud$/m);
    expect(stdout).toMatch(
      /^all of it at \S+, the cheapest site: \$[\d,]+ a month; redundancy costs \$[\d,]+ a month more$/m,
    );
    expect(stdout).toMatch(/^Not priced: /m);
  });

  it("refuses what is no number of GB, naming the flag", async () => {
    const { code, stderr } = await project.run(["cost", "--stack", "prod", "--kept-gb", "many"]);
    expect(code).toBe(2);
    expect(stderr).toBe("--kept-gb many: isn't a number of GB; wanted 0 or more, such as 5000\n");
  });
});
