import { describe, expect, it } from "vitest";
import type { GraphResource, Value } from "../../../graph/resource";
import { zoneSpread } from "../../../policies/rules/zone-spread";
import { placed, provider, resource } from "../../graph/fixtures";
import { findings } from "../../support/findings";
import { changed, ofType, setting, stackGraph, without } from "../../support/graphs";

const both = ["prod", "prod-unknown"] as const;
const pool = (name: string) => ofType("oci:ContainerEngine/nodePool:NodePool", name);
const subnet = (name: string) => ofType("aws:ec2/subnet:Subnet", name);
const eks = ofType("aws:eks/cluster:Cluster", "aws-us-east-2");
const balancer = ofType("aws:lb/loadBalancer:LoadBalancer", "aws-us-east-2-edge");
const route = (name: string) => ofType("aws:ec2/route:Route", name);

const site = "aws-us-east-2";

/** Takes a resource away as a program would: with what was made from it. */
const madeWithout =
  (input: string, name: string, path: readonly (string | number)[]) =>
  (made: GraphResource): GraphResource => {
    const { propertyDependencies } = made;
    const left = (propertyDependencies[input] ?? []).filter((urn) => !urn.endsWith(`::${name}`));
    return {
      ...setting(path, undefined)(made),
      propertyDependencies: { ...propertyDependencies, [input]: left },
    };
  };

describe("zone-spread", () => {
  it.each(["prod", "staging", "prod-unknown"] as const)("passes %s", (stack) => {
    expect(findings(zoneSpread, stackGraph(stack))).toEqual([]);
  });

  it.each(both)("blocks %s with a node pool less, or with two of them in one domain", (stack) => {
    const wanted =
      "oci-us-chicago-1 has its nodes in 2 zones (US-CHICAGO-1-AD-1, US-CHICAGO-1-AD-2); wanted 3 zones";
    expect(findings(zoneSpread, without(stackGraph(stack), pool("oci-us-chicago-1-3")))).toEqual([wanted]);
    const path = ["nodeConfigDetails", "placementConfigs", 0, "availabilityDomain"];
    const doubled = setting(path, "Uocm:US-CHICAGO-1-AD-2");
    expect(findings(zoneSpread, changed(stackGraph(stack), pool("oci-us-chicago-1-3"), doubled))).toEqual([
      wanted,
    ]);
  });

  it("blocks a pool that keeps to some fault domains of its domain", () => {
    const path = ["nodeConfigDetails", "placementConfigs", 0, "faultDomains"];
    const some = changed(stackGraph("prod"), pool("oci-us-chicago-1-3"), setting(path, ["FAULT-DOMAIN-1"]));
    expect(findings(zoneSpread, some)).toEqual([
      "oci-us-chicago-1-3 keeps its nodes of US-CHICAGO-1-AD-3 in one fault domain; wanted all 3, or none named, which means all",
    ]);
  });

  it.each(both)("blocks %s with nodes in two of its network's zones", (stack) => {
    const fewer = madeWithout("vpcConfig", `${site}-private-3`, ["vpcConfig", "subnetIds", 2]);
    expect(findings(zoneSpread, changed(stackGraph(stack), eks, fewer))).toEqual([
      `${site} has its nodes in 2 zones (use2-az1, use2-az2); wanted 3 zones`,
    ]);
  });

  it.each(both)("blocks %s with a subnet less", (stack) => {
    expect(findings(zoneSpread, without(stackGraph(stack), subnet(`${site}-private-1`)))).toEqual([
      `${site} has its nodes in 2 zones (use2-az2, use2-az3) and one place whose zone can't be told; wanted 3 zones`,
      `${site} hangs on one subnet that this stack doesn't have: ${site}-private-1; wanted subnets of its network`,
      `${site} has its private subnets in 2 zones (use2-az2, use2-az3); wanted 3 zones`,
    ]);
    expect(findings(zoneSpread, without(stackGraph(stack), subnet(`${site}-public-1`)))).toContain(
      `${site} has its public subnets in 2 zones (use2-az2, use2-az3); wanted 3 zones`,
    );
  });

  it.each(both)("blocks %s with a load balancer in two zones", (stack) => {
    const fewer = madeWithout("subnetMappings", `${site}-public-3`, ["subnetMappings", 2]);
    expect(findings(zoneSpread, changed(stackGraph(stack), balancer, fewer))).toEqual([
      `${site}-edge stands in 2 zones (use2-az1, use2-az2); wanted 3 zones`,
    ]);
  });

  it.each(both)("blocks %s where a zone's calls leave by another zone", (stack) => {
    const graph = stackGraph(stack);
    const [first] = graph.resources.filter(ofType("aws:ec2/natGateway:NatGateway", `${site}-nat-1`));
    const shared = (made: GraphResource): GraphResource => ({
      ...setting(
        ["natGatewayId"],
        stack === "prod" ? (first?.id as Value) : (made.inputs.natGatewayId as Value),
      )(made),
      propertyDependencies: { ...made.propertyDependencies, natGatewayId: [first?.urn ?? ""] },
    });
    expect(findings(zoneSpread, changed(graph, route(`${site}-private-2`), shared))).toEqual([
      `${site}-private-2 stands in use2-az2 and sends its calls out through a NAT gateway in use2-az1; wanted one in its own zone`,
    ]);
  });

  it("blocks a zone whose NAT gateway or whose way to it is gone", () => {
    const prod = stackGraph("prod");
    const gateway = ofType("aws:ec2/natGateway:NatGateway", `${site}-nat-2`);
    expect(findings(zoneSpread, without(prod, gateway))).toEqual([
      `${site}-private-2 sends its calls out through a NAT gateway that this stack doesn't have; wanted one in its own zone`,
    ]);
    expect(findings(zoneSpread, without(prod, route(`${site}-private-2`)))).toEqual([
      `${site} has its private subnets in 2 zones (use2-az1, use2-az3); wanted 3 zones`,
      `${site} has its subnets without a way out in one zone (use2-az2); wanted 3 zones`,
    ]);
  });

  it("blocks what stands in subnets that nobody can come in by, or go out by", () => {
    const shut = without(stackGraph("prod"), route(`${site}-public`));
    expect(findings(zoneSpread, shut)).toEqual([
      ...[1, 2, 3].map(
        (zone) =>
          `${site}-nat-${zone} stands in a subnet (${site}-public-${zone}) that no route leads out of; wanted a subnet with a route to an internet gateway`,
      ),
      `${site}-edge stands in 3 subnets that nobody outside can come in by: ${site}-public-1, ${site}-public-2, ${site}-public-3; wanted subnets with a route to an internet gateway`,
    ]);
  });

  it("counts subnets of another region for nothing", () => {
    const [other] = stackGraph("prod").resources.filter(subnet("aws-us-west-2-private-3"));
    const graph = changed(
      stackGraph("prod"),
      eks,
      setting(["vpcConfig", "subnetIds", 2], other?.id as Value),
    );
    expect(findings(zoneSpread, graph)).toEqual([
      `${site} has its nodes in 2 zones (use2-az1, use2-az2) and one place whose zone can't be told; wanted 3 zones`,
    ]);
  });

  it("counts nodes whose subnet is gone for nothing", () => {
    const gone = without(stackGraph("prod"), ofType("oci:Core/subnet:Subnet", "oci-us-chicago-1-nodes"));
    expect(findings(zoneSpread, gone)).toEqual([
      "oci-us-chicago-1 has its nodes in no zone and 3 places whose zone can't be told; wanted 3 zones",
    ]);
  });
});

