/** Where the packets of AWS's subnets go: route tables, and the gateways that their routes lead to. */
import type { Graph, GraphResource, Properties, Value } from "../../../resource";
import { meant, meantAll } from "../../../views/meant";
import { ofTypes, perGraph } from "../../../views/per-graph";
import { at, isSet, isUnknown, listAt, propertiesOf, textAt } from "../../../views/read";
import type { NextHop, RoutesView, RouteView } from "../../ways-views";
import { networkTypes, subnetTypes } from "../ways-out";

const TABLE = "aws:ec2/routeTable:RouteTable";
const DEFAULT_TABLE = "aws:ec2/defaultRouteTable:DefaultRouteTable";
const ROUTE = "aws:ec2/route:Route";
const ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation";
const MAIN = "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation";
const NAT = "aws:ec2/natGateway:NatGateway";
const INTERNET = "aws:ec2/internetGateway:InternetGateway";
const ADDRESS = "aws:ec2/eip:Eip";
const ATTACHMENT = "aws:ec2/internetGatewayAttachment:InternetGatewayAttachment";
const tableTypes: ReadonlySet<string> = new Set([TABLE, DEFAULT_TABLE]);

/** The routes of a subnet: its own table's, else its network's main one's. */
export function routesOf(graph: Graph, subnet: GraphResource): RoutesView {
  const tables = tablesOf(graph);
  const [network] = meant(graph, subnet, "vpcId", propertiesOf(subnet).vpcId, networkTypes);
  const own = tables.bySubnet.get(subnet.urn) ?? [];
  const main = network ? tables.main.get(network.urn) : undefined;
  const table = own[0] ?? main;
  if (own.length > 1) return { resource: subnet, routes: [], untold: "has a route table that can't be told" };
  if (!table) return { resource: subnet, routes: [] };
  const list = at(propertiesOf(table), "routes");
  const inline = listAt(list).map((route) => routeView(graph, table, "routes", route, network));
  const single = (routesByTable(graph).get(table.urn) ?? []).map((route) =>
    routeView(graph, route, undefined, propertiesOf(route), network),
  );
  const routes = [...inline, ...single];
  return { resource: table, routes, ...(isUnknown(list) ? { untold: "has routes that can't be read" } : {}) };
}

interface Tables {
  readonly bySubnet: ReadonlyMap<string, readonly GraphResource[]>;
  readonly main: ReadonlyMap<string, GraphResource>;
}

const tablesOf = perGraph((graph): Tables => {
  const bySubnet = new Map<string, readonly GraphResource[]>();
  const main = new Map<string, GraphResource>();
  for (const item of ofTypes(graph, [ASSOCIATION])) {
    const { subnetId, routeTableId } = propertiesOf(item);
    const tables = meant(graph, item, "routeTableId", routeTableId, tableTypes);
    for (const { urn } of meant(graph, item, "subnetId", subnetId, subnetTypes)) bySubnet.set(urn, tables);
  }
  for (const item of ofTypes(graph, [MAIN])) {
    const { vpcId, routeTableId } = propertiesOf(item);
    const [network] = meant(graph, item, "vpcId", vpcId, networkTypes);
    const [table] = meant(graph, item, "routeTableId", routeTableId, tableTypes);
    if (network && table) main.set(network.urn, table);
  }
  for (const table of ofTypes(graph, [DEFAULT_TABLE])) {
    const id = propertiesOf(table).defaultRouteTableId;
    const [network] = [
      ...meant(graph, table, "defaultRouteTableId", id, networkTypes),
      ...ofTypes(graph, networkTypes).filter(
        ({ outputs }) => isSet(id) && outputs.defaultRouteTableId === id,
      ),
    ];
    if (network) main.set(network.urn, table);
  }
  return { bySubnet, main };
});

const routesByTable = perGraph((graph): ReadonlyMap<string, readonly GraphResource[]> => {
  const found = new Map<string, GraphResource[]>();
  for (const route of ofTypes(graph, [ROUTE])) {
    for (const { urn } of meant(graph, route, "routeTableId", propertiesOf(route).routeTableId, tableTypes)) {
      found.set(urn, [...(found.get(urn) ?? []), route]);
    }
  }
  return found;
});

