/** Subnets of AWS's networks: each stands in one zone. */
import type { Graph, GraphResource, Value } from "../../resource";
import { ofTypes, perGraph } from "../../views/per-graph";
import { picked } from "../../views/picked";
import { propertiesOf, textAt } from "../../views/read";
import { referred, referredOne } from "../../views/references";
import type { Places, SubnetView } from "../views";
import { networkTypes, subnetTypes, type WayOut, waysOut } from "./ways-out";

export { subnetTypes } from "./ways-out";

export const awsSubnets = perGraph((graph: Graph): ReadonlyMap<string, SubnetView> => {
  const ways = waysOut(graph);
  return new Map(
    ofTypes(graph, subnetTypes).map((resource) => [resource.urn, subnetView(graph, resource, ways)]),
  );
});

function subnetView(graph: Graph, resource: GraphResource, ways: ReadonlyMap<string, WayOut>): SubnetView {
  const properties = propertiesOf(resource);
  const isDefault = resource.type.includes("defaultSubnet");
  return {
    resource,
    regional: false,
    ...picked("zone", textAt(properties, "availabilityZoneId") ?? textAt(properties, "availabilityZone")),
    ...(ways.get(resource.urn) ?? { reach: isDefault ? "public" : "isolated" }),
    ...picked("network", referredOne(graph, resource, "vpcId", properties.vpcId, networkTypes)),
  };
}

/** The subnets that values of an input name, as far as the graph has them. */
export function subnetsNamed(
  graph: Graph,
  resource: GraphResource,
  input: string,
  ids: readonly Value[],
): readonly SubnetView[] {
  const views = awsSubnets(graph);
  const { found } = referred(graph, resource, input, ids, subnetTypes);
  return found.flatMap(({ urn }) => views.get(urn) ?? []);
}

/** The zones of subnets, and how many of them can't be told; a subnet of another region stands in none of this one. */
export function subnetPlaces(
  graph: Graph,
  resource: GraphResource,
  input: string,
  ids: readonly Value[],
): Places {
  const { found, missing } = referred(graph, resource, input, ids, subnetTypes);
  const views = awsSubnets(graph);
  const zones = found.map(({ urn, placement }) =>
    placement?.region === resource.placement?.region ? views.get(urn)?.zone : undefined,
  );
  return {
    zones: [...new Set(zones.filter((zone) => zone !== undefined))],
    untold: missing + zones.filter((zone) => zone === undefined).length,
  };
}
