import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, expect, it } from "vitest";
import { fixtureFile } from "../fixtures/stacks";
import { describeWithPulumi, root, Sandbox } from "./sandboxed";

const committed = fixtureFile("staging");
const text = readFileSync(committed, "utf8");

describeWithPulumi("a stack in the sandbox", () => {
  const sandbox = new Sandbox("staging");
  const state = path.join(sandbox.folder, ".pulumi/stacks/twincloud/staging.json");
  afterAll(() => sandbox.remove());
  // Whatever a test finds, the checkout is as it was.
  afterEach(() => {
    rmSync(path.join(root, "Pulumi.renamed.yaml"), { force: true });
    if (!existsSync(committed) || readFileSync(committed, "utf8") !== text) writeFileSync(committed, text);
  });
  const leavesTheFile = () => existsSync(committed) && readFileSync(committed, "utf8") === text;

  it("can be looked at", () => {
    const { status, output } = sandbox.run(["stack", "--non-interactive"]);
    expect(output).toContain("Current stack is staging");
    expect(status).toBe(0);
  });

  it("is exported to a file of the user's, and imported from it", () => {
    const file = path.relative(root, path.join(sandbox.folder, "state.json"));
    expect(sandbox.run(["stack", "export", "--file", file]).status).toBe(0);
    expect(JSON.parse(readFileSync(path.join(sandbox.folder, "state.json"), "utf8"))).toHaveProperty(
      "deployment",
    );
    expect(sandbox.run(["stack", "import", `--file=${file}`]).status).toBe(0);
  });

  it("can be destroyed", () => {
    expect(sandbox.run(["destroy", "--yes", "--non-interactive"]).status).toBe(0);
    expect(leavesTheFile()).toBe(true);
  });

  it.each([
    ["stack rm", ["stack", "rm", "--yes", "--force"]],
    ["destroy --remove", ["destroy", "--yes", "--non-interactive", "--remove"]],
    ["stack rename", ["stack", "rename", "renamed"]],
  ])("goes with %s, and the stack file stays", (_, command) => {
    const { status, output } = sandbox.run(command);
    expect(output).not.toContain("error:");
    expect(status).toBe(0);
    expect(existsSync(state)).toBe(false);
    expect(leavesTheFile()).toBe(true);
  });

  it("is made anew after it was removed", () => {
    expect(sandbox.run(["stack", "rm", "--yes", "--force"]).status).toBe(0);
    expect(sandbox.graph().resources).toEqual([]);
  });
});
