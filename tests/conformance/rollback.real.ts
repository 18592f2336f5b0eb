/** A bad change of both clouds is taken back: routing first, then the sites from the last on; nothing else is left of it. */
import { afterAll, expect, it } from "vitest";
import { invocationOf, type PulumiStep } from "../../rollout/commands";
import { planBack } from "../../rollout/plan-back";
import { sitesNamed, sitesOf } from "../../rollout/sites";
import { fixtureFile } from "../fixtures/stacks";
import { changedBetween, resourcesIn } from "./changed";
import { previewedGraph } from "./previewed";
import { describeWithPulumi, Sandbox } from "./sandboxed";

const SITES = ["oci-us-phoenix-1", "aws-us-east-2"];
const SCALER = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler";

describeWithPulumi("a roll-back of staging", () => {
  const sandbox = new Sandbox("staging");
  afterAll(() => sandbox.remove());

  /** Sites that have the bad change. */
  function seen(): string[] {
    const { resources } = sandbox.graph();
    const bad = resources.filter(
      ({ type, inputs }) => type === SCALER && (inputs.spec as { maxReplicas?: number }).maxReplicas === 12,
    );
    return SITES.filter((site) => bad.some(({ name }) => name === `${site}-feed`));
  }

  it("goes back in the reverse order, and is as it was", () => {
    sandbox.up();
    const before = sandbox.export();
    const bad = sandbox.configWith([
      [/feed: \{ replicas: \d+ \}/, "feed: { replicas: 12 }"],
      [/ttl: 30,/, "ttl: 20,"],
    ]);
    sandbox.up(["--config-file", bad]);
    expect(seen()).toEqual(SITES);

    const state = sandbox.graph();
    const settings = { sites: sitesNamed(SITES), drain: [], unreachable: [], untrusted: [] };
    const steps = planBack({
      graph: previewedGraph("staging", fixtureFile("staging")),
      state,
      project: "twincloud",
      stack: "staging",
      ...sitesOf(settings, state, new Date()),
    }).filter((step): step is PulumiStep => step.kind === "judge" || step.kind === "up");
    const after = steps.map((step) => {
      const { args, env } = invocationOf(step, {
        stack: "staging",
        source: undefined,
        anyUnreachable: false,
        iamWindow: { OCI_GO_SDK_EC_CONFIG: "file,/tmp/window" },
      });
      const pack = args.includes("--policy-pack") ? [] : ["--no-policies"];
      const preview = step.kind === "up" ? ["--skip-preview"] : [];
      const { status, output } = sandbox.run(
        [...args, ...pack, ...preview, "--non-interactive", "--suppress-outputs"],
        env,
      );
      expect({ title: step.title, status, output: status === 0 ? "" : output.slice(-3_000) }).toEqual({
        title: step.title,
        status: 0,
        output: "",
      });
      return seen();
    });
    expect(after).toEqual([SITES, SITES, SITES.slice(0, 1), [], []]);
    expect(changedBetween(resourcesIn(before), resourcesIn(sandbox.export()))).toEqual([]);
    expect(Object.keys(sandbox.up().counts)).toEqual(["unchanged"]);
  });
});
