import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderState } from "../../report/state";
import { stackGraph } from "../support/graphs";
import { Project } from "./project";

interface Entry {
  readonly urn: string;
  readonly type: string;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

interface State {
  readonly version: number;
  readonly deployment: { readonly resources: readonly Entry[] };
}

const staging = JSON.parse(renderState(stackGraph("staging"))) as State;

/** The state of staging with some of its entries changed; fails where there are none. */
function changed(which: (entry: Entry) => boolean, change: (entry: Entry) => object): object {
  const { resources } = staging.deployment;
  if (!resources.some(which)) throw new Error("no entry to change matches");
  return { ...staging, deployment: { resources: resources.map((one) => (which(one) ? change(one) : one)) } };
}

const isStack = ({ type }: Entry) => type === "pulumi:pulumi:Stack";
const isHealthCheck = ({ type }: Entry) => type.endsWith(":HealthCheck");
const isOnOci = ({ type, urn }: Entry) => type.startsWith("kubernetes:apps/v1:") && urn.includes("::oci-");

/** The stack's entry with its output `twincloud` changed. */
const withSettings = (change: (settings: Readonly<Record<string, unknown>>) => object): object =>
  changed(isStack, (one) => ({
    ...one,
    outputs: { ...one.outputs, twincloud: change(one.outputs?.twincloud as Record<string, unknown>) },
  }));

let project: Project;
beforeAll(() => {
  project = new Project("staging");
  project.makes(() => stackGraph("staging"));
});
afterAll(() => project.remove());

const run = (command: string, state: object) => {
  project.write("state.json", JSON.stringify(state));
  return project.run([command, "--state", "state.json"]);
};

describe("check --state and survive --state", () => {
  it.each(["check", "survive"])(
    "%s reads a state of version 4 and tells what is tainted",
    async (command) => {
      const tainted = changed(isHealthCheck, (one) => ({ ...one, taint: true }));
      const { code, stdout } = await run(command, { ...tainted, version: 4, features: ["taint"] });
      expect(code).toBe(0);
      expect(stdout).toMatch(/^note HealthCheck .* marked as tainted: the next up replaces it$/m);
    },
  );

  it("check takes health checks that are deleted in the cloud for gone", async () => {
    const { code, stdout } = await run(
      "check",
      changed(isHealthCheck, (one) => ({ ...one, pendingReplacement: true })),
    );
    expect(code).toBe(1);
    expect(stdout).toContain("mandatory answer-health-checked");
    expect(stdout).toMatch(/^note HealthCheck .* and \d+ more: deleted in its cloud and not made again yet/m);
  });

  it.each(["check", "survive"])(
    "%s counts workloads that never became well for nothing, and names them",
    async (command) => {
      const { code, stdout } = await run(
        command,
        changed(isOnOci, (one) => ({ ...one, initErrors: ["not live"] })),
      );
      expect(code).toBe(1);
      expect(stdout).toMatch(/^note .*Deployment oci-us-phoenix-1-edge.*: made, but never became well/m);
      expect(stdout).toContain(command === "check" ? "runs at least 0 of edge" : "objectives missed");
    },
  );

  it.each(["check", "survive"])("%s exits 1 where there is nothing", async (command) => {
    const { code, stdout } = await run(command, { version: 3, deployment: { manifest: {} } });
    expect(code).toBe(1);
    expect(stdout).toContain(
      "can't tell nothing there: destroyed, wrong stack, or refreshed with the wrong credentials\n",
    );
    expect(stdout).not.toContain("no mandatory violation");
    expect(stdout).not.toContain("objectives met");
  });

  it.each(["check", "survive"])(
    "%s exits 1 where the stack's settings were never written",
    async (command) => {
      const { code, stdout } = await run(
        command,
        changed(isStack, ({ outputs: _, ...one }) => one),
      );
      expect(code).toBe(1);
      expect(stdout).toMatch(/can't tell what the stack is held to: the stack has no output twincloud/i);
    },
  );

  it.each(["check", "survive"])("%s exits 1 where an operation was interrupted", async (command) => {
    const [resource] = staging.deployment.resources.filter(isHealthCheck);
    const pending_operations = [{ resource, type: "updating" }];
    const { code, stdout } = await run(command, {
      ...staging,
      deployment: { ...staging.deployment, pending_operations },
    });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^can't tell HealthCheck \S+: interrupted while updating/m);
  });

  it.each(["check", "survive"])(
    "%s exits 2 with a line for each problem of the stack's settings",
    async (command) => {
      const other = await run(
        command,
        withSettings(({ objectives: _, ...settings }) => ({ ...settings, version: 2 })),
      );
      expect([other.code, other.stdout, other.stderr]).toEqual([
        ...[2, "", "--state state.json: the stack's output twincloud has version 2, wanted 1\n"],
      ]);
      const wrong = await run(
        command,
        withSettings(({ jurisdiction: _, ...settings }) => ({ ...settings, protect: 1 })),
      );
      expect([wrong.code, wrong.stderr]).toEqual([
        2,
        "--state state.json: the stack's output twincloud.jurisdiction is missing; wanted a text\n" +
          "--state state.json: the stack's output twincloud.protect is 1; wanted true or false\n",
      ]);
    },
  );
});

describe("preview --against a state", () => {
  it("makes what is deleted in the cloud, and tells why", async () => {
    const gone = changed(isHealthCheck, (one) => ({ ...one, pendingReplacement: true }));
    project.write("gone.json", JSON.stringify(gone));
    const { stdout } = await project.run(["preview", "--against", "gone.json", "--out", "out"]);
    const count = staging.deployment.resources.filter(isHealthCheck).length;
    expect(stdout).toContain(`changes against gone.json: ${count} to create`);
    expect(stdout).toMatch(/^ {2}note HealthCheck .*: deleted in its cloud/m);
  });
});
