import { describe, expect, it } from "vitest";
import { workloadsOf } from "../../graph/views/workloads";
import { autoscalingWorks } from "../../policies/rules/autoscaling-works";
import { selectorMatch } from "../../policies/rules/selector-match";
import { findings } from "../support/findings";
import { onCluster, twoSites } from "./fixtures";

const labels = { app: "shop" };
const template = { metadata: { labels }, spec: { containers: [{ name: "app", image: "app" }] } };

describe("Kubernetes' kinds under their names of before", () => {
  it.each([
    ["extensions/v1beta1", "Deployment"],
    ["extensions/v1beta1", "DaemonSet"],
    ["apps/v1beta1", "StatefulSet"],
    ["apps/v1beta2", "ReplicaSet"],
  ])("are workloads: %s %s", (apiVersion, kind) => {
    const old = onCluster("aws", apiVersion, kind, "shop", { inputs: { spec: { replicas: 3, template } } });
    expect(workloadsOf(twoSites(old)).map((each) => [each.kind, each.floor, each.podLabels])).toEqual([
      [kind, 3, labels],
    ]);
  });

  it("are a workload's budget and autoscaler", () => {
    const graph = twoSites(
      onCluster("aws", "apps/v1", "Deployment", "shop", {
        inputs: { spec: { selector: { matchLabels: labels }, template } },
      }),
      onCluster("aws", "policy/v1beta1", "PodDisruptionBudget", "shop", {
        inputs: { spec: { selector: { matchLabels: labels }, maxUnavailable: 1 } },
      }),
      onCluster("aws", "autoscaling/v2beta2", "HorizontalPodAutoscaler", "shop", {
        inputs: {
          spec: { scaleTargetRef: { kind: "Deployment", name: "shop" }, minReplicas: 2, maxReplicas: 4 },
        },
      }),
    );
    expect(
      workloadsOf(graph).map(({ budgets, floor, ceiling }) => [
        budgets.map(({ type }) => type),
        floor,
        ceiling,
      ]),
    ).toEqual([[["kubernetes:policy/v1beta1:PodDisruptionBudget"], 2, 4]]);
  });

  it("leave all pods alone by a budget that selects by nothing, as they did", () => {
    const graph = twoSites(
      onCluster("aws", "apps/v1", "Deployment", "shop", { inputs: { spec: { template } } }),
      onCluster("aws", "policy/v1beta1", "PodDisruptionBudget", "all", {
        inputs: { spec: { selector: {} } },
      }),
    );
    expect(workloadsOf(graph).map(({ budgets }) => budgets)).toEqual([[]]);
  });

  it("are held to what they name", () => {
    const ingress = onCluster("aws", "extensions/v1beta1", "Ingress", "shop", {
      inputs: { spec: { backend: { serviceName: "shop", servicePort: 80 } } },
    });
    expect(findings(selectorMatch, twoSites(ingress))).toEqual([
      "aws-shop leads to the Service shop, which isn't there; wanted the name of a Service beside it",
    ]);
  });

  it("take the pods' own labels where they are told none", () => {
    const old = onCluster("aws", "extensions/v1beta1", "Deployment", "shop", {
      inputs: { spec: { template } },
    });
    expect(findings(selectorMatch, twoSites(old))).toEqual([]);
  });

  it("have an autoscaler's target where it stood", () => {
    const scaler = onCluster("aws", "autoscaling/v2beta1", "HorizontalPodAutoscaler", "shop", {
      inputs: {
        spec: { metrics: [{ type: "Resource", resource: { name: "cpu", targetAverageUtilization: 60 } }] },
      },
    });
    expect(
      findings(autoscalingWorks, twoSites(scaler)).filter((text) => text.startsWith("aws-shop")),
    ).toEqual([]);
  });
});
