import { describe, expect, it } from "vitest";
import { facts, providerNames } from "../../../graph/clouds/facts";
import type { Graph } from "../../../graph/resource";
import { packSettings } from "../../../policies/pack/settings";
import { kubernetesSupport } from "../../../policies/rules/kubernetes-support";
import { findings } from "../../support/findings";
import { changed, ofType, setting, stackGraph } from "../../support/graphs";

const EKS = "aws:eks/cluster:Cluster";
const OKE = "oci:ContainerEngine/cluster:Cluster";
const eks = (version: string | undefined) =>
  changed(stackGraph("prod"), ofType(EKS, "aws-us-east-2"), setting(["version"], version));
const oke = (version: string) =>
  changed(stackGraph("prod"), ofType(OKE, "oci-us-chicago-1"), setting(["kubernetesVersion"], version));
const say = (graph: Graph, day: string) =>
  findings(kubernetesSupport, graph, {}, new Date(`${day}T12:00:00Z`));
const told = (graph: Graph, day: string) =>
  kubernetesSupport.check(graph, packSettings(graph, new Date(`${day}T12:00:00Z`)));
const wanted = "wanted 1.36, supported for 4 months or more";

describe("kubernetes-support", () => {
  it.each(["prod", "staging", "prod-unknown", "chat"] as const)(
    "passes %s on the day its version was chosen",
    (stack) => {
      expect(say(stackGraph(stack), "2026-11-29")).toEqual([]);
    },
  );

  it("tells four months ahead, to the day, that support ends", () => {
    expect(say(eks("1.35"), "2026-11-27")).toEqual([]);
    expect(say(eks("1.35"), "2026-11-28")).toEqual([
      `aws-us-east-2 runs Kubernetes 1.35, whose standard support at AWS ends on 2027-03-27; ${wanted}`,
    ]);
  });

  it("says of a day that was reckoned from what", () => {
    expect(say(oke("v1.35.2"), "2026-11-29")).toEqual([
      `oci-us-chicago-1 runs Kubernetes 1.35, whose standard support at Oracle Cloud ends about 2027-02-28 (the Kubernetes project's own end of it, as Oracle names no day); ${wanted}`,
    ]);
  });

  it("tells of a version that is supported at a higher price", () => {
    expect(say(eks("1.33"), "2026-11-29")).toEqual([
      `aws-us-east-2 runs Kubernetes 1.33, whose standard support at AWS ended on 2026-07-29; at a higher price it goes on until 2027-07-29; ${wanted}`,
    ]);
  });

  it("tells of a version on the day from which its cloud supports it in no way", () => {
    expect(say(eks("1.32"), "2027-03-22")[0]).toContain("at a higher price it goes on until 2027-03-23");
    expect(say(eks("1.32"), "2027-03-23")[0]).toContain("which AWS has not supported since 2027-03-23");
    expect(say(oke("v1.33.10"), "2026-11-29")).toEqual([
      `oci-us-chicago-1 runs Kubernetes 1.33, which Oracle Cloud has not supported since 2026-06-27; ${wanted}`,
    ]);
    expect(say(eks("1.20"), "2026-11-29")[0]).toContain("which AWS no longer supports");
  });

  it("says of an end that was only reckoned that it is probable", () => {
    expect(say(oke("v1.34.10"), "2026-11-29")[0]).toContain(
      "has probably not supported since about 2026-10-27",
    );
  });

  it("stops no deploy on any day: not the drain of a site, and not the upgrade of one site after the other", () => {
    for (const day of ["2026-11-28", "2027-07-29", "2029-01-01"]) {
      const levels = told(oke("v1.33.10"), day).map(({ level }) => level ?? kubernetesSupport.level);
      expect(new Set(levels)).toEqual(new Set(["advisory"]));
    }
  });

  it("says that it can't tell of a version that isn't in the table, and where to add it", () => {
    expect(say(eks("1.40"), "2026-11-29")).toEqual([
      `aws-us-east-2 runs Kubernetes 1.40, of which isn't known until when AWS supports it (graph/clouds/aws/kubernetes-versions.ts); ${wanted}`,
    ]);
  });

  it("says nothing of a cluster that leaves its version to its cloud", () => {
    expect(say(eks(undefined), "2026-11-29")).toEqual([]);
  });

  it("names the files of the tables when none of their versions lasts", () => {
    expect(say(stackGraph("prod"), "2029-01-01")[0]).toContain(
      "a version supported for 4 months or more, which is added in graph/clouds/",
    );
  });

  it("is the same finding on the next day, so that it isn't told as a new one", () => {
    const keys = (day: string) => told(eks("1.33"), day).map(({ key }) => key);
    expect(keys("2026-11-29")).toEqual(keys("2026-11-30"));
  });
});

describe("the tables of versions", () => {
  it.each(providerNames)("of %s have days in their order, each with a source", (provider) => {
    for (const { standard, last, source } of Object.values(facts[provider].kubernetes.versions)) {
      for (const day of [standard, last]) expect(new Date(day).toISOString().slice(0, 10)).toBe(day);
      expect(standard <= last).toBe(true);
      expect(source).not.toBe("");
    }
  });

  it.each(providerNames)("of %s end no version before an older one", (provider) => {
    const days = Object.values(facts[provider].kubernetes.versions).map(({ standard }) => standard);
    expect(days).toEqual([...days].sort());
  });
});
