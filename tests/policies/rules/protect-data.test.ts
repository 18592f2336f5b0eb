import { describe, expect, it } from "vitest";
import { packSettings } from "../../../policies/pack/settings";
import { protectData } from "../../../policies/rules/protect-data";
import { placed, provider, resource } from "../../graph/fixtures";
import { findings, now } from "../../support/findings";
import { changed, ofType, setting, stackGraph } from "../../support/graphs";

const wanted = "holds what can't be made again, without protect; wanted protect: true";

const givenBack =
  "is an address that belongs to somebody else once it is given back, without protect; wanted protect: true";

describe("protect-data", () => {
  it.each(["prod", "prod-unknown"] as const)("passes %s", (stack) => {
    expect(findings(protectData, stackGraph(stack))).toEqual([]);
  });

  it("only advises where the stack's settings choose to go without", () => {
    const graph = stackGraph("staging");
    const found = protectData.check(graph, packSettings(graph, new Date("2026-01-01")));
    expect(found).toMatchObject([
      { level: "advisory", urn: graph.resources.find(ofType("pulumi:pulumi:Stack"))?.urn },
    ]);
  });

  it.each([
    ["aws:s3/bucket:Bucket", "aws-us-east-2-media"],
    ["oci:ObjectStorage/bucket:Bucket", "oci-us-ashburn-1-replica"],
    ["aws:route53/zone:Zone", undefined],
    ["oci:Dns/zone:Zone", undefined],
  ])("blocks %s without protect", (type, name) => {
    const bare = changed(stackGraph("prod"), ofType(type, name), (one) => ({ ...one, protect: false }));
    expect(findings(protectData, bare)).toEqual([expect.stringContaining(wanted)]);
  });

  it.each([
    ["aws:ec2/eip:Eip", "aws-us-east-2-edge-1"],
    ["aws:ec2/eip:Eip", "aws-us-west-2-nat-3"],
    ["oci:Core/publicIp:PublicIp", "oci-us-ashburn-1-edge"],
    ["oci:Core/publicIp:PublicIp", "oci-us-ashburn-1-nat"],
  ])("blocks the address %s %s without protect", (type, name) => {
    const bare = changed(stackGraph("prod"), ofType(type, name), (one) => ({ ...one, protect: false }));
    expect(findings(protectData, bare)).toEqual([`${name} ${givenBack}`]);
  });

  it("asks it of another program's address that a name is answered with, and of no other", () => {
    const aws = provider("aws", "aws", { inputs: { region: "us-east-1" } });
    const eip = (name: string, publicIp: string) =>
      resource("aws:ec2/eip:Eip", name, { id: name, provider: aws.urn, outputs: { publicIp } });
    const zone = resource("aws:route53/zone:Zone", "zone", {
      id: "Z1",
      provider: aws.urn,
      protect: true,
      inputs: { name: "example.com" },
    });
    const record = resource("aws:route53/record:Record", "www", {
      provider: aws.urn,
      inputs: { zoneId: "Z1", name: "www.example.com", type: "A", ttl: 60, records: ["198.51.100.1"] },
    });
    const graph = placed([aws, eip("named", "198.51.100.1"), eip("nat", "198.51.100.2"), zone, record]);
    expect(findings(protectData, graph)).toEqual([`named ${givenBack}`]);
  });

  it("blocks a bucket that is emptied when it is deleted", () => {
    const emptied = changed(
      stackGraph("prod"),
      ofType("aws:s3/bucket:Bucket", "aws-us-east-2-media"),
      setting(["forceDestroy"], true),
    );
    expect(findings(protectData, emptied)).toEqual([
      "aws-us-east-2-media is emptied when it is deleted (forceDestroy); wanted forceDestroy off",
    ]);
  });

  it("says of another program's bucket that is emptied that alone, and not that it lacks protection too", () => {
    const graph = placed([resource("aws:s3/bucket:Bucket", "logs", { inputs: { forceDestroy: true } })]);
    const settings = { ...packSettings(graph, now), foreign: true as const };
    expect(protectData.check(graph, settings).map(({ found }) => found)).toEqual([
      "is emptied when it is deleted (forceDestroy)",
    ]);
  });

  it("asks it of a key that encrypts data, or that is used elsewhere, and not of one for messages", () => {
    const key = resource("aws:kms/key:Key", "key");
    const uses = (type: string) => resource(type, "user", { dependencies: [key.urn] });
    const bare = (user: string) => findings(protectData, placed([key, uses(user)])).length;
    expect(findings(protectData, placed([key]))).toHaveLength(1);
    expect(bare("aws:eks/cluster:Cluster")).toBe(1);
    expect(bare("aws:sns/topic:Topic")).toBe(0);
  });

  it("asks it of any program's database and of nothing that holds none", () => {
    const aws = provider("aws", "aws", { inputs: { region: "us-east-1" } });
    const database = resource("aws:rds/instance:Instance", "db", { provider: aws.urn });
    const machine = resource("aws:ec2/instance:Instance", "vm", { provider: aws.urn });
    const read = resource("aws:rds/instance:Instance", "theirs", { provider: aws.urn, external: true });
    expect(findings(protectData, placed([aws, database, machine, read]))).toEqual([`db ${wanted}`]);
  });
});
