/**
 * A drain, a deploy that fails halfway and `unreachable` come in any order at three in the morning: a deploy that only
 * touches the healthy side goes through all the same, and `check` on the plan says beforehand what the pack will say.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { graphFromState } from "../../graph/from-state";
import { changedBetween, resourcesIn } from "./changed";
import { placedOn } from "./placed";
import { eventsIn } from "./policy-events";
import { describeWithPulumi, JUDGED_UP, root, Sandbox, UP } from "./sandboxed";

type CloudName = "oci" | "aws";
const SITES: Readonly<Record<CloudName, string>> = { oci: "oci-us-phoenix-1", aws: "aws-us-east-2" };
const SKIP = { PULUMI_K8S_SKIP_UPDATE_UNREACHABLE: "true" };

/** What a run is told: how much `feed` there is, and which clouds are drained and which can't be reached. */
interface Told {
  readonly feed: number;
  readonly drained?: CloudName;
  readonly unreachable?: CloudName;
}

describeWithPulumi.each([
  { gone: "oci", left: "aws" },
  { gone: "aws", left: "oci" },
] as const)("staging when $gone can't be reached", ({ gone, left }) => {
  const sandbox = new Sandbox("staging");
  const settled = path.join(sandbox.folder, "settled.json");
  afterAll(() => sandbox.remove());
  beforeAll(() => {
    sandbox.up();
    writeFileSync(settled, sandbox.export());
  });

  const fileFor = ({ feed, drained, unreachable }: Told): string =>
    sandbox.configWith(
      [[/feed: \{ replicas: 9 \}/, `feed: { replicas: ${feed} }`]],
      [
        ...(drained ? ["  twincloud:drain:", `    - { site: ${SITES[drained]}, ${ENDLESS} }`] : []),
        ...(unreachable ? [`  twincloud:unreachable: [${unreachable}]`] : []),
        "",
      ].join("\n"),
    );

  const deploy = (told: Told) => sandbox.up(["--config-file", fileFor(told)]);

  /** The cloud is gone and nobody has told the stack. */
  function failing(told: Told): void {
    const { status, output } = sandbox.run([...UP, "--fail", gone, "--config-file", fileFor(told)]);
    expect(status).not.toBe(0);
    expect(output).toMatch(/connection refused/);
  }

  /** Told of it, with the policy pack and all. */
  function goesThrough(told: Omit<Told, "unreachable">): void {
    const before = sandbox.export();
    const file = fileFor({ ...told, unreachable: gone });
    const foretold = checked(file, before);
    const log = path.join(sandbox.folder, "events.json");
    const args = [...JUDGED_UP, "--fail", gone, "--config-file", file, "--event-log", log];
    const { status, output } = sandbox.run(args, { ...SKIP, PULUMI_DEBUG_COMMANDS: "true" });
    expect(output).toMatch(/twincloud-redundancy@/);
    expect(output).not.toContain("[mandatory]");
    expect({ status, output: status === 0 ? "" : output.slice(-4_000) }).toEqual({ status: 0, output: "" });
    expect(foretold).toEqual({ said: eventsIn(readFileSync(log, "utf8")), status: 0 });
    expect(ceilings()).toEqual({ ...ceilingsIn(before), [left]: told.feed });
    expect(touchedAt(gone, before, sandbox.export())).toEqual([]);
  }

  /** What `check` says of the plan, held against the state as it is. */
  function checked(file: string, state: string) {
    const against = path.join(sandbox.folder, "before.json");
    writeFileSync(against, state);
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--require", "tsx/cjs", "cli/cli.ts", "check", "--json", "--config", file, "--against", against],
      { cwd: root, encoding: "utf8", maxBuffer: 1 << 28 },
    );
    if (stdout === "") throw new Error(`check said nothing: ${stderr}`);
    const { policy } = JSON.parse(stdout) as { policy: { violations: readonly Record<string, string>[] } };
    const said = policy.violations.map(
      ({ level, rule, urn, message }) => `${level} ${rule} ${urn} ${message}`,
    );
    return { said: said.sort(), status };
  }

  const ceilings = () => ceilingsIn(sandbox.export());

  describe("after a drain of the other cloud", () => {
    beforeAll(() => {
      deploy({ feed: 10, drained: left });
      failing({ feed: 12, drained: left });
    });

    it("changes what is left while that is still drained", () => goesThrough({ feed: 15, drained: left }));

    it("gives what is left its traffic again", () => goesThrough({ feed: 18 }));

    it("settles when the cloud is back", () => {
      deploy({ feed: 18 });
      expect(Object.keys(deploy({ feed: 18 }).counts)).toEqual(["unchanged"]);
    });
  });

  it("changes what is left after a drain of the cloud itself", () => {
    sandbox.run(["stack", "import", "--file", settled]);
    deploy({ feed: 10, drained: gone });
    failing({ feed: 12, drained: gone });
    goesThrough({ feed: 15, drained: gone });
  });

  it("is drained by a deploy that fails, then named unreachable without and with the drain", () => {
    sandbox.run(["stack", "import", "--file", settled]);
    failing({ feed: 12, drained: gone });
    goesThrough({ feed: 15 });
    goesThrough({ feed: 18, drained: gone });
  });
});

/** As long as a drain may last, and a run does. */
const ENDLESS = `until: "${new Date(Date.now() + 7 * 86_400_000).toISOString()}", reason: gone`;

/** The most that `feed` may grow to, by cloud. */
function ceilingsIn(state: string): Record<string, number> {
  return Object.fromEntries(
    Object.entries(SITES).map(([cloud, site]) => {
      const scaler = resourcesIn(state).find(
        ({ type, urn }) =>
          type === "kubernetes:autoscaling/v2:HorizontalPodAutoscaler" && urn.endsWith(`::${site}-feed`),
      );
      const { maxReplicas } = (scaler?.inputs?.spec ?? {}) as { maxReplicas?: number };
      return [cloud, maxReplicas ?? Number.NaN];
    }),
  );
}

/** Types of what a run changed of a cloud, but its provider: credentials that nobody can verify aren't verified. */
function touchedAt(cloud: CloudName, before: string, after: string): string[] {
  const graph = graphFromState(after);
  return changedBetween(resourcesIn(before), resourcesIn(after))
    .filter(({ urn }) => placedOn(graph, urn) === cloud)
    .map(({ type }) => type)
    .filter((type) => type !== `pulumi:providers:${cloud}`);
}
