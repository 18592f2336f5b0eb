import { readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { judge } from "../../policies/pack/judge";
import { packSettings } from "../../policies/pack/settings";
import { rules } from "../../policies/rules";
import { Packed } from "../package/packed";
import { eventsIn } from "./policy-events";
import { describeWithPulumi, root, Sandbox } from "./sandboxed";

describeWithPulumi("the npm package's policy pack, where npm puts it", () => {
  const packed = new Packed();
  const sandbox = new Sandbox("ashburn-alone");
  beforeAll(async () => {
    await packed.pack();
    // The SDK of the user's program, which the CLI starts a pack with.
    symlinkSync(path.join(root, "node_modules/@pulumi"), path.join(packed.installed, "../@pulumi"));
  });
  afterAll(() => {
    sandbox.remove();
    packed.remove();
  });

  it("says in the engine's preview what the rules say of what the engine made", () => {
    sandbox.up();
    const graph = sandbox.graph();
    const { violations } = judge(graph, rules, packSettings(graph, new Date()));
    const log = path.join(sandbox.folder, "events.json");
    const pack = path.join(packed.installed, "policies");
    const { status } = sandbox.run(
      ["preview", "--non-interactive", "--event-log", log, "--policy-pack", pack],
      { PULUMI_DEBUG_COMMANDS: "true" },
    );
    expect(violations.length).toBeGreaterThan(4);
    expect(eventsIn(readFileSync(log, "utf8"))).toEqual(
      violations.map(({ level, rule, urn, message }) => `${level} ${rule} ${urn} ${message}`).sort(),
    );
    expect(status).not.toBe(0);
  });
});