describe("zone-spread, in a program that isn't ours", () => {
  const inRegion = (name: string, region: string) => provider(name, name, { inputs: { region } });

  it("says nothing of an empty program, nor of subnets in a network made elsewhere", () => {
    expect(findings(zoneSpread, placed([]))).toEqual([]);
    const aws = inRegion("aws", "us-east-1");
    const inputs = { vpcId: "vpc-1", availabilityZone: "us-east-1a" };
    const subnet = resource("aws:ec2/subnet:Subnet", "one", { provider: aws.urn, inputs });
    expect(findings(zoneSpread, placed([aws, subnet]))).toEqual([]);
  });

  it("takes two zones for enough where the region has two", () => {
    const aws = inRegion("aws", "us-west-1");
    const group = (zones: string[]) =>
      placed([
        aws,
        resource("aws:autoscaling/group:Group", "web", {
          provider: aws.urn,
          inputs: { availabilityZones: zones },
        }),
      ]);
    expect(findings(zoneSpread, group(["us-west-1a", "us-west-1c"]))).toEqual([]);
    expect(findings(zoneSpread, group(["us-west-1a"]))).toEqual([
      "web has its instances in one zone (us-west-1a); wanted the 2 zones that us-west-1 has for it",
    ]);
  });

  it("wants fault domains named where OCI's region has one availability domain", () => {
    const oci = inRegion("oci", "us-sanjose-1");
    const cluster = resource("oci:ContainerEngine/cluster:Cluster", "oke", {
      id: "oke-1",
      provider: oci.urn,
    });
    const withPlacement = (faultDomains?: string[]) =>
      placed([
        oci,
        cluster,
        resource("oci:ContainerEngine/nodePool:NodePool", "pool", {
          provider: oci.urn,
          inputs: {
            clusterId: "oke-1",
            nodeConfigDetails: {
              placementConfigs: [
                {
                  availabilityDomain: "x:US-SANJOSE-1-AD-1",
                  subnetId: "subnet",
                  ...(faultDomains ? { faultDomains } : {}),
                },
              ],
            },
          },
        }),
      ]);
    const all = ["FAULT-DOMAIN-1", "FAULT-DOMAIN-2", "FAULT-DOMAIN-3"];
    expect(findings(zoneSpread, withPlacement(all))).toEqual([]);
    expect(findings(zoneSpread, withPlacement())).toEqual([
      "oke has its nodes in no zone and one place whose zone can't be told; wanted 3 zones",
    ]);
  });

  it("reads managed node groups, and takes subnets that aren't in the program for zones that can't be told", () => {
    const aws = inRegion("aws", "eu-west-1");
    const cluster = resource("aws:eks/cluster:Cluster", "eks", {
      id: "eks",
      provider: aws.urn,
      inputs: { name: "eks" },
    });
    const zone = (letter: string) =>
      resource("aws:ec2/subnet:Subnet", letter, {
        id: `subnet-${letter}`,
        provider: aws.urn,
        inputs: { availabilityZone: `eu-west-1${letter}` },
      });
    const group = resource("aws:eks/nodeGroup:NodeGroup", "nodes", {
      provider: aws.urn,
      inputs: { clusterName: "eks", subnetIds: ["subnet-a", "subnet-b", "subnet-elsewhere"] },
    });
    expect(findings(zoneSpread, placed([aws, cluster, zone("a"), zone("b"), group]))).toEqual([
      "eks has its nodes in 2 zones (eu-west-1a, eu-west-1b) and one place whose zone can't be told; wanted 3 zones",
    ]);
  });
});
