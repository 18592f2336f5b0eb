/** Entrances and the public addresses that they listen on. */
import type { Graph, GraphResource, Properties, Value } from "../resource";
import { type AddressView, addressesAmong } from "./addresses";
import { at, isUnknown, listAt, madeFrom, numberAt, propertiesOf, textAt } from "./read";
import { namedOne } from "./references";
import { entrancesOf, isEntrance } from "./serving";

/** The entrances that listen on an address of this program; of itself, where it is one. */
export function entrancesAt(graph: Graph, { resource, key }: AddressView): readonly GraphResource[] {
  if (!resource || key === undefined) return [];
  let byKey = indexes.get(graph);
  if (!byKey) {
    byKey = indexOf(graph);
    indexes.set(graph, byKey);
  }
  const listening = byKey.get(key) ?? [];
  return isEntrance(resource) ? [resource, ...listening] : listening;
}
const indexes = new WeakMap<Graph, ReadonlyMap<string, readonly GraphResource[]>>();

function indexOf(graph: Graph): ReadonlyMap<string, readonly GraphResource[]> {
  const byKey = new Map<string, GraphResource[]>();
  for (const entrance of entrancesOf(graph)) {
    for (const { key } of addressesOn(graph, entrance)) {
      if (key === undefined) continue;
      const found = byKey.get(key);
      if (found) found.push(entrance);
      else byKey.set(key, [entrance]);
    }
  }
  return byKey;
}

/** The fixed addresses that an entrance was given. */
export function addressesOn(graph: Graph, entrance: GraphResource): AddressView[] {
  const properties = propertiesOf(entrance);
  const mappings = listAt(properties, "subnetMappings").map((mapping) => at(mapping, "allocationId"));
  const reserved = listAt(properties, "reservedIps").map((reservation) => at(reservation, "id"));
  return [
    ...given(graph, entrance, "subnetMappings", mappings),
    ...given(graph, entrance, "reservedIps", reserved),
    ...given(graph, entrance, "spec", [at(properties, "spec", "loadBalancerIP")]),
  ];
}

/** The addresses that an input was made from, but those that what is known of it doesn't name. */
function given(
  graph: Graph,
  entrance: GraphResource,
  input: string,
  named: readonly (Value | undefined)[],
): AddressView[] {
  const made = addressesAmong(graph, madeFrom(entrance, input));
  const known = new Set(named.filter((value) => !isUnknown(value)));
  const open = named.length - named.filter((value) => value === undefined || !isUnknown(value)).length;
  const isNamed = ({ resource, ip }: AddressView) =>
    [resource?.id, at(resource?.outputs, "allocationId"), ip].some((is) => is !== undefined && known.has(is));
  const left = made.filter((address) => !isNamed(address));
  // As many of the others as there are values that aren't known yet; which ones, can't be told.
  return [...made.filter(isNamed), ...(left.length <= open ? left : [])];
}

const listenerTypes = ["aws:lb/listener:Listener", "aws:alb/listener:Listener"];
const groupTypes = new Set(["aws:lb/targetGroup:TargetGroup", "aws:alb/targetGroup:TargetGroup"]);
/** What puts targets into a group. */
const bindingTypes = [
  "aws:alb/targetGroupAttachment:TargetGroupAttachment",
  "aws:autoscaling/attachment:Attachment",
  "aws:autoscaling/group:Group",
  "aws:ecs/service:Service",
  "aws:lb/targetGroupAttachment:TargetGroupAttachment",
  "kubernetes:eks.amazonaws.com/v1:TargetGroupBinding",
  "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding",
];

