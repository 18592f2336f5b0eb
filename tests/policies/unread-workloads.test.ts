import { describe, expect, it } from "vitest";
import { type Properties, UNKNOWN } from "../../graph/resource";
import { nameOf } from "../../graph/urn";
import { unreadWorkloads } from "../../policies/unread-workloads";
import { component, onCluster, twoSites } from "../graph/fixtures";
import { stackGraph } from "../support/graphs";

const told = (graph: Parameters<typeof unreadWorkloads>[0]): string[] =>
  [...unreadWorkloads(graph)].map(({ urn, found, level }) => `${level} ${nameOf(urn)} ${found}`);

const pods = { spec: { containers: [{ name: "app", image: "registry.example.com/app" }] } };
const end = ": what runs there isn't counted and can't be told";
const one = (apiVersion: string, kind: string, inputs: Properties) =>
  told(twoSites(onCluster("aws", apiVersion, kind, "app", { inputs })));

describe("what runs pods and can't be read", () => {
  it.each(["prod", "staging", "prod-unknown"] as const)("isn't in %s", (stack) => {
    expect(told(stackGraph(stack))).toEqual([]);
  });

  it.each<[string, string, Properties]>([
    ["argoproj.io/v1alpha1", "Rollout", { spec: { replicas: 3, template: pods } }],
    ["argoproj.io/v1alpha1", "Rollout", { spec: { workloadRef: { kind: "Deployment", name: "app" } } }],
    ["serving.knative.dev/v1", "Service", { spec: { template: pods } }],
    ["apps.kruise.io/v1alpha1", "CloneSet", { spec: { template: pods } }],
    ["v1", "ReplicationController", { spec: { template: pods } }],
  ])("is told of %s %s", (apiVersion, kind, inputs) => {
    const group = apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`;
    expect(one(apiVersion, kind, inputs)).toEqual([
      `advisory aws-app runs pods by a kind that isn't read (${group} ${kind})${end}`,
    ]);
  });

  it("is told of a list with workloads, or of which nothing is known", () => {
    const list = `advisory aws-app is a list (core/v1 List), which isn't looked into${end}`;
    expect(one("v1", "List", { items: [{ kind: "Deployment", spec: { template: pods } }] })).toEqual([list]);
    expect(one("v1", "List", { items: UNKNOWN })).toEqual([list]);
    expect(one("v1", "ConfigMapList", { items: [{ kind: "ConfigMap" }] })).toEqual([]);
  });

  it("is told of a chart that isn't rendered, and of none whose objects are resources", () => {
    expect(one("helm.sh/v3", "Release", { chart: "shop" })).toEqual([
      `advisory aws-app installs the chart shop${end}`,
    ]);
    const chart = component("kubernetes:helm.sh/v4:Chart", "shop");
    expect(told(twoSites(chart))).toEqual([`advisory shop is a chart whose objects aren't resources${end}`]);
    const rendered = onCluster("aws", "apps/v1", "Deployment", "app", {
      parent: chart.urn,
      inputs: { spec: { template: pods } },
    });
    expect(told(twoSites(chart, rendered))).toEqual([]);
  });

  it.each(["yaml:ConfigGroup", "yaml/v2:ConfigFile", "kustomize/v2:Directory"])(
    "is of manifests (%s) whose objects aren't known yet, and not once they are resources",
    (type) => {
      const group = component(`kubernetes:${type}`, "shop");
      expect(told(twoSites(group))).toEqual([
        `advisory shop is of manifests whose objects aren't resources${end}`,
      ]);
      const rendered = onCluster("aws", "apps/v1", "Deployment", "app", {
        parent: group.urn,
        inputs: { spec: { template: pods } },
      });
      expect(told(twoSites(group, rendered))).toEqual([]);
    },
  );

  it("isn't what only holds a template, or none", () => {
    expect(one("v1", "PodTemplate", { template: pods })).toEqual([]);
    expect(one("karpenter.sh/v1", "NodePool", { spec: { template: { spec: { taints: [] } } } })).toEqual([]);
    expect(one("apps/v1", "Deployment", { spec: { template: pods } })).toEqual([]);
  });
});
