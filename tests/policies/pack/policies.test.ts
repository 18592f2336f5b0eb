import { describe, expect, it } from "vitest";
import { graphFromPolicy } from "../../../graph/from-policy";
import type { Graph } from "../../../graph/resource";
import { judge } from "../../../policies/pack/judge";
import { policiesOf } from "../../../policies/pack/policies";
import { packSettings } from "../../../policies/pack/settings";
import { rules } from "../../../policies/rules";
import { component, placed, provider, resource } from "../../graph/fixtures";
import { now } from "../../support/findings";
import { changed, ofType, setting, stackGraph, without } from "../../support/graphs";
import { asPolicySees } from "../../support/policy-view";

type Reported = readonly [policy: string, urn: string | undefined];

function reported(graph: Graph, config: Readonly<Record<string, object>> = {}): Reported[] {
  const resources = asPolicySees(graph);
  return policiesOf(rules, [], () => now).flatMap((policy) => {
    const found: Reported[] = [];
    policy.validateStack(
      { resources, getConfig: <T extends object>() => (config[policy.name] ?? {}) as T },
      (_, urn) => found.push([policy.name, urn]),
    );
    return found;
  });
}

function messagesOf(graph: Graph): (readonly [policy: string, message: string])[] {
  const resources = asPolicySees(graph);
  return policiesOf(rules, [], () => now).flatMap((policy) => {
    const found: (readonly [string, string])[] = [];
    policy.validateStack({ resources, getConfig: <T extends object>() => ({}) as T }, (message) =>
      found.push([policy.name, message]),
    );
    return found;
  });
}

describe("the pack", () => {
  it.each(["prod", "prod-unknown"] as const)("lets %s pass as CrossGuard shows it", (stack) => {
    expect(reported(stackGraph(stack))).toEqual([]);
  });

  it("reports staging's choice as advice, by a policy that blocks nothing", () => {
    const graph = stackGraph("staging");
    expect(reported(graph).map(([policy]) => policy)).toEqual(["milder-findings"]);
    expect(policiesOf(rules, []).find(({ name }) => name === "milder-findings")?.enforcementLevel).toBe(
      "advisory",
    );
  });

  it("finds on what CrossGuard shows what is found on the whole graph", () => {
    const weak = changed(
      without(stackGraph("prod-unknown"), ofType("kubernetes:batch/v1:CronJob")),
      ofType("oci:ObjectStorage/bucket:Bucket", "oci-us-chicago-1-media"),
      (one) => ({ ...setting(["versioning"], "Suspended")(one), protect: false }),
    );
    const verdict = judge(weak, rules, packSettings(weak, now));
    const expected = verdict.violations.map(({ rule, urn }) => `${rule} ${urn}`);
    expect(expected.length).toBeGreaterThan(5);
    expect([...new Set(reported(weak).map(([policy, urn]) => `${policy} ${urn}`))].sort()).toEqual(
      [...new Set(expected)].sort(),
    );
  });

  it("has a policy a rule, with its level, its words and what can be set of it", () => {
    const policies = policiesOf(rules, []);
    expect(policies.map(({ name }) => name)).toEqual([
      ...rules.map(({ id }) => id),
      "exemption-expired",
      "stack-settings",
      "milder-findings",
      "harder-findings",
    ]);
    expect(policies.find(({ name }) => name === "min-regions")).toMatchObject({
      enforcementLevel: "mandatory",
      configSchema: { properties: { minRegions: { type: "integer", minimum: 1 } } },
    });
  });

  it.each([
    ["of another version", { version: 2 }, "the stack's output twincloud has version 2, wanted 1"],
    ["no map", "x", "the stack's output twincloud is a text; wanted a map"],
    [
      "without what the rules are held to",
      { version: 1, shares: {} },
      "the stack's output twincloud.jurisdiction is missing; wanted a text; the stack's output twincloud.peak is",
    ],
  ])("refuses settings of the stack that are %s, in one line and by one policy", (_, twincloud, line) => {
    const graph = changed(stackGraph("staging"), ofType("pulumi:pulumi:Stack"), (one) => ({
      ...one,
      outputs: { ...one.outputs, twincloud },
    }));
    const messages = messagesOf(graph);
    expect(messages.map(([policy]) => policy)).toEqual(["stack-settings"]);
    expect(messages[0]?.[1]).toContain(line);
    expect(messages[0]?.[1]).not.toContain("\n");
    expect(policiesOf(rules, []).find(({ name }) => name === "stack-settings")?.enforcementLevel).toBe(
      "mandatory",
    );
  });

  it("takes settings of a rule from its policy's configuration", () => {
    const graph = stackGraph("staging");
    const found = reported(graph, { "min-providers": { minProviders: 3 } });
    expect(found.filter(([policy]) => policy === "min-providers")).toHaveLength(4);
  });

  it("reports an exemption that has ended, and leaves out what one covers", () => {
    const graph = without(stackGraph("prod"), ofType("aws:s3/bucketVersioning:BucketVersioning"));
    const exemption = { rule: "bucket-durability", urn: "urn:pulumi:prod::*", reason: "r", owner: "o" };
    const run = (expires: string) => {
      const names: string[] = [];
      for (const policy of policiesOf(rules, [{ ...exemption, expires }], () => now)) {
        const args = { resources: asPolicySees(graph), getConfig: <T extends object>() => ({}) as T };
        policy.validateStack(args, () => names.push(policy.name));
      }
      return [...new Set(names)];
    };
    expect(run("2999-01-01")).toEqual([]);
    expect(run("2020-01-01")).toEqual(["bucket-durability", "exemption-expired"]);
  });

  it("looks anew at a stack that it is shown again", () => {
    const [policy] = policiesOf(
      rules.filter(({ id }) => id === "bucket-durability"),
      [],
      () => now,
    );
    const count = (graph: Graph) => {
      let found = 0;
      policy?.validateStack(
        { resources: asPolicySees(graph), getConfig: <T extends object>() => ({}) as T },
        () => {
          found++;
        },
      );
      return found;
    };
    const weak = changed(
      stackGraph("prod"),
      ofType("oci:ObjectStorage/bucket:Bucket", "oci-us-chicago-1-media"),
      setting(["versioning"], "Disabled"),
    );
    expect([count(stackGraph("prod")), count(weak), count(stackGraph("prod"))]).toEqual([0, 1, 0]);
  });
});

