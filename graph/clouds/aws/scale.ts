/** How many of AWS' services run, by what they say themselves and by what scales them. */
import type { Graph, GraphResource, Value } from "../../resource";
import { isUnknown, numberAt, propertiesOf } from "../../views/read";
import type { Scale } from "../reader";

const itself = new Set([
  "aws:amplify/app:App",
  "aws:apigateway/restApi:RestApi",
  "aws:apigatewayv2/api:Api",
  "aws:apprunner/service:Service",
  "aws:lambda/function:Function",
  "aws:lambda/functionUrl:FunctionUrl",
]);
const machines = new Set(["aws:ec2/instance:Instance", "aws:lightsail/instance:Instance"]);
const TARGET = "aws:appautoscaling/target:Target";

export function scaleOf(graph: Graph, resource: GraphResource): Scale | "itself" | undefined {
  if (itself.has(resource.type)) {
    return numberAt(propertiesOf(resource), "reservedConcurrentExecutions") === 0
      ? { least: 0, most: 0 }
      : "itself";
  }
  if (machines.has(resource.type)) return { least: 1, most: 1 };
  if (resource.type === "aws:autoscaling/group:Group") return groupScale(resource);
  return resource.type === "aws:ecs/service:Service" ? serviceScale(graph, resource) : undefined;
}

function groupScale(group: GraphResource): Scale {
  const { minSize, maxSize, desiredCapacity } = propertiesOf(group);
  const desired = counted(desiredCapacity ?? minSize);
  return { least: desired, most: counted(maxSize) };
}

/** A service on every instance runs as many as there are, which can't be told here; one that says no number runs none. */
function serviceScale(graph: Graph, service: GraphResource): Scale {
  const { desiredCount, schedulingStrategy } = propertiesOf(service);
  if (schedulingStrategy === "DAEMON") return { least: undefined, most: undefined };
  const least = counted(desiredCount ?? 0);
  const target = (graph.dependents.get(service.urn) ?? []).find(({ type }) => type === TARGET);
  if (!target) return { least, most: least };
  const { minCapacity, maxCapacity } = propertiesOf(target);
  return { least: counted(minCapacity), most: counted(maxCapacity) };
}

const counted = (value: Value | undefined): number | undefined =>
  typeof value === "number" && !isUnknown(value) ? value : undefined;
