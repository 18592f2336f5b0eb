/** What the rules say of one program on three clouds, one of which they have never heard of. */
import { describe, expect, it } from "vitest";
import type { Graph, GraphResource, Value } from "../../../graph/resource";
import { servedOf } from "../../../graph/views/serving";
import type { Rule } from "../../../policies/rule";
import { autoscalingWorks } from "../../../policies/rules/autoscaling-works";
import { crossZoneBalancing } from "../../../policies/rules/cross-zone-balancing";
import { distinctMetros } from "../../../policies/rules/distinct-metros";
import { minProviders } from "../../../policies/rules/min-providers";
import { minRegions } from "../../../policies/rules/min-regions";
import { noDefaultProvider } from "../../../policies/rules/no-default-provider";
import { protectData } from "../../../policies/rules/protect-data";
import { registryIndependence } from "../../../policies/rules/registry-independence";
import { topologySpread } from "../../../policies/rules/topology-spread";
import { zoneSpread } from "../../../policies/rules/zone-spread";
import { findings } from "../../support/findings";
import { component, placed, resource } from "../fixtures";
import "./borealis/join";
import { awsSample } from "./samples/aws";
import { borealisSample } from "./samples/borealis";
import { ociSample } from "./samples/oci";
import { host, type Sample } from "./samples/sample";

const digest = `@sha256:${"a".repeat(64)}`;

interface Choices {
  readonly image?: string;
  readonly topologyKey?: string;
}

/** A public workload on the cluster of a sample, as the rules want it. */
function workload({ cloud, kubernetes, image }: Sample, choices: Choices = {}): GraphResource[] {
  const labels = { app: "feed" };
  const spread = {
    topologyKey: choices.topologyKey ?? "topology.kubernetes.io/zone",
    maxSkew: 1,
    whenUnsatisfiable: "DoNotSchedule",
    nodeTaintsPolicy: "Honor",
    labelSelector: { matchLabels: labels },
  };
  const pod: Value = {
    containers: [{ name: "feed", image: (choices.image ?? image) + digest }],
    topologySpreadConstraints: [spread],
    tolerations: ["not-ready", "unreachable"].map((state) => ({
      key: `node.kubernetes.io/${state}`,
      effect: "NoExecute",
      tolerationSeconds: 30,
    })),
  };
  const on = { provider: kubernetes.urn };
  return [
    resource("kubernetes:apps/v1:Deployment", `${cloud}-feed`, {
      ...on,
      inputs: {
        metadata: {
          name: "feed",
          labels: { "twincloud.dev/capability": "feed" },
          annotations: { "twincloud.dev/public-name": host },
        },
        spec: { replicas: 3, template: { metadata: { labels }, spec: pod } },
      },
    }),
    resource("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", `${cloud}-feed`, {
      ...on,
      inputs: {
        spec: {
          scaleTargetRef: { kind: "Deployment", name: "feed" },
          minReplicas: 3,
          maxReplicas: 9,
          metrics: [{ type: "Resource", resource: { name: "cpu", target: { averageUtilization: 60 } } }],
        },
      },
    }),
  ];
}

const stack = component("pulumi:pulumi:Stack", "twincloud-test");
const theirs = [awsSample, ociSample].flatMap((sample) => [...sample.resources, ...workload(sample)]);

/** All three, with Borealis' part as it is or changed. */
const program = (change: (own: readonly GraphResource[]) => readonly GraphResource[] = (own) => own): Graph =>
  placed([stack, ...theirs, ...change([...borealisSample.resources, ...workload(borealisSample)])]);

const withInputs =
  (name: string, inputs: GraphResource["inputs"]) =>
  (own: readonly GraphResource[]): GraphResource[] =>
    own.map((each) => (each.name === name ? { ...each, inputs: { ...each.inputs, ...inputs } } : each));

const without =
  (gone: GraphResource | undefined) =>
  (own: readonly GraphResource[]): GraphResource[] =>
    own.filter((each) => each !== gone);

const withWorkload =
  (choices: Choices) =>
  (own: readonly GraphResource[]): GraphResource[] => [
    ...own.filter(({ type }) => !type.startsWith("kubernetes:")),
    ...workload(borealisSample, choices),
  ];

describe("one program on three clouds", () => {
  it("serves its name from all three", () => {
    expect(servedOf(program()).map(({ sites }) => sites.map(({ id }) => id))).toEqual([
      ["aws-us-east-2", "borealis-umea", "oci-us-phoenix-1"],
    ]);
  });

  const rules: readonly Rule[] = [
    autoscalingWorks,
    crossZoneBalancing,
    distinctMetros,
    minProviders,
    minRegions,
    noDefaultProvider,
    protectData,
    registryIndependence,
    topologySpread,
    zoneSpread,
  ];
  it.each(rules.map((rule) => [rule.id, rule] as const))("passes %s", (_, rule) => {
    expect(findings(rule, program())).toEqual([]);
  });

  it.each<[string, Rule, (own: readonly GraphResource[]) => readonly GraphResource[], string]>([
    [
      "nodes in two of its three zones",
      zoneSpread,
      withInputs("kube-pool", { zones: ["umea/north", "umea/south"] }),
      "kube has its nodes in 2 zones (umea/north, umea/south); wanted 3 zones",
    ],
    [
      "a subnet less",
      zoneSpread,
      (own) => own.filter(({ name }) => name !== "subnet-umea/harbour"),
      "net has its public subnets in 2 zones (umea/north, umea/south); wanted 3 zones",
    ],
    [
      "a balancer that keeps to its zones",
      crossZoneBalancing,
      withInputs("borealis-edge", { stays: true }),
      "borealis-edge sends what comes to a zone to that zone's pods alone; wanted cross-zone load balancing",
    ],
    [
      "no metrics",
      autoscalingWorks,
      without(borealisSample.metricsAddon),
      "kube has autoscalers and no metrics server; wanted the provider's add-on for metrics",
    ],
    [
      "nodes that don't grow",
      autoscalingWorks,
      without(borealisSample.growthAddon),
      "kube has autoscalers and nodes that don't grow; wanted the grower add-on",
    ],
    [
      "an image from another cloud's registry",
      registryIndependence,
      withWorkload({ image: awsSample.image }),
      "borealis-feed pulls web from 123456789012.dkr.ecr.us-east-2.amazonaws.com, a registry of aws; wanted a registry of borealis in umea",
    ],
    [
      "pods spread over another cloud's zones",
      topologySpread,
      withWorkload({ topologyKey: "topology.k8s.aws/zone-id" }),
      "borealis-feed is spread over topology.k8s.aws/zone-id only; wanted a hard spread (DoNotSchedule) over topology.kubernetes.io/zone",
    ],
    [
      "a bucket without protection",
      protectData,
      (own) => own.map((each) => (each.name === "borealis-media" ? { ...each, protect: false } : each)),
      "borealis-media holds what can't be made again, without protect; wanted protect: true",
    ],
  ])("is told of the third's %s, and of nothing else", (_, rule, change, finding) => {
    expect(findings(rule, program(change))).toEqual([finding]);
  });

  it("still has two providers without any one of them, and is told when only one is left", () => {
    const of = (...samples: Sample[]) =>
      placed([stack, ...samples.flatMap((sample) => [...sample.resources, ...workload(sample)])]);
    expect(findings(minProviders, of(awsSample, borealisSample))).toEqual([]);
    expect(findings(minProviders, of(borealisSample, ociSample))).toEqual([]);
    expect(findings(minProviders, of(borealisSample))).toEqual([
      expect.stringContaining("from one provider, borealis"),
    ]);
  });
});
