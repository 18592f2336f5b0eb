import { afterAll, expect, it } from "vitest";
import { changedBetween, type Resource, resourcesIn } from "./changed";
import { placedOn } from "./placed";
import { describeWithPulumi, JUDGED_UP, Sandbox } from "./sandboxed";

const SKIP = { PULUMI_K8S_SKIP_UPDATE_UNREACHABLE: "true" };

const SITES = { oci: ["oci-us-chicago-1", "oci-us-ashburn-1"], aws: ["aws-us-east-2", "aws-us-west-2"] };

/** A drain may last 14 days. */
const IN_A_WEEK = new Date(Date.now() + 7 * 86_400_000).toISOString();

/** Settings for the day a cloud is gone: drained, not to be reached, and more work for those that are left. */
const goneWith = (cloud: keyof typeof SITES) => `  twincloud:unreachable: [${cloud}]
  twincloud:drain:
${SITES[cloud].map((site) => `    - { site: ${site}, until: "${IN_A_WEEK}", reason: gone }`).join("\n")}
`;
const MORE_FEED = [/feed: \{ replicas: 36 \}/, "feed: { replicas: 48 }"] as const;

describeWithPulumi.each(["oci", "aws"] as const)("prod while the API of %s is dead", (cloud) => {
  const sandbox = new Sandbox("prod");
  afterAll(() => sandbox.remove());
  const resources = () => resourcesIn(sandbox.export());
  let before: readonly Resource[] = [];
  let during: readonly Resource[] = [];

  it("can't be changed by settings that know nothing of it", () => {
    sandbox.up();
    before = resources();
    const ran = sandbox.run([
      "up",
      "--yes",
      "--skip-preview",
      "--non-interactive",
      "--no-policies",
      "--fail",
      cloud,
    ]);
    expect(ran.status).not.toBe(0);
    expect(ran.output).toMatch(/connection refused/);
  });

  it("still changes the other cloud's side, and no rule stands in the way", () => {
    const file = sandbox.configWith([MORE_FEED], goneWith(cloud));
    const args = [...JUDGED_UP, "--fail", cloud, "--config-file", file];
    const { status, output, counts } = sandbox.run(args, SKIP);
    expect(output).toMatch(/twincloud-redundancy@/);
    expect(output).not.toContain("[mandatory]");
    expect(status).toBe(0);
    during = resources();
    expect(counts.updated).toBeGreaterThan(0);
    const changed = changedBetween(before, during).map(({ type }) => type);
    expect(changed).toContain("kubernetes:autoscaling/v2:HorizontalPodAutoscaler");
  });

  // Of OCI's own steering, nothing is edited: it follows its monitors.
  if (cloud === "oci") {
    it("takes the dead cloud's sites out of Route 53", () => {
      const weights = during
        .filter(({ type, urn }) => type === "aws:route53/record:Record" && /::\w+-oci-/.test(urn))
        .map(({ inputs = {} }) => (inputs.weightedRoutingPolicies as { weight: number }[])[0]?.weight);
      expect(weights).toHaveLength(8);
      expect(new Set(weights)).toEqual(new Set([0]));
    });
  }

  it("leaves everything of the dead cloud in the state as it is", () => {
    const graph = sandbox.graph();
    const touched = changedBetween(before, during).filter(({ urn }) => placedOn(graph, urn) === cloud);
    // Credentials that nobody can verify aren't verified.
    const expected = cloud === "aws" ? ["pulumi:providers:aws"] : [];
    expect([...new Set(touched.map(({ type }) => type))]).toEqual(expected);
  });

  it("settles everything when the cloud is back, and changes nothing after that", () => {
    const { counts } = sandbox.up();
    expect(counts.errored).toBeUndefined();
    expect(Object.keys(sandbox.up().counts)).toEqual(["unchanged"]);
    expect(changedBetween(before, resources())).toEqual([]);
  });
});

describeWithPulumi("a run that breaks off halfway", () => {
  const sandbox = new Sandbox("staging");
  afterAll(() => sandbox.remove());

  it("and is run again ends in the same state as one that didn't", () => {
    const whole = new Sandbox("staging");
    try {
      whole.up();
      const broken = sandbox.run([
        ...["up", "--yes", "--skip-preview", "--non-interactive", "--no-policies", "--fail", "aws:Route53"],
      ]);
      expect(broken.status).not.toBe(0);
      const { counts } = sandbox.up();
      expect(counts.created).toBeGreaterThan(0);
      expect(counts.unchanged).toBeGreaterThan(0);
      const of = (one: Sandbox) =>
        new Map(
          one.graph().resources.map(({ urn, inputs, dependencies }) => [urn, { inputs, dependencies }]),
        );
      expect(of(sandbox)).toEqual(of(whole));
    } finally {
      whole.remove();
    }
  });
});

describeWithPulumi("the end of prod", () => {
  const sandbox = new Sandbox("prod");
  afterAll(() => sandbox.remove());

  it("is refused for what holds data, and leaves nothing once protection is off", () => {
    const open = sandbox.configWith([[/protect: true/, "protect: false"]]);
    sandbox.up();
    const destroy = ["destroy", "--yes", "--non-interactive"];
    const refused = sandbox.run(destroy);
    expect(refused.status).not.toBe(0);
    expect(refused.output).toContain("cannot be deleted");
    sandbox.up(["--config-file", open]);
    expect(sandbox.run([...destroy, "--config-file", open]).status).toBe(0);
    expect(sandbox.graph().resources).toEqual([]);
  });
});

describeWithPulumi("the end of staging, where nothing is protected", () => {
  const sandbox = new Sandbox("staging");
  afterAll(() => sandbox.remove());

  it("leaves nothing", () => {
    sandbox.up();
    expect(sandbox.graph().resources.length).toBeGreaterThan(0);
    expect(sandbox.run(["destroy", "--yes", "--non-interactive"]).status).toBe(0);
    expect(sandbox.graph().resources).toEqual([]);
  });
});
