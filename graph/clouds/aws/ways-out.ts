/** By which way out the subnets of AWS's networks reach the outside: their routes, and the gateways that those lead to. */
import type { Graph, GraphResource, Properties, Value } from "../../resource";
import { at, isSet, listAt, propertiesOf, textAt } from "../../views/read";
import { referred, referredOne } from "../../views/references";
import type { GatewayView, SubnetView } from "../views";

export const SUBNET = "aws:ec2/subnet:Subnet";
export const subnetTypes: ReadonlySet<string> = new Set([SUBNET, "aws:ec2/defaultSubnet:DefaultSubnet"]);
export const networkTypes: ReadonlySet<string> = new Set([
  "aws:ec2/vpc:Vpc",
  "aws:ec2/defaultVpc:DefaultVpc",
]);
const NAT = "aws:ec2/natGateway:NatGateway";
const INTERNET = "aws:ec2/internetGateway:InternetGateway";
const TABLE = "aws:ec2/routeTable:RouteTable";
const DEFAULT_TABLE = "aws:ec2/defaultRouteTable:DefaultRouteTable";
const tableTypes: ReadonlySet<string> = new Set([TABLE, DEFAULT_TABLE]);

export type WayOut = Pick<SubnetView, "reach" | "nat">;

/** By which way out subnets' default routes lead: by their own route tables, else by their network's main one. */
export function waysOut(graph: Graph): ReadonlyMap<string, WayOut> {
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
  for (const subnet of main.size > 0 ? (graph.byType.get(SUBNET) ?? []) : []) {
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
    const gateway = referredOne(graph, resource, input ?? "natGatewayId", nat, new Set([NAT]));
    return { reach: "private", nat: gateway ? gatewayView(graph, gateway) : "missing" };
  }
  const gateway = at(route, "gatewayId");
  if (isSet(gateway)) {
    const internet = referredOne(graph, resource, input ?? "gatewayId", gateway, new Set([INTERNET]));
    return { reach: internet || textAt(gateway)?.startsWith("igw-") ? "public" : "private" };
  }
  return others.some((key) => isSet(at(route, key))) ? { reach: "private" } : undefined;
}

function gatewayView(graph: Graph, resource: GraphResource): GatewayView {
  const properties = propertiesOf(resource);
  const subnet = referredOne(graph, resource, "subnetId", properties.subnetId, subnetTypes);
  return {
    resource,
    ...(subnet ? { subnet } : {}),
    regional: properties.availabilityMode === "regional",
    inside: properties.connectivityType === "private",
  };
}
