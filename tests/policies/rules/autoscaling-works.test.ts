import { describe, expect, it } from "vitest";
import { autoscalingWorks } from "../../../policies/rules/autoscaling-works";
import { onCluster, twoSites } from "../../graph/fixtures";
import { findings } from "../../support/findings";
import { changed, ofType, setting, stackGraph, without } from "../../support/graphs";

const scaler = ofType("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", "aws-us-east-2-feed");

describe("autoscaling-works", () => {
  it.each(["prod", "staging", "prod-unknown"] as const)("passes %s", (stack) => {
    expect(findings(autoscalingWorks, stackGraph(stack))).toEqual([]);
  });

  it("blocks an autoscaler without a metric, without a target, or with one that is never reached", () => {
    const wanted = "wanted a metric with a target of 90 % or less";
    const weakened = (path: (string | number)[], value?: number) =>
      findings(autoscalingWorks, changed(stackGraph("prod"), scaler, setting(path, value)));
    expect(weakened(["spec", "metrics"])).toEqual([`aws-us-east-2-feed has no metric to grow by; ${wanted}`]);
    expect(weakened(["spec", "metrics", 0, "resource", "target"])).toEqual([
      `aws-us-east-2-feed has a metric (cpu) without a target; ${wanted}`,
    ]);
    expect(weakened(["spec", "metrics", 0, "resource", "target", "averageUtilization"], 600)).toEqual([
      `aws-us-east-2-feed grows at 600 % of what the pods ask for; ${wanted}`,
    ]);
  });

  it.each(["prod", "prod-unknown"] as const)(
    "blocks %s when a cluster has nothing that measures, or can't grow",
    (stack) => {
      const eks = without(stackGraph(stack), ofType("aws:eks/addon:Addon", "aws-us-east-2-metrics-server"));
      expect(findings(autoscalingWorks, eks)).toEqual([
        "aws-us-east-2 has autoscalers and no metrics server; wanted the provider's add-on for metrics",
      ]);
      const oke = without(
        stackGraph(stack),
        ofType("oci:ContainerEngine/addon:Addon", "oci-us-chicago-1-ClusterAutoscaler"),
      );
      expect(findings(autoscalingWorks, oke)).toEqual([
        "oci-us-chicago-1 has autoscalers and nodes that don't grow; wanted the ClusterAutoscaler add-on",
      ]);
    },
  );

  it("says nothing of clusters without autoscalers, and takes a metrics server that the program installs", () => {
    expect(findings(autoscalingWorks, twoSites())).toEqual([]);
    const feed = onCluster("aws", "autoscaling/v2", "HorizontalPodAutoscaler", "feed", {
      inputs: {
        spec: {
          metrics: [{ type: "Resource", resource: { name: "cpu", target: { averageUtilization: 60 } } }],
        },
      },
    });
    expect(findings(autoscalingWorks, twoSites(feed))).toHaveLength(1);
    const server = onCluster("aws", "apps/v1", "Deployment", "metrics-server");
    expect(findings(autoscalingWorks, twoSites(feed, server))).toEqual([]);
  });
});
