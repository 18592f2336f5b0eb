/** How many of OCI's services run. */
import type { GraphResource } from "../../resource";
import { numberAt, propertiesOf } from "../../views/read";
import type { Scale } from "../reader";

const itself = new Set(["oci:ApiGateway/gateway:Gateway", "oci:Functions/function:Function"]);
const machines = new Set([
  "oci:ContainerEngine/containerInstance:ContainerInstance",
  "oci:Core/instance:Instance",
]);

export function scaleOf(resource: GraphResource): Scale | "itself" | undefined {
  if (itself.has(resource.type)) return "itself";
  if (machines.has(resource.type)) return { least: 1, most: 1 };
  if (resource.type !== "oci:Core/instancePool:InstancePool") return undefined;
  const size = numberAt(propertiesOf(resource), "size");
  return { least: size, most: size };
}
