/** Security groups: whom their rules let in and out. */
import type { Graph, GraphResource, Properties, Value } from "../../../resource";
import { meant } from "../../../views/meant";
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
import { CLUSTER, clusterTypes } from "../clusters";

const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const DEFAULT_GROUP = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
const groupTypes: ReadonlySet<string> = new Set([GROUP, DEFAULT_GROUP]);
const keyedTypes: ReadonlySet<string> = new Set([...groupTypes, ...clusterTypes]);
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
const RULE = "aws:ec2/securityGroupRule:SecurityGroupRule";
export const ruleTypes = [GROUP, DEFAULT_GROUP, INGRESS, EGRESS, RULE];

/** The key of the group that EKS makes for a cluster. */
export const clusterGroup = (cluster: GraphResource): string => cluster.urn;

/**
 * Keys of the groups that a value may mean: URNs, a cluster's own for the group that EKS makes for it; the text where
 * the graph has no such group.
 */
export function groupKeys(
  graph: Graph,
  resource: GraphResource,
  input: string,
  value: Value | undefined,
): string[] {
  if (!isSet(value)) return [];
  const own = typeof value === "string" && !isUnknown(value) ? clustersByGroup(graph).get(value) : undefined;
  if (own) return [clusterGroup(own)];
  const found = meant(graph, resource, input, value, keyedTypes).filter(
    // A cluster whose group is known would have been found by it.
    ({ type, outputs }) => isUnknown(value) || type !== CLUSTER || groupIdOf(outputs) === undefined,
  );
  if (found.length > 0) return found.map(({ urn }) => urn);
  return typeof value === "string" && !isUnknown(value) ? [value] : [];
}

const groupIdOf = (outputs: Properties): string | undefined =>
  textAt(outputs, "vpcConfig", "clusterSecurityGroupId");

const clustersByGroup = perGraph(
  (graph): ReadonlyMap<string, GraphResource> =>
    new Map(
      ofTypes(graph, [CLUSTER]).flatMap((cluster) => {
        const id = groupIdOf(cluster.outputs);
        return id === undefined ? [] : [[id, cluster] as const];
      }),
    ),
);

/** One gate of all the groups of an interface: what one lets through passes. */
export function securityGate(
  graph: Graph,
  keys: readonly string[],
  fallback: GraphResource,
): AllowingGate | undefined {
  // A load balancer of connections without groups takes everything.
  if (keys.length === 0) return undefined;
  const rules = keys.flatMap((key) => rulesByGroup(graph).get(key) ?? []);
  const elsewhere = keys.filter((key) => !graph.byUrn.has(key));
  return {
    kind: "allowing",
    resource: graph.byUrn.get(keys[0] ?? "") ?? fallback,
    rules,
    ...(elsewhere.length > 0
      ? { untold: `has the security group ${elsewhere[0]}, which isn't in the program` }
      : {}),
  };
}

/** Rules by the key of their group. */
const rulesByGroup = perGraph((graph): ReadonlyMap<string, readonly FilterRule[]> => {
  const found = new Map<string, FilterRule[]>();
  const add = (keys: readonly string[], rules: readonly FilterRule[]): void => {
    for (const key of keys) {
      const known = found.get(key);
      if (known) known.push(...rules);
      else found.set(key, [...rules]);
    }
  };
  for (const cluster of ofTypes(graph, [CLUSTER])) add([clusterGroup(cluster)], ownRules(cluster));
  for (const group of ofTypes(graph, groupTypes)) {
    add([group.urn], [...inlineRules(graph, group, "in"), ...inlineRules(graph, group, "out")]);
  }
  for (const [type, direction] of [
    [INGRESS, "in"],
    [EGRESS, "out"],
  ] as const) {
    for (const rule of ofTypes(graph, [type])) {
      const keys = groupKeys(graph, rule, "securityGroupId", propertiesOf(rule).securityGroupId);
      add(keys, [singleRule(graph, rule, direction)]);
    }
  }
  for (const rule of ofTypes(graph, [RULE])) {
    const properties = propertiesOf(rule);
    const type = textAt(properties, "type");
    const keys = groupKeys(graph, rule, "securityGroupId", properties.securityGroupId);
    const peers = peersIn(graph, rule, properties, undefined, keys);
    for (const direction of type === "ingress"
      ? (["in"] as const)
      : type === "egress"
        ? (["out"] as const)
        : []) {
      add(
        keys,
        peers.map((peer) => ({ resource: rule, direction, ...trafficOf(properties, "protocol"), peer })),
      );
    }
  }
  return found;
});

