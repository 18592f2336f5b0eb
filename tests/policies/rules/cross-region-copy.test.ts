import { describe, expect, it } from "vitest";
import { crossRegionCopy } from "../../../policies/rules/cross-region-copy";
import { findings } from "../../support/findings";
import { changed, ofType, setting, stackGraph, without } from "../../support/graphs";

const s3 = ofType("aws:s3/bucketReplicationConfig:BucketReplicationConfig", "aws-us-east-2-replication");
const oci = ofType("oci:ObjectStorage/replicationPolicy:ReplicationPolicy", "oci-us-chicago-1-replica");

describe("cross-region-copy", () => {
  it.each(["prod", "staging", "prod-unknown"] as const)("passes %s", (stack) => {
    expect(findings(crossRegionCopy, stackGraph(stack))).toEqual([]);
  });

  it.each(["prod", "prod-unknown"] as const)("blocks %s without a bucket's replication", (stack) => {
    expect(findings(crossRegionCopy, without(stackGraph(stack), s3))).toEqual([
      "aws-us-east-2-media is replicated to no other region of aws; wanted a replica in another region of aws",
    ]);
    expect(findings(crossRegionCopy, without(stackGraph(stack), oci))).toEqual([
      "oci-us-chicago-1-media is replicated to no other region of oci; wanted a replica in another region of oci",
    ]);
  });

  it.each([
    ["switched off", ["rules", 0, "status"], "Disabled"],
    ["for a part of the objects", ["rules", 0, "filter", "prefix"], "2026/"],
  ])("blocks a replication that is %s", (_, path, value) => {
    expect(findings(crossRegionCopy, changed(stackGraph("prod"), s3, setting(path, value)))).toEqual([
      "aws-us-east-2-media has a replication that is switched off; wanted a replica in another region of aws",
    ]);
  });

  it("blocks a replication to a bucket that isn't there, or to another region than the bucket's", () => {
    const lost = changed(
      stackGraph("prod"),
      s3,
      setting(["rules", 0, "destination", "bucket"], "arn:aws:s3:::gone"),
    );
    expect(findings(crossRegionCopy, lost)[0]).toContain("copies to arn:aws:s3:::gone, which is no bucket");
    const home = changed(stackGraph("prod"), oci, setting(["destinationRegionName"], "us-chicago-1"));
    expect(findings(crossRegionCopy, home)[0]).toContain("in us-chicago-1, which is no bucket of this stack");
  });

  it("blocks a replication without a bound on its time", () => {
    const slow = changed(
      stackGraph("prod"),
      s3,
      setting(["rules", 0, "destination", "replicationTime", "status"], "Disabled"),
    );
    expect(findings(crossRegionCopy, slow)).toEqual([
      "aws-us-east-2-replication replicates to twincloud-prod-media-123456789012-us-west-2 without a bound on the time; wanted Replication Time Control with its metrics",
    ]);
  });
});
