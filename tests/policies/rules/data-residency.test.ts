import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../graph/resource";
import { dataResidency } from "../../../policies/rules/data-residency";
import { placed, provider, resource } from "../../graph/fixtures";
import { findings } from "../../support/findings";
import { changed, ofType, setting, stackGraph } from "../../support/graphs";

const frankfurt = { provider: "aws", region: "eu-central-1", metro: "Frankfurt" } as const;
const wanted = (jurisdiction: string) => `; wanted a region within the jurisdiction, ${jurisdiction}`;

describe("data-residency", () => {
  it.each(["prod", "staging", "prod-unknown"] as const)("passes %s", (stack) => {
    expect(findings(dataResidency, stackGraph(stack))).toEqual([]);
  });

  it("blocks a bucket that stands abroad", () => {
    const graph = changed(
      stackGraph("prod"),
      ({ type, placement }) => type === "aws:s3/bucket:Bucket" && placement?.region === "us-east-2",
      (bucket) => ({ ...bucket, placement: frankfurt }),
    );
    expect(findings(dataResidency, graph)).toEqual([
      `aws-us-east-2-media holds data in eu-central-1 (de)${wanted("us")}`,
    ]);
  });

  it("blocks a cluster and a load balancer that serve from abroad, but not the rules of their firewall", () => {
    const graph = changed(
      stackGraph("prod"),
      ({ type, placement }) => /^aws:(eks\/cluster|lb|vpc)/.test(type) && placement?.region === "us-west-2",
      (found) => ({ ...found, placement: frankfurt }),
    );
    expect(findings(dataResidency, graph).sort()).toEqual([
      `aws-us-west-2 serves data in eu-central-1 (de)${wanted("us")}`,
      `aws-us-west-2-edge serves data in eu-central-1 (de)${wanted("us")}`,
    ]);
  });

  it("blocks a replication to a region abroad", () => {
    const graph = changed(
      stackGraph("prod"),
      ofType("oci:ObjectStorage/replicationPolicy:ReplicationPolicy"),
      setting(["destinationRegionName"], "eu-frankfurt-1"),
    );
    expect(findings(dataResidency, graph)).toHaveLength(2);
    expect(findings(dataResidency, graph)[0]).toMatch(
      /sends data to eu-frankfurt-1 \(de\); wanted a region within the jurisdiction, us$/,
    );
  });

  it("blocks a replication to a bucket of which it can't tell the region", () => {
    const graph = changed(
      stackGraph("prod"),
      ofType("aws:s3/bucketReplicationConfig:BucketReplicationConfig", "aws-us-east-2-replication"),
      setting(["rules", 0, "destination", "bucket"], "arn:aws:s3:::elsewhere"),
    );
    expect(findings(dataResidency, graph)).toEqual([
      `aws-us-east-2-replication sends data to arn:aws:s3:::elsewhere, whose region can't be told${wanted("us")}`,
    ]);
  });

  it("blocks a copying job whose label names a store abroad", () => {
    const graph = changed(
      stackGraph("prod"),
      ofType("kubernetes:batch/v1:CronJob", "oci-us-chicago-1-mirror-full"),
      setting(["metadata", "annotations", "twincloud.dev/copies-to"], "aws/eu-west-1/media"),
    );
    expect(findings(dataResidency, graph)).toEqual([
      `oci-us-chicago-1-mirror-full copies data to media in aws eu-west-1${wanted("us")}`,
    ]);
  });

  it("is told its jurisdiction by the stack, or by the pack's configuration", () => {
    const all = findings(dataResidency, stackGraph("prod"), { jurisdiction: "eu" });
    expect(all).toContain(`aws-us-east-2-media holds data in us-east-2 (us)${wanted("eu")}`);
  });

  describe("on a program that isn't ours", () => {
    const virginia = provider("aws", "virginia", { inputs: { region: "us-east-1" } });
    const aws = provider("aws", "ireland", { inputs: { region: "eu-west-1" } });
    const on = { provider: aws.urn };

    it("says nothing without a jurisdiction", () => {
      expect(
        findings(
          dataResidency,
          placed([virginia, resource("aws:s3/bucket:Bucket", "b", { provider: virginia.urn })]),
        ),
      ).toEqual([]);
    });

    it("takes the Union for one, and blocks a global table's replica outside", () => {
      const table = resource("aws:dynamodb/table:Table", "users", {
        ...on,
        inputs: { replicas: [{ regionName: "eu-central-1" }, { regionName: "us-east-1" }] },
      });
      expect(findings(dataResidency, placed([aws, table]), { jurisdiction: "eu" })).toEqual([
        `users sends data to us-east-1 (us)${wanted("eu")}`,
      ]);
    });

    it("asks where data goes, not where a copy comes from", () => {
      const copy = resource("aws:ebs/snapshotCopy:SnapshotCopy", "copy", {
        ...on,
        inputs: { sourceRegion: "us-east-1", sourceSnapshotId: "snap-1" },
      });
      expect(findings(dataResidency, placed([aws, copy]), { jurisdiction: "eu" })).toEqual([]);
    });

    it("blocks a backup to a vault abroad, by the region in its ARN", () => {
      const plan = resource("aws:backup/plan:Plan", "daily", {
        ...on,
        inputs: {
          rules: [
            {
              copyActions: [
                { destinationVaultArn: "arn:aws:backup:us-west-2:123456789012:backup-vault:copies" },
              ],
            },
          ],
        },
      });
      expect(findings(dataResidency, placed([aws, plan]), { jurisdiction: "eu" })).toEqual([
        `daily sends data to us-west-2 (us)${wanted("eu")}`,
      ]);
    });

    it("blocks what it can't place, and regions that it doesn't know", () => {
      const nowhere = provider("aws", "nowhere");
      const gov = provider("aws", "gov", { inputs: { region: "us-gov-west-1" } });
      const graph = placed([
        nowhere,
        gov,
        resource("aws:sqs/queue:Queue", "jobs", { provider: nowhere.urn }),
        resource("aws:rds/instance:Instance", "db", { provider: gov.urn }),
      ]);
      expect(findings(dataResidency, graph, { jurisdiction: "us" })).toEqual([
        `jobs holds data in a region that can't be told${wanted("us")}`,
        `db holds data in us-gov-west-1, whose country isn't known${wanted("us")}`,
      ]);
    });

    it("blocks a replica whose region isn't known yet", () => {
      const table = resource("aws:dynamodb/table:Table", "users", {
        ...on,
        inputs: { replicas: [{ regionName: UNKNOWN }] },
      });
      expect(findings(dataResidency, placed([aws, table]), { jurisdiction: "eu" })).toEqual([
        `users sends data to a region not known yet, whose country isn't known${wanted("eu")}`,
      ]);
    });

    it("blocks a content delivery network, which keeps copies in many countries", () => {
      const cdn = resource("aws:cloudfront/distribution:Distribution", "cdn", on);
      expect(findings(dataResidency, placed([aws, cdn]), { jurisdiction: "eu" })).toEqual([
        `cdn serves data from edge locations in many countries${wanted("eu")}`,
      ]);
    });

    it("says nothing of what holds no data: names, roles, alarms, keys", () => {
      const types = [
        "aws:iam/role:Role",
        "aws:route53/record:Record",
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        "aws:sns/topic:Topic",
        "aws:acm/certificate:Certificate",
      ];
      const graph = placed([
        virginia,
        ...types.map((type) => resource(type, "x", { provider: virginia.urn })),
      ]);
      expect(findings(dataResidency, graph, { jurisdiction: "eu" })).toEqual([]);
    });
  });
});
