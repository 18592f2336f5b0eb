import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { judge } from "../../policies/judge";
import { rules } from "../../policies/rules";
import { packSettings } from "../../policies/settings";
import { findPulumi } from "../../sandbox/pulumi";
import { describeWithPulumi, root, Sandbox } from "./sandboxed";

/** All on one site: what most rules are against. */
const file = path.join(root, "tests/resilience/stacks/Pulumi.ashburn-alone.yaml");

const cli = findPulumi(process.env) ?? "";
const analyzesFiles =
  cli !== "" &&
  spawnSync(cli, ["policy", "analyze", "--help"], { encoding: "utf8" }).stdout.includes("--file");

if (cli !== "" && !analyzesFiles) {
  process.stderr.write("conformance: skipped: pulumi policy analyze --file: this CLI has no such flag\n");
}

describeWithPulumi("of a stack that breaks many rules, the same violations are given by", () => {
  const sandbox = new Sandbox("ashburn-alone", file);
  afterAll(() => sandbox.remove());
  let checked: string[] = [];

  it("npm run check -- --state on what the engine made", () => {
    sandbox.up();
    const state = path.join(sandbox.folder, "state.json");
    writeFileSync(state, sandbox.export());
    const { status, stdout } = spawnSync(
      process.execPath,
      ["--require", "tsx/cjs", "preview/cli.ts", "check", "--state", state],
      { cwd: root, encoding: "utf8" },
    );
    // It prints the first of each rule; how many there are, it says.
    const graph = sandbox.graph();
    const { violations } = judge(graph, rules, packSettings(graph, new Date()));
    checked = violations.map(({ rule, urn, summary }) => `${rule} ${urn} ${summary}`).sort();
    expect(status).toBe(1);
    expect(stdout).toContain(`policy ${rules.length} rules: ${checked.length} mandatory violations`);
    expect(new Set(violations.map(({ rule }) => rule)).size).toBeGreaterThan(4);
  });

  it("the engine's preview with the pack", () => {
    const log = path.join(sandbox.folder, "events.json");
    const { status } = sandbox.run(["preview", "--non-interactive", "--event-log", log], {
      PULUMI_DEBUG_COMMANDS: "true",
    });
    expect(status).not.toBe(0);
    expect(eventsIn(readFileSync(log, "utf8"))).toEqual(checked);
  });

  it.runIf(analyzesFiles)("pulumi policy analyze --file", () => {
    const state = path.join(sandbox.folder, "state.json");
    const { stdout } = spawnSync(
      cli,
      ["policy", "analyze", "--policy-pack", "policies", "--file", state, "--json"],
      { cwd: root, encoding: "utf8", maxBuffer: 1 << 28, env: sandbox.environment({}) },
    );
    expect(eventsIn(stdout)).toEqual(checked);
  });
});

/** `<rule> <URN> <what was found and wanted>`, sorted, of the engine's events, one in a line. */
function eventsIn(log: string): string[] {
  const events = log.split("\n").flatMap((line): PolicyEvent[] => {
    const { policyEvent } = line.startsWith("{") ? JSON.parse(line) : {};
    return policyEvent ? [policyEvent] : [];
  });
  return events
    .map(
      ({ policyName, resourceUrn, message }) =>
        `${policyName} ${resourceUrn} ${summaryOf(policyName, message)}`,
    )
    .sort();
}

interface PolicyEvent {
  readonly resourceUrn: string;
  readonly policyName: string;
  /** The rule's title, and in the next line the summary and how to mend it. */
  readonly message: string;
}

function summaryOf(policyName: string, message: string): string {
  const mend = rules.find(({ id }) => id === policyName)?.mend ?? "";
  const [, text = ""] = message.split("\n");
  return text.endsWith(`. ${mend}`) ? text.slice(0, -`. ${mend}`.length) : text;
}
