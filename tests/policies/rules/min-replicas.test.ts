import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../graph/resource";
import { minReplicas } from "../../../policies/rules/min-replicas";
import { onCluster, placed, resource, twoSites } from "../../graph/fixtures";
import { findings } from "../../support/findings";
import { changed, ofType, setting, stackGraph, without } from "../../support/graphs";

const site = "aws-us-east-2";
const scaler = ofType("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", `${site}-upload`);
const deployment = ofType("kubernetes:apps/v1:Deployment", `${site}-upload`);

describe("min-replicas", () => {
  it.each(["prod", "staging", "prod-unknown"] as const)("passes %s", (stack) => {
    expect(findings(minReplicas, stackGraph(stack))).toEqual([]);
  });

  it("blocks an autoscaler that may go down to two", () => {
    const low = changed(stackGraph("prod"), scaler, setting(["spec", "minReplicas"], 2));
    expect(findings(minReplicas, low)).toEqual([
      `${site}-upload lets its autoscaler go down to 2 replicas; wanted three or more`,
    ]);
  });

  it("blocks an autoscaler that says nothing, which then is one", () => {
    const silent = changed(stackGraph("prod"), scaler, setting(["spec", "minReplicas"], undefined));
    expect(findings(minReplicas, silent)).toEqual([
      `${site}-upload lets its autoscaler go down to one replica; wanted three or more`,
    ]);
  });

  it("blocks a workload whose autoscaler is gone, and a set of two", () => {
    expect(findings(minReplicas, without(stackGraph("prod"), scaler))).toEqual([
      `${site}-upload runs one replica; wanted three or more`,
    ]);
    const queue = ofType("kubernetes:apps/v1:StatefulSet", `${site}-queue`);
    expect(
      findings(minReplicas, changed(stackGraph("prod"), queue, setting(["spec", "replicas"], 2))),
    ).toEqual([`${site}-queue runs 2 replicas; wanted three or more`]);
  });

  it("blocks a number in the manifest that undercuts the autoscaler at each deploy, unless it is ignored", () => {
    const low = changed(stackGraph("prod"), deployment, setting(["spec", "replicas"], 1));
    expect(findings(minReplicas, low)).toEqual([
      `${site}-upload asks for one replica itself, which a deploy sets again while the autoscaler's floor is 9; wanted no number beside the autoscaler's`,
    ]);
    const ignored = changed(low, deployment, (made) => ({ ...made, ignoreChanges: ["spec.replicas"] }));
    expect(findings(minReplicas, ignored)).toEqual([]);
  });

  it("fails closed on a number that isn't known yet", () => {
    const unknown = changed(stackGraph("prod"), scaler, setting(["spec", "minReplicas"], UNKNOWN));
    expect(findings(minReplicas, unknown)).toEqual([
      `${site}-upload runs a number of replicas that isn't known yet; wanted three or more`,
    ]);
  });

  it("judges any program's pods, but not the cluster's own agents, DaemonSets and Jobs", () => {
    const one = { spec: { replicas: 1, template: {} } };
    const graph = twoSites(
      onCluster("aws", "apps/v1", "Deployment", "web", { inputs: one }),
      onCluster("aws", "v1", "Pod", "lonely", { inputs: { spec: { containers: [] } } }),
      onCluster("aws", "apps/v1", "DaemonSet", "agent", { inputs: { spec: { template: {} } } }),
      onCluster("aws", "batch/v1", "Job", "migrate", { inputs: { spec: { template: {} } } }),
      onCluster("aws", "apps/v1", "Deployment", "controller", {
        inputs: { metadata: { name: "controller", namespace: "kube-system" }, ...one },
      }),
    );
    expect(findings(minReplicas, graph)).toEqual([
      "aws-web runs one replica; wanted three or more",
      "aws-lonely is a single pod that nothing replaces; wanted a Deployment of three or more",
    ]);
  });

  it("finds the autoscaler of a workload whose name only Pulumi knows", () => {
    const web = resource("kubernetes:apps/v1:Deployment", "web", { inputs: { spec: { template: {} } } });
    const scaled = resource("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", "web", {
      inputs: { spec: { minReplicas: 3, scaleTargetRef: { kind: "Deployment", name: UNKNOWN } } },
      propertyDependencies: { spec: [web.urn] },
    });
    expect(findings(minReplicas, placed([web, scaled]))).toEqual([]);
  });
});
