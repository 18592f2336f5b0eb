/** The copy of the state that lies in the other cloud, restored as docs/runbook.md does it: nothing is made a second time. */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { describeWithPulumi, root, Sandbox } from "./sandboxed";

describeWithPulumi("the copy of the state", () => {
  const lost = new Sandbox("staging");
  const restored = new Sandbox("staging");
  afterAll(() => {
    lost.remove();
    restored.remove();
  });

  it("is restored by the runbook's own commands on a backend that knows nothing, and the plan is empty", () => {
    lost.up();
    // As .github/copy-state.sh exports it.
    const copy = path.join(lost.folder, "prod.json");
    writeFileSync(copy, lost.export());
    expect(readFileSync(copy, "utf8")).toContain('"ciphertext"');
    expect(readFileSync(copy, "utf8")).not.toContain("BEGIN RSA PRIVATE KEY");

    const text = readFileSync(path.join(root, "docs/runbook.md"), "utf8");
    const block = text.slice(
      text.indexOf("**The backend is gone**"),
      text.indexOf("CI must not run meanwhile"),
    );
    const commands = [...block.matchAll(/pulumi (stack import|preview)([^\n&]*)/g)].map(
      ([, command = "", rest = ""]) => `${command}${rest}`.trim().split(/\s+/),
    );
    expect(commands.map(([command]) => command)).toEqual(["stack", "preview"]);
    for (const words of commands) {
      const args = words
        .filter((word, at) => word !== "--stack" && words[at - 1] !== "--stack")
        .map((word) => (word === "prod.json" ? copy : word));
      const strict = args[0] === "preview" ? ["--expect-no-changes", "--non-interactive"] : [];
      const { status, output } = restored.run([...args, ...strict]);
      expect({ args, status, output: status === 0 ? "" : output.slice(-2_000) }).toEqual({
        args,
        status: 0,
        output: "",
      });
    }
    const urns = (sandbox: Sandbox) =>
      sandbox
        .graph()
        .resources.map(({ urn }) => urn)
        .sort();
    expect(urns(restored)).toEqual(urns(lost));
  });
});
