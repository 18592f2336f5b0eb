import { describe, expect, it } from "vitest";
import { type Properties, UNKNOWN } from "../../../graph/resource";
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

  it("blocks a bucket that keeps old versions for too short a time", () => {
    const path = ["rules", 0, "noncurrentVersionExpiration", "noncurrentDays"];
    const aws = (days: number) => changed(stackGraph("prod"), ofType(lifecycle, one), setting(path, days));
    expect(findings(bucketDurability, aws(6))).toEqual([
      `${one} has a lifecycle rule (old-versions) that keeps old versions for 6 days; wanted 7 days or more`,
    ]);
    expect(findings(bucketDurability, aws(7))).toEqual([]);
  });

  it.each([
    ["is switched off", ["rules", 0, "status"], "Disabled"],
    ["is gone", ["rules", 0, "noncurrentVersionExpiration"], undefined],
  ])("passes a bucket whose rule for old versions %s: they are kept", (_, path, value) => {
    const kept = changed(stackGraph("prod"), ofType(lifecycle, one), setting(path, value));
    expect(findings(bucketDurability, kept)).toEqual([]);
  });

  it.each([
    ["in a month", { timeAmount: "30", timeUnit: "DAYS" }],
    ["in a year", { timeAmount: "1", timeUnit: "YEARS" }],
    [
      "of some objects",
      { timeAmount: "30", timeUnit: "DAYS", objectNameFilter: { inclusionPrefixes: ["tmp/"] } },
    ],
  ])(
    "blocks a bucket of OCI that ends old versions %s: they count from when their object was written",
    (_, when) => {
      const ending = {
        name: "old",
        target: "previous-object-versions",
        action: "DELETE",
        isEnabled: true,
        ...when,
      };
      const oci = (rule: Properties) =>
        findings(bucketDurability, changed(stackGraph("prod"), ociLifecycle, setting(["rules", 0], rule)));
      expect(oci(ending)).toEqual([
        "oci-us-chicago-1-media has a lifecycle rule (old) that may delete an old version as soon as it is one; " +
          "wanted old versions kept for 7 days or more after they were overwritten or deleted",
      ]);
      expect(oci({ ...ending, isEnabled: false })).toEqual([]);
      expect(oci({ ...ending, action: "INFREQUENT_ACCESS" })).toEqual([]);
    },
  );

  it("blocks a bucket that deletes its objects once they are old", () => {
    const aws = (expiration: Properties) =>
      findings(
        bucketDurability,
        changed(stackGraph("prod"), ofType(lifecycle, one), setting(["rules", 1, "expiration"], expiration)),
      );
    const found = [
      `${one} has a lifecycle rule (unfinished-uploads) that deletes objects; wanted none: what was accepted is kept`,
    ];
    expect(aws({ days: 365 })).toEqual(found);
    expect(aws({ date: "2030-01-01T00:00:00Z" })).toEqual(found);
    expect(aws({ expiredObjectDeleteMarker: true })).toEqual([]);

    // Without a target, OCI takes a rule to be for objects.
    const rule = { name: "old", action: "DELETE", timeAmount: "1", timeUnit: "YEARS", isEnabled: true };
    const oci = changed(stackGraph("prod"), ociLifecycle, setting(["rules", 0], rule));
    expect(findings(bucketDurability, oci)).toEqual([
      "oci-us-chicago-1-media has a lifecycle rule (old) that deletes objects; wanted none: what was accepted is kept",
    ]);
  });

  it.each([
    [one, ofType(lifecycle, one), ["rules", 0, "noncurrentVersionExpiration", "noncurrentDays"]],
    ["oci-us-chicago-1-media", ociLifecycle, ["rules", 0, "isEnabled"]],
  ])("asks for the lifecycle rules of %s as plain data", (name, which, path) => {
    const unknown = changed(stackGraph("prod"), which, setting(path, UNKNOWN));
    expect(findings(bucketDurability, unknown)).toEqual([
      `${name} has lifecycle rules that can't be told yet; wanted rules that are plain data`,
    ]);
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
        lifecycleRules: [{ enabled: true, noncurrentVersionExpiration: { days: 1 } }],
      },
    });
    const bucket = resource("aws:s3/bucketV2:BucketV2", "beside", { provider: aws.urn });
    const beside = resource("aws:s3/bucketVersioningV2:BucketVersioningV2", "beside", {
      inputs: { bucket: UNKNOWN, versioningConfiguration: { status: "Enabled" } },
      propertyDependencies: { bucket: [bucket.urn] },
    });
    const found = findings(bucketDurability, placed([aws, inline, bucket, beside]));
    expect(found).toEqual([
      "inline has a lifecycle rule that keeps old versions for 1 day; wanted 7 days or more",
      "inline may be opened to the public (no public access block); wanted all ways of public access closed",
      "beside has no encryption configuration; wanted encryption at rest by default, as plain data",
      "beside may be opened to the public (no public access block); wanted all ways of public access closed",
    ]);
  });
});
