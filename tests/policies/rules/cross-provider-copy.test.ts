import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../graph/resource";
import { crossProviderCopy } from "../../../policies/rules/cross-provider-copy";
import { placed, provider, resource } from "../../graph/fixtures";
import { findings } from "../../support/findings";
import { changed, ofType, setting, stackGraph, type Which, without } from "../../support/graphs";

const cron = "kubernetes:batch/v1:CronJob";
const ofOci: Which = ({ type, placement }) => type === cron && placement?.provider === "oci";
const copiesFrom = ["metadata", "annotations", "twincloud.dev/copies-from"];

describe("cross-provider-copy", () => {
  it.each(["prod", "staging", "prod-unknown"] as const)("passes %s", (stack) => {
    expect(findings(crossProviderCopy, stackGraph(stack))).toEqual([]);
  });

  it.each([
    ["gone", (stack: "prod" | "prod-unknown") => without(stackGraph(stack), ofOci)],
    [
      "no longer annotated",
      (stack: "prod" | "prod-unknown") => changed(stackGraph(stack), ofOci, setting(copiesFrom, undefined)),
    ],
  ])("blocks when the jobs that copy AWS's buckets to OCI are %s", (_, weakened) => {
    for (const stack of ["prod", "prod-unknown"] as const) {
      expect(findings(crossProviderCopy, weakened(stack))).toEqual([
        "aws-us-east-2-media is copied to no bucket of another provider; wanted a copying path to one",
        "aws-us-west-2-media is copied to no bucket of another provider; wanted a copying path to one",
      ]);
    }
  });

  it("blocks jobs that are suspended", () => {
    const found = findings(
      crossProviderCopy,
      changed(stackGraph("prod"), ofOci, setting(["spec", "suspend"], true)),
    );
    expect(found).toContain(
      "aws-us-east-2-media is copied to no bucket of another provider; wanted a copying path to one",
    );
    expect(found).toContain(
      "oci-us-chicago-1-mirror-recent is switched off; wanted a path that works, or no such annotation",
    );
  });

  it("blocks when all runs are too far apart", () => {
    const nightly = changed(stackGraph("prod"), ofOci, setting(["spec", "schedule"], "0 3 * * *"));
    expect(findings(crossProviderCopy, nightly)).toEqual([
      "aws-us-east-2-media is copied to another provider every 86400 s; wanted every 3600 s or oftener",
      "aws-us-west-2-media is copied to another provider every 86400 s; wanted every 3600 s or oftener",
    ]);
    const monthly = changed(stackGraph("prod"), ofOci, setting(["spec", "schedule"], "0 3 1 * *"));
    expect(findings(crossProviderCopy, monthly)[0]).toContain("on a schedule that can't be told");
  });

  it("blocks a job that says it copies a bucket and runs a script that names another", () => {
    const map = ofType("kubernetes:core/v1:ConfigMap", "aws-us-east-2-mirror");
    const edited = changed(stackGraph("prod"), map, (resource) => {
      const script = String((resource.inputs.data as Record<string, string>)["mirror.sh"]);
      return setting(
        ["data", "mirror.sh"],
        script.replaceAll("twincloud-prod-media-us-ashburn-1", "twincloud-prod-media-us-ashburn-10"),
      )(resource);
    });
    const found = findings(crossProviderCopy, edited);
    expect(found).toContain(
      "aws-us-east-2-mirror-late-recent says that it copies oci/us-ashburn-1/twincloud-prod-media-us-ashburn-1 to aws/us-east-2/twincloud-prod-media-123456789012-us-east-2, but what it runs doesn't name both; wanted a path that works, or no such annotation",
    );
  });

  it("fails closed where what a job runs isn't known yet", () => {
    const map = ofType("kubernetes:core/v1:ConfigMap", "oci-us-chicago-1-mirror");
    const found = findings(crossProviderCopy, changed(stackGraph("prod"), map, setting(["data"], UNKNOWN)));
    expect(found.some((text) => text.includes("what it runs can't be told"))).toBe(true);
  });

  it("blocks a job that copies to a bucket which isn't there", () => {
    const gone = without(
      stackGraph("prod"),
      ofType("oci:ObjectStorage/bucket:Bucket", "oci-us-chicago-1-media"),
    );
    expect(findings(crossProviderCopy, gone)).toContain(
      "oci-us-chicago-1-mirror-recent copies to oci/us-chicago-1/twincloud-prod-media-us-chicago-1, which is no bucket of this stack; wanted a path that works, or no such annotation",
    );
  });

  it("blocks uploads into a bucket that replication writes to", () => {
    const stores = ofType("kubernetes:core/v1:ConfigMap", "oci-us-chicago-1-stores");
    const replica = "twincloud-prod-media-replica-of-us-ashburn-1";
    const misled = changed(
      stackGraph("prod"),
      stores,
      setting(["data", "stores.json"], `{"bucket":"${replica}"}`),
    );
    const [first] = findings(crossProviderCopy, misled).filter((text) => text.includes("is a replica"));
    expect(first).toMatch(
      /^oci-us-ashburn-1-replica is a replica that .*upload.* may take uploads to; wanted a bucket of their own for uploads$/,
    );
  });

  it.each(["prod", "prod-unknown"] as const)(
    "blocks %s when uploads are told of no other provider's store",
    (stack) => {
      const stores = ofType("kubernetes:core/v1:ConfigMap", "aws-us-east-2-stores");
      const own = '{"own":{"bucket":"twincloud-prod-media-123456789012-us-east-2"},"others":[]}';
      const single = changed(stackGraph(stack), stores, setting(["data", "stores.json"], own));
      expect(findings(crossProviderCopy, single)).toEqual([
        "aws-us-east-2-upload writes to a store of another provider and is told of none; wanted the name of a bucket of another provider in what it has mounted or in its environment",
      ]);
    },
  );

  it("asks nothing of a bucket that no workload is told of", () => {
    const aws = provider("aws", "aws", { inputs: { region: "us-east-1" } });
    const bucket = resource("aws:s3/bucket:Bucket", "logs", {
      provider: aws.urn,
      inputs: { bucket: "logs" },
    });
    expect(findings(crossProviderCopy, placed([aws, bucket]))).toEqual([]);
  });

  it("asks it of any program's bucket that a Deployment has in its environment", () => {
    const aws = provider("aws", "aws", { inputs: { region: "us-east-1" } });
    const bucket = resource("aws:s3/bucket:Bucket", "videos", {
      provider: aws.urn,
      inputs: { bucket: "my-videos" },
    });
    const app = resource("kubernetes:apps/v1:Deployment", "app", {
      inputs: {
        metadata: { name: "app" },
        spec: {
          template: { spec: { containers: [{ env: [{ name: "BUCKET", value: "s3://my-videos/in" }] }] } },
        },
      },
    });
    expect(findings(crossProviderCopy, placed([aws, bucket, app]))).toEqual([
      "videos is copied to no bucket of another provider; wanted a copying path to one",
    ]);
  });
});
