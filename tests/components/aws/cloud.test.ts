import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { createAwsCloud } from "../../../components/aws/cloud";
import type { ForeignCredentials, Foundation, SiteSpec } from "../../../components/contracts";
import { regionOf } from "../../../graph/clouds/regions";
import { ofType, one, recordResources } from "../recorder";
import { account, context, ohio, oregon, site } from "./fixture";

const cloud = () => createAwsCloud(context, account);
const chicago: SiteSpec = {
  ...ohio,
  id: "oci-us-chicago-1",
  provider: "oci",
  region: regionOf("oci", "us-chicago-1"),
};

describe("a foundation", () => {
  it("knows the names of its store and registry before anything is made", async () => {
    let foundation: Foundation | undefined;
    await recordResources(() => {
      foundation = cloud().foundation(ohio, ["upload"]);
    });
    expect(foundation?.store).toMatchObject({
      bucket: "twincloud-test-media-123456789012-us-east-2",
      endpoint: "s3.us-east-2.amazonaws.com",
      pathStyle: false,
      reachesPeers: true,
    });
    expect(foundation?.registry.image("upload", "sha256:abc")).toBe(
      "123456789012.dkr.ecr.us-east-2.amazonaws.com/twincloud-test/upload@sha256:abc",
    );
    expect(() => foundation?.registry.image("uplaod", "sha256:abc")).toThrow(/uplaod/);
  });

  it("has an address for the edge and one for NAT in each zone", async () => {
    let counts: number[] = [];
    await recordResources(() => {
      const { addresses } = cloud().foundation(site("us-west-1", "10.0.0.0/20"), []);
      counts = [addresses.edge.length, addresses.nat.length];
    });
    expect(counts).toEqual([2, 2]);
  });
});

describe("replication", () => {
  const replicated = (...sites: SiteSpec[]) =>
    recordResources(() => {
      const aws = cloud();
      aws.replicate(sites.map((spec) => aws.foundation(spec, []).store));
    });
  const config = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";

  it("isn't made for a store that is alone", async () => {
    expect(ofType(await replicated(ohio), config)).toEqual([]);
  });

  it("goes from every store to every other, in the regions of the sources", async () => {
    const made = await replicated(ohio, oregon, site("us-east-1", "10.22.0.0/16"));
    const ways = ofType(made, config).map(({ inputs, provider }) => [
      provider,
      inputs.rules.map((rule: { id: string }) => rule.id),
    ]);
    expect(ways).toEqual([
      ["aws-us-east-2", ["to-us-west-2", "to-us-east-1"]],
      ["aws-us-west-2", ["to-us-east-2", "to-us-east-1"]],
      ["aws-us-east-1", ["to-us-east-2", "to-us-west-2"]],
    ]);
  });

  it("promises a time, has a priority for each rule, and copies no deletion", async () => {
    const { inputs } = one(await replicated(ohio, oregon), config, /east/);
    const [rule] = inputs.rules;
    expect(rule).toMatchObject({ priority: 1, deleteMarkerReplication: { status: "Disabled" } });
    expect(rule.destination.replicationTime).toEqual({ status: "Enabled", time: { minutes: 15 } });
    expect(rule.destination.metrics.status).toBe("Enabled");
    expect(rule.sourceSelectionCriteria).toBeUndefined();
  });

  it("rings when copies fail, where they are sent from, and when they are late, where they should be", async () => {
    const made = await replicated(ohio, oregon);
    const told = ofType(made, "aws:cloudwatch/metricAlarm:MetricAlarm").map(({ inputs, provider }) => [
      provider,
      inputs.metricName,
      inputs.dimensions.SourceBucket.split("-").slice(-3).join("-"),
      inputs.threshold,
      inputs.alarmActions,
    ]);
    expect(told.map(String).sort()).toEqual([
      "aws-us-east-2,OperationsFailedReplication,us-east-2,0,arn-of-aws-us-east-2-alarms",
      "aws-us-east-2,ReplicationLatency,us-west-2,900,arn-of-aws-us-east-2-alarms",
      "aws-us-west-2,OperationsFailedReplication,us-west-2,0,arn-of-aws-us-west-2-alarms",
      "aws-us-west-2,ReplicationLatency,us-east-2,900,arn-of-aws-us-west-2-alarms",
    ]);
    const { inputs } = one(made, config, /east/);
    const failed = one(made, "aws:cloudwatch/metricAlarm:MetricAlarm", /^aws-us-east-2-to-us-west-2-failed$/);
    expect(failed.inputs.dimensions).toEqual({
      SourceBucket: inputs.bucket,
      DestinationBucket: inputs.rules[0].destination.bucket.replace("arn:aws:s3:::", ""),
      RuleId: inputs.rules[0].id,
    });
  });

  it("waits until both ends are versioned", async () => {
    const { waitsFor } = one(await replicated(ohio, oregon), config, /east/);
    expect(waitsFor.filter((each) => /BucketVersioning::/.test(each))).toEqual([
      "aws:s3/bucketVersioning:BucketVersioning::aws-us-east-2-media",
      "aws:s3/bucketVersioning:BucketVersioning::aws-us-west-2-media",
    ]);
  });
});

describe("a cluster of another cloud", () => {
  const issuer = "https://issuer.example/o/1";
  const admit = async (accounts: readonly string[]) => {
    let credentials: ForeignCredentials[] = [];
    const made = await recordResources(() => {
      const aws = cloud();
      const { store } = aws.foundation(oregon, []);
      const accesses = accounts.map((name) => ({
        serviceAccount: { namespace: "platform", name },
        store,
        reads: ["upload/"],
        writes: ["upload/"],
      }));
      credentials = aws.admit(chicago, pulumi.output(issuer), accesses);
    });
    return { made, credentials };
  };

  it("is trusted by its issuer and our audience", async () => {
    const { made } = await admit(["upload"]);
    const { inputs } = one(made, "aws:iam/openIdConnectProvider:OpenIdConnectProvider");
    expect([inputs.url, inputs.clientIdLists]).toEqual([issuer, ["sts.amazonaws.com"]]);
  });

  it("gets a role for each service account, named in plain data, and no secret", async () => {
    const { made, credentials } = await admit(["upload", "feed"]);
    expect(credentials).toHaveLength(2);
    expect(credentials[0]).toEqual({
      serviceAccount: { namespace: "platform", name: "upload" },
      env: {
        AWS_ROLE_ARN: "arn:aws:iam::123456789012:role/twincloud-test-oci-us-chicago-1-platform-upload",
        AWS_WEB_IDENTITY_TOKEN_FILE: "/var/run/secrets/twincloud/aws/token",
        AWS_STS_REGIONAL_ENDPOINTS: "regional",
        AWS_REGION: "us-west-2",
      },
      secretEnv: {},
      token: { audience: "sts.amazonaws.com", directory: "/var/run/secrets/twincloud/aws" },
    });
    expect(ofType(made, "aws:iam/role:Role").map(({ inputs }) => inputs.name)).toContain(
      "twincloud-test-oci-us-chicago-1-platform-upload",
    );
    expect(ofType(made, "aws:iam/accessKey:AccessKey")).toEqual([]);
  });

  it("gets nothing when it asks for nothing", async () => {
    const { made, credentials } = await admit([]);
    expect(credentials).toEqual([]);
    expect(ofType(made, "aws:iam/openIdConnectProvider:OpenIdConnectProvider")).toEqual([]);
  });
});