/** EKS' own group lets its members talk to each other, and out to everybody. */
function ownRules(cluster: GraphResource): FilterRule[] {
  const common = { resource: cluster, protocol: "any" as const };
  return [
    { ...common, direction: "in", peer: { kind: "group", key: clusterGroup(cluster) } },
    { ...common, direction: "out", peer: { kind: "cidr", cidr: "0.0.0.0/0" } },
  ];
}

function inlineRules(graph: Graph, group: GraphResource, direction: "in" | "out"): FilterRule[] {
  const input = direction === "in" ? "ingress" : "egress";
  const list = at(propertiesOf(group), input);
  if (isUnknown(list)) return [untoldRule(group, direction)];
  return listAt(list).flatMap((item) =>
    peersIn(graph, group, item, input, [group.urn]).map(
      (peer): FilterRule => ({ resource: group, direction, ...trafficOf(item, "protocol"), peer }),
    ),
  );
}

const untoldRule = (resource: GraphResource, direction: "in" | "out"): FilterRule => ({
  resource,
  direction,
  protocol: "untold",
  peer: { kind: "untold" },
});

/** A rule that has one peer. */
function singleRule(graph: Graph, rule: GraphResource, direction: "in" | "out"): FilterRule {
  const properties = propertiesOf(rule);
  return {
    resource: rule,
    direction,
    ...trafficOf(properties, "ipProtocol"),
    peer: peerOf(graph, rule, properties),
  };
}

function peerOf(graph: Graph, rule: GraphResource, properties: Properties): PeerView {
  const { cidrIpv4, referencedSecurityGroupId } = properties;
  if (isSet(cidrIpv4)) return cidrPeer(graph, rule, "cidrIpv4", cidrIpv4);
  if (isSet(referencedSecurityGroupId)) {
    const [key] = groupKeys(graph, rule, "referencedSecurityGroupId", referencedSecurityGroupId);
    return key === undefined ? { kind: "untold" } : { kind: "group", key };
  }
  // IPv6 alone lets nobody in whom anything here is about; lists of prefixes are elsewhere.
  return isSet(properties.prefixListId) ? { kind: "untold" } : { kind: "cidr", cidr: "::/0" };
}

function peersIn(
  graph: Graph,
  resource: GraphResource,
  item: Value | Properties,
  input: string | undefined,
  own: readonly string[],
): PeerView[] {
  const cidrs = at(item, "cidrBlocks");
  const groups = [at(item, "sourceSecurityGroupId"), ...listAt(item, "securityGroups")].filter(isSet);
  const untold =
    isUnknown(cidrs) || isUnknown(at(item, "securityGroups")) || listAt(item, "prefixListIds").length > 0;
  return [
    ...listAt(cidrs).map((cidr) => cidrPeer(graph, resource, input ?? "cidrBlocks", cidr)),
    ...groups
      .flatMap((group) => groupKeys(graph, resource, input ?? "sourceSecurityGroupId", group))
      .map(groupPeer),
    ...(booleanAt(item, "self") === true ? own.map(groupPeer) : []),
    ...(untold ? [{ kind: "untold" } as const] : []),
  ];
}

const groupPeer = (key: string): PeerView => ({ kind: "group", key });

function cidrPeer(graph: Graph, resource: GraphResource, input: string, value: Value): PeerView {
  if (typeof value === "string" && !isUnknown(value)) return { kind: "cidr", cidr: value };
  const of = madeFrom(resource, input).filter(
    (urn) => graph.byUrn.get(urn)?.type === "aws:ec2/eip:Eip" || isOther(graph, urn),
  );
  return of.length > 0 ? { kind: "address", of } : { kind: "untold" };
}

/** An address of whichever other cloud. */
const isOther = (graph: Graph, urn: string): boolean =>
  /[Ii]p:|[Aa]ddress:/.test(graph.byUrn.get(urn)?.type ?? "");

/** Protocols by name and by number. */
const protocols: Readonly<Record<string, FilterRule["protocol"]>> = {
  "-1": "any",
  all: "any",
  tcp: "tcp",
  "6": "tcp",
  udp: "udp",
  "17": "udp",
  icmp: "icmp",
  "1": "icmp",
};

export function protocolOf(value: Value | undefined): FilterRule["protocol"] {
  if (isUnknown(value) || !isSet(value)) return "untold";
  return protocols[String(value).toLowerCase()] ?? "other";
}

export function trafficOf(item: Value | Properties, key: string): Pick<FilterRule, "protocol" | "ports"> {
  const protocol = protocolOf(at(item, key));
  if (protocol === "any") return { protocol };
  const [from, to] = [at(item, "fromPort"), at(item, "toPort")];
  if (isUnknown(from) || isUnknown(to)) return { protocol, ports: "untold" };
  const range: PortRange = [numberAt(from) ?? 0, numberAt(to) ?? 0];
  return { protocol, ports: range };
}
