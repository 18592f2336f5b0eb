import { subnetPlaces } from "../../graph/clouds/aws/nodes";
import { findRegion } from "../../graph/clouds/regions";
import type { Graph, GraphResource } from "../../graph/resource";
import { nameOf } from "../../graph/urn";
import { EKS_CLUSTER, OKE_CLUSTER } from "../../graph/views/clusters";
import { poolsOf } from "../../graph/views/nodes";
import { at, isUnknown, listAt, propertiesOf } from "../../graph/views/read";
import { dangling, referred, referredOne } from "../../graph/views/references";
import {
  isOneDomain,
  type SubnetView,
  subnetGroups,
  subnetsOf,
  subnetTypes,
} from "../../graph/views/subnets";
import { countText } from "../answers/wording";
import type { Finding, Rule } from "../rule";

/**
 * The nodes of clusters, the subnets of networks (public, private and without a way out each for themselves), load
 * balancers and groups of instances span three zones or, where the region has fewer usable ones, those; and the
 * calls of a private subnet leave by its own zone. Zones are fault domains in OCI's regions with one availability
 * domain; a pool there that names none is in none that can be told, as OCI promises no spread then. Subnets
 * of OCI that name no domain span all of them. Networks that the graph doesn't have are not judged.
 */
export const zoneSpread: Rule = {
  id: "zone-spread",
  title: "Nodes and subnets span the zones of their region",
  level: "mandatory",
  severity: "critical",
  why: "Losing a zone is the commonest large failure, and what stands in one zone goes down with it whatever its replica count.",
  mend: "Give every zone of the region its own subnet, NAT path and nodes: a placement for each, fault domains where the region has one domain.",
  counterparts: ["AWS Config: elbv2-multiple-az", "AWS Config: autoscaling-multiple-az"],
  check: (graph) => [
    ...clusters(graph),
    ...networks(graph),
    ...waysOut(graph),
    ...balancers(graph),
    ...groups(graph),
  ],
};

const MOST_ZONES = 3;

interface Places {
  readonly zones: readonly string[];
  readonly untold: number;
}

function zonesWanted({ placement }: GraphResource): { count: number; text: string } {
  const region = placement && findRegion(placement.provider, placement.region);
  const usable = region?.zones.length ?? MOST_ZONES;
  if (!region || usable >= MOST_ZONES) return { count: MOST_ZONES, text: `${MOST_ZONES} zones` };
  return { count: usable, text: `the ${countText(usable, "zone")} that ${region.name} has for it` };
}

function* tooFew(resource: GraphResource, what: string, { zones, untold }: Places): Generator<Finding> {
  const { count, text } = zonesWanted(resource);
  if (zones.length >= count) return;
  const named = zones.length === 0 ? "" : ` (${zones.join(", ")})`;
  const more = untold === 0 ? "" : ` and ${countText(untold, "place")} whose zone can't be told`;
  const found = `${what} ${countText(zones.length, "zone")}${named}${more}`;
  yield { urn: resource.urn, found, wanted: text };
}

function* clusters(graph: Graph): Generator<Finding> {
  const pools = poolsOf(graph);
  for (const cluster of [
    ...(graph.byType.get(EKS_CLUSTER) ?? []),
    ...(graph.byType.get(OKE_CLUSTER) ?? []),
  ]) {
    const all = pools.get(cluster.urn) ?? [];
    const open = all.filter(({ tainted }) => !tainted);
    const counted = open.length > 0 ? open : all;
    const gone = dangling(graph, cluster, subnetTypes);
    if (counted.length > 0) {
      yield* tooFew(cluster, "has its nodes in", {
        zones: [...new Set(counted.flatMap(({ zones }) => zones))],
        untold: counted.reduce((sum, { untold }) => sum + untold, 0),
      });
    } else if (cluster.type === EKS_CLUSTER) {
      const ids = listAt(propertiesOf(cluster), "vpcConfig", "subnetIds");
      yield* tooFew(cluster, "stands in", subnetPlaces(graph, cluster, "vpcConfig", ids));
    }
    for (const { resource, zones } of all) yield* partOfDomain(resource, zones);
    if (gone.length > 0) {
      const found = `hangs on ${countText(gone.length, "subnet")} that this stack doesn't have: ${gone.map(nameOf).join(", ")}`;
      yield { urn: cluster.urn, found, wanted: "subnets of its network" };
    }
  }
}

const FAULT_DOMAINS = 3;

