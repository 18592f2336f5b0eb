/** Whether what comes to a port of one of AWS's load balancers reaches a target: listeners, target groups, bindings. */
import type { Graph, GraphResource, Properties, Value } from "../../resource";
import { ofTypes, perGraph } from "../../views/per-graph";
import { at, isUnknown, listAt, madeFrom, numberAt, propertiesOf, textAt } from "../../views/read";
import { namedOne } from "../../views/references";
import type { BalancerCheckView } from "../views";

const balancerTypes = new Set(["aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer"]);
const listenerTypes = ["aws:lb/listener:Listener", "aws:alb/listener:Listener"];
const groupTypes = new Set(["aws:lb/targetGroup:TargetGroup", "aws:alb/targetGroup:TargetGroup"]);
/** Kubernetes objects that put a Service's pods into a group. */
export const bindingTypes = ["eks.amazonaws.com/v1", "elbv2.k8s.aws/v1beta1"].map(
  (group) => `kubernetes:${group}:TargetGroupBinding`,
);
/** What puts targets into a group. */
const fillingTypes = [
  "aws:alb/targetGroupAttachment:TargetGroupAttachment",
  "aws:autoscaling/attachment:Attachment",
  "aws:autoscaling/group:Group",
  "aws:ecs/service:Service",
  "aws:lb/targetGroupAttachment:TargetGroupAttachment",
  ...bindingTypes,
];

/** A balancer of requests or of connections: it listens on the port, and leads to a group that has targets. */
export function closedBecause(graph: Graph, entrance: GraphResource, port: number): string | undefined {
  if (!balancerTypes.has(entrance.type)) return undefined;
  const listeners = (listenersOf(graph).get(entrance.urn) ?? []).filter(
    (listener) => numberAt(propertiesOf(listener), "port") === port,
  );
  if (listeners.length === 0) return `which has no listener on port ${port}`;
  const filled = filledGroups(graph);
  const leads = listeners.some((listener) => {
    const actions = listAt(propertiesOf(listener), "defaultActions");
    return actions.some(
      (action) =>
        textAt(action, "type") !== "forward" ||
        groupsOf(graph, listener, "defaultActions", [at(action, "targetGroupArn")]).some((urn) =>
          filled.has(urn),
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

const groupsByArn = perGraph(
  (graph): ReadonlyMap<string, string> =>
    new Map(
      ofTypes(graph, groupTypes).flatMap((group) => {
        const arn = textAt(group.outputs, "arn") ?? group.id;
        return arn === undefined ? [] : [[arn, group.urn] as const];
      }),
    ),
);

/** Listeners by the URN of their load balancer. */
const listenersOf = perGraph((graph): ReadonlyMap<string, readonly GraphResource[]> => {
  const byBalancer = new Map<string, GraphResource[]>();
  for (const listener of ofTypes(graph, listenerTypes)) {
    const balancer = namedOne(graph, listener, "loadBalancerArn", balancerTypes);
    if (!balancer) continue;
    const found = byBalancer.get(balancer.urn);
    if (found) found.push(listener);
    else byBalancer.set(balancer.urn, [listener]);
  }
  return byBalancer;
});

/** URNs of the target groups that something puts targets into. */
const filledGroups = perGraph((graph): ReadonlySet<string> => {
  const urns = new Set<string>();
  for (const filling of ofTypes(graph, fillingTypes)) {
    for (const [input, values] of namedGroups(propertiesOf(filling))) {
      for (const urn of groupsOf(graph, filling, input, values)) urns.add(urn);
    }
  }
  return urns;
});

/** The target groups that a resource names, by input; a list that isn't known yet is one value. */
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

/** How the load balancer of a binding's target group asks its targets; undefined where the group doesn't say all of it. */
export function balancerCheckOf(graph: Graph, binding: GraphResource): BalancerCheckView | undefined {
  if (!bindingTypes.includes(binding.type)) return undefined;
  const arn = at(propertiesOf(binding), "spec", "targetGroupARN");
  const [urn] = groupsOf(graph, binding, "spec", [arn]);
  const group = urn === undefined ? undefined : graph.byUrn.get(urn);
  const check = group && at(propertiesOf(group), "healthCheck");
  const intervalSeconds = numberAt(check, "interval");
  const timeoutSeconds = numberAt(check, "timeout");
  const threshold = numberAt(check, "unhealthyThreshold");
  return intervalSeconds === undefined || timeoutSeconds === undefined || threshold === undefined
    ? undefined
    : { intervalSeconds, timeoutSeconds, threshold };
}

/** What only asks a target group's way, and gives it no targets. */
const askers =
  /^aws:(?:lb|alb|elasticloadbalancingv2|applicationloadbalancing|cloudwatch)\/(?!targetGroupAttachment)/;

/** Target groups that nothing fills: their load balancer leads nowhere. */
export function emptyGroups(graph: Graph): readonly GraphResource[] {
  const bound = new Set(
    ofTypes(graph, bindingTypes).map((binding) => textAt(propertiesOf(binding), "spec", "targetGroupARN")),
  );
  return ofTypes(graph, groupTypes).filter((group) => {
    const arn = textAt(propertiesOf(group), "arn") ?? group.id;
    if (arn !== undefined && bound.has(arn)) return false;
    const users = graph.dependents.get(group.urn) ?? [];
    return !users.some((user) => user.custom && !askers.test(user.type));
  });
}

/** Until an Application Load Balancer without a target that answers is unwell to Route 53: by its slowest group. */
export function targetSeconds(graph: Graph, entrance: GraphResource): number | undefined {
  if (!balancerTypes.has(entrance.type)) return undefined;
  const groups = (listenersOf(graph).get(entrance.urn) ?? []).flatMap((listener) =>
    listAt(propertiesOf(listener), "defaultActions").flatMap((action) =>
      groupsOf(graph, listener, "defaultActions", [at(action, "targetGroupArn")]),
    ),
  );
  const seconds = groups.flatMap((urn) => {
    const check = at(propertiesOf(graph.byUrn.get(urn) as GraphResource), "healthCheck");
    return (
      (numberAt(check, "interval") ?? CHECK_SECONDS) * (numberAt(check, "unhealthyThreshold") ?? UNHEALTHY)
    );
  });
  return Math.max(CHECK_SECONDS * UNHEALTHY, ...seconds);
}

/** What target groups have that say nothing: docs.aws.amazon.com, HealthCheckIntervalSeconds and UnhealthyThresholdCount. */
const CHECK_SECONDS = 30;
const UNHEALTHY = 2;
