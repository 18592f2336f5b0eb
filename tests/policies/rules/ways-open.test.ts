import { describe, expect, it } from "vitest";
import { graphOf } from "../../../graph/graph";
import { type Graph, type GraphResource, SECRET, type Value } from "../../../graph/resource";
import { nameOf } from "../../../graph/urn";
import { packSettings } from "../../../policies/pack/settings";
import { waysOpen } from "../../../policies/rules/ways-open";
import { urnOf } from "../../graph/fixtures";
import { findings, now } from "../../support/findings";
import { changed, ofType, setting, stackGraph, type Which, without } from "../../support/graphs";
import { inCrossGuard } from "../../support/policy-view";

const NSG = "oci:Core/networkSecurityGroupSecurityRule:NetworkSecurityGroupSecurityRule";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
const SERVICE = "kubernetes:core/v1:Service";
const POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
const OHIO = "aws-us-east-2";
const CHICAGO = "oci-us-chicago-1";

/** A policy of its own name in its namespace; the default ones are called by it too. */
const policyOf = (name: string): Which => ofType(POLICY, name);

const prod = stackGraph("prod");
const idOf = (type: string, name: string): string => {
  const id = prod.resources.find(ofType(type, name))?.id;
  if (id === undefined) throw new Error(`there is no ${type} ${name}`);
  return id;
};

/** What is wrong, by the names of what is in the way. */
const found = (graph: Graph): string[] =>
  waysOpen.check(graph, packSettings(graph, now)).map(({ urn, found: text }) => `${nameOf(urn)} ${text}`);
const blamed = (graph: Graph): string[] => [
  ...new Set(
    waysOpen
      .check(graph, packSettings(graph, now))
      .map(({ urn, unsure }) => `${unsure ? "? " : ""}${nameOf(urn)}`),
  ),
];

type Edit = readonly [name: string, edited: () => Graph, blamed: string];
const edit = (
  name: string,
  which: Which,
  path: readonly (string | number)[],
  value: Value | undefined,
  at: string,
): Edit => [name, () => changed(prod, which, setting(path, value)), at];
const gone = (name: string, which: Which, at: string): Edit => [name, () => without(prod, which), at];

