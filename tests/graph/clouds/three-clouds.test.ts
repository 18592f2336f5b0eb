/** What the rules say of one program on three clouds, one of which they have never heard of. */
import { describe, expect, it } from "vitest";
import { haproxyConfig } from "../../../components/edge/haproxy";
import type { Graph, GraphResource, Properties, Value } from "../../../graph/resource";
import { servedOf } from "../../../graph/views/serving";
import { zonesOf } from "../../../graph/views/zones";
import type { Rule } from "../../../policies/rule";
import { answerHealthChecked } from "../../../policies/rules/answer-health-checked";
import { answerSetComplete } from "../../../policies/rules/answer-set-complete";
import { autoscalingWorks } from "../../../policies/rules/autoscaling-works";
import { crossRegionCopy } from "../../../policies/rules/cross-region-copy";
import { crossZoneBalancing } from "../../../policies/rules/cross-zone-balancing";
import { deepHealthCheck } from "../../../policies/rules/deep-health-check";
import { distinctMetros } from "../../../policies/rules/distinct-metros";
import { dnsTwoAuthorities } from "../../../policies/rules/dns-two-authorities";
import { failoverTime } from "../../../policies/rules/failover-time";
import { minProviders } from "../../../policies/rules/min-providers";
import { minRegions } from "../../../policies/rules/min-regions";
import { noDefaultProvider } from "../../../policies/rules/no-default-provider";
import { protectData } from "../../../policies/rules/protect-data";
import { providerNeutralAnswers } from "../../../policies/rules/provider-neutral-answers";
import { registryIndependence } from "../../../policies/rules/registry-independence";
import { topologySpread } from "../../../policies/rules/topology-spread";
import { workloadParity } from "../../../policies/rules/workload-parity";
import { zoneSpread } from "../../../policies/rules/zone-spread";
import { type Fault, fault } from "../../../resilience/faults/faults";
import { together } from "../../../resilience/faults/scenarios";
import { surveyOf } from "../../../resilience/verdict/survival";
import { site } from "../../components/edge/site";
import { findings, now } from "../../support/findings";
import { component, placed, resource } from "../fixtures";
import { withBorealis } from "./borealis/join";
import { awsSample } from "./samples/aws";
import { borealisSample } from "./samples/borealis";
import { ociSample } from "./samples/oci";
import { addressOf, host, type Sample } from "./samples/sample";

withBorealis();

const digest = `@sha256:${"a".repeat(64)}`;

interface Choices {
  readonly image?: string;
  readonly topologyKey?: string;
}

/** The edge and a public capability on the cluster of a sample, as the rules want them. */
const workloads = (sample: Sample, choices: Choices = {}): GraphResource[] => [
  ...replicas(sample, "edge", { labels: { "twincloud.dev/part": "edge" } }, {}, edgeVolumes),
  resource("kubernetes:core/v1:ConfigMap", `${sample.cloud}-edge`, {
    provider: sample.kubernetes.urn,
    inputs: { metadata: { name: "edge" }, data: { "haproxy.cfg": edgeConfiguration } },
  }),
  ...replicas(
    sample,
    "feed",
    {
      labels: { "twincloud.dev/capability": "feed" },
      annotations: { "twincloud.dev/public-name": host },
    },
    choices,
  ),
];

/** What says how much of too much is refused, the same on every cloud: 9 pods send 72 at a time, which take 1.44 s of 5. */
const edgeConfiguration = haproxyConfig({
  ...site,
  capabilities: [
    {
      ...{
        name: "feed",
        host,
        service: "feed.platform.svc.cluster.local",
        port: 8080,
        readinessPath: "/readyz",
      },
      ...{ floor: 3, ceiling: 9, requestsPerReplica: 8, responseSeconds: 5, needs: [] },
    },
  ],
});
const edgeVolumes: Value[] = [{ name: "config", configMap: { name: "edge" } }];

