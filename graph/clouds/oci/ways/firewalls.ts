/** Security groups and security lists of OCI: what a rule of either lets through passes. */
import type { Graph, GraphResource, Properties, Value } from "../../../resource";
import { meant, meantAll } from "../../../views/meant";
import { ofTypes, perGraph } from "../../../views/per-graph";
import {
  at,
  booleanAt,
  isSet,
  isUnknown,
  listAt,
  madeFrom,
  numberAt,
  propertiesOf,
  textAt,
} from "../../../views/read";
import type { AllowingGate, FilterRule, PeerView, PortRange } from "../../ways-views";

const GROUP = "oci:Core/networkSecurityGroup:NetworkSecurityGroup";
const RULE = "oci:Core/networkSecurityGroupSecurityRule:NetworkSecurityGroupSecurityRule";
const LIST = "oci:Core/securityList:SecurityList";
const DEFAULT_LIST = "oci:Core/defaultSecurityList:DefaultSecurityList";
const VCN = "oci:Core/vcn:Vcn";
export const firewallTypes = [GROUP, RULE, LIST, DEFAULT_LIST];
export const groupTypes: ReadonlySet<string> = new Set([GROUP]);
const listTypes: ReadonlySet<string> = new Set([LIST, DEFAULT_LIST]);
const networkTypes: ReadonlySet<string> = new Set([VCN]);

/** Keys of the groups that values may mean: their URNs, or the text of one that the graph doesn't have. */
export function groupKeys(
  graph: Graph,
  resource: GraphResource,
  input: string,
  values: readonly Value[],
): string[] {
  const keys = values.flatMap((value) => {
    const found = meant(graph, resource, input, value, groupTypes);
    if (found.length > 0) return found.map(({ urn }) => urn);
    return typeof value === "string" && !isUnknown(value) ? [value] : [];
  });
  return [...new Set(keys)];
}

/** One gate of a subnet's lists and an interface's groups together. */
export function firewallGate(
  graph: Graph,
  keys: readonly string[],
  subnet: GraphResource,
  fallback: GraphResource,
): AllowingGate {
  const lists = listsOf(graph, subnet);
  const rules = [
    ...keys.flatMap((key) => rulesByGroup(graph).get(key) ?? []),
    ...lists.flatMap((list) => rulesOfList(list)),
  ];
  const elsewhere = keys.find((key) => !graph.byUrn.has(key));
  return {
    kind: "allowing",
    resource: graph.byUrn.get(keys[0] ?? "") ?? fallback,
    rules,
    ...(elsewhere ? { untold: `has the security group ${elsewhere}, which isn't in the program` } : {}),
  };
}

/** The lists of a subnet: those that it names, else its network's first one, as far as the graph has them. */
function listsOf(graph: Graph, subnet: GraphResource): readonly GraphResource[] {
  const named = listAt(propertiesOf(subnet), "securityListIds");
  if (named.length > 0) {
    const own = meantAll(graph, subnet, "securityListIds", named, listTypes);
    const defaults = named.flatMap((value) => defaultsById(graph).get(String(value)) ?? []);
    return [...new Set([...own, ...defaults])];
  }
  const [network] = meant(graph, subnet, "vcnId", propertiesOf(subnet).vcnId, networkTypes);
  return network ? (defaultLists(graph).get(network.urn) ?? []) : [];
}

const defaultsById = perGraph(
  (graph): ReadonlyMap<string, GraphResource> =>
    new Map(
      ofTypes(graph, [DEFAULT_LIST]).flatMap((list) => {
        const id = textAt(propertiesOf(list), "manageDefaultResourceId");
        return id === undefined ? [] : [[id, list] as const];
      }),
    ),
);

/** Networks' first lists by their network. */
const defaultLists = perGraph((graph): ReadonlyMap<string, readonly GraphResource[]> => {
  const found = new Map<string, GraphResource[]>();
  for (const list of ofTypes(graph, [DEFAULT_LIST])) {
    const id = propertiesOf(list).manageDefaultResourceId;
    const made = madeFrom(list, "manageDefaultResourceId");
    for (const network of ofTypes(graph, [VCN])) {
      const own = textAt(network.outputs, "defaultSecurityListId");
      const isOf = own !== undefined && !isUnknown(id) ? own === id : made.includes(network.urn);
      if (isOf) found.set(network.urn, [...(found.get(network.urn) ?? []), list]);
    }
  }
  return found;
});