/** A pool in one of several availability domains that keeps to some of its fault domains. */
function* partOfDomain(pool: GraphResource, zones: readonly string[]): Generator<Finding> {
  for (const placement of listAt(propertiesOf(pool), "nodeConfigDetails", "placementConfigs")) {
    const named = new Set(listAt(placement, "faultDomains").filter((fault) => !isUnknown(fault)));
    if (isOneDomain(pool) || named.size === 0 || named.size >= FAULT_DOMAINS) continue;
    const found = `keeps its nodes of ${zones.join(", ")} in ${countText(named.size, "fault domain")}`;
    yield { urn: pool.urn, found, wanted: `all ${FAULT_DOMAINS}, or none named, which means all` };
  }
}

function* networks(graph: Graph): Generator<Finding> {
  const kinds = {
    public: "public subnets",
    private: "private subnets",
    isolated: "subnets without a way out",
  };
  for (const { network, reach, subnets } of subnetGroups(graph)) {
    if (subnets.some(({ regional }) => regional)) continue;
    yield* tooFew(network, `has its ${kinds[reach]} in`, placesOf(subnets));
  }
}

function placesOf(subnets: readonly SubnetView[]): Places {
  const zones = subnets.flatMap(({ zone }) => zone ?? []);
  return { zones: [...new Set(zones)], untold: subnets.length - zones.length };
}

/** A zone whose calls leave through another's NAT gateway is cut off with it. */
function* waysOut(graph: Graph): Generator<Finding> {
  const subnets = subnetsOf(graph);
  for (const { resource, zone, nat } of subnets.values()) {
    if (nat === undefined) continue;
    const wanted = "one in its own zone";
    if (nat === "missing") {
      const found = "sends its calls out through a NAT gateway that this stack doesn't have";
      yield { urn: resource.urn, found, wanted };
      continue;
    }
    const properties = propertiesOf(nat);
    const place = referredOne(graph, nat, "subnetId", properties.subnetId, subnetTypes);
    const stands = place && subnets.get(place.urn);
    if (stands && isShut(stands) && properties.connectivityType !== "private") {
      const found = `stands in a subnet (${stands.resource.name}) that no route leads out of`;
      yield { urn: nat.urn, found, wanted: "a subnet with a route to an internet gateway" };
    }
    // A regional gateway stands in every zone that has something for it to do.
    const isRegional = properties.availabilityMode === "regional";
    if (isRegional || (stands?.zone !== undefined && stands.zone === zone)) continue;
    const where = stands?.zone === undefined ? "whose zone can't be told" : `in ${stands.zone}`;
    const found = `stands in ${zone ?? "a zone that can't be told"} and sends its calls out through a NAT gateway ${where}`;
    yield { urn: resource.urn, found, wanted };
  }
}

/** Whether nobody outside can come in by a subnet; where its network isn't in the graph, that can't be told. */
const isShut = ({ reach, network }: SubnetView): boolean => network !== undefined && reach !== "public";

const balancerTypes = ["lb", "alb", "elasticloadbalancingv2", "applicationloadbalancing"].map(
  (module) => `aws:${module}/loadBalancer:LoadBalancer`,
);

function* balancers(graph: Graph): Generator<Finding> {
  for (const balancer of balancerTypes.flatMap((type) => graph.byType.get(type) ?? [])) {
    const properties = propertiesOf(balancer);
    const mappings = listAt(properties, "subnetMappings");
    const [input, ids] =
      mappings.length > 0
        ? ["subnetMappings", mappings.map((mapping) => at(mapping, "subnetId") ?? null)]
        : ["subnets", listAt(properties, "subnets")];
    const places = subnetPlaces(graph, balancer, String(input), ids);
    yield* tooFew(balancer, "stands in", places);
    const { found } = referred(graph, balancer, String(input), ids, subnetTypes);
    const shut = found.map(({ urn }) => subnetsOf(graph).get(urn)).filter((view) => view && isShut(view));
    if (shut.length === 0 || properties.internal === true) continue;
    const names = shut.map((view) => view?.resource.name).join(", ");
    yield {
      urn: balancer.urn,
      found: `stands in ${countText(shut.length, "subnet")} that nobody outside can come in by: ${names}`,
      wanted: "subnets with a route to an internet gateway",
    };
  }
}

/** Auto Scaling groups name subnets or, in a default network, zones. */
function* groups(graph: Graph): Generator<Finding> {
  for (const group of graph.byType.get("aws:autoscaling/group:Group") ?? []) {
    const properties = propertiesOf(group);
    const zones = listAt(properties, "availabilityZones").filter((zone) => typeof zone === "string");
    const known = [...new Set(zones.filter((zone) => !isUnknown(zone)))];
    const ids = listAt(properties, "vpcZoneIdentifiers");
    const places = ids.length > 0 ? subnetPlaces(graph, group, "vpcZoneIdentifiers", ids) : undefined;
    yield* tooFew(
      group,
      "has its instances in",
      places ?? { zones: known, untold: zones.length - known.length },
    );
  }
}
