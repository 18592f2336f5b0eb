import { describe, expect, it } from "vitest";
import { changedThrough, isBeyondReach, isOutOfReach } from "../../graph/clouds/unreachable";
import { isResourceBeyondReach } from "../../graph/out-of-reach";
import type { GraphResource } from "../../graph/resource";
import { stackGraph } from "../support/graphs";

describe("what a region's API changes", () => {
  it("is what stands there, but for services that one region changes for all", () => {
    expect(changedThrough("aws", "aws:ec2/vpc:Vpc", "us-east-2")).toEqual(["us-east-2"]);
    expect(changedThrough("aws", "aws:iam/role:Role", "us-east-2")).toEqual(["us-east-1"]);
    expect(changedThrough("aws", "aws:s3/bucket:Bucket", "us-east-2")).toEqual(["us-east-1", "us-east-2"]);
    expect(changedThrough("oci", "oci:Identity/policy:Policy", "us-ashburn-1")).toEqual(["us-ashburn-1"]);
    expect(changedThrough("oci", "kubernetes:core/v1:Pod", "us-chicago-1")).toEqual(["us-chicago-1"]);
  });

  it("is out of reach with it or with its provider, and with no region whose name begins alike", () => {
    expect(isOutOfReach(["oci-us-ashburn-1"], "oci", "us-ashburn-1")).toBe(true);
    expect(isOutOfReach(["oci-us-ashburn-1"], "oci", "us-ashburn-10")).toBe(false);
    expect(isOutOfReach(["oci"], "oci", undefined)).toBe(true);
    expect(isOutOfReach(["oci-us-ashburn-1"], "oci", undefined)).toBe(false);
    expect(isBeyondReach(["aws-us-east-1"], "aws", "aws:s3/bucket:Bucket", "us-west-2")).toBe(true);
    expect(isBeyondReach(["aws-us-east-1"], "aws", "aws:eks/cluster:Cluster", "us-west-2")).toBe(false);
  });
});

describe("in prod", () => {
  const graph = stackGraph("prod");
  const outWith = (...unreachable: string[]): GraphResource[] =>
    graph.resources
      .filter(({ type }) => !type.startsWith("pulumi:"))
      .filter((resource) => isResourceBeyondReach(graph, resource, unreachable));
  const sitesOf = (resources: readonly GraphResource[]) =>
    [
      ...new Set(
        resources.flatMap(({ placement }) => (placement ? `${placement.provider}-${placement.region}` : [])),
      ),
    ].sort();
  const typesOf = (resources: readonly GraphResource[]) =>
    [
      ...new Set(resources.filter(({ placement }) => !placement).map(({ type }) => type.split("/")[0])),
    ].sort();

  it("a region with a site takes that site, and the home region IAM with it", () => {
    const chicago = outWith("oci-us-chicago-1");
    expect(sitesOf(chicago)).toEqual(["oci-us-chicago-1"]);
    expect(typesOf(chicago)).toEqual([]);
    const home = outWith("oci-us-ashburn-1");
    expect(sitesOf(home)).toEqual(["oci-us-ashburn-1"]);
    expect(typesOf(home)).toEqual(["oci:Identity"]);
  });

  it("a region without a site takes what is changed there alone", () => {
    expect(typesOf(outWith("oci-us-phoenix-1"))).toEqual(["oci:Dns"]);
    const virginia = outWith("aws-us-east-1");
    expect(typesOf(virginia)).toEqual(["aws:iam", "aws:route53"]);
    const atSites = virginia.filter(({ placement }) => placement && placement.region !== "us-east-1");
    expect([...new Set(atSites.map(({ type }) => type.split("/")[0]))]).toEqual(["aws:s3"]);
  });

  it("a provider takes all of it", () => {
    const own = graph.resources.filter(
      ({ type, placement }) => placement?.provider === "oci" || (/^oci:/.test(type) && !placement),
    );
    expect(
      outWith("oci")
        .map(({ urn }) => urn)
        .sort(),
    ).toEqual(own.map(({ urn }) => urn).sort());
  });
});
