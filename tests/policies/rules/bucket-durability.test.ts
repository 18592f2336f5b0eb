import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../graph/resource";
import { bucketDurability } from "../../../policies/rules/bucket-durability";
import { placed, provider, resource } from "../../graph/fixtures";
import { findings } from "../../support/findings";
import { changed, ofType, setting, stackGraph, without } from "../../support/graphs";

const s3 = "aws:s3/";
const versioning = `${s3}bucketVersioning:BucketVersioning`;
const lifecycle = `${s3}bucketLifecycleConfiguration:BucketLifecycleConfiguration`;
const ociBucket = ofType("oci:ObjectStorage/bucket:Bucket", "oci-us-chicago-1-media");
const ociLifecycle = ofType(
  "oci:ObjectStorage/objectLifecyclePolicy:ObjectLifecyclePolicy",
  "oci-us-chicago-1-media",
);
const one = "aws-us-east-2-media";

describe("bucket-durability", () => {
  it.each(["prod", "staging", "prod-unknown"] as const)("passes %s", (stack) => {
    expect(findings(bucketDurability, stackGraph(stack))).toEqual([]);
  });

  it("lets OCI's replicas be without versions, which it refuses there", () => {
    const replica = ofType("oci:ObjectStorage/bucket:Bucket", "oci-us-chicago-1-replica");
    const [bucket] = stackGraph("prod").resources.filter(replica);
    expect(bucket?.inputs.versioning).toBe("Disabled");
    const noReplica = without(
      stackGraph("prod"),
      ofType("oci:ObjectStorage/replicationPolicy:ReplicationPolicy", "oci-us-chicago-1-replica"),
    );
    expect(findings(bucketDurability, noReplica)).toContain(
      "oci-us-chicago-1-replica has versioning off; wanted versioning enabled",
    );
  });

  it.each(["prod", "prod-unknown"] as const)("blocks %s without the versions of a bucket", (stack) => {
    expect(findings(bucketDurability, without(stackGraph(stack), ofType(versioning, one)))).toEqual([
      `${one} has versioning off; wanted versioning enabled`,
    ]);
    const suspended = changed(
      stackGraph(stack),
      ofType(versioning, one),
      setting(["versioningConfiguration", "status"], "Suspended"),
    );
    expect(findings(bucketDurability, suspended)).toEqual([
      `${one} has versioning suspended; wanted versioning enabled`,
    ]);
    const oci = changed(stackGraph(stack), ociBucket, setting(["versioning"], "Disabled"));
    expect(findings(bucketDurability, oci)).toEqual([
      "oci-us-chicago-1-media has versioning off; wanted versioning enabled",
    ]);
  });

  it("blocks a bucket whose encryption or public access block is gone", () => {
    const type = `${s3}bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration`;
    expect(findings(bucketDurability, without(stackGraph("prod"), ofType(type, one)))).toEqual([
      `${one} has no encryption configuration; wanted encryption at rest by default, as plain data`,
    ]);
    const block = `${s3}bucketPublicAccessBlock:BucketPublicAccessBlock`;
    expect(findings(bucketDurability, without(stackGraph("prod"), ofType(block, one)))).toEqual([
      `${one} may be opened to the public (no public access block); wanted all ways of public access closed`,
    ]);
    const ajar = changed(stackGraph("prod"), ofType(block, one), setting(["blockPublicPolicy"], false));
    expect(findings(bucketDurability, ajar)).toEqual([
      `${one} may be opened to the public (blockPublicPolicy not set); wanted all ways of public access closed`,
    ]);
  });

  it.each([
    ["is switched off", lifecycle, ["rules", 0, "status"], "Disabled"],
    ["is for a part of the objects", lifecycle, ["rules", 0, "filter", "prefix"], "tmp/"],
    ["is gone", lifecycle, ["rules", 0, "noncurrentVersionExpiration"], undefined],
  ])("blocks a bucket whose rule for old versions %s", (_, type, path, value) => {
    const weak = changed(stackGraph("prod"), ofType(type, one), setting(path, value));
    expect(findings(bucketDurability, weak)).toEqual([
      `${one} has no lifecycle rule for the old versions of all objects; wanted one that ends them`,
    ]);
  });

  it("blocks a bucket that keeps old versions for too short a time", () => {
    const path = ["rules", 0, "noncurrentVersionExpiration", "noncurrentDays"];
    const aws = changed(stackGraph("prod"), ofType(lifecycle, one), setting(path, 1));
    expect(findings(bucketDurability, aws)).toEqual([
      `${one} keeps old versions for 1 day; wanted 7 days or more`,
    ]);
    const oci = changed(stackGraph("prod"), ociLifecycle, setting(["rules", 0, "timeAmount"], "6"));
    expect(findings(bucketDurability, oci)).toEqual([
      "oci-us-chicago-1-media keeps old versions for 6 days; wanted 7 days or more",
    ]);
    const off = changed(stackGraph("prod"), ociLifecycle, setting(["rules", 0, "isEnabled"], false));
    expect(findings(bucketDurability, off)).toHaveLength(1);
  });

  it("blocks a bucket of OCI that anybody may read", () => {
    const open = changed(stackGraph("prod"), ociBucket, setting(["accessType"], "ObjectRead"));
    expect(findings(bucketDurability, open)).toEqual([
      'oci-us-chicago-1-media may be opened to the public (accessType "ObjectRead"); wanted all ways of public access closed',
    ]);
  });

  it("fails closed on what isn't known yet", () => {
    const unknown = changed(
      stackGraph("prod"),
      ofType(versioning, one),
      setting(["versioningConfiguration", "status"], UNKNOWN),
    );
    expect(findings(bucketDurability, unknown)).toEqual([
      `${one} has versioning unknown; wanted versioning enabled`,
    ]);
  });

  it("reads a bucket of any program, its settings inside it or beside it, joined by name or by output", () => {
    const aws = provider("aws", "aws", { inputs: { region: "us-east-1" } });
    const inline = resource("aws:s3/bucket:Bucket", "inline", {
      provider: aws.urn,
      inputs: {
        versioning: { enabled: true },
        serverSideEncryptionConfiguration: {
          rule: { applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" } },
        },
        lifecycleRules: [{ enabled: true, noncurrentVersionExpiration: { days: 90 } }],
      },
    });
    const bucket = resource("aws:s3/bucketV2:BucketV2", "beside", { provider: aws.urn });
    const beside = resource("aws:s3/bucketVersioningV2:BucketVersioningV2", "beside", {
      inputs: { bucket: UNKNOWN, versioningConfiguration: { status: "Enabled" } },
      propertyDependencies: { bucket: [bucket.urn] },
    });
    const found = findings(bucketDurability, placed([aws, inline, bucket, beside]));
    expect(found).toEqual([
      "inline may be opened to the public (no public access block); wanted all ways of public access closed",
      "beside has no lifecycle rule for the old versions of all objects; wanted one that ends them",
      "beside has no encryption configuration; wanted encryption at rest by default, as plain data",
      "beside may be opened to the public (no public access block); wanted all ways of public access closed",
    ]);
  });
});