/** Three pods, one a zone, of which there may be nine. */
function replicas(
  { cloud, kubernetes, image }: Sample,
  name: string,
  metadata: Properties,
  choices: Choices,
  volumes: Value[] = [],
): GraphResource[] {
  const labels = { app: name };
  const spread = {
    topologyKey: choices.topologyKey ?? "topology.kubernetes.io/zone",
    maxSkew: 1,
    whenUnsatisfiable: "DoNotSchedule",
    nodeTaintsPolicy: "Honor",
    labelSelector: { matchLabels: labels },
  };
  const pod: Value = {
    containers: [{ name, image: (choices.image ?? image) + digest }],
    volumes,
    topologySpreadConstraints: [spread],
    tolerations: ["not-ready", "unreachable"].map((state) => ({
      key: `node.kubernetes.io/${state}`,
      effect: "NoExecute",
      tolerationSeconds: 30,
    })),
  };
  const metric = { type: "Resource", resource: { name: "cpu", target: { averageUtilization: 60 } } };
  const make = (type: string, inputs: Properties) =>
    resource(type, `${cloud}-${name}`, { provider: kubernetes.urn, inputs });
  return [
    make("kubernetes:apps/v1:Deployment", {
      metadata: { name, ...metadata },
      spec: { replicas: 3, template: { metadata: { labels }, spec: pod } },
    }),
    make("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", {
      spec: {
        scaleTargetRef: { kind: "Deployment", name },
        minReplicas: 3,
        maxReplicas: 9,
        metrics: [metric],
      },
    }),
  ];
}

const samples = [awsSample, borealisSample, ociSample];
const servers = samples
  .flatMap(({ resources }) => zonesOf(placed(resources)))
  .flatMap((zone) => zone.servers ?? []);

/** A sample's own part, but with every address answered and every server named, as its authority should. */
function answeringAll(sample: Sample, addresses = samples.map(addressOf)): GraphResource[] {
  const single = new Set(sample.answer([addressOf(sample)]).map(({ urn }) => urn));
  return [
    ...sample.resources.filter(({ urn }) => !single.has(urn)),
    ...sample.answer(addresses),
    sample.nameServers(servers),
    ...workloads(sample),
  ];
}

const stack = component("pulumi:pulumi:Stack", "twincloud-test");
const theirs = [awsSample, ociSample].flatMap((sample) => answeringAll(sample));

/** All three, with Borealis' part as it is or changed. */
const program = (change: (own: readonly GraphResource[]) => readonly GraphResource[] = (own) => own): Graph =>
  placed([stack, ...theirs, ...change(answeringAll(borealisSample))]);

const withInputs =
  (name: string, inputs: GraphResource["inputs"]) =>
  (own: readonly GraphResource[]): GraphResource[] =>
    own.map((each) => (each.name === name ? { ...each, inputs: { ...each.inputs, ...inputs } } : each));

const withoutInput =
  (name: string, input: string) =>
  (own: readonly GraphResource[]): GraphResource[] =>
    own.map((each) => {
      const { [input]: _, ...inputs } = each.inputs;
      return each.name === name ? { ...each, inputs } : each;
    });

const without =
  (gone: GraphResource | undefined) =>
  (own: readonly GraphResource[]): GraphResource[] =>
    own.filter((each) => each !== gone);

const withWorkload =
  (choices: Choices) =>
  (own: readonly GraphResource[]): GraphResource[] => [
    ...own.filter(({ type }) => !type.startsWith("kubernetes:")),
    ...workloads(borealisSample, choices),
  ];

