import { describe, expect, it } from "vitest";
import { graphOf } from "../../../graph/graph";
import type { GraphResource } from "../../../graph/resource";
import { coresOf } from "../../../rollout/preflight/cores";
import { counted } from "../../../rollout/preflight/limits";
import { needsOf, preflightLines } from "../../../rollout/preflight/page";
import { awsPolicy, clusterAdmins, isAmong, ociStatements } from "../../../rollout/preflight/rights";
import { changed, setting, stackGraph } from "../../support/graphs";

const graph = stackGraph("prod");
const count = (what: string, region?: string, from = graph) =>
  needsOf(from).find((need) => need.what === what && need.region === region)?.count;

describe("what a stack needs of its accounts", () => {
  it("is of types that the stack has", () => {
    const types = Object.values(counted).flatMap((kinds) => kinds.flatMap(({ types }) => types));
    expect(types.filter((type) => !graph.byType.has(type))).toEqual([]);
  });

  it("is counted where it stands", () => {
    // Three zones, each with an address of the edge and one of its NAT gateway.
    expect(count("Elastic IPs", "us-east-2")).toBe(6);
    // Four names at ten addresses: three each at AWS's two sites, one each at OCI's.
    // And one for each site that tells whether it hands its requests on.
    expect(count("Route 53 health checks")).toBe(4 * (3 + 3 + 1 + 1) + 4);
    expect(count("S3 buckets")).toBe(2);
    expect(count("network load balancers", "us-chicago-1")).toBe(1);
    expect(count("reserved public IPs", "us-ashburn-1")).toBe(2);
  });

  it("has cores at the ceilings, and of nodes that are there twice while they are replaced", () => {
    const limited = changed(
      graph,
      ({ type, placement }) =>
        type === "kubernetes:karpenter.sh/v1:NodePool" && placement?.region === "us-east-2",
      setting(["spec", "limits", "cpu"], "200"),
    );
    expect(count("vCPUs of On-Demand Standard instances", "us-east-2", limited)).toBe(220);
    const ceilings = (graph.byType.get("oci:ContainerEngine/addon:Addon") ?? [])
      .filter(({ placement }) => placement?.region === "us-chicago-1")
      .flatMap(({ inputs }) => JSON.stringify(inputs).match(/\d+:(\d+):ocid1\.nodepool/g) ?? [])
      .map((text) => Number(text.split(":")[1]));
    expect(ceilings).toHaveLength(3);
    // OCI counts them in each availability domain, and each pool stands in one.
    const inZones = (what: string) =>
      needsOf(graph)
        .filter((need) => need.what === what && need.region === "us-chicago-1")
        .map((need) => [need.zone, need.count]);
    const zones = [1, 2, 3].map((domain) => `Uocm:US-CHICAGO-1-AD-${domain}`);
    expect(inZones("Standard.E5 cores (OCPUs)")).toEqual(
      zones.map((zone, i) => [zone, ((ceilings[i] ?? 0) + 1) * 4]),
    );
    expect(inZones("Standard.E5 memory (GB)")).toEqual(
      zones.map((zone, i) => [zone, ((ceilings[i] ?? 0) + 1) * 32]),
    );
  });

  it("has a pool that stands in several availability domains spread over them", () => {
    const pool = (graph.byType.get("oci:ContainerEngine/nodePool:NodePool") ?? []).find(
      ({ placement }) => placement?.region === "us-chicago-1",
    );
    const both = ["AD-1", "AD-2"].map((availabilityDomain) => ({ availabilityDomain }));
    const one = changed(
      graphOf([pool as GraphResource]),
      () => true,
      setting(["nodeConfigDetails"], { size: 4, placementConfigs: both }),
    );
    // No autoscaler: its size, and one while nodes are replaced; five over two domains.
    expect(coresOf(one).map(({ zone, what, count }) => [zone, what, count])).toEqual([
      ["AD-1", "Standard.E5 cores (OCPUs)", 3 * 4],
      ["AD-1", "Standard.E5 memory (GB)", 3 * 32],
      ["AD-2", "Standard.E5 cores (OCPUs)", 3 * 4],
      ["AD-2", "Standard.E5 memory (GB)", 3 * 32],
    ]);
  });

  it("tells monitors that OCI has a limit of their own for", () => {
    expect(count("HTTP monitors every 10 s", "us-phoenix-1")).toBe(4);
    const slower = changed(
      graph,
      ({ type }) => type === "oci:HealthChecks/httpMonitor:HttpMonitor",
      setting(["intervalInSeconds"], 30),
    );
    expect(count("HTTP monitors every 10 s", "us-phoenix-1", slower)).toBeUndefined();
    expect(count("HTTP monitors every 30 s or more", "us-phoenix-1", slower)).toBe(4);
  });

  it("says what is more than a new account has", () => {
    const lines = preflightLines("prod", graph, {
      accountId: "123456789012",
      tenancyId: "ocid1.tenancy.oc1..x",
      compartmentId: "ocid1.compartment.oc1..x",
      domain: "clips.example.com",
      prefix: "twincloud-prod",
    });
    expect(
      lines.filter((line) => /us-east-2 +6 +Elastic IPs {2}<- a new account has 5$/.test(line)),
    ).toHaveLength(1);
    expect(lines).toContain("  subscribed to us-ashburn-1, us-chicago-1, us-phoenix-1");
    expect(lines.some((line) => line.includes("bucket twincloud-prod-media-123456789012-us-east-2"))).toBe(
      true,
    );
  });
});

describe("what a deployer must be allowed", () => {
  it("is every service that the stack has something of, and IAM below its own names", () => {
    const { Statement } = awsPolicy(graph, { accountId: "123456789012", prefix: "twincloud-prod" });
    expect(Statement[0]?.Action).toEqual([
      ...["arc-zonal-shift:*", "cloudwatch:*", "ec2:*", "ecr:*", "eks:*", "elasticloadbalancing:*"],
      ...["kms:*", "logs:*", "route53:*", "sns:*"],
    ]);
    expect(Statement[2]?.Resource).toEqual([
      "arn:aws:iam::123456789012:role/twincloud-prod-*",
      "arn:aws:iam::123456789012:oidc-provider/*",
    ]);
    const roles = graph.byType.get("aws:iam/role:Role") ?? [];
    expect(roles.length).toBeGreaterThan(0);
    expect(roles.filter(({ inputs }) => !String(inputs.name).startsWith("twincloud-prod-"))).toEqual([]);
    const buckets = graph.byType.get("aws:s3/bucket:Bucket") ?? [];
    expect(buckets.filter(({ inputs }) => !String(inputs.bucket).startsWith("twincloud-prod-"))).toEqual([]);
  });

  it("names the users whose keys are made", () => {
    const statements = ociStatements({ tenancyId: "t", compartmentId: "c", users: ["u1", "u2"] });
    expect(statements.filter((one) => one.includes("target.user.id"))).toHaveLength(2);
  });
});

describe("the deployer", () => {
  const admins = clusterAdmins(graph);

  it("is one of the clusters' administrators, by a session of a role or as a user", () => {
    expect(admins).toEqual(["arn:aws:iam::123456789012:role/platform-admins"]);
    expect(isAmong("arn:aws:sts::123456789012:assumed-role/platform-admins/me", admins)).toBe(true);
    expect(isAmong("arn:aws:sts::123456789012:assumed-role/others/platform-admins", admins)).toBe(false);
    expect(isAmong("arn:aws:sts::210987654321:assumed-role/platform-admins/me", admins)).toBe(false);
    expect(isAmong("arn:aws:iam::123456789012:user/platform-admins", admins)).toBe(false);
  });
});
