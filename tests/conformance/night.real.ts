/**
 * One region's API is dead, hangs, or dies halfway through: a roll-out that is told of it changes the healthy side whole,
 * touches nothing that the region changes, and the next one without it settles.
 */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { graphFromState } from "../../graph/from-state";
import { isResourceBeyondReach } from "../../graph/out-of-reach";
import { invocationOf, type PulumiStep } from "../../rollout/commands";
import { planRollout } from "../../rollout/plan";
import { sitesNamed, sitesOf } from "../../rollout/sites";
import { changedBetween, resourcesIn } from "./changed";
import { previewedGraph } from "./previewed";
import { describeWithPulumi, Sandbox, UP } from "./sandboxed";

const SITES = ["oci-us-chicago-1", "oci-us-ashburn-1", "aws-us-east-2", "aws-us-west-2"];
const SCALER = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler";
/** A dozen runs of the engine over a thousand resources; half a minute each, and more on a machine that does much else. */
const TIMEOUT = 1_800_000;

/** What is rolled out: more of a workload at every site, and another time to live. */
const CHANGES = [
  [/feed: \{ replicas: 36 \}/, "feed: { replicas: 48 }"],
  [/ttl: 30,/, "ttl: 20,"],
] as const;

const withoutPack = (args: readonly string[]): string[] =>
  args.filter((arg, i) => arg !== "--policy-pack" && args[i - 1] !== "--policy-pack");

describeWithPulumi("a roll-out of prod while a region's API is gone", () => {
  const sandbox = new Sandbox("prod");
  const settled = path.join(sandbox.folder, "settled.json");
  afterAll(() => sandbox.remove());
  beforeAll(() => {
    sandbox.up();
    writeFileSync(settled, sandbox.export());
  });

  /**
   * The steps of a roll-out, as the CLI is run for each.
   * @param isJudged whether the policies judge it too, as they do in every roll-out; that takes as long again
   */
  function rollOut(
    file: string,
    unreachable: readonly string[],
    fail: readonly string[],
    isJudged: boolean,
  ): void {
    const graph = previewedGraph("prod", file);
    const state = graphFromState(sandbox.export());
    const steps = planRollout({
      graph,
      project: "twincloud",
      stack: "prod",
      ...sitesOf({ sites: sitesNamed(SITES), drain: [], unreachable, untrusted: [] }, state, new Date()),
    }).filter((step): step is PulumiStep => step.kind === "up" || (step.kind === "judge" && isJudged));
    for (const step of steps) {
      const { args: told, env } = invocationOf(step, {
        stack: "prod",
        source: undefined,
        anyUnreachable: unreachable.length > 0,
        iamWindow: { OCI_GO_SDK_EC_CONFIG: "file,/tmp/window" },
      });
      const args = isJudged ? told : withoutPack(told);
      const pack = args.includes("--policy-pack") ? [] : ["--no-policies"];
      const quiet = ["--non-interactive", "--suppress-outputs", "--config-file", file];
      const preview = step.kind === "up" ? ["--skip-preview"] : [];
      const { status, output } = sandbox.run([...args, ...pack, ...preview, ...quiet, ...fail], env);
      expect({ title: step.title, status, output: status === 0 ? "" : output.slice(-3_000) }).toEqual({
        title: step.title,
        status: 0,
        output: "",
      });
    }
  }

  const ceilings = () =>
    Object.fromEntries(
      sandbox.graph().resources.flatMap(({ type, name, inputs }) => {
        const site = SITES.find((one) => name === `${one}-feed`);
        return type === SCALER && site ? [[site, (inputs.spec as { maxReplicas: number }).maxReplicas]] : [];
      }),
    );

  // What is changed at a site is a few objects: halfway is after the second.
  it.each([
    // The home region, with a site of its own: judged too, and settled by a roll-out, as docs/runbook.md has it.
    ["oci-us-ashburn-1", "from the start", "oci:us-ashburn-1"],
    ["oci-us-ashburn-1", "halfway", "oci:us-ashburn-1@2"],
    ["oci-us-ashburn-1", "hanging", "oci:us-ashburn-1=hang"],
    ["oci-us-phoenix-1", "from the start", "oci:us-phoenix-1"],
    ["aws-us-east-1", "from the start", "aws:us-east-1"],
    ["aws-us-east-1", "hanging", "aws:us-east-1=hang"],
    ["aws-us-east-2", "halfway", "aws:us-east-2@2"],
  ])("%s, %s: the others get all of it, and it settles after", { timeout: TIMEOUT }, (region, how, fail) => {
    const isWhole = fail === "oci:us-ashburn-1";
    sandbox.run(["stack", "import", "--file", settled]);
    const old = ceilings();
    if (how === "halfway") {
      const unaware = sandbox.run([...UP, "--config-file", sandbox.configWith(CHANGES), "--fail", fail]);
      expect(unaware.status).not.toBe(0);
      expect(unaware.output).toMatch(/connection refused|i\/o timeout/);
    }
    const before = sandbox.export();
    const file = sandbox.configWith(CHANGES, `  twincloud:unreachable: [${region}]\n`);
    const dead = fail.replace(/@\d+$/, "");
    rollOut(file, [region], ["--fail", dead], isWhole);
    const now = ceilings();
    const left = SITES.filter((site) => site !== region);
    expect(left.filter((site) => now[site] === old[site])).toEqual([]);
    const graph = graphFromState(before);
    const touched = changedBetween(resourcesIn(before), resourcesIn(sandbox.export())).filter(({ urn }) => {
      const resource = graph.byUrn.get(urn);
      return resource !== undefined && isResourceBeyondReach(graph, resource, [region]);
    });
    // Credentials that nobody can verify aren't verified.
    expect(touched.map(({ type }) => type).filter((type) => type !== "pulumi:providers:aws")).toEqual([]);

    const back = sandbox.configWith(CHANGES);
    if (isWhole) rollOut(back, [], [], true);
    else sandbox.up(["--config-file", back]);
    expect(Object.keys(sandbox.up(["--config-file", back]).counts)).toEqual(["unchanged"]);
    expect(SITES.filter((site) => ceilings()[site] === old[site])).toEqual([]);
  });
});
