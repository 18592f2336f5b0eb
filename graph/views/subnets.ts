/** The subnets of a graph's networks: in which zone each stands, and how it reaches the outside. */
import { findRegion } from "../clouds/regions";
import type { Graph, GraphResource, Properties, Value } from "../resource";
import { at, listAt, propertiesOf, textAt } from "./read";
import { referred, referredOne } from "./references";

/** `public`: an internet gateway. `private`: anything else that calls can go out by. `isolated`: no way out. */
export type Reach = "public" | "private" | "isolated";

export interface SubnetView {
  readonly resource: GraphResource;
  /** Undefined where it spans the region (OCI), or where it can't be told. */
  readonly zone?: string;
  /** OCI: it stands in every zone. */
  readonly regional: boolean;
  readonly reach: Reach;
  /** Undefined where the graph doesn't have it. */
  readonly network?: GraphResource;
  /** AWS: the NAT gateway that its calls leave by; `missing` where it has one that the graph doesn't have. */
  readonly nat?: GraphResource | "missing";
}

/** Subnets of one network with the same reach. */
export interface SubnetGroup {
  readonly network: GraphResource;
  readonly reach: Reach;
  readonly subnets: readonly SubnetView[];
}

export const subnetTypes: ReadonlySet<string> = new Set([
  "aws:ec2/subnet:Subnet",
  "aws:ec2/defaultSubnet:DefaultSubnet",
  "oci:Core/subnet:Subnet",
]);
const networkTypes: ReadonlySet<string> = new Set([
  "aws:ec2/vpc:Vpc",
  "aws:ec2/defaultVpc:DefaultVpc",
  "oci:Core/vcn:Vcn",
]);
const NAT = "aws:ec2/natGateway:NatGateway";
const INTERNET = "aws:ec2/internetGateway:InternetGateway";
const TABLE = "aws:ec2/routeTable:RouteTable";
const DEFAULT_TABLE = "aws:ec2/defaultRouteTable:DefaultRouteTable";
const tableTypes: ReadonlySet<string> = new Set([TABLE, DEFAULT_TABLE]);

/** Whether a region's only availability domain is told apart by fault domains: every subnet there spans them. */
export function isOneDomain(resource: GraphResource): boolean {
  const { placement } = resource;
  const zones = placement ? (findRegion(placement.provider, placement.region)?.zones ?? []) : [];
  return zones.some(({ faultDomain }) => faultDomain !== undefined);
}

