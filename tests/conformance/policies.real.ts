import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { exemptionsFrom } from "../../policies/pack/exemptions-file";
import { judge } from "../../policies/pack/judge";
import { packSettings } from "../../policies/pack/settings";
import { rules } from "../../policies/rules";
import { policySummaryOf } from "../../report/policy-lines";
import { findPulumi } from "../../sandbox/pulumi";
import { lacking } from "./lacking";
import { eventsIn } from "./policy-events";
import { describeWithPulumi, root, Sandbox } from "./sandboxed";

const cli = findPulumi(process.env) ?? "";
const analyzesFiles =
  cli !== "" &&
  spawnSync(cli, ["policy", "analyze", "--help"], { encoding: "utf8" }).stdout.includes("--file");

if (cli !== "" && !analyzesFiles) {
  lacking("pulumi policy analyze --file: this CLI has no such flag", process.env, process.stderr);
}

const stacks = [
  { of: "a stack that breaks many rules", stack: "ashburn-alone", breaksRules: true },
  { of: "staging, that is advised only", stack: "staging", breaksRules: false },
  { of: "prod, that breaks none", stack: "prod", breaksRules: false },
] as const;

describeWithPulumi.each(stacks)("of $of, the same is said by", ({ stack, breaksRules }) => {
  const sandbox = new Sandbox(stack);
  afterAll(() => sandbox.remove());
  let checked: string[] = [];

  it("npm run check -- --state on what the engine made", () => {
    sandbox.up();
    const state = path.join(sandbox.folder, "state.json");
    writeFileSync(state, sandbox.export());
    const { status, stdout } = spawnSync(
      process.execPath,
      ["--require", "tsx/cjs", "cli/cli.ts", "check", "--state", state],
      { cwd: root, encoding: "utf8" },
    );
    // It prints the first of each rule; how many there are, it says.
    const graph = sandbox.graph();
    const exemptions = exemptionsFrom(path.join(root, "policies/exemptions.yaml"), "exemptions.yaml");
    const verdict = judge(graph, rules, packSettings(graph, new Date()), exemptions);
    const { violations } = verdict;
    checked = violations.map(({ level, rule, urn, message }) => `${level} ${rule} ${urn} ${message}`).sort();
    expect(stdout).toContain(`policy ${policySummaryOf(verdict)}`);
    const broken = new Set(violations.filter(({ level }) => level === "mandatory").map(({ rule }) => rule));
    if (breaksRules) expect(broken.size).toBeGreaterThan(4);
    else expect([...broken]).toEqual([]);
    expect(status).toBe(breaksRules ? 1 : 0);
  });

  it("the engine's preview with the pack", () => {
    const log = path.join(sandbox.folder, "events.json");
    const { status } = sandbox.run(["preview", "--non-interactive", "--event-log", log], {
      PULUMI_DEBUG_COMMANDS: "true",
    });
    expect(eventsIn(readFileSync(log, "utf8"))).toEqual(checked);
    expect(status === 0).toBe(!breaksRules);
  });

  it.runIf(analyzesFiles)("pulumi policy analyze --file", () => {
    const state = path.join(sandbox.folder, "state.json");
    const { stdout, status } = spawnSync(
      cli,
      ["policy", "analyze", "--policy-pack", "policies", "--file", state, "--json"],
      { cwd: root, encoding: "utf8", maxBuffer: 1 << 28, env: sandbox.environment({}) },
    );
    expect(eventsIn(stdout)).toEqual(checked);
    expect(status === 0).toBe(!breaksRules);
  });
});
