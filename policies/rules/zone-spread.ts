import { findRegion } from "../../graph/clouds/regions";
import type { Places } from "../../graph/clouds/views";
import type { Graph, GraphResource } from "../../graph/resource";
import { nameOf } from "../../graph/urn";
import { balancersOf, instanceGroupsOf } from "../../graph/views/balancers";
import { clustersOf, placesOfCluster } from "../../graph/views/clusters";
import { type PoolView, poolsOf } from "../../graph/views/nodes";
import { isShut, missingSubnets, type SubnetView, subnetGroups, subnetsOf } from "../../graph/views/subnets";
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
  about: ["networks"],
  why: "Losing a zone is the commonest large failure, and what stands in one zone goes down with it whatever its replica count.",
  mend: "Give every zone of the region its own subnet, NAT path and nodes: a placement for each, fault domains where the region has one domain.",
  counterparts: ["AWS Config: elbv2-multiple-az", "AWS Config: autoscaling-multiple-az"],
  check: (graph, { zones, foreign }) => [
    ...clusters(graph, zones),
    ...networks(graph, zones),
    ...(foreign ? ofOneCause(waysOut(graph)) : waysOut(graph)),
    ...balancers(graph, zones, foreign === true),
    ...groups(graph, zones),
  ],
};

function zonesWanted({ placement }: GraphResource, most: number): { count: number; text: string } {
  const region = placement && findRegion(placement.provider, placement.region);
  const usable = region?.zones.length ?? most;
  if (!region || usable >= most) return { count: most, text: countText(most, "zone") };
  return { count: usable, text: `the ${countText(usable, "zone")} that ${region.name} has for it` };
}

function* tooFew(
  resource: GraphResource,
  most: number,
  what: string,
  { zones, untold }: Places,
): Generator<Finding> {
  const { count, text } = zonesWanted(resource, most);
  if (zones.length >= count) return;
  const named = zones.length === 0 ? "" : ` (${zones.join(", ")})`;
  const more = untold === 0 ? "" : ` and ${countText(untold, "place")} whose zone can't be told`;
  const found = `${what} ${countText(zones.length, "zone")}${named}${more}`;
  yield { urn: resource.urn, found, wanted: text, unsure: untold > 0 };
}

function* clusters(graph: Graph, most: number): Generator<Finding> {
  const pools = poolsOf(graph);
  for (const cluster of clustersOf(graph)) {
    const all = pools.get(cluster.urn) ?? [];
    const open = all.filter(({ tainted }) => !tainted);
    const counted = open.length > 0 ? open : all;
    const gone = missingSubnets(graph, cluster);
    if (counted.length > 0) {
      yield* tooFew(cluster, most, "has its nodes in", {
        zones: [...new Set(counted.flatMap(({ zones }) => zones))],
        untold: counted.reduce((sum, { untold }) => sum + untold, 0),
      });
    } else {
      const places = placesOfCluster(graph, cluster);
      if (places) yield* tooFew(cluster, most, "stands in", places);
    }
    for (const pool of all) yield* partOfZone(pool);
    if (gone.length > 0) {
      const found = `hangs on ${countText(gone.length, "subnet")} that this stack doesn't have: ${gone.map(nameOf).join(", ")}`;
      yield { urn: cluster.urn, found, wanted: "subnets of its network" };
    }
  }
}

/** A pool in one of several zones that keeps to some of its fault domains. */
function* partOfZone({ resource, zones, partsOfZones }: PoolView): Generator<Finding> {
  for (const { named, of } of partsOfZones) {
    const found = `keeps its nodes of ${zones.join(", ")} in ${countText(named, "fault domain")}`;
    yield { urn: resource.urn, found, wanted: `all ${of}, or none named, which means all` };
  }
}

function* networks(graph: Graph, most: number): Generator<Finding> {
  const kinds = {
    public: "public subnets",
    private: "private subnets",
    isolated: "subnets without a way out",
  };
  for (const { network, reach, subnets } of subnetGroups(graph)) {
    if (subnets.some(({ regional }) => regional)) continue;
    yield* tooFew(network, most, `has its ${kinds[reach]} in`, placesOf(subnets));
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
    const stands = nat.subnet && subnets.get(nat.subnet.urn);
    if (stands && isShut(stands) && !nat.inside) {
      const found = `stands in a subnet (${stands.resource.name}) that no route leads out of`;
      yield { urn: nat.resource.urn, found, wanted: "a subnet with a route to an internet gateway" };
    }
    if (nat.regional || (stands?.zone !== undefined && stands.zone === zone)) continue;
    const where = stands?.zone === undefined ? "whose zone can't be told" : `in ${stands.zone}`;
    const found = `stands in ${zone ?? "a zone that can't be told"} and sends its calls out through a NAT gateway ${where}`;
    yield { urn: resource.urn, found, wanted, unsure: stands?.zone === undefined || zone === undefined };
  }
}

/** One gateway for several zones is one fault, though each subnet shows it. */
function ofOneCause(findings: Iterable<Finding>): Finding[] {
  const byCause = new Map<string, Finding[]>();
  for (const finding of findings) {
    const cause = throughGateway.exec(finding.found)?.[0] ?? `${finding.urn} ${finding.found}`;
    byCause.set(cause, [...(byCause.get(cause) ?? []), finding]);
  }
  return [...byCause.values()].flatMap(([first, ...others]): Finding[] => {
    const more = new Set(others.map(({ urn }) => urn).filter((urn) => urn !== first?.urn)).size;
    if (first === undefined || more === 0) return first === undefined ? [] : [first];
    return [
      {
        ...first,
        found: `${first.found}, as ${countText(more, "other subnet")} ${more === 1 ? "does" : "do"}`,
      },
    ];
  });
}
const throughGateway = /through a NAT gateway .*$/;

function* balancers(graph: Graph, most: number, foreign: boolean): Generator<Finding> {
  for (const balancer of balancersOf(graph)) {
    yield* tooFew(balancer.resource, most, "stands in", balancer);
    const isOwn = ({ resource }: SubnetView) => !foreign || !resource.external;
    const shut = balancer.inside ? [] : balancer.subnets.filter((subnet) => isShut(subnet) && isOwn(subnet));
    if (shut.length === 0) continue;
    const names = shut.map(({ resource }) => resource.name).join(", ");
    yield {
      urn: balancer.resource.urn,
      found: `stands in ${countText(shut.length, "subnet")} that nobody outside can come in by: ${names}`,
      wanted: "subnets with a route to an internet gateway",
    };
  }
}

function* groups(graph: Graph, most: number): Generator<Finding> {
  for (const group of instanceGroupsOf(graph))
    yield* tooFew(group.resource, most, "has its instances in", group);
}
