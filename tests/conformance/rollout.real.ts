import { afterAll, expect, it } from "vitest";
import { planRollout, type Step } from "../../rollout/plan";
import { previewedGraph } from "./previewed";
import { describeWithPulumi, Sandbox } from "./sandboxed";

const SITES = ["oci-us-phoenix-1", "aws-us-east-2"];

describeWithPulumi("a roll-out of staging", () => {
  const sandbox = new Sandbox("staging");
  afterAll(() => sandbox.remove());

  it("changes one site after the other, then the rest, and leaves nothing to change", () => {
    const ceilings = () =>
      Object.fromEntries(
        sandbox.graph().resources.flatMap(({ type, name, inputs }) => {
          const site = SITES.find((one) => name === `${one}-feed`);
          const isScaler = type === "kubernetes:autoscaling/v2:HorizontalPodAutoscaler";
          return isScaler && site ? [[site, (inputs.spec as { maxReplicas: number }).maxReplicas]] : [];
        }),
      );
    sandbox.up();
    const old = ceilings();
    const file = sandbox.configWith([
      [/feed: \{ replicas: \d+ \}/, "feed: { replicas: 96 }"],
      [/ttl: 30,/, "ttl: 60,"],
    ]);
    const graph = previewedGraph("staging", file);
    const steps = planRollout({
      graph,
      project: "twincloud",
      stack: "staging",
      sites: SITES,
      deployed: new Set(SITES),
      unasked: new Set(SITES),
      unreachable: new Set(),
    }).filter((step): step is Extract<Step, { kind: "up" }> => step.kind === "up");
    const changedSites = steps.map(({ targets }) => {
      const { counts } = sandbox.up([
        ...["--config-file", file],
        ...targets.flatMap((target) => ["--target", target]),
      ]);
      expect(counts.errored).toBeUndefined();
      const now = ceilings();
      return SITES.filter((site) => now[site] !== old[site]);
    });
    expect(steps.map(({ title }) => title)).toEqual([
      "registries, and what sites share",
      ...SITES.map((site) => `site ${site}`),
      "routing, and whatever is left",
    ]);
    expect(changedSites).toEqual([[], SITES.slice(0, 1), SITES, SITES]);
    expect(Object.keys(sandbox.up(["--config-file", file]).counts)).toEqual(["unchanged"]);
  });
});
