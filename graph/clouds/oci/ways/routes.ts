/** Where the packets of OCI's subnets go: route tables, and the gateways that their rules lead to. */
import type { Graph, GraphResource, Value } from "../../../resource";
import { meant } from "../../../views/meant";
import { ofTypes, perGraph } from "../../../views/per-graph";
import { at, booleanAt, isSet, isUnknown, listAt, madeFrom, propertiesOf, textAt } from "../../../views/read";
import type { NextHop, RoutesView, RouteView } from "../../ways-views";

const TABLE = "oci:Core/routeTable:RouteTable";
const DEFAULT_TABLE = "oci:Core/defaultRouteTable:DefaultRouteTable";
const ATTACHMENT = "oci:Core/routeTableAttachment:RouteTableAttachment";
const NAT = "oci:Core/natGateway:NatGateway";
const INTERNET = "oci:Core/internetGateway:InternetGateway";
const SERVICES = "oci:Core/serviceGateway:ServiceGateway";
const ADDRESS = "oci:Core/publicIp:PublicIp";
const VCN = "oci:Core/vcn:Vcn";
const SUBNET = "oci:Core/subnet:Subnet";
export const routeTypes = [TABLE, DEFAULT_TABLE, ATTACHMENT, NAT, INTERNET, SERVICES];
const tableTypes: ReadonlySet<string> = new Set([TABLE, DEFAULT_TABLE]);
const networkTypes: ReadonlySet<string> = new Set([VCN]);

export function routesOf(graph: Graph, subnet: GraphResource): RoutesView {
  const { routeTableId, vcnId } = propertiesOf(subnet);
  const [network] = meant(graph, subnet, "vcnId", vcnId, networkTypes);
  const attached = attachments(graph).get(subnet.urn);
  const own = attached ? [attached] : meant(graph, subnet, "routeTableId", routeTableId, tableTypes);
  if (own.length > 1) return { resource: subnet, routes: [], untold: "has a route table that can't be told" };
  const table =
    own[0] ?? (network && isUnset(routeTableId) ? defaultTables(graph).get(network.urn) : undefined);
  if (!table) {
    const isElsewhere = isSet(routeTableId);
    return {
      resource: subnet,
      routes: [],
      ...(isElsewhere ? { untold: "has a route table that isn't in the program" } : {}),
    };
  }
  const rules = at(propertiesOf(table), "routeRules");
  return {
    resource: table,
    routes: listAt(rules).map((rule) => routeView(graph, table, rule, network)),
    ...(isUnknown(rules) ? { untold: "has routes that can't be read" } : {}),
  };
}

const isUnset = (value: Value | undefined): boolean => !isSet(value);

const attachments = perGraph((graph): ReadonlyMap<string, GraphResource> => {
  const found = new Map<string, GraphResource>();
  for (const item of ofTypes(graph, [ATTACHMENT])) {
    const { subnetId, routeTableId } = propertiesOf(item);
    const [table] = meant(graph, item, "routeTableId", routeTableId, tableTypes);
    for (const { urn } of meant(graph, item, "subnetId", subnetId, new Set([SUBNET]))) {
      if (table) found.set(urn, table);
    }
  }
  return found;
});

const defaultTables = perGraph((graph): ReadonlyMap<string, GraphResource> => {
  const found = new Map<string, GraphResource>();
  for (const table of ofTypes(graph, [DEFAULT_TABLE])) {
    const id = propertiesOf(table).manageDefaultResourceId;
    const made = madeFrom(table, "manageDefaultResourceId");
    for (const network of ofTypes(graph, [VCN])) {
      const own = textAt(network.outputs, "defaultRouteTableId");
      const isOf = own !== undefined && !isUnknown(id) ? own === id : made.includes(network.urn);
      if (isOf) found.set(network.urn, table);
    }
  }
  return found;
});

function routeView(
  graph: Graph,
  table: GraphResource,
  rule: Value,
  network: GraphResource | undefined,
): RouteView {
  const isServices = textAt(rule, "destinationType") === "SERVICE_CIDR_BLOCK";
  const to = at(rule, "destination") ?? at(rule, "cidrBlock");
  return {
    resource: table,
    to: isServices
      ? isUnknown(to) || /^all-/.test(String(to))
        ? { kind: "services" }
        : { kind: "untold" }
      : isUnknown(to)
        ? { kind: "untold" }
        : { kind: "cidr", cidr: String(to ?? "") },
    via: nextHop(graph, table, rule, isServices, network),
  };
}

/** Where ids aren't known yet, the destination says which of a table's gateways is meant. */
function nextHop(
  graph: Graph,
  table: GraphResource,
  rule: Value,
  isServices: boolean,
  network: GraphResource | undefined,
): NextHop {
  const id = at(rule, "networkEntityId");
  const types = isServices ? new Set([SERVICES]) : new Set([NAT, INTERNET]);
  const found = meant(graph, table, "routeRules", id, types);
  const [gateway] = found;
  if (!gateway) return missing(id);
  if (found.length > 1) return { kind: "untold" };
  const properties = propertiesOf(gateway);
  const [own] = meant(graph, gateway, "vcnId", properties.vcnId, networkTypes);
  const isElsewhere = network !== undefined && own !== undefined && own !== network;
  const closed = isElsewhere ? "is another network's" : closedBecause(gateway);
  const kind = gateway.type === NAT ? "nat" : gateway.type === INTERNET ? "internet" : "services";
  const addresses = meant(graph, gateway, "publicIpId", properties.publicIpId, new Set([ADDRESS]));
  return { kind, resource: gateway, addresses, ...(closed ? { closed } : {}) };
}

function missing(id: Value | undefined): NextHop {
  if (isUnknown(id)) return { kind: "untold" };
  return /^ocid1\.(natgateway|internetgateway|servicegateway)\./.test(String(id))
    ? { kind: "missing" }
    : { kind: "other" };
}

function closedBecause(gateway: GraphResource): string | undefined {
  const properties = propertiesOf(gateway);
  if (gateway.type === NAT && booleanAt(properties, "blockTraffic") === true)
    return "is told to block all traffic";
  if (gateway.type === INTERNET && booleanAt(properties, "enabled") === false) return "is switched off";
  if (gateway.type === SERVICES && booleanAt(properties, "blockTraffic") === true)
    return "is told to block all traffic";
  if (
    gateway.type === SERVICES &&
    listAt(properties, "services").length === 0 &&
    !isUnknown(at(properties, "services"))
  )
    return "leads to no service";
  return undefined;
}