/** Rules by the key of their group. */
const rulesByGroup = perGraph((graph): ReadonlyMap<string, readonly FilterRule[]> => {
  const found = new Map<string, FilterRule[]>();
  for (const rule of ofTypes(graph, [RULE])) {
    const properties = propertiesOf(rule);
    const direction = textAt(properties, "direction")?.toUpperCase();
    const keys = groupKeys(graph, rule, "networkSecurityGroupId", [properties.networkSecurityGroupId ?? ""]);
    const way = direction === "INGRESS" ? "in" : direction === "EGRESS" ? "out" : undefined;
    if (way === undefined) continue;
    const [end, kind] = way === "in" ? ["source", "sourceType"] : ["destination", "destinationType"];
    const view = ruleOf(
      rule,
      way,
      properties as Value,
      peerOf(graph, rule, end as string, properties, kind as string),
    );
    for (const key of keys) {
      const known = found.get(key);
      if (known) known.push(view);
      else found.set(key, [view]);
    }
  }
  return found;
});

function rulesOfList(list: GraphResource): FilterRule[] {
  return (["in", "out"] as const).flatMap((direction) => {
    const input = direction === "in" ? "ingressSecurityRules" : "egressSecurityRules";
    const [end, kind] = direction === "in" ? ["source", "sourceType"] : ["destination", "destinationType"];
    return listAt(propertiesOf(list), input).map((item) =>
      ruleOf(list, direction, item, plainPeer(at(item, end as string), textAt(item, kind as string))),
    );
  });
}

function peerOf(
  graph: Graph,
  rule: GraphResource,
  input: string,
  properties: Properties,
  kind: string,
): PeerView {
  const value = properties[input];
  const type = textAt(properties, kind);
  if (type === "NETWORK_SECURITY_GROUP") {
    const [key] = groupKeys(graph, rule, input, [value ?? ""]);
    return key === undefined ? { kind: "untold" } : { kind: "group", key };
  }
  if (isUnknown(value) && type !== "SERVICE_CIDR_BLOCK") {
    const of = madeFrom(rule, input).filter((urn) => graph.byUrn.has(urn));
    return of.length > 0 ? { kind: "address", of } : { kind: "untold" };
  }
  return plainPeer(value, type);
}

function plainPeer(value: Value | undefined, type: string | undefined): PeerView {
  if (type === "SERVICE_CIDR_BLOCK") {
    // Object Storage alone, or all services: the label says it.
    return isUnknown(value) || /^all-/.test(String(value)) ? { kind: "services" } : { kind: "untold" };
  }
  if (!isSet(value) || isUnknown(value)) return { kind: "untold" };
  return { kind: "cidr", cidr: String(value) };
}

const protocols: Readonly<Record<string, FilterRule["protocol"]>> = {
  all: "any",
  "6": "tcp",
  "17": "udp",
  "1": "icmp",
};

function ruleOf(resource: GraphResource, direction: "in" | "out", item: Value, peer: PeerView): FilterRule {
  const protocol = at(item, "protocol");
  const told = isUnknown(protocol) || !isSet(protocol) ? "untold" : (protocols[String(protocol)] ?? "other");
  const options = at(item, told === "udp" ? "udpOptions" : "tcpOptions");
  // Rules of groups have the range one deeper than those of lists.
  const wanted = at(options, "destinationPortRange") ?? options;
  const ports = portsOf(wanted);
  const source = at(options, "sourcePortRange");
  return {
    resource,
    direction,
    protocol: told,
    ...(ports === undefined ? {} : { ports }),
    ...(isSet(source) && !isUnknown(source) && isNarrow(source) ? { fromSomePorts: true as const } : {}),
    peer,
    ...(booleanAt(item, "stateless") === true ? { stateless: true as const } : {}),
  };
}

function portsOf(range: Value | undefined): PortRange | "untold" | undefined {
  if (isUnknown(range)) return "untold";
  const [from, to] = [at(range, "min"), at(range, "max")];
  if (isUnknown(from) || isUnknown(to)) return "untold";
  const numbers = [numberAt(from), numberAt(to)];
  return numbers[0] === undefined || numbers[1] === undefined ? undefined : [numbers[0], numbers[1]];
}

/** Callers take any port above 1023 (RFC 6335's dynamic ones at least). */
const isNarrow = (range: Value): boolean => {
  const ports = portsOf(range);
  return ports === "untold" || (ports !== undefined && (ports[0] > 1024 || ports[1] < 65535));
};