describe("the graph that CrossGuard shows", () => {
  const bucket = resource("aws:s3/bucket:Bucket", "media");

  it("hides a Kubernetes Secret's content and outputs that the program calls secret", () => {
    const secret = resource("kubernetes:core/v1:Secret", "s", {
      outputs: { kind: "Secret", stringData: { key: "k" } },
    });
    const [ofSecret] = asPolicySees(placed([secret]));
    const [ofBucket] = asPolicySees(placed([{ ...bucket, outputs: { token: "t", name: "n" } }]));
    if (!ofSecret || !ofBucket) throw new Error("no resources");
    const graph = graphFromPolicy([ofSecret, { ...ofBucket, opts: { additionalSecretOutputs: ["token"] } }]);
    expect(graph.resources.map(({ outputs }) => outputs)).toEqual([
      { kind: "Secret", stringData: { key: "[secret]" } },
      { token: "[secret]", name: "n" },
    ]);
  });

  it("reads every kind of unknown as one, wherever it stands", () => {
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const [one] = asPolicySees(
      placed([
        { ...bucket, outputs: { a: "3eeb2bf0-c639-47a8-9e75-3b44932eb421", b: [{ c: unknown }], d: 1 } },
      ]),
    );
    if (!one) throw new Error("no resource");
    expect(graphFromPolicy([one]).resources[0]?.outputs).toEqual({ a: unknown, b: [{ c: unknown }], d: 1 });
  });

  it("tells components from what a provider manages", () => {
    const aws = provider("aws", "aws");
    const seen = asPolicySees(
      placed([aws, component("twincloud:aws:MediaStore", "store"), { ...bucket, provider: aws.urn }]),
    );
    expect(graphFromPolicy(seen).resources.map(({ custom }) => custom)).toEqual([true, false, true]);
  });
});
