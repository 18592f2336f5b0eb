import { describe, expect, it } from "vitest";
import { UNKNOWN, type Value } from "../../../graph/resource";
import { disruptionBudget } from "../../../policies/rules/disruption-budget";
import { onCluster, twoSites } from "../../graph/fixtures";
import { findings } from "../../support/findings";
import { changed, ofType, setting, stackGraph, without } from "../../support/graphs";

const type = "kubernetes:policy/v1:PodDisruptionBudget";
const upload = ofType(type, "aws-us-east-2-upload");
const queue = ofType(type, "aws-us-east-2-queue");
const wanted = "wanted one that lets a pod be evicted while the others stay";

/** Production with another budget for upload, whose floor at this site is 9. */
const withBudget = (key: "maxUnavailable" | "minAvailable", value: Value) => {
  const bare = changed(stackGraph("prod"), upload, setting(["spec", "maxUnavailable"], undefined));
  return changed(bare, upload, setting(["spec", key], value));
};

describe("disruption-budget", () => {
  it.each(["prod", "staging", "prod-unknown"] as const)("passes %s", (stack) => {
    expect(findings(disruptionBudget, stackGraph(stack))).toEqual([]);
  });

  it("blocks a workload whose budget is gone, or selects other pods", () => {
    const none = [`aws-us-east-2-upload has no disruption budget; ${wanted}`];
    expect(findings(disruptionBudget, without(stackGraph("prod"), upload))).toEqual(none);
    const path = ["spec", "selector", "matchLabels", "app.kubernetes.io/name"];
    expect(findings(disruptionBudget, changed(stackGraph("prod"), upload, setting(path, "uploads")))).toEqual(
      none,
    );
  });

  it.each([
    ["maxUnavailable", 0, "allows no eviction (maxUnavailable 0 of 9 replicas)"],
    ["maxUnavailable", "0%", "allows no eviction (maxUnavailable 0% of 9 replicas)"],
    ["minAvailable", 9, "allows no eviction (minAvailable 9 of 9 replicas)"],
    // 95 % of 9 is 8.55, which Kubernetes rounds up.
    ["minAvailable", "95%", "allows no eviction (minAvailable 95% of 9 replicas)"],
    ["maxUnavailable", "100%", "allows all pods to go (maxUnavailable 100% of 9 replicas)"],
    ["minAvailable", 0, "allows all pods to go (minAvailable 0 of 9 replicas)"],
    ["maxUnavailable", UNKNOWN, "allows a number of evictions that can't be told"],
  ] as const)("blocks %s: %s", (key, value, found) => {
    expect(findings(disruptionBudget, withBudget(key, value))).toEqual([
      `aws-us-east-2-upload ${found}; ${wanted}`,
    ]);
  });

  it.each([
    ["maxUnavailable", 1],
    ["minAvailable", "75%"],
    ["minAvailable", 8],
  ] as const)("lets %s: %s pass", (key, value) => {
    expect(findings(disruptionBudget, withBudget(key, value))).toEqual([]);
  });

  it("tells a selector that isn't known yet by what it was made from", () => {
    const unknown = changed(
      stackGraph("prod"),
      upload,
      setting(["spec", "selector", "matchLabels"], UNKNOWN),
    );
    expect(findings(disruptionBudget, unknown)).toEqual([
      `aws-us-east-2-upload has no disruption budget; ${wanted}`,
    ]);
    const [workload] = unknown.resources.filter(
      ofType("kubernetes:apps/v1:Deployment", "aws-us-east-2-upload"),
    );
    const spec = [workload?.urn ?? ""];
    const told = changed(unknown, upload, (made) => ({ ...made, propertyDependencies: { spec } }));
    expect(findings(disruptionBudget, told)).toEqual([]);
  });

  it("blocks a budget that says nothing, which allows none", () => {
    const silent = changed(stackGraph("prod"), upload, setting(["spec", "maxUnavailable"], undefined));
    expect(findings(disruptionBudget, silent)).toEqual([
      `aws-us-east-2-upload allows no eviction (neither maxUnavailable nor minAvailable of 9 replicas); ${wanted}`,
    ]);
  });

  it("blocks a set that could lose its majority", () => {
    const two = changed(stackGraph("prod"), queue, setting(["spec", "maxUnavailable"], 2));
    expect(findings(disruptionBudget, two)).toEqual([
      `aws-us-east-2-queue leaves 1 of 3 replicas, which is no majority (maxUnavailable 2); ${wanted}`,
    ]);
  });

  it("blocks a roll-out that takes all pods at once, which asks no budget", () => {
    const deployment = ofType("kubernetes:apps/v1:Deployment", "aws-us-east-2-upload");
    const rolled = (strategy: Value) =>
      findings(
        disruptionBudget,
        changed(stackGraph("prod"), deployment, setting(["spec", "strategy"], strategy)),
      );
    const wantedThen = "wanted a rolling update that keeps most of them";
    const found = "aws-us-east-2-upload may take all pods at once when it is rolled out";
    expect(rolled({ type: "Recreate" })).toEqual([`${found} (Recreate); ${wantedThen}`]);
    expect(rolled({ rollingUpdate: { maxUnavailable: "100%" } })).toEqual([
      `${found} (maxUnavailable 100%); ${wantedThen}`,
    ]);
    expect(rolled(UNKNOWN)).toEqual([`${found} (maxUnavailable not known yet); ${wantedThen}`]);
    expect(rolled({ type: "RollingUpdate" })).toEqual([]);
    // Of 9 pods 8.91, which a roll-out rounds down to 8.
    expect(rolled({ rollingUpdate: { maxUnavailable: "99%" } })).toEqual([]);
  });

  it("blocks pods that two budgets select, and leaves single ones to min-replicas", () => {
    const selector = { matchLabels: { app: "web" } };
    const web = (replicas: number) =>
      onCluster("oci", "apps/v1", "Deployment", "web", {
        inputs: { spec: { replicas, selector, template: { metadata: { labels: { app: "web" } } } } },
      });
    const budget = (name: string) =>
      onCluster("oci", "policy/v1", "PodDisruptionBudget", name, {
        inputs: { spec: { maxUnavailable: 1, selector } },
      });
    expect(findings(disruptionBudget, twoSites(web(3), budget("a"), budget("b")))).toEqual([
      `oci-web has 2 disruption budgets, and Kubernetes evicts no pod that more than one selects; ${wanted}`,
    ]);
    expect(findings(disruptionBudget, twoSites(web(1)))).toEqual([]);
  });
});
