import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { userFolder } from "../../cli/process-context";
import { twoSites } from "../graph/fixtures";
import { Project } from "./project";

let project: Project;
beforeAll(() => {
  project = new Project("prod", "staging");
  project.makes(() => twoSites());
});
afterAll(() => project.remove());

describe("--stack", () => {
  it.each(["prod", "acme/prod", "acme/twincloud/prod"])("takes %s as the Pulumi CLI does", async (stack) => {
    const { stdout, stderr } = await project.run(["check", "--stack", stack]);
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^prod {2}8 resources, 3 of 3 managed understood\n/);
    expect(stdout).not.toMatch(/^staging/m);
  });

  it.each([
    ["acme/other/prod", "is a stack of the project other; this one is twincloud"],
    ["acme//prod", "found an empty part; wanted STACK, ORG/STACK or ORG/PROJECT/STACK"],
    ["a/b/c/prod", "found 4 parts; wanted STACK, ORG/STACK or ORG/PROJECT/STACK"],
    ["acme/no", "no file Pulumi.no.yaml; the stacks here are prod, staging"],
  ])("says of %s what is wrong", async (stack, problem) => {
    expect(await project.run(["check", "--stack", stack])).toMatchObject({
      code: 2,
      stderr: `--stack ${stack}: ${problem}\n`,
    });
  });
});

describe("where the user stands", () => {
  const root = "/home/me/twincloud";
  const npm = { npm_package_json: `${root}/package.json`, INIT_CWD: "/home/me/elsewhere" };

  it("is where npm was started, as npm changes into the project's folder", () => {
    expect(userFolder({ root, cwd: root, env: npm })).toBe("/home/me/elsewhere");
  });

  it.each([
    ["npm has no part in it", { root, cwd: root, env: { INIT_CWD: "/home/me/elsewhere" } }],
    [
      "npm runs a script of another package",
      { root, cwd: root, env: { ...npm, npm_package_json: "/x/package.json" } },
    ],
    ["a script has gone elsewhere since", { root, cwd: "/tmp", env: npm }],
  ])("is the process's own folder where %s", (_, place) => {
    expect(userFolder(place)).toBe(place.cwd);
  });
});
