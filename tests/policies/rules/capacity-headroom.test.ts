import { describe, expect, it } from "vitest";
import type { GraphResource, Value } from "../../../graph/resource";
import { capacityHeadroom } from "../../../policies/rules/capacity-headroom";
import { placed, provider, resource } from "../../graph/fixtures";
import { findings } from "../../support/findings";
import { changed, ofType, setting, stackGraph, type Which, without } from "../../support/graphs";

const both = ["prod", "prod-unknown"] as const;
const site = "aws-us-east-2";
const scaler = (name: string) => ofType("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", name);
const addon = (name: string) => ofType("oci:ContainerEngine/addon:Addon", name);
const pool = ofType("oci:ContainerEngine/nodePool:NodePool", "oci-us-chicago-1-3");
const nodePool = ofType("kubernetes:karpenter.sh/v1:NodePool", `${site}-platform`);

const prodWith = (
  which: Which,
  path: readonly (string | number)[],
  value: Value | undefined,
  stack = both[0],
) => changed(stackGraph(stack), which, setting(path, value));

describe("capacity-headroom", () => {
  it.each(["prod", "staging", "prod-unknown"] as const)("passes %s", (stack) => {
    expect(findings(capacityHeadroom, stackGraph(stack))).toEqual([]);
  });

  // Shares are 30 and 20 on each cloud: without Oracle's, us-east-2 gets 30 of 50.
  it.each(both)("blocks %s where a floor can't take the other cloud's traffic", (stack) => {
    // 0.6 of 24, of which it gets 0.6: 8.64 replicas.
    const low = changed(stackGraph(stack), scaler(`${site}-upload`), setting(["spec", "minReplicas"], 8));
    expect(findings(capacityHeadroom, low)).toEqual([
      `${site}-upload runs at least 8 of upload at ${site}, which gets 60 % of the traffic after losing the provider oci; wanted a floor of 9 or more, for 60 % of the peak of 24`,
    ]);
  });

  it("blocks a ceiling that can't, the edge's like a capability's", () => {
    // 0.6 of 12: 7.2 replicas.
    expect(findings(capacityHeadroom, prodWith(scaler(`${site}-edge`), ["spec", "maxReplicas"], 7))).toEqual([
      `${site}-edge runs at most 7 of edge at ${site}, which gets 60 % of the traffic after losing the provider oci; wanted a ceiling of 8 or more, for 100 % of the peak of 12`,
    ]);
  });

  it("blocks a site that doesn't serve at all", () => {
    const gone = without(
      stackGraph("prod"),
      ({ name, type }) => name === `${site}-feed` && /Deployment|Autoscaler/.test(type),
    );
    expect(findings(capacityHeadroom, gone)).toEqual([
      `twincloud-prod runs at least 0 of feed at ${site}, which gets 60 % of the traffic after losing the provider oci; wanted a floor of 13 or more, for 60 % of the peak of 36`,
      `twincloud-prod runs at most 0 of feed at ${site}, which gets 60 % of the traffic after losing the provider oci; wanted a ceiling of 22 or more, for 100 % of the peak of 36`,
    ]);
  });

  it("counts with less when fewer sites are left to lose, and leaves it to others that none are", () => {
    const oneCloud = without(stackGraph("prod"), ({ placement }) => placement?.provider === "oci");
    // Each of two sites may have to take all.
    expect(findings(capacityHeadroom, oneCloud)).toContain(
      `${site}-upload runs at least 9 of upload at ${site}, which gets 100 % of the traffic after losing the site aws-us-west-2; wanted a floor of 15 or more, for 60 % of the peak of 24`,
    );
    const alone = without(
      stackGraph("prod"),
      ({ placement }) => placement !== undefined && placement.region !== "us-east-2",
    );
    const text = findings(capacityHeadroom, alone).join();
    expect(text).toContain("which gets 100 % of the traffic at all times");
    expect(text).not.toContain("after losing");
  });

  it("is held to the objectives that are configured", () => {
    const strict = findings(capacityHeadroom, stackGraph("prod"), { capacity: { atOnce: 1, then: 1 } });
    expect(strict).toContain(
      `${site}-upload runs at least 9 of upload at ${site}, which gets 60 % of the traffic after losing the provider oci; wanted a floor of 15 or more, for 100 % of the peak of 24`,
    );
  });
});

