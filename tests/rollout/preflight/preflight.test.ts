import { describe, expect, it } from "vitest";
import { askAws, askOci, type Run } from "../../../rollout/preflight/ask";
import { counted } from "../../../rollout/preflight/limits";
import { regionsUsed } from "../../../rollout/preflight/needs";
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
    expect(count("Route 53 health checks")).toBe(4 * (3 + 3 + 1 + 1));
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
    const nodes = ceilings.reduce((sum, ceiling) => sum + ceiling + 1, 0);
    expect(count("Standard.E5 cores (OCPUs)", "us-chicago-1")).toBe(nodes * 4);
    expect(count("Standard.E5 memory (GB)", "us-chicago-1")).toBe(nodes * 32);
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

  const subject = {
    needs: needsOf(graph),
    accountId: "123456789012",
    admins,
    buckets: ["a-bucket", "b-bucket"],
  };
  const aws =
    (arn: string, quota: number): Run =>
    (args) => {
      if (args.includes("get-caller-identity"))
        return { ok: true, json: { Arn: arn, Account: "123456789012" } };
      if (args.includes("get-service-quota")) return { ok: true, json: { Quota: { Value: quota } } };
      return args.includes("a-bucket")
        ? { ok: false, why: "An error occurred (404) when calling the HeadBucket operation: Not Found" }
        : { ok: false, why: "An error occurred (403) when calling the HeadBucket operation: Forbidden" };
    };

  it("is told at once where it isn't, and which quotas and names fall short", () => {
    const { short, well, unasked } = askAws(subject, aws("arn:aws:iam::123456789012:user/ci", 5));
    expect(short[0]).toContain("arn:aws:iam::123456789012:user/ci isn't among twincloud:aws.adminPrincipals");
    expect(short).toContain(
      "AWS us-east-2: Elastic IPs: 6 wanted, 5 are all that the account may have, others' included",
    );
    expect(short.at(-1)).toContain("b-bucket is somebody else's");
    expect(well).toContain("AWS: bucket a-bucket is free");
    expect(unasked).toEqual([]);
  });

  it("falls short of nothing with enough of everything", () => {
    const caller = "arn:aws:sts::123456789012:assumed-role/platform-admins/me";
    expect(askAws({ ...subject, buckets: ["a-bucket"] }, aws(caller, 10_000)).short).toEqual([]);
  });

  it("gets the list alone without credentials, and is told why", () => {
    const none: Run = () => ({ ok: false, why: "Unable to locate credentials" });
    expect(askAws(subject, none)).toEqual({
      short: [],
      well: [],
      unasked: ["AWS: Unable to locate credentials"],
    });
  });

  it("is told of regions that the tenancy isn't subscribed to", () => {
    const data = [
      { "region-name": "us-ashburn-1", status: "READY" },
      { "region-name": "us-phoenix-1", status: "IN_PROGRESS" },
    ];
    const { short, well } = askOci("t", regionsUsed(graph, "oci"), () => ({ ok: true, json: { data } }));
    expect(short.map((line) => /subscribed to (\S+):/.exec(line)?.[1])).toEqual([
      "us-chicago-1",
      "us-phoenix-1",
    ]);
    expect(well).toEqual(["OCI: subscribed to us-ashburn-1"]);
  });
});
