import { describe, expect, it } from "vitest";
import { createAnswers } from "../../answers";
import { regionCode, zoneId, zoneName } from "../../answers/aws/zones";
import { request, sample, sampleInputs } from "./samples";

const answers = createAnswers();
const create = (type: string, change: object = {}) =>
  answers.create(request(type, { ...sampleInputs(type), ...change }));

describe("AWS answers", () => {
  it("write ARNs with the account and the region of the provider", () => {
    const { id, outputs } = create("aws:ec2/vpc:Vpc");
    expect(id).toMatch(/^vpc-0[0-9a-f]{16}$/);
    expect(outputs.arn).toBe(`arn:aws:ec2:us-east-2:210987654321:vpc/${id}`);
    expect(outputs.region).toBe("us-east-2");
  });

  it("take the region from the resource before the provider's", () => {
    expect(create("aws:sns/topic:Topic", { name: "alerts", region: "us-west-2" }).id).toBe(
      "arn:aws:sns:us-west-2:210987654321:alerts",
    );
  });

  it("have the documentation's account where the provider names none", () => {
    const asked = { ...sample("aws:iam/role:Role"), provider: { region: "us-east-2" } };
    expect(answers.create(asked).outputs.arn).toMatch(/^arn:aws:iam::123456789012:role\/sample-/);
  });

  it("refuse a provider without a region", () => {
    const asked = { ...sample("aws:ec2/vpc:Vpc"), provider: {} };
    expect(() => answers.create(asked)).toThrow('aws:ec2/vpc:Vpc "sample" has no region');
  });

  it("lay the resource's tags over the provider's default ones", () => {
    const asked = request("aws:kms/key:Key", { tags: { Name: "media", stack: "prod" } });
    const provider = { ...asked.provider, defaultTags: '{"tags":{"stack":"any","project":"twincloud"}}' };
    expect(answers.create({ ...asked, provider }).outputs.tagsAll).toEqual({
      Name: "media",
      project: "twincloud",
      stack: "prod",
    });
  });

  it("give a NAT gateway the address of its Elastic IP", () => {
    const eip = create("aws:ec2/eip:Eip");
    const nat = create("aws:ec2/natGateway:NatGateway", { allocationId: eip.id });
    expect(eip.outputs.allocationId).toBe(eip.id);
    expect(nat.outputs.publicIp).toBe(eip.outputs.publicIp);
    expect(eip.outputs.publicIp).toMatch(/^198\.18\./);
  });

  it("name a VPC's default security group as whoever adopts it does", () => {
    const vpc = create("aws:ec2/vpc:Vpc");
    const group = create("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", { vpcId: vpc.id });
    expect(group.id).toBe(vpc.outputs.defaultSecurityGroupId);
    expect(vpc.outputs.mainRouteTableId).toBe(vpc.outputs.defaultRouteTableId);
  });

  it("have four name servers for a zone, one in each of Route 53's domains", () => {
    const { id, outputs } = create("aws:route53/zone:Zone");
    expect(id).toMatch(/^Z[A-Z0-9]{20}$/);
    const servers = outputs.nameServers as string[];
    expect(servers.map((server) => server.replace(/^ns-\d+\.awsdns-\d\d\./, "")).sort()).toEqual([
      "co.uk",
      "com",
      "net",
      "org",
    ]);
    for (const server of servers) {
      const [, number = "", group = ""] = /^ns-(\d+)\.awsdns-(\d\d)\./.exec(server) ?? [];
      expect(Math.floor((Number(number) % 512) / 8)).toBe(Number(group));
    }
    expect(servers).toContain(outputs.primaryNameServer);
  });

  it("name a record by its zone, name, type and set", () => {
    const weighted = { weightedRoutingPolicies: [{ weight: 64 }], setIdentifier: "aws-us-east-2-1" };
    const { id, outputs } = create("aws:route53/record:Record", { ...weighted, name: "feed.example.com." });
    expect(id).toBe("Z1_feed.example.com_A_aws-us-east-2-1");
    expect(outputs.fqdn).toBe("feed.example.com");
  });

  it("give an EKS cluster an endpoint, an issuer, an authority and a security group", () => {
    const { outputs } = create("aws:eks/cluster:Cluster");
    expect(outputs.endpoint).toMatch(/^https:\/\/[0-9A-F]{32}\.gr7\.us-east-2\.eks\.amazonaws\.com$/);
    expect(outputs.identities).toEqual([
      {
        oidcs: [
          {
            issuer: expect.stringMatching(
              /^https:\/\/oidc\.eks\.us-east-2\.amazonaws\.com\/id\/[0-9A-F]{32}$/,
            ),
          },
        ],
      },
    ]);
    const { data } = outputs.certificateAuthority as { data: string };
    expect(Buffer.from(data, "base64").toString()).toMatch(/^-----BEGIN CERTIFICATE-----\n/);
    expect(outputs.vpcConfig).toMatchObject({
      subnetIds: ["subnet-1"],
      clusterSecurityGroupId: expect.stringMatching(/^sg-0[0-9a-f]{16}$/),
    });
  });

  it("name a load balancer, its listener and its target group by ARNs that belong together", () => {
    const balancer = create("aws:lb/loadBalancer:LoadBalancer", { name: "edge" });
    expect(balancer.id).toMatch(/:loadbalancer\/net\/edge\/[0-9a-f]{16}$/);
    expect(balancer.outputs.dnsName).toMatch(/^edge-[0-9a-f]{16}\.elb\.us-east-2\.amazonaws\.com$/);
    const listener = create("aws:lb/listener:Listener", { loadBalancerArn: balancer.id });
    expect(listener.id.startsWith(balancer.id.replace("loadbalancer/", "listener/"))).toBe(true);
    expect(create("aws:lb/targetGroup:TargetGroup", { name: "edge" }).outputs.arnSuffix).toMatch(
      /^targetgroup\/edge\/[0-9a-f]{16}$/,
    );
  });

  it("name a bucket's hosts and an image repository's URL", () => {
    expect(create("aws:s3/bucket:Bucket", { bucket: "media" }).outputs).toMatchObject({
      arn: "arn:aws:s3:::media",
      bucketRegionalDomainName: "media.s3.us-east-2.amazonaws.com",
    });
    expect(create("aws:ecr/repository:Repository").outputs.repositoryUrl).toBe(
      "210987654321.dkr.ecr.us-east-2.amazonaws.com/twincloud/haproxy",
    );
  });

  it("name an OpenID Connect provider after its issuer", () => {
    expect(create("aws:iam/openIdConnectProvider:OpenIdConnectProvider")).toMatchObject({
      id: "arn:aws:iam::210987654321:oidc-provider/issuer.example/cluster",
      outputs: { url: "issuer.example/cluster" },
    });
  });
});

describe("zones of AWS", () => {
  it.each([
    ["us-east-1", "use1"],
    ["us-west-2", "usw2"],
    ["ca-central-1", "cac1"],
    ["ap-southeast-2", "apse2"],
    ["us-gov-west-1", "usgw1"],
  ])("of %s begin with %s", (region, code) => {
    expect(regionCode(region)).toBe(code);
  });

  it("are answered by id where the name is given and by name where the id is", () => {
    expect(zoneId("us-east-2", "us-east-2c")).toBe("use2-az3");
    expect(zoneName("us-east-2", "use2-az3")).toBe("us-east-2c");
    expect(create("aws:ec2/subnet:Subnet").outputs.availabilityZone).toBe("us-east-2b");
  });
});