describe("the nodes of capacity-headroom", () => {
  const wantedAtFloors = "wanted 31.3 vCPUs and 59.9 GiB, which its pods request at their floors";
  const wantedAtCeilings = "wanted 47.7 vCPUs and 91 GiB, which its pods request at their ceilings";

  it.each(both)("blocks %s with a pool too small for its third of the pods", (stack) => {
    // One node of 8 vCPUs has 7.3025 of them for pods, and 26.82 of 32 GiB; three zones like it have three times that.
    const small = changed(stackGraph(stack), pool, setting(["nodeConfigDetails", "size"], 1));
    expect(findings(capacityHeadroom, small)).toEqual([
      `oci-us-chicago-1-3 has nodes that run before anything is lost with 21.9 vCPUs and 80.5 GiB for pods, as its weakest zone has; ${wantedAtFloors}`,
    ]);
  });

  it.each(both)("blocks %s where nodes don't grow, or measure nothing to grow by", (stack) => {
    const fixed = without(stackGraph(stack), addon("oci-us-chicago-1-ClusterAutoscaler"));
    // Two nodes a zone: 6 x 7.3025.
    expect(findings(capacityHeadroom, fixed)).toEqual([
      `oci-us-chicago-1-1 has nodes that may run at most with 43.8 vCPUs and 160.9 GiB for pods, as its weakest zone has; ${wantedAtCeilings}`,
    ]);
    const blind = without(stackGraph(stack), addon("oci-us-chicago-1-KubernetesMetricsServer"));
    expect(findings(capacityHeadroom, blind)).toEqual([
      "oci-us-chicago-1 has nothing that measures pods, so that 8 autoscalers never go beyond their floors; wanted a metrics server",
    ]);
  });

  // 13 pods with a core more each: 31.3 + 13, of 6 x 7.3025.
  const more = { resources: { requests: { cpu: "1" } } };
  it.each<[string, string, Value]>([
    [
      "an init container that goes on",
      "initContainers",
      [{ ...more, name: "mesh", restartPolicy: "Always" }],
    ],
    ["what the runtime takes", "overhead", { cpu: "1" }],
  ])("counts %s with the containers of a pod", (_, field, value) => {
    const feed = ofType("kubernetes:apps/v1:Deployment", "oci-us-chicago-1-feed");
    const found = findings(capacityHeadroom, prodWith(feed, ["spec", "template", "spec", field], value));
    expect(found).toEqual([
      expect.stringContaining(
        "43.8 vCPUs and 160.9 GiB for pods, as its weakest zone has; wanted 44.3 vCPUs",
      ),
    ]);
  });

  it("doesn't count an init container that ends before the others start", () => {
    const feed = ofType("kubernetes:apps/v1:Deployment", "oci-us-chicago-1-feed");
    const short = [{ ...more, name: "prepare" }];
    const graph = prodWith(feed, ["spec", "template", "spec", "initContainers"], short);
    expect(findings(capacityHeadroom, graph)).toEqual([]);
  });

  it("counts what a whole pod asks for, whatever its containers do", () => {
    const feed = ofType("kubernetes:apps/v1:Deployment", "oci-us-chicago-1-feed");
    const whole = { requests: { cpu: "30" } };
    const graph = prodWith(feed, ["spec", "template", "spec", "resources"], whole);
    // 13 pods at the floor, so 390 cores and those of the others.
    const wanted = /wanted (\d+)/.exec(findings(capacityHeadroom, graph).join())?.[1];
    expect(Number(wanted)).toBeGreaterThan(390);
  });

  it("blocks a pool that the autoscaler isn't told of", () => {
    const lower = (made: GraphResource): GraphResource => {
      const told = JSON.stringify(made.inputs.configurations).replace(/, 2:4:[^,"]+"/, '"');
      return setting(["configurations"], JSON.parse(told) as Value)(made);
    };
    const graph = changed(stackGraph("prod"), addon("oci-us-chicago-1-ClusterAutoscaler"), lower);
    expect(findings(capacityHeadroom, graph)).toEqual([
      `oci-us-chicago-1-3 has nodes that may run at most with 43.8 vCPUs and 160.9 GiB for pods, as its weakest zone has; ${wantedAtCeilings}`,
    ]);
  });

  it.each(both)(
    "blocks %s where Auto Mode may not start what the pods need, or has no pool for them",
    (stack) => {
      const tight = changed(stackGraph(stack), nodePool, setting(["spec", "limits", "cpu"], "40"));
      // 0.9 of 40 for pods.
      expect(findings(capacityHeadroom, tight)).toEqual([
        `${site}-platform has nodes that may run at most with 36 vCPUs and 799.2 GiB for pods, as its weakest zone has; ${wantedAtCeilings}`,
      ]);
      expect(findings(capacityHeadroom, without(stackGraph(stack), nodePool))).toEqual([
        `${site} has no nodes that pods could run on; wanted nodes that hold its pods`,
      ]);
    },
  );

  it("counts spot nodes, and nodes kept for others, for nothing", () => {
    const wanted = "wanted nodes that hold its pods";
    const found = `${site} has only nodes that can be taken back at any time, or are kept for other pods; ${wanted}`;
    const requirement = ["spec", "template", "spec", "requirements", 0, "values"];
    expect(findings(capacityHeadroom, prodWith(nodePool, requirement, ["spot"]))).toEqual([found]);
    const taints = [{ key: "gpu", effect: "NoSchedule" }];
    expect(
      findings(capacityHeadroom, prodWith(nodePool, ["spec", "template", "spec", "taints"], taints)),
    ).toEqual([found]);
  });

  it("fails closed on nodes whose size can't be told", () => {
    const fixedShape = prodWith(pool, ["nodeShapeConfig"], undefined);
    expect(findings(capacityHeadroom, fixedShape)).toEqual([
      `oci-us-chicago-1 has nodes whose size can't be told; ${wantedAtFloors}`,
      `oci-us-chicago-1 has nodes whose size can't be told; ${wantedAtCeilings}`,
    ]);
  });
});

describe("capacity-headroom, in a program that isn't ours", () => {
  const aws = provider("aws", "aws", { inputs: { region: "us-east-1" } });
  const cluster = resource("aws:eks/cluster:Cluster", "eks", {
    id: "eks",
    provider: aws.urn,
    inputs: { name: "eks" },
  });
  const kubernetes = provider("kubernetes", "k8s", { propertyDependencies: { kubeconfig: [cluster.urn] } });
  const web = resource("kubernetes:apps/v1:Deployment", "web", {
    provider: kubernetes.urn,
    inputs: {
      spec: {
        replicas: 10,
        template: {
          spec: { containers: [{ name: "web", resources: { requests: { cpu: "1", memory: "1Gi" } } }] },
        },
      },
    },
  });
  const group = (inputs: object) =>
    resource("aws:eks/nodeGroup:NodeGroup", "nodes", {
      provider: aws.urn,
      inputs: { clusterName: "eks", ...inputs },
    });
  const program = (...nodes: GraphResource[]) => placed([aws, cluster, kubernetes, web, ...nodes]);

  it("says nothing of replicas, nor of nodes that it can't see or size", () => {
    expect(findings(capacityHeadroom, program())).toEqual([]);
    const unknownType = { instanceTypes: ["u-6tb1.metal"], scalingConfig: { desiredSize: 1, maxSize: 1 } };
    expect(findings(capacityHeadroom, program(group(unknownType)))).toEqual([]);
  });

  it("blocks a managed node group that can't hold its pods", () => {
    const scaled = (desiredSize: number, maxSize: number) =>
      group({ instanceTypes: ["m6i.xlarge"], scalingConfig: { desiredSize, maxSize } });
    // 0.9 of 4 vCPUs and 16 GiB each: three hold 10 pods of one vCPU and 1 GiB, two don't.
    expect(findings(capacityHeadroom, program(scaled(3, 3)))).toEqual([]);
    expect(findings(capacityHeadroom, program(scaled(2, 3)))).toEqual([
      "nodes has nodes that run before anything is lost with 7.2 vCPUs and 28.8 GiB for pods, as its weakest zone has; wanted 10 vCPUs and 10 GiB, which its pods request at their floors",
    ]);
  });
});
