/** What can stop a packet in OCI's networks. */
import { booleanAt, listAt, propertiesOf, textAt } from "../../../views/read";
import type { WaysReader } from "../../reader";
import { ociClusterNetwork } from "./cluster-network";
import { ociDoors } from "./doors";
import { firewallGate, firewallTypes } from "./firewalls";
import { routesOf, routeTypes } from "./routes";

export const ociWays: WaysReader = {
  types: new Set([...firewallTypes, ...routeTypes]),
  gates: (graph, point, subnet) => [firewallGate(graph, point.groups, subnet, point.resource)],
  routes: routesOf,
  rangesOf: (subnet) => [textAt(propertiesOf(subnet), "cidrBlock")].flatMap((cidr) => cidr ?? []),
  networkRanges: (network) => {
    const properties = propertiesOf(network);
    const several = listAt(properties, "cidrBlocks").map(String);
    return several.length > 0 ? several : [textAt(properties, "cidrBlock")].flatMap((cidr) => cidr ?? []);
  },
  takesPublicAddresses: (subnet) => {
    const properties = propertiesOf(subnet);
    const closed = ["prohibitPublicIpOnVnic", "prohibitInternetIngress"].find(
      (key) => booleanAt(properties, key) === true,
    );
    return closed === undefined ? undefined : `lets nothing have a public address (${closed})`;
  },
  network: ociClusterNetwork,
  doors: ociDoors,
};