const SUBNET = "aws:ec2/subnet:Subnet";
const networks: readonly Edit[] = [
  gone("a zone's way out is gone", ofType("aws:ec2/route:Route", `${OHIO}-private-1`), `${OHIO}-private-1`),
  edit(
    "a NAT gateway stands in a private subnet",
    ofType("aws:ec2/natGateway:NatGateway", `${OHIO}-nat-1`),
    ["subnetId"],
    idOf(SUBNET, `${OHIO}-private-1`),
    `${OHIO}-private-1`,
  ),
  edit(
    "a NAT gateway leads to other networks only",
    ofType("aws:ec2/natGateway:NatGateway", `${OHIO}-nat-1`),
    ["connectivityType"],
    "private",
    `${OHIO}-nat-1`,
  ),
  edit(
    "the Internet gateway is another network's",
    ofType("aws:ec2/internetGateway:InternetGateway", OHIO),
    ["vpcId"],
    "vpc-0",
    OHIO,
  ),
  gone(
    "a public subnet has no table",
    ofType("aws:ec2/routeTableAssociation:RouteTableAssociation", `${OHIO}-public-1`),
    `${OHIO}-public-1`,
  ),
  edit(
    "users are let in from an office alone",
    ofType(INGRESS, `${OHIO}-edge-from-everybody`),
    ["cidrIpv4"],
    "203.0.113.0/24",
    `${OHIO}-edge`,
  ),
  edit(
    "users are let in by UDP",
    ofType(INGRESS, `${OHIO}-edge-from-everybody`),
    ["ipProtocol"],
    "udp",
    `${OHIO}-edge`,
  ),
  gone("the balancer may not call the pods", ofType(EGRESS, `${OHIO}-edge-to-pods-https`), `${OHIO}-edge`),
  gone(
    "the balancer may not ask whether pods are well",
    ofType(EGRESS, `${OHIO}-edge-to-pods-health`),
    `${OHIO}-edge`,
  ),
  edit(
    "another site's gateway isn't let in",
    ofType(INGRESS, `${OHIO}-edge-from-leaf-2`),
    ["cidrIpv4"],
    "198.51.100.1/32",
    `${OHIO}-edge`,
  ),
  edit(
    "the balancer is internal",
    ofType("aws:lb/loadBalancer:LoadBalancer", `${OHIO}-edge`),
    ["internal"],
    true,
    `${OHIO}-edge-https`,
  ),
  edit(
    "the balancer listens elsewhere",
    ofType("aws:lb/listener:Listener", `${OHIO}-edge-https`),
    ["port"],
    8443,
    `${OHIO}-edge`,
  ),
  edit(
    "OCI's NAT gateway blocks",
    ofType("oci:Core/natGateway:NatGateway", CHICAGO),
    ["blockTraffic"],
    true,
    CHICAGO,
  ),
  edit(
    "OCI's Internet gateway is off",
    ofType("oci:Core/internetGateway:InternetGateway", CHICAGO),
    ["enabled"],
    false,
    CHICAGO,
  ),
  edit(
    "OCI's edge subnet takes no public address",
    ofType("oci:Core/subnet:Subnet", `${CHICAGO}-edge`),
    ["prohibitPublicIpOnVnic"],
    true,
    `${CHICAGO}-edge`,
  ),
  edit(
    "the way out leads to 10.0.0.0/8 alone",
    ofType("oci:Core/routeTable:RouteTable", `${CHICAGO}-private`),
    ["routeRules", 0, "destination"],
    "10.0.0.0/8",
    `${CHICAGO}-private`,
  ),
  gone("OCI lets no users in", ofType(NSG, `${CHICAGO}-edge-from-anywhere-443`), `${CHICAGO}-edge`),
  edit(
    "OCI lets users in without their answers",
    ofType(NSG, `${CHICAGO}-edge-from-anywhere-443`),
    ["stateless"],
    true,
    `${CHICAGO}-edge-from-anywhere-443`,
  ),
  gone(
    "pods may not call the other cloud",
    ofType(NSG, `${CHICAGO}-pods-to-anywhere-443`),
    `${CHICAGO}-pods`,
  ),
  gone("pods may not call pods", ofType(NSG, `${CHICAGO}-pods-from-pods-all`), `${CHICAGO}-pods`),
  gone("nodes may not fetch images", ofType(NSG, `${CHICAGO}-nodes-to-services-tcp`), `${CHICAGO}-nodes`),
  gone(
    "the control plane may not call kubelets",
    ofType(NSG, `${CHICAGO}-nodes-from-endpoint-10250`),
    `${CHICAGO}-nodes`,
  ),
  edit(
    "the cluster is reached from an office alone, its own nodes included",
    ofType("aws:eks/cluster:Cluster", OHIO),
    ["vpcConfig", "endpointPrivateAccess"],
    false,
    OHIO,
  ),
];

const NLB = "oci-network-load-balancer.oraclecloud.com";
const doorService = ofType(SERVICE, `${CHICAGO}-edge-public`);
const kubernetes: readonly Edit[] = [
  edit(
    "OCI's balancer is internal",
    doorService,
    ["metadata", "annotations", `${NLB}/internal`],
    "true",
    `${CHICAGO}-edge-public`,
  ),
  edit(
    "OCI's balancer takes an office alone",
    doorService,
    ["spec", "loadBalancerSourceRanges"],
    ["203.0.113.0/24"],
    `${CHICAGO}-edge-public`,
  ),
  edit(
    "users are led to the pods' status",
    doorService,
    ["spec", "ports", 0, "targetPort"],
    8404,
    `${CHICAGO}-edge-public`,
  ),
  edit("the Service asks for no balancer", doorService, ["spec", "type"], "ClusterIP", `${CHICAGO}-edge`),
  edit(
    "a node port is another than the rules know",
    doorService,
    ["spec", "ports", 0, "nodePort"],
    30555,
    `${CHICAGO}-edge`,
  ),
  edit(
    "the edge may not call feed",
    policyOf(`${OHIO}-edge`),
    ["spec", "egress", 1],
    undefined,
    `${OHIO}-edge`,
  ),
  edit(
    "feed lets the edge in no more",
    policyOf(`${OHIO}-feed`),
    ["spec", "ingress", 1],
    undefined,
    `${OHIO}-feed`,
  ),
  edit(
    "upload may not call the stores",
    policyOf(`${CHICAGO}-upload`),
    ["spec", "egress", 1],
    undefined,
    `${CHICAGO}-upload`,
  ),
  edit(
    "upload fetches no identity",
    policyOf(`${CHICAGO}-upload`),
    ["spec", "egress", 2],
    undefined,
    `${CHICAGO}-upload`,
  ),
  edit(
    "names are asked by TCP alone",
    policyOf(`${CHICAGO}-edge-allow-dns`),
    ["spec", "egress", 0, "ports", 0],
    undefined,
    `${CHICAGO}-edge-allow-dns`,
  ),
  edit(
    "a link to another site isn't let out",
    policyOf(`${CHICAGO}-queue`),
    ["spec", "egress", 1, "to", 0],
    undefined,
    `${CHICAGO}-queue`,
  ),
  edit(
    "status asks one capability no more, which still lets it in",
    policyOf(`${CHICAGO}-status`),
    ["spec", "egress", 3],
    undefined,
    `${CHICAGO}-status`,
  ),
  edit(
    "the queue's Service leads elsewhere",
    ofType(SERVICE, `${CHICAGO}-queue`),
    ["spec"],
    { type: "ExternalName", externalName: "queue.example.com" },
    `${CHICAGO}-queue`,
  ),
  edit(
    "the queue is called otherwise than it is dialled",
    ofType(SERVICE, `${CHICAGO}-queue`),
    ["metadata", "name"],
    "queues",
    `${CHICAGO}-edge`,
  ),
];

