import { afterAll, expect, it } from "vitest";
import { invocationOf, type PulumiStep } from "../../rollout/commands";
import { planRollout } from "../../rollout/plan";
import { previewedGraph } from "./previewed";
import { describeWithPulumi, Sandbox } from "./sandboxed";

const SITES = ["oci-us-phoenix-1", "aws-us-east-2"];
const told = {
  stack: "staging",
  source: undefined,
  anyUnreachable: false,
  iamWindow: { OCI_GO_SDK_EC_CONFIG: "file,/tmp/window" },
};

describeWithPulumi("a roll-out of staging", () => {
  const sandbox = new Sandbox("staging");
  afterAll(() => sandbox.remove());

  it("judges the whole, changes one site after the other, then the rest, and leaves nothing to change", () => {
    const seen = () => {
      const { resources } = sandbox.graph();
      const ceilings = Object.fromEntries(
        resources.flatMap(({ type, name, inputs }) => {
          const site = SITES.find((one) => name === `${one}-feed`);
          const isScaler = type === "kubernetes:autoscaling/v2:HorizontalPodAutoscaler";
          return isScaler && site ? [[site, (inputs.spec as { maxReplicas: number }).maxReplicas]] : [];
        }),
      );
      const record = resources.find(
        ({ type, name }) => type === "aws:route53/record:Record" && name === `feed-${SITES[0]}-1`,
      );
      return { ceilings, ttl: record?.inputs.ttl };
    };
    sandbox.up();
    const old = seen();
    const file = sandbox.configWith([
      [/feed: \{ replicas: \d+ \}/, "feed: { replicas: 12 }"],
      // At one site alone a mandatory rule is broken by it.
      [/(feed: \{ repository: feed, digest: "sha256:0{62})02/, "$199"],
      [/ttl: 30,/, "ttl: 20,"],
    ]);
    const graph = previewedGraph("staging", file);
    const steps = planRollout({
      graph,
      project: "twincloud",
      stack: "staging",
      sites: SITES,
      deployed: new Set(SITES),
      drained: new Set(),
      drainedBefore: new Set(),
      unreachable: new Set(),
    }).filter((step): step is PulumiStep => step.kind === "judge" || step.kind === "up");
    const after = steps.map((step) => {
      const { args } = invocationOf(step, told);
      // The sandbox brings the pack by itself where it isn't told otherwise.
      const pack = args.includes("--policy-pack") ? [] : ["--no-policies"];
      const preview = step.kind === "up" ? ["--skip-preview"] : [];
      const quiet = ["--non-interactive", "--suppress-outputs", "--config-file", file];
      const { status, output, counts } = sandbox.run([...args, ...pack, ...preview, ...quiet]);
      expect({ title: step.title, status, output: status === 0 ? "" : output.slice(-4_000) }).toEqual({
        title: step.title,
        status: 0,
        output: "",
      });
      expect(counts.errored).toBeUndefined();
      const now = seen();
      return { sites: SITES.filter((site) => now.ceilings[site] !== old.ceilings[site]), ttl: now.ttl };
    });
    expect(steps.map(({ title }) => title)).toEqual([
      "the whole, judged by the policies before anything changes",
      "registries, and what sites share",
      ...SITES.map((site) => `site ${site}`),
      "routing, and whatever is left",
    ]);
    const [judged, ...changes] = after;
    expect(judged).toEqual({ sites: [], ttl: 30 });
    expect(changes.map(({ sites }) => sites)).toEqual([[], SITES.slice(0, 1), SITES, SITES]);
    expect(changes.map(({ ttl }) => ttl)).toEqual([30, 30, 30, 20]);
    expect(Object.keys(sandbox.up(["--config-file", file]).counts)).toEqual(["unchanged"]);
  });
});
