/** What can stop a packet in AWS's networks. */
import { at, propertiesOf, textAt } from "../../../views/read";
import type { WaysReader } from "../../reader";
import { ASSOCIATION, awsClusterNetwork } from "./cluster-network";
import { awsDoors } from "./doors";
import { aclOf, aclTypes } from "./network-acls";
import { routesOf, routeTypes } from "./routes";
import { ruleTypes, securityGate } from "./security-groups";

export const awsWays: WaysReader = {
  types: new Set([...ruleTypes, ...aclTypes, ...routeTypes, ASSOCIATION]),
  gates(graph, point, subnet) {
    const security = securityGate(graph, point.groups, point.resource);
    const acl = aclOf(graph, subnet);
    return [...(security ? [security] : []), ...(acl ? [acl] : [])];
  },
  routes: routesOf,
  rangesOf: (subnet) => {
    const cidr = at(propertiesOf(subnet), "cidrBlock");
    return typeof cidr === "string" ? [cidr] : [];
  },
  networkRanges: (network) => {
    const cidr = textAt(propertiesOf(network), "cidrBlock");
    return cidr === undefined ? [] : [cidr];
  },
  takesPublicAddresses: () => undefined,
  network: awsClusterNetwork,
  doors: awsDoors,
};