/** Subnets by their network and reach. Those of networks that the graph doesn't have are left out. */
export function subnetGroups(graph: Graph): readonly SubnetGroup[] {
  const groups = new Map<string, { network: GraphResource; reach: Reach; subnets: SubnetView[] }>();
  for (const view of subnetsOf(graph).values()) {
    const { network, reach } = view;
    if (!network) continue;
    const key = `${network.urn} ${reach}`;
    const group = groups.get(key) ?? { network, reach, subnets: [] };
    group.subnets.push(view);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** Every subnet by its URN. */
export function subnetsOf(graph: Graph): ReadonlyMap<string, SubnetView> {
  const cached = views.get(graph);
  if (cached) return cached;
  const ways = waysOut(graph);
  const found = new Map<string, SubnetView>();
  for (const type of subnetTypes) {
    for (const resource of graph.byType.get(type) ?? []) {
      const input = type.startsWith("aws:") ? "vpcId" : "vcnId";
      const network = referredOne(graph, resource, input, propertiesOf(resource)[input], networkTypes);
      const view = type.startsWith("aws:") ? awsSubnet(resource, ways) : ociSubnet(resource);
      found.set(resource.urn, network ? { ...view, network } : view);
    }
  }
  views.set(graph, found);
  return found;
}
const views = new WeakMap<Graph, ReadonlyMap<string, SubnetView>>();

function ociSubnet(resource: GraphResource): SubnetView {
  const properties = propertiesOf(resource);
  const closed = properties.prohibitPublicIpOnVnic === true || properties.prohibitInternetIngress === true;
  const domain = at(properties, "availabilityDomain");
  const regional = !isSet(domain) || isOneDomain(resource);
  const name = textAt(domain);
  const zone = regional ? undefined : name?.slice(name.indexOf(":") + 1);
  return { resource, regional, reach: closed ? "private" : "public", ...(zone ? { zone } : {}) };
}

interface WayOut {
  readonly reach: Reach;
  readonly nat?: GraphResource | "missing";
}

function awsSubnet(resource: GraphResource, ways: ReadonlyMap<string, WayOut>): SubnetView {
  const properties = propertiesOf(resource);
  const zone = textAt(properties, "availabilityZoneId") ?? textAt(properties, "availabilityZone");
  const isDefault = resource.type.includes("defaultSubnet");
  const way = ways.get(resource.urn) ?? { reach: isDefault ? ("public" as const) : ("isolated" as const) };
  return { resource, regional: false, ...(zone ? { zone } : {}), ...way };
}

/** By which way out AWS subnets' default routes lead: by their own route tables, else by their network's main one. */
function waysOut(graph: Graph): ReadonlyMap<string, WayOut> {
  const ofTable = waysOfTables(graph);
  const found = new Map<string, WayOut>();
  const associations = graph.byType.get("aws:ec2/routeTableAssociation:RouteTableAssociation") ?? [];
  for (const association of associations) {
    const { subnetId, routeTableId } = propertiesOf(association);
    const table = referredOne(graph, association, "routeTableId", routeTableId, tableTypes);
    const subnet = referredOne(graph, association, "subnetId", subnetId, subnetTypes);
    const way = table && ofTable.get(table.urn);
    if (subnet && way) found.set(subnet.urn, way);
  }
  const associated = new Set(
    associations.flatMap(
      (item) => referred(graph, item, "subnetId", listOf(propertiesOf(item).subnetId), subnetTypes).found,
    ),
  );
  const main = mainTables(graph);
  for (const subnet of main.size > 0 ? (graph.byType.get("aws:ec2/subnet:Subnet") ?? []) : []) {
    if (associated.has(subnet)) continue;
    const network = referredOne(graph, subnet, "vpcId", propertiesOf(subnet).vpcId, networkTypes);
    const table = network && main.get(network.urn);
    const way = table && ofTable.get(table.urn);
    if (way) found.set(subnet.urn, way);
  }
  return found;
}

const listOf = (value: Value | undefined): Value[] => (value === undefined ? [] : [value]);

/** Main route tables by their network. */
function mainTables(graph: Graph): ReadonlyMap<string, GraphResource> {
  const found = new Map<string, GraphResource>();
  for (const item of graph.byType.get("aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation") ?? []) {
    const { vpcId, routeTableId } = propertiesOf(item);
    const network = referredOne(graph, item, "vpcId", vpcId, networkTypes);
    const table = referredOne(graph, item, "routeTableId", routeTableId, tableTypes);
    if (network && table) found.set(network.urn, table);
  }
  for (const table of graph.byType.get(DEFAULT_TABLE) ?? []) {
    const id = propertiesOf(table).defaultRouteTableId;
    const network = referredOne(graph, table, "defaultRouteTableId", id, networkTypes);
    if (network) found.set(network.urn, table);
  }
  return found;
}

function waysOfTables(graph: Graph): ReadonlyMap<string, WayOut> {
  const found = new Map<string, WayOut>();
  for (const type of tableTypes) {
    for (const table of graph.byType.get(type) ?? []) {
      for (const route of listAt(propertiesOf(table), "routes")) {
        const way = wayOf(graph, table, "routes", route);
        if (way) found.set(table.urn, way);
      }
    }
  }
  for (const route of graph.byType.get("aws:ec2/route:Route") ?? []) {
    const properties = propertiesOf(route);
    const table = referredOne(graph, route, "routeTableId", properties.routeTableId, tableTypes);
    const way = wayOf(graph, route, undefined, properties);
    if (table && way) found.set(table.urn, way);
  }
  return found;
}

const others = [
  "networkInterfaceId",
  "transitGatewayId",
  "vpcEndpointId",
  "egressOnlyGatewayId",
  "coreNetworkArn",
];

/** @param input the input that holds the route; undefined where each of its fields is one. */
function wayOf(
  graph: Graph,
  resource: GraphResource,
  input: string | undefined,
  route: Value | Properties,
): WayOut | undefined {
  const to = textAt(route, "destinationCidrBlock") ?? textAt(route, "cidrBlock");
  if (to !== "0.0.0.0/0") return undefined;
  const nat = at(route, "natGatewayId");
  if (isSet(nat)) {
    const types = new Set([NAT]);
    return {
      reach: "private",
      nat: referredOne(graph, resource, input ?? "natGatewayId", nat, types) ?? "missing",
    };
  }
  const gateway = at(route, "gatewayId");
  if (isSet(gateway)) {
    const internet = referredOne(graph, resource, input ?? "gatewayId", gateway, new Set([INTERNET]));
    return { reach: internet || textAt(gateway)?.startsWith("igw-") ? "public" : "private" };
  }
  return others.some((key) => isSet(at(route, key))) ? { reach: "private" } : undefined;
}

const isSet = (value: Value | undefined): value is Value =>
  value !== undefined && value !== null && value !== "";
