/** AWS's load balancers and Auto Scaling groups: both are told their subnets. */
import type { Graph, GraphResource, Value } from "../../resource";
import { ofTypes } from "../../views/per-graph";
import { at, booleanAt, isUnknown, listAt, propertiesOf, textAt } from "../../views/read";
import type { BalancerView, InstanceGroupView } from "../views";
import { subnetPlaces, subnetsNamed } from "./subnets";

const balancerTypes = ["lb", "alb", "elasticloadbalancingv2", "applicationloadbalancing"].map(
  (module) => `aws:${module}/loadBalancer:LoadBalancer`,
);

export const awsBalancers = (graph: Graph): readonly BalancerView[] =>
  ofTypes(graph, balancerTypes).map((balancer) => balancerView(graph, balancer));

function balancerView(graph: Graph, resource: GraphResource): BalancerView {
  const properties = propertiesOf(resource);
  const mappings = listAt(properties, "subnetMappings");
  const subnets = listAt(properties, "subnets");
  const [input, ids] =
    mappings.length > 0
      ? (["subnetMappings", mappings.map((mapping): Value => at(mapping, "subnetId") ?? null)] as const)
      : (["subnets", subnets] as const);
  return {
    resource,
    ...subnetPlaces(graph, resource, input, ids),
    subnets: subnetsNamed(graph, resource, input, ids),
    inside: booleanAt(properties, "internal") === true,
    // Application balancers send to every zone always.
    keepsToZones:
      textAt(properties, "loadBalancerType") === "network" &&
      Math.max(mappings.length, subnets.length) > 1 &&
      booleanAt(properties, "enableCrossZoneLoadBalancing") !== true,
  };
}

/** Auto Scaling groups name subnets or, in a default network, zones. */
export const awsInstanceGroups = (graph: Graph): readonly InstanceGroupView[] =>
  (graph.byType.get("aws:autoscaling/group:Group") ?? []).map((resource) => {
    const properties = propertiesOf(resource);
    const ids = listAt(properties, "vpcZoneIdentifiers");
    if (ids.length > 0) return { resource, ...subnetPlaces(graph, resource, "vpcZoneIdentifiers", ids) };
    const zones = listAt(properties, "availabilityZones").filter((zone) => typeof zone === "string");
    const known = [...new Set(zones.filter((zone) => !isUnknown(zone)))];
    return { resource, zones: known, untold: zones.length - known.length };
  });
