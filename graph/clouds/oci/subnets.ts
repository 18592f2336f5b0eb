/** Subnets of OCI's networks: each spans its region, or stands in one availability domain. */
import type { Graph, GraphResource } from "../../resource";
import { ofTypes, perGraph } from "../../views/per-graph";
import { picked } from "../../views/picked";
import { booleanAt, isSet, propertiesOf, textAt } from "../../views/read";
import { referredOne } from "../../views/references";
import type { SubnetView } from "../views";
import { domainName, hasOneDomain } from "./place";

export const subnetTypes: ReadonlySet<string> = new Set(["oci:Core/subnet:Subnet"]);
const networkTypes: ReadonlySet<string> = new Set(["oci:Core/vcn:Vcn"]);

export const ociSubnets = perGraph(
  (graph: Graph): ReadonlyMap<string, SubnetView> =>
    new Map(ofTypes(graph, subnetTypes).map((resource) => [resource.urn, subnetView(graph, resource)])),
);

function subnetView(graph: Graph, resource: GraphResource): SubnetView {
  const properties = propertiesOf(resource);
  const closed =
    booleanAt(properties, "prohibitPublicIpOnVnic") === true ||
    booleanAt(properties, "prohibitInternetIngress") === true;
  const { availabilityDomain } = properties;
  const regional = !isSet(availabilityDomain) || hasOneDomain(resource);
  const name = textAt(availabilityDomain);
  return {
    resource,
    regional,
    // Gateways of a network lead every subnet's calls out, whatever its zone.
    reach: closed ? "private" : "public",
    ...picked("zone", regional || name === undefined ? undefined : domainName(name)),
    ...picked("network", referredOne(graph, resource, "vcnId", properties.vcnId, networkTypes)),
  };
}
