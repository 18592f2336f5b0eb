/** By which of OCI's resources users come in, and what serves them. */
import { at, booleanAt, listAt, propertiesOf, textAt } from "../../views/read";
import type { ServingReader } from "../reader";
import { balancerCheckOf } from "./balancer-check";
import { scaleOf } from "./scale";

export const ociServing: ServingReader = {
  entranceTypes: new Set([
    "oci:ApiGateway/gateway:Gateway",
    "oci:LoadBalancer/loadBalancer:LoadBalancer",
    "oci:NetworkLoadBalancer/networkLoadBalancer:NetworkLoadBalancer",
  ]),
  isInside(resource) {
    const properties = propertiesOf(resource);
    return booleanAt(properties, "isPrivate") === true || textAt(properties, "endpointType") === "PRIVATE";
  },
  insideAnnotations: [
    ["service.beta.kubernetes.io/oci-load-balancer-internal", "true"],
    ["oci-network-load-balancer.oraclecloud.com/internal", "true"],
  ],
  namedTypes: new Set(["oci:Core/instance:Instance", "oci:Core/publicIp:PublicIp"]),
  computeTypes: new Set([
    "oci:ContainerEngine/cluster:Cluster",
    "oci:ContainerEngine/containerInstance:ContainerInstance",
    "oci:Core/instance:Instance",
    "oci:Core/instancePool:InstancePool",
    "oci:Functions/function:Function",
  ]),
  scaleOf: (_, resource) => scaleOf(resource),
  remakes: new Set(["oci:Core/instancePool:InstancePool"]),
  // OCI DNS asks by monitors alone.
  targetSeconds: () => undefined,
  callers: new Set([
    "oci:Events/rule:Rule",
    "oci:ResourceScheduler/schedule:Schedule",
    "oci:Sch/serviceConnector:ServiceConnector",
  ]),
  calledTypes: new Set(["oci:Functions/function:Function"]),
  opens: () => false,
  // No entrance of this list stands outside of the regions.
  originInputs: [],
  givenAddresses: (entrance) => [
    [
      "reservedIps",
      listAt(propertiesOf(entrance), "reservedIps").map((reservation) => at(reservation, "id")),
    ],
  ],
  // Listeners and backends of these balancers aren't followed: nothing is said against a port.
  closedBecause: () => undefined,
  bindingTypes: [],
  balancerCheckOf: (_, resource) => balancerCheckOf(resource),
  emptyTargets: () => [],
};
