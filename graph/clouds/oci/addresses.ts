/** Public addresses at OCI. */
import type { GraphResource } from "../../resource";
import { listAt, propertiesOf, textAt } from "../../views/read";
import type { AddressReader } from "../reader";

const one = (output: string) => (resource: GraphResource) => [textAt(propertiesOf(resource), output)];
const each = (list: string) => (resource: GraphResource) =>
  listAt(propertiesOf(resource), list).map((item) => textAt(item, "ipAddress"));

export const ociAddresses: AddressReader = {
  ipsOfType: new Map([
    ["oci:Core/publicIp:PublicIp", one("ipAddress")],
    ["oci:Core/instance:Instance", one("publicIp")],
    ["oci:LoadBalancer/loadBalancer:LoadBalancer", each("ipAddressDetails")],
    ["oci:NetworkLoadBalancer/networkLoadBalancer:NetworkLoadBalancer", each("ipAddresses")],
  ]),
  keptTypes: new Set(["oci:Core/publicIp:PublicIp"]),
  idsOf: ({ id }) => [id],
  // A reserved address stands in the region, and so does the balancer that has it.
  zoneOf: () => undefined,
};
