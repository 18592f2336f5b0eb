/** Load balancers of AWS that lead to pods: listeners, target groups, and what binds those to a Service. */
import type { Graph, GraphResource, Value } from "../../../resource";
import { meant, meantAll } from "../../../views/meant";
import { namedInNamespace, objectName } from "../../../views/objects";
import { ofTypes, perGraph } from "../../../views/per-graph";
import { at, booleanAt, isUnknown, listAt, numberAt, propertiesOf, textAt } from "../../../views/read";
import type { DoorView, PointView, Protocol } from "../../ways-views";
import { bindingTypes } from "../target-groups";
import { subnetTypes } from "../ways-out";
import { groupKeys } from "./security-groups";

const SERVICE = "kubernetes:core/v1:Service";
const balancerTypes = new Set(["aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer"]);
const listenerTypes = ["aws:lb/listener:Listener", "aws:alb/listener:Listener"];
const groupTypes = new Set(["aws:lb/targetGroup:TargetGroup", "aws:alb/targetGroup:TargetGroup"]);

/** Every listener of a load balancer whose target group is bound to a Service of the cluster. */
export function awsDoors(graph: Graph, provider: string): DoorView[] {
  return ofTypes(graph, bindingTypes)
    .filter((binding) => binding.provider === provider)
    .flatMap((binding) => {
      const groups = arnMeant(
        graph,
        binding,
        "spec",
        at(propertiesOf(binding), "spec", "targetGroupARN"),
        groupTypes,
      );
      return groups.slice(0, 1).flatMap((group) => doorsOf(graph, binding, group));
    });
}

function doorsOf(graph: Graph, binding: GraphResource, group: GraphResource): DoorView[] {
  const listeners = listenersByGroup(graph).get(group.urn) ?? [];
  return listeners.flatMap((listener) => {
    const [balancer] = arnMeant(
      graph,
      listener,
      "loadBalancerArn",
      propertiesOf(listener).loadBalancerArn,
      balancerTypes,
    );
    return balancer ? [doorOf(graph, binding, group, listener, balancer)] : [];
  });
}

function doorOf(
  graph: Graph,
  binding: GraphResource,
  group: GraphResource,
  listener: GraphResource,
  balancer: GraphResource,
): DoorView {
  const target = propertiesOf(group);
  const properties = propertiesOf(balancer);
  const { namespace } = objectName(binding, graph);
  const named = at(propertiesOf(binding), "spec", "serviceRef");
  const name = textAt(named, "name");
  const service =
    name === undefined ? undefined : namedInNamespace(graph, SERVICE, binding.provider, namespace, name);
  const ports = listAt(service && propertiesOf(service), "spec", "ports");
  const wanted = at(named, "port");
  const port = ports.find((each) => at(each, "port") === wanted || at(each, "name") === wanted);
  const podPort = at(port, "targetPort") ?? at(port, "port");
  const isIp = textAt(target, "targetType") === "ip";
  const calls = isIp ? numberAt(podPort) : numberAt(port, "nodePort");
  const check = textAt(target, "healthCheck", "port") ?? numberAt(target, "healthCheck", "port");
  const inside =
    booleanAt(properties, "internal") === true ? "is reached from inside of its network only" : undefined;
  const checked = check === undefined || check === "traffic-port" ? calls : Number(check);
  return {
    resource: listener,
    point: balancerPoint(graph, balancer),
    port: numberAt(propertiesOf(listener), "port") ?? 0,
    protocol: protocolOf(textAt(propertiesOf(listener), "protocol")),
    ...(inside ? { inside } : {}),
    calls: isIp ? "pods" : "nodes",
    target: calls ?? 0,
    ...(checked === undefined || Number.isNaN(checked) ? {} : { check: checked }),
    ...(service
      ? { service }
      : { closed: `leads to the Service ${name ?? "of no name"}, which isn't there` }),
    ...(typeof podPort === "number" || typeof podPort === "string" ? { podPort } : {}),
    ...(booleanAt(target, "preserveClientIp") === true ? { showsCaller: true as const } : {}),
    ...(isUnknown(wanted) || isUnknown(at(propertiesOf(listener), "port"))
      ? { untold: "leads to a port that can't be told" }
      : {}),
  };
}

const protocolOf = (text: string | undefined): Protocol => (text?.startsWith("UDP") ? "udp" : "tcp");

function balancerPoint(graph: Graph, balancer: GraphResource): PointView {
  const properties = propertiesOf(balancer);
  const mappings = at(properties, "subnetMappings");
  const mapped = meantAll(
    graph,
    balancer,
    "subnetMappings",
    isUnknown(mappings)
      ? [mappings as Value]
      : listAt(mappings).flatMap((mapping) => at(mapping, "subnetId") ?? []),
    subnetTypes,
  );
  const list = at(properties, "subnets");
  const plain = meantAll(
    graph,
    balancer,
    "subnets",
    isUnknown(list) ? [list as Value] : listAt(list),
    subnetTypes,
  );
  const groups = at(properties, "securityGroups");
  const own = (isUnknown(groups) ? [groups as Value] : listAt(groups)).flatMap((group) =>
    groupKeys(graph, balancer, "securityGroups", group),
  );
  const subnets = [...new Set([...mapped, ...plain])];
  const untold =
    (subnets.length === 0 && [mappings, list].some(isUnknown)) || (own.length === 0 && isUnknown(groups));
  return {
    name: "load balancer",
    resource: balancer,
    subnets,
    groups: own,
    ...(untold ? { untold: "stands in subnets, or has security groups, that can't be read" } : {}),
  };
}

/** Listeners by the target group that they lead to first. */
const listenersByGroup = perGraph((graph): ReadonlyMap<string, readonly GraphResource[]> => {
  const found = new Map<string, GraphResource[]>();
  for (const listener of ofTypes(graph, listenerTypes)) {
    const actions = listAt(propertiesOf(listener), "defaultActions");
    const arns = actions.flatMap((action) =>
      textAt(action, "type") === "forward"
        ? [
            at(action, "targetGroupArn"),
            ...listAt(action, "forward", "targetGroups").map((each) => at(each, "arn")),
          ]
        : [],
    );
    for (const arn of arns) {
      for (const { urn } of arnMeant(graph, listener, "defaultActions", arn, groupTypes)) {
        found.set(urn, [...(found.get(urn) ?? []), listener]);
      }
    }
  }
  return found;
});

/** As `meant`, of what is named by its ARN. */
function arnMeant(
  graph: Graph,
  resource: GraphResource,
  input: string,
  arn: Value | undefined,
  types: ReadonlySet<string>,
): readonly GraphResource[] {
  if (typeof arn === "string" && !isUnknown(arn)) {
    const known = byArn(graph).get(arn);
    if (known && types.has(known.type)) return [known];
  }
  return meant(graph, resource, input, arn, types).filter(
    ({ outputs }) => isUnknown(arn) || textAt(outputs, "arn") === undefined,
  );
}

const byArn = perGraph(
  (graph): ReadonlyMap<string, GraphResource> =>
    new Map(
      ofTypes(graph, [...balancerTypes, ...groupTypes]).flatMap((resource) => {
        const arn = textAt(resource.outputs, "arn") ?? resource.id;
        return arn === undefined || isUnknown(arn) ? [] : [[arn, resource] as const];
      }),
    ),
);