describe("ways-open", () => {
  it.each(["prod", "staging", "chat", "prod-unknown"] as const)(
    "passes %s, also as CrossGuard shows it",
    (stack) => {
      expect(findings(waysOpen, stackGraph(stack))).toEqual([]);
      expect(findings(waysOpen, inCrossGuard(stackGraph(stack)))).toEqual([]);
    },
  );

  it.each([...networks, ...kubernetes])("blocks, also as CrossGuard shows it: %s", (_, edited, at) => {
    const graph = edited();
    expect(blamed(graph)).toContain(at);
    expect(blamed(inCrossGuard(graph))).toContain(at);
  });

  it("names the first thing in the way, the way, and how many more meet it", () => {
    const shut = without(prod, ofType(NSG, `${CHICAGO}-edge-from-anywhere-443`));
    expect(found(shut)).toEqual([
      `${CHICAGO}-edge lets nothing in on tcp 443 from everybody: on the way users -> port 443 -> the edge of ${CHICAGO}`,
    ]);
  });

  it("finds a list that is put in front of a subnet and forgets the answers", () => {
    const subnet = prod.resources.find(ofType(SUBNET, `${OHIO}-public-1`)) as GraphResource;
    const type = "aws:ec2/networkAcl:NetworkAcl";
    const line = {
      ruleNo: 100,
      action: "allow",
      protocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrBlock: "0.0.0.0/0",
    };
    const list: GraphResource = {
      ...subnet,
      urn: urnOf(type, "list"),
      type,
      name: "list",
      inputs: { subnetIds: [subnet.id as string], ingress: [line], egress: [line] },
      outputs: {},
      propertyDependencies: { subnetIds: [subnet.urn] },
    };
    expect(found(graphOf([...prod.resources, list]))).toContainEqual(
      expect.stringMatching(/^list stops the answers to tcp 443 from everybody: /),
    );
  });

  it("finds a narrower route that leads a part of the Internet to a gateway that isn't there", () => {
    const route = prod.resources.find(ofType("aws:ec2/route:Route", `${OHIO}-private-1`)) as GraphResource;
    const narrow: GraphResource = {
      ...route,
      urn: `${route.urn}-narrow`,
      inputs: { ...route.inputs, destinationCidrBlock: "198.18.0.0/15", natGatewayId: "nat-0" },
      outputs: {},
      propertyDependencies: {},
    };
    const rest = { ...narrow.inputs, routeTableId: String(route.inputs.routeTableId) };
    expect(found(graphOf([...prod.resources, { ...narrow, inputs: rest }]))).toContainEqual(
      expect.stringContaining("has a route of 198.18.0.0/15 to a gateway that isn't there"),
    );
  });

  it("can't tell where what decides is secret", () => {
    const hidden = changed(
      prod,
      ofType(INGRESS, `${OHIO}-edge-from-everybody`),
      setting(["cidrIpv4"], SECRET),
    );
    expect(blamed(hidden)).toEqual([`? ${OHIO}-edge`]);
  });

  it("wants no way to or from a site that is hostile", () => {
    const settings = packSettings(prod, now);
    const stack = { ...(settings.stack as NonNullable<typeof settings.stack>), untrusted: [CHICAGO] };
    const address = prod.resources.find(ofType("oci:Core/publicIp:PublicIp", `${CHICAGO}-nat`))?.outputs
      .ipAddress;
    const cut = without(
      prod,
      ({ name, inputs }) => name.startsWith(`${OHIO}-edge-from-leaf`) && inputs.cidrIpv4 === `${address}/32`,
    );
    expect(waysOpen.check(cut, settings)).toHaveLength(1);
    expect(waysOpen.check(cut, { ...settings, stack })).toEqual([]);
  });
});