/** @param input the input that holds the route; undefined where each of its fields is one. */
function routeView(
  graph: Graph,
  resource: GraphResource,
  input: string | undefined,
  route: Value | Properties,
  network: GraphResource | undefined,
): RouteView {
  const to = at(route, "destinationCidrBlock") ?? at(route, "cidrBlock");
  const isList = isSet(at(route, "destinationPrefixListId"));
  return {
    resource,
    to:
      isUnknown(to) || isList
        ? { kind: "untold" }
        : { kind: "cidr", cidr: typeof to === "string" ? to : "::/0" },
    via: nextHop(graph, resource, input, route, network),
  };
}

/** Fields of a route that lead elsewhere than to a gateway of its network. */
const others = [
  "carrierGatewayId",
  "coreNetworkArn",
  "egressOnlyGatewayId",
  "localGatewayId",
  "networkInterfaceId",
  "transitGatewayId",
  "vpcEndpointId",
  "vpcPeeringConnectionId",
];

function nextHop(
  graph: Graph,
  resource: GraphResource,
  input: string | undefined,
  route: Value | Properties,
  network: GraphResource | undefined,
): NextHop {
  const nat = at(route, "natGatewayId");
  if (isSet(nat)) {
    const found = meant(graph, resource, input ?? "natGatewayId", nat, new Set([NAT]));
    const [gateway] = found;
    if (!gateway) return { kind: "missing" };
    return found.length > 1 ? { kind: "untold" } : natHop(graph, gateway);
  }
  const id = at(route, "gatewayId");
  if (isSet(id)) {
    if (id === "local") return { kind: "inside" };
    const [gateway] = meant(graph, resource, input ?? "gatewayId", id, new Set([INTERNET]));
    if (gateway) return internetHop(graph, gateway, network);
    const text = textAt(id);
    if (text?.startsWith("igw-")) return { kind: "missing" };
    return text === undefined ? { kind: "untold" } : { kind: "other" };
  }
  return others.some((key) => isSet(at(route, key))) ? { kind: "other" } : { kind: "missing" };
}

function natHop(graph: Graph, gateway: GraphResource): NextHop {
  const properties = propertiesOf(gateway);
  const inside = textAt(properties, "connectivityType") === "private";
  const [subnet] = meantAll(graph, gateway, "subnetId", [properties.subnetId ?? ""], subnetTypes);
  const hasAddress =
    isSet(properties.allocationId) ||
    textAt(properties, "availabilityMode") === "regional" ||
    isSet(properties.publicIp);
  return {
    kind: "nat",
    resource: gateway,
    ...(subnet ? { subnet } : {}),
    addresses: meant(graph, gateway, "allocationId", properties.allocationId, new Set([ADDRESS])),
    ...(inside
      ? { closed: "leads to other networks only, not to the Internet" }
      : hasAddress
        ? {}
        : { closed: "has no public address" }),
  };
}

function internetHop(graph: Graph, gateway: GraphResource, network: GraphResource | undefined): NextHop {
  const common = { kind: "internet", resource: gateway } as const;
  const own = meant(graph, gateway, "vpcId", propertiesOf(gateway).vpcId, networkTypes);
  const attached = ofTypes(graph, [ATTACHMENT]).flatMap((item) => {
    const { internetGatewayId, vpcId } = propertiesOf(item);
    const isOf = meant(graph, item, "internetGatewayId", internetGatewayId, new Set([INTERNET])).includes(
      gateway,
    );
    return isOf ? meant(graph, item, "vpcId", vpcId, networkTypes) : [];
  });
  const networks = [...own, ...attached];
  if (network === undefined || networks.includes(network)) return common;
  return {
    ...common,
    closed:
      networks.length > 0 ? "is attached to another network" : "is attached to no network of the program",
  };
}

export const routeTypes = [TABLE, DEFAULT_TABLE, ROUTE, ASSOCIATION, MAIN, NAT, INTERNET, ATTACHMENT];