describe("one program on three clouds", () => {
  it("serves its name from all three", () => {
    expect(servedOf(program()).map(({ sites }) => sites.map(({ id }) => id))).toEqual([
      ["aws-us-east-2", "borealis-umea", "oci-us-phoenix-1"],
    ]);
  });

  const rules: readonly Rule[] = [
    answerHealthChecked,
    answerSetComplete,
    autoscalingWorks,
    crossRegionCopy,
    crossZoneBalancing,
    deepHealthCheck,
    distinctMetros,
    dnsTwoAuthorities,
    failoverTime,
    minProviders,
    minRegions,
    noDefaultProvider,
    protectData,
    providerNeutralAnswers,
    registryIndependence,
    topologySpread,
    workloadParity,
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
    [
      "other shares",
      dnsTwoAuthorities,
      withInputs("borealis-answer-aws-us-east-2-1", { weight: 60 }),
      "borealis-answer-aws-us-east-2-1 answers feed.example.com with 192.0.2.1 for 50 % of the queries; wanted 33.3 %, as OCI DNS does",
    ],
    [
      "answer without a check",
      answerHealthChecked,
      withoutInput("borealis-answer-borealis-umea-1", "probe"),
      "borealis-answer-borealis-umea-1 answers feed.example.com with 203.0.113.1 without a health check; wanted a health check of that address",
    ],
    [
      "check that looks twice an hour",
      failoverTime,
      withInputs("probe-of-borealis-umea-1", { every: 1800 }),
      "probe-of-borealis-umea-1 lets a dead address of feed.example.com go after 3 × (1800 + 5) + 60 s to live = 5475 s (Borealis Names); wanted 120 s or less, the objective maxRtoSeconds",
    ],
  ])("is told of the third's %s, and of nothing else", (_, rule, change, finding) => {
    expect(findings(rule, program(change))).toEqual([finding]);
  });

  it("still has two providers without any one of them, and is told when only one is left", () => {
    const of = (...samples: Sample[]) =>
      placed([stack, ...samples.flatMap((sample) => [...sample.resources, ...workloads(sample)])]);
    expect(findings(minProviders, of(awsSample, borealisSample))).toEqual([]);
    expect(findings(minProviders, of(borealisSample, ociSample))).toEqual([]);
    expect(findings(minProviders, of(borealisSample))).toEqual([
      expect.stringContaining("from one provider, borealis"),
    ]);
  });
});

describe("what survives on three clouds", () => {
  const survey = surveyOf(program(), now);
  const feed = (...faults: Fault[]) => survey.verdicts(together(faults)).feed;

  // Rounds of three, each 10 s and what a dead address takes to fail, and 10 s until the answers have changed; then
  // who had asked before keeps the old answer for 60 s. Borealis gives up after 5 s, Route 53 after 4, OCI after 10.
  it.each([
    ["borealis", 3 * (10 + 4) + 10],
    ["aws", 3 * (10 + 5) + 10],
    ["oci", 3 * (10 + 4) + 10],
  ])("is everything, whichever cloud is lost: %s, and the first users move after %d s", (name, seconds) => {
    expect(feed(fault("provider", name))).toMatchObject({ state: "up", served: 1, detectSeconds: seconds });
  });

  it("is all for all, once the slowest of the authorities that are left has moved its users", () => {
    // Half of the resolvers ask the slowest for a third of the users; 99 % are served when all but 0.01 / (1/6) have moved.
    const nearlyAll = 60 * (1 - 0.06);
    expect(feed(fault("provider", "borealis"))?.rtoSeconds).toBeCloseTo(3 * (10 + 10) + 10 + nearlyAll, 6);
    // OCI's sites lost and its DNS well is worse: it sees them last, after 3 * (10 + 10) + 10 s, and moves its third of a
    // third of the users over 60 s, when those of the others are gone: a hundredth of all is left at 0.01 / (1/9).
    expect(feed(fault("provider", "oci"))?.rtoSeconds).toBeCloseTo(70 + 60 * (1 - 0.09), 6);
  });

  it("is one cloud's share, when two are lost", () => {
    // Nine pods of nine: each site may grow to what all three have together.
    expect(feed(fault("provider", "aws"), fault("provider", "oci"))).toMatchObject({
      state: "up",
      served: 1,
    });
  });

  it("is all of it while an authority is silent, and while a zone of the third is lost once its pods are back", () => {
    expect(feed(fault("dns-authority", "borealis"))).toMatchObject({ state: "up", lostSeconds: 0 });
    expect(feed(fault("zone", "borealis-umea/umea/north"))).toMatchObject({ state: "up", served: 1 });
  });

  it("is nothing with all three lost", () => {
    const gone = ["aws", "borealis", "oci"].map((name) => fault("provider", name));
    expect(feed(...gone)).toMatchObject({ state: "down", served: 0 });
  });
});
