/** Public addresses at AWS, and the zones that they are lost with. */
import type { Graph, GraphResource } from "../../resource";
import { at, listAt, madeFrom, propertiesOf, textAt } from "../../views/read";
import type { AddressReader } from "../reader";

const elasticIp = "aws:ec2/eip:Eip";
const SUBNET = "aws:ec2/subnet:Subnet";

const publicIp = (resource: GraphResource) => [textAt(propertiesOf(resource), "publicIp")];

export const awsAddresses: AddressReader = {
  ipsOfType: new Map([
    [elasticIp, publicIp],
    ["aws:ec2/instance:Instance", publicIp],
  ]),
  keptTypes: new Set([elasticIp]),
  idsOf: ({ id, outputs }) => [id, at(outputs, "allocationId")],
  zoneOf,
};

/** An Elastic IP is lost with the load balancer's subnet that it stands in. */
function zoneOf(graph: Graph, address: GraphResource): string | undefined {
  if (address.type !== elasticIp) return undefined;
  for (const balancer of graph.byType.get("aws:lb/loadBalancer:LoadBalancer") ?? []) {
    const mappings = listAt(propertiesOf(balancer), "subnetMappings");
    const made = madeFrom(balancer, "subnetMappings");
    const isMine = mappings.findIndex(
      (mapping) => address.id !== undefined && textAt(mapping, "allocationId") === address.id,
    );
    const subnets = graph.byType.get(SUBNET) ?? [];
    if (isMine >= 0) {
      const id = textAt(mappings[isMine], "subnetId");
      const found = subnets.find((subnet) => id !== undefined && subnet.id === id);
      if (found) return found.placement?.zone;
    }
    if (!made.includes(address.urn)) continue;
    // Before anything is made, ids aren't known: the n-th address stands in the n-th subnet, as both are sorted.
    const own = made.filter((urn) => graph.byUrn.get(urn)?.type === elasticIp);
    const theirs = made.filter((urn) => graph.byUrn.get(urn)?.type === SUBNET);
    const subnet = graph.byUrn.get(theirs[own.indexOf(address.urn)] ?? "");
    if (subnet) return subnet.placement?.zone;
  }
  return undefined;
}