/** Why users who come to a port of an entrance reach nothing, in words; undefined where nothing speaks for it. */
export function closedBecause(graph: Graph, entrance: GraphResource, port: number): string | undefined {
  if (entrance.type === "kubernetes:core/v1:Service") {
    const ports = listAt(propertiesOf(entrance), "spec", "ports");
    return ports.some((item) => numberAt(item, "port") === port) ? undefined : `which has no port ${port}`;
  }
  if (!/^aws:[ae]?lb\/loadBalancer:/.test(entrance.type) || entrance.type.startsWith("aws:elb/"))
    return undefined;
  const listeners = (listenersOf(graph).get(entrance.urn) ?? []).filter(
    (listener) => numberAt(propertiesOf(listener), "port") === port,
  );
  if (listeners.length === 0) return `which has no listener on port ${port}`;
  const bound = boundGroups(graph);
  const leads = listeners.some((listener) => {
    const actions = listAt(propertiesOf(listener), "defaultActions");
    return actions.some(
      (action) =>
        textAt(action, "type") !== "forward" ||
        groupsOf(graph, listener, "defaultActions", [at(action, "targetGroupArn")]).some((urn) =>
          bound.has(urn),
        ),
    );
  });
  return leads ? undefined : `whose listener on port ${port} leads to a target group without targets`;
}

/** URNs of the target groups that the values of an input name. */
function groupsOf(
  graph: Graph,
  resource: GraphResource,
  input: string,
  values: readonly (Value | undefined)[],
): string[] {
  const known = values.filter((value) => value !== undefined && value !== null && !isUnknown(value));
  const named = known.flatMap((arn) => groupsByArn(graph).get(String(arn)) ?? []);
  const made = values.some(isUnknown)
    ? madeFrom(resource, input).filter((urn) => groupTypes.has(graph.byUrn.get(urn)?.type ?? ""))
    : [];
  return [...named, ...made];
}

function groupsByArn(graph: Graph): ReadonlyMap<string, string> {
  let index = arns.get(graph);
  if (!index) {
    const groups = [...groupTypes].flatMap((type) => graph.byType.get(type) ?? []);
    index = new Map(
      groups.flatMap((group) => {
        const arn = textAt(group.outputs, "arn") ?? group.id;
        return arn === undefined ? [] : [[arn, group.urn]];
      }),
    );
    arns.set(graph, index);
  }
  return index;
}
const arns = new WeakMap<Graph, ReadonlyMap<string, string>>();

/** Listeners by the URN of their load balancer. */
function listenersOf(graph: Graph): ReadonlyMap<string, readonly GraphResource[]> {
  const cached = listeners.get(graph);
  if (cached) return cached;
  const byBalancer = new Map<string, GraphResource[]>();
  for (const listener of listenerTypes.flatMap((type) => graph.byType.get(type) ?? [])) {
    const balancer = namedOne(graph, listener, "loadBalancerArn", balancerTypes);
    if (!balancer) continue;
    const found = byBalancer.get(balancer.urn);
    if (found) found.push(listener);
    else byBalancer.set(balancer.urn, [listener]);
  }
  listeners.set(graph, byBalancer);
  return byBalancer;
}
const listeners = new WeakMap<Graph, ReadonlyMap<string, readonly GraphResource[]>>();
const balancerTypes = new Set(["aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer"]);

/** URNs of the target groups that something puts targets into. */
function boundGroups(graph: Graph): ReadonlySet<string> {
  const cached = bound.get(graph);
  if (cached) return cached;
  const urns = new Set<string>();
  for (const type of bindingTypes) {
    for (const binding of graph.byType.get(type) ?? []) {
      for (const [input, values] of namedGroups(propertiesOf(binding))) {
        for (const urn of groupsOf(graph, binding, input, values)) urns.add(urn);
      }
    }
  }
  bound.set(graph, urns);
  return urns;
}
const bound = new WeakMap<Graph, ReadonlySet<string>>();

/** The target groups that a binding names, by input; a list that isn't known yet is one value. */
function namedGroups(properties: Properties): [input: string, values: readonly (Value | undefined)[]][] {
  const groups = at(properties, "targetGroupArns");
  return [
    ["spec", [at(properties, "spec", "targetGroupARN")]],
    ["targetGroupArn", [at(properties, "targetGroupArn")]],
    ["lbTargetGroupArn", [at(properties, "lbTargetGroupArn")]],
    ["targetGroupArns", isUnknown(groups) ? [groups] : listAt(groups)],
    ["loadBalancers", listAt(properties, "loadBalancers").map((balancer) => at(balancer, "targetGroupArn"))],
  ];
}
