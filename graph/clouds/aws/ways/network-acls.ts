/** Network ACLs: ordered lists for whole subnets, which know nothing of connections. */
import type { Graph, GraphResource, Value } from "../../../resource";
import { meant, meantAll } from "../../../views/meant";
import { ofTypes, perGraph } from "../../../views/per-graph";
import { at, booleanAt, isUnknown, listAt, numberAt, propertiesOf, textAt } from "../../../views/read";
import type { OrderedGate, PeerView } from "../../ways-views";
import { networkTypes, subnetTypes } from "../ways-out";
import { trafficOf } from "./security-groups";

const ACL = "aws:ec2/networkAcl:NetworkAcl";
const DEFAULT_ACL = "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl";
const RULE = "aws:ec2/networkAclRule:NetworkAclRule";
const ASSOCIATION = "aws:ec2/networkAclAssociation:NetworkAclAssociation";
export const aclTypes = [ACL, DEFAULT_ACL, RULE, ASSOCIATION];
const listTypes: ReadonlySet<string> = new Set([ACL, DEFAULT_ACL]);

type Rule = OrderedGate["rules"][number];

/** The list of a subnet; undefined where it has its network's first one, which lets everything through. */
export function aclOf(graph: Graph, subnet: GraphResource): OrderedGate | undefined {
  const acls = bySubnet(graph);
  const list = acls.bySubnet.get(subnet.urn) ?? defaultOf(graph, subnet, acls.byNetwork);
  if (!list) return undefined;
  const rules = [...inlineRules(list), ...(singleRules(graph).get(list.urn) ?? [])];
  const untold = [at(propertiesOf(list), "ingress"), at(propertiesOf(list), "egress")].some(isUnknown);
  const ordered = rules.sort((a, b) => a.number - b.number).map(({ rule }) => rule);
  return {
    kind: "ordered",
    resource: list,
    rules: ordered,
    ...(untold ? { untold: "has rules that can't be read" } : {}),
  };
}

function defaultOf(
  graph: Graph,
  subnet: GraphResource,
  byNetwork: ReadonlyMap<string, GraphResource>,
): GraphResource | undefined {
  if (byNetwork.size === 0) return undefined;
  const [network] = meant(graph, subnet, "vpcId", propertiesOf(subnet).vpcId, networkTypes);
  return network && byNetwork.get(network.urn);
}

interface Lists {
  readonly bySubnet: ReadonlyMap<string, GraphResource>;
  /** Lists that stand for subnets without one of their own. */
  readonly byNetwork: ReadonlyMap<string, GraphResource>;
}

const bySubnet = perGraph((graph): Lists => {
  const found = new Map<string, GraphResource>();
  const networks = new Map<string, GraphResource>();
  for (const list of ofTypes(graph, [DEFAULT_ACL, ACL])) {
    const { subnetIds, defaultNetworkAclId } = propertiesOf(list);
    for (const { urn } of meantAll(graph, list, "subnetIds", listAt(subnetIds), subnetTypes))
      found.set(urn, list);
    for (const network of ofTypes(graph, networkTypes)) {
      const own = textAt(network.outputs, "defaultNetworkAclId");
      const isOwn = own !== undefined && own === textAt(defaultNetworkAclId);
      const made = meant(graph, list, "defaultNetworkAclId", defaultNetworkAclId, networkTypes);
      if (list.type === DEFAULT_ACL && (isOwn || made.includes(network))) networks.set(network.urn, list);
    }
  }
  for (const association of ofTypes(graph, [ASSOCIATION])) {
    const { subnetId, networkAclId } = propertiesOf(association);
    const [list] = meant(graph, association, "networkAclId", networkAclId, listTypes);
    for (const subnet of meant(graph, association, "subnetId", subnetId, subnetTypes)) {
      if (list) found.set(subnet.urn, list);
    }
  }
  return { bySubnet: found, byNetwork: networks };
});

interface Numbered {
  readonly number: number;
  readonly rule: Rule;
}

function inlineRules(list: GraphResource): Numbered[] {
  return (["ingress", "egress"] as const).flatMap((input) =>
    listAt(propertiesOf(list), input).map((item) => ({
      number: numberAt(item, "ruleNo") ?? 0,
      rule: ruleOf(list, input === "ingress" ? "in" : "out", item, "action", "protocol"),
    })),
  );
}

const singleRules = perGraph((graph): ReadonlyMap<string, readonly Numbered[]> => {
  const found = new Map<string, Numbered[]>();
  for (const rule of ofTypes(graph, [RULE])) {
    const properties = propertiesOf(rule);
    const direction = booleanAt(properties, "egress") === true ? "out" : "in";
    for (const { urn } of meant(graph, rule, "networkAclId", properties.networkAclId, listTypes)) {
      const numbered = {
        number: numberAt(properties, "ruleNumber") ?? 0,
        rule: ruleOf(rule, direction, properties as Value, "ruleAction", "protocol"),
      };
      found.set(urn, [...(found.get(urn) ?? []), numbered]);
    }
  }
  return found;
});

function ruleOf(
  resource: GraphResource,
  direction: "in" | "out",
  item: Value,
  action: string,
  protocol: string,
): Rule {
  const cidr = at(item, "cidrBlock");
  const peer: PeerView =
    cidr === undefined || cidr === null
      ? { kind: "cidr", cidr: "::/0" }
      : isUnknown(cidr)
        ? { kind: "untold" }
        : { kind: "cidr", cidr: String(cidr) };
  const told = textAt(item, action)?.toLowerCase();
  return { resource, direction, ...trafficOf(item, protocol), peer, denies: told !== "allow" };
}
