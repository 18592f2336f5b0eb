import { describe, expect, it } from "vitest";
import type { GraphResource, Value } from "../../../graph/resource";
import { workloadParity } from "../../../policies/rules/workload-parity";
import { onCluster, twoSites } from "../../graph/fixtures";
import { findings } from "../../support/findings";
import { changed, ofType, setting, stackGraph, type Which, without } from "../../support/graphs";

const others = "aws-us-east-2, oci-us-ashburn-1, oci-us-chicago-1";
const west = "aws-us-west-2";
const upload = ofType("kubernetes:apps/v1:Deployment", `${west}-upload`);
const scaler = (site: string) =>
  ofType("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", `${site}-upload`);
const container = ["spec", "template", "spec", "containers", 0];

const uploadWith = (path: readonly (string | number)[], value: Value | undefined) =>
  findings(workloadParity, changed(stackGraph("prod"), upload, setting([...container, ...path], value)));

/** Names of sites in the order in which a finding may give them. */
const sorted = (text: string) =>
  text.replace(
    /at ([a-z0-9, -]+?) (and not|\()/,
    (_, sites: string, rest: string) => `at ${sites.split(", ").sort().join(", ")} ${rest}`,
  );

describe("workload-parity", () => {
  it.each(["prod", "staging", "prod-unknown"] as const)("passes %s", (stack) => {
    expect(findings(workloadParity, stackGraph(stack))).toEqual([]);
  });

  it.each(["prod", "prod-unknown"] as const)("blocks %s with a workload missing from a site", (stack) => {
    const [found, ...more] = findings(workloadParity, without(stackGraph(stack), upload));
    expect(sorted(found?.replace(/^\S+ /, "") ?? "")).toBe(
      `runs at ${others} and not at ${west}; wanted the same workloads at every site`,
    );
    expect(more).toEqual([]);
  });

  it("blocks a Job that is missing, of which Kubernetes chooses the names", () => {
    const setup = ofType("kubernetes:batch/v1:Job", `${west}-queue-setup`);
    expect(findings(workloadParity, without(stackGraph("prod"), setup))).toHaveLength(1);
  });

  it("blocks another image, but lets each site have its registry", () => {
    const [image] = stackGraph("prod")
      .resources.filter(upload)
      .map((made) => made.outputs);
    expect(JSON.stringify(image)).toContain(".dkr.ecr.us-west-2.amazonaws.com/");
    const newer = `x.example.com/upload@sha256:${"f".repeat(64)}`;
    const [found] = uploadWith(["image"], newer);
    expect(found).toMatch(new RegExp(`^${west}-upload has other images at ${west} \\(upload: "sha256:ffff`));
    expect(found).toContain('(upload: "sha256:0000');
    expect(found).toMatch(/; wanted the same images at every site$/);
  });

  it.each([
    ["ports", ["ports", 0, "containerPort"], 8081],
    ["resources", ["resources", "requests", "cpu"], "100m"],
    ["probes", ["readinessProbe", "periodSeconds"], 60],
    ["probes", ["livenessProbe"], undefined],
  ])("blocks other %s at one site", (facet, path, value) => {
    const found = uploadWith(path, value);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(`${west}-upload has other ${facet} at ${west} (`);
  });

  it("blocks a workload that one site's callers can't find, or aren't let through to", () => {
    for (const [type, facet] of [
      ["core/v1:Service", "Services"],
      ["networking.k8s.io/v1:NetworkPolicy", "network policies"],
    ]) {
      const gone = without(stackGraph("prod"), ofType(`kubernetes:${type}`, `${west}-upload`));
      expect(findings(workloadParity, gone)[0]).toContain(
        `${west}-upload has other ${facet} at ${west} (none)`,
      );
    }
  });

  it("blocks an object that only one of a cloud's sites has", () => {
    const stores = ofType("kubernetes:core/v1:ConfigMap", `${west}-stores`);
    expect(findings(workloadParity, without(stackGraph("prod"), stores))).toEqual([
      `aws-us-east-2-stores is the ConfigMap stores at aws-us-east-2, which ${west} lacks; wanted the same objects at all sites of a cloud`,
    ]);
  });

  it("blocks other settings within a cloud, whatever the clouds do differently", () => {
    const [found, ...more] = uploadWith(["volumeMounts"], []);
    expect(found).toMatch(
      /^\S+ has other settings at \S+ than at \S+: template\.spec\.containers\[0\]\.volumeMounts\[0\], /,
    );
    expect(more).toEqual([]);
    // The label for zones is another in a region with one availability domain.
    const key = ["spec", "template", "spec", "topologySpreadConstraints", 0, "topologyKey"];
    const domains = setting(key, "oci.oraclecloud.com/fault-domain");
    expect(findings(workloadParity, changed(stackGraph("prod"), upload, domains))).toEqual([]);
    const budget = ofType("kubernetes:policy/v1:PodDisruptionBudget", `${west}-upload`);
    const other = changed(stackGraph("prod"), budget, setting(["spec", "maxUnavailable"], 1));
    expect(findings(workloadParity, other)).toEqual([
      `${west}-upload is the PodDisruptionBudget upload with other settings than at the other sites of its cloud; wanted the same objects at all sites of a cloud`,
    ]);
  });

  it("blocks a copy that rests at one of a cloud's sites though there is something to copy", () => {
    const mirror = ofType("kubernetes:batch/v1:CronJob", `${west}-mirror-full`);
    const [found] = findings(
      workloadParity,
      changed(stackGraph("prod"), mirror, setting(["spec", "suspend"], true)),
    );
    expect(found).toContain(`other settings at ${west} than at aws-us-east-2: suspend`);
  });

  it("blocks a floor that the sites' shares don't explain", () => {
    const high = changed(stackGraph("prod"), scaler("aws-us-east-2"), setting(["spec", "minReplicas"], 12));
    const [found] = findings(workloadParity, high);
    expect(found).toMatch(
      /^aws-us-east-2-upload keeps 12 replicas at aws-us-east-2, which the sites' shares don't explain \(/,
    );
    expect(found).toContain("9 at oci-us-chicago-1");
  });

  it("blocks a site that has a share and runs nothing", () => {
    const nothing: Which = ({ type, placement }) =>
      type.startsWith("kubernetes:") && placement?.region === "us-west-2";
    expect(findings(workloadParity, without(stackGraph("prod"), nothing))).toEqual([
      `twincloud-prod runs no workload at ${west}; wanted the platform at every site`,
    ]);
  });
});

describe("workload-parity, in a program that isn't ours", () => {
  const web = (
    site: "aws" | "oci",
    cpu = "1",
    labels: Record<string, string> = { "app.kubernetes.io/part-of": "shop" },
  ) =>
    onCluster(site, "apps/v1", "Deployment", "web", {
      inputs: {
        metadata: { name: "web", labels },
        spec: { template: { spec: { containers: [{ name: "web", resources: { requests: { cpu } } }] } } },
      },
    });
  const api = (site: "aws" | "oci"): GraphResource => ({
    ...web(site),
    urn: `${web(site).urn}-api`,
    inputs: {
      ...web(site).inputs,
      metadata: { name: "api", labels: { "app.kubernetes.io/part-of": "shop" } },
    },
  });

  it("compares clusters whose workloads are part of one platform, without what shares would explain", () => {
    expect(findings(workloadParity, twoSites(web("aws"), web("oci")))).toEqual([]);
    expect(findings(workloadParity, twoSites(web("aws"), web("oci"), api("aws")))).toEqual([
      "aws-web-api runs at aws-us-east-2 and not at oci-us-ashburn-1; wanted the same workloads at every site",
    ]);
    expect(findings(workloadParity, twoSites(web("aws"), web("oci", "2")))).toEqual([
      'oci-web has other resources at oci-us-ashburn-1 (web: {"requests":{"cpu":"2"}}) than at aws-us-east-2 (web: {"requests":{"cpu":"1"}}); wanted the same resources at every site',
    ]);
  });

  it("leaves clusters alone that run different things, or say nothing of a platform", () => {
    const other = { "app.kubernetes.io/part-of": "billing" };
    expect(findings(workloadParity, twoSites(web("aws"), web("oci", "2", other)))).toEqual([]);
    expect(findings(workloadParity, twoSites(web("aws", "1", {}), web("oci", "2", {})))).toEqual([]);
  });
});
