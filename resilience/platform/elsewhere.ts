/**
 * The platform of a program that labels nothing: a capability for each door by which users come in, a site for each region
 * where something serves. What can't be told is taken for the worse here, and said by untold-elsewhere.ts.
 */
import { toldValue } from "../../graph/clouds/assumed";
import { facts } from "../../graph/clouds/facts";
import { findRegion, zoneNameOf } from "../../graph/clouds/regions";
import { isOurs } from "../../graph/doubts";
import type { Graph, GraphResource } from "../../graph/resource";
import { type SiteInGraph, siteIdOf } from "../../graph/sites";
import { balancersOf } from "../../graph/views/balancers";
import { perGraph } from "../../graph/views/per-graph";
import {
  type DoorOut,
  doorsOut,
  endsOf,
  partsAt,
  servingSites,
  zonalAt,
} from "../../graph/views/serving-parts";
import { workloadsOf } from "../../graph/views/workloads";
import type { Assumptions } from "../assumptions";
import { authoritiesElsewhere, routesElsewhere } from "./elsewhere-names";
import type { CapabilityPlan, Objectives, Platform, Site, SiteWorkload } from "./platform";

/** Whether a graph is of a program that isn't ours and labels no capability. */
export const isElsewhere: (graph: Graph) => boolean = perGraph(
  (graph) => !isOurs(graph) && workloadsOf(graph).every(({ capability }) => capability === undefined),
);

/**
 * @param assumptions those that are read
 * @param own what the platform is played with
 */
export function platformElsewhere(
  graph: Graph,
  assumptions: Assumptions,
  own: Assumptions,
  objectives: Objectives | undefined,
): Platform {
  const places = servingSites(graph);
  const authorities = authoritiesElsewhere(graph, assumptions);
  const doors = doorsOut(graph);
  const routes = doors.map((door) => routesElsewhere(graph, door, places, authorities, assumptions));
  const sites = places.map((place, index) => {
    const served = doors.filter((_, door) => routes[door]?.addresses.some(({ site }) => site === index));
    return siteOf(graph, place, served, assumptions);
  });
  const capabilities = doors.map(
    (door, index): CapabilityPlan => ({
      name: door.name,
      host: door.host ?? door.name,
      needs: [],
      prefers: [],
      follows: index,
      addresses: routes[index]?.addresses ?? [],
      answers: routes[index]?.answers ?? [],
    }),
  );
  return {
    sites,
    capabilities,
    authorities,
    stores: [],
    expiring: [],
    peak: peakOf(sites, capabilities),
    ...(objectives ? { objectives } : {}),
    assumptions: own,
  };
}

function siteOf(graph: Graph, place: SiteInGraph, doors: readonly DoorOut[], assumptions: Assumptions): Site {
  const zones = zonesAt(graph, place);
  const parts = partsAt(graph, place.id);
  const zonal = zonalAt(graph, place.id);
  const counted = parts.filter(({ least }) => least !== undefined);
  const sum = (of: (part: (typeof parts)[number]) => number | undefined) =>
    counted.reduce((total, part) => total + (of(part) ?? 0), 0);
  // What its cloud runs by itself stands in every zone; a door to storage alone is one too.
  const own = Math.max(2, zones.length);
  const idle = counted.some(({ least }) => least === 0);
  const first = zonal[0]?.resource ?? parts[0]?.resource ?? endAt(graph, doors, place);
  const workload: SiteWorkload = {
    urn: first?.urn ?? "",
    floor: counted.length === 0 ? own : idle ? 0 : sum(({ least }) => least),
    ceiling: counted.length === 0 ? own : sum(({ most }) => most),
    // Where it stands isn't followed: any zone may be the one.
    spread: zonal.length === 0,
    movable: zonal.every(({ remade }) => remade),
    tolerationSeconds: 0,
    registries: [],
  };
  const door: SiteWorkload = {
    ...workload,
    urn: endAt(graph, doors, place)?.urn ?? workload.urn,
    floor: own,
    ceiling: own,
    // What is lost with a zone for good takes the entrance's answer along: nothing behind it is well.
    spread: workload.spread || workload.movable,
    movable: true,
  };
  return {
    ...place,
    urn: door.urn,
    zones,
    nodesWithoutZone: "at-once",
    workloads: Object.fromEntries(doors.map(({ name }) => [name, workload])),
    edge: door,
    waitsUntold: true,
    ownStores: [],
    otherStores: [],
    nodesThatCome: toldValue(facts[place.provider].nodesThatCome, assumptions),
    drained: false,
  };
}

/** Those that its load balancers are given; else all that its region has. */
function zonesAt(graph: Graph, place: SiteInGraph): readonly string[] {
  const given = balancersOf(graph)
    .filter(
      ({ resource, untold }) =>
        untold === 0 && resource.placement && siteIdOf(resource.placement) === place.id,
    )
    .flatMap(({ zones }) => zones);
  if (given.length > 0) return [...new Set(given)].sort();
  return (findRegion(place.provider, place.region)?.zones ?? []).map(zoneNameOf);
}

const endAt = (graph: Graph, doors: readonly DoorOut[], place: SiteInGraph): GraphResource | undefined =>
  doors
    .flatMap(({ entrance }) => (entrance ? endsOf(graph, entrance) : []))
    .find(({ placement }) => placement && siteIdOf(placement) === place.id);

/**
 * A program doesn't say what carries its peak: what runs where users go while nothing fails is taken to. None for what its
 * cloud runs as often as it is asked for.
 */
function peakOf(sites: readonly Site[], capabilities: readonly CapabilityPlan[]): Record<string, number> {
  const peak: Record<string, number> = {};
  for (const { name, addresses, answers } of capabilities) {
    const used = new Set(
      answers.flatMap((at) =>
        (at?.answers ?? []).flatMap(({ address, weight }) =>
          weight > 0 ? [addresses[address]?.site ?? -1] : [],
        ),
      ),
    );
    const floors = [...used].map((site) => sites[site]?.workloads[name]?.floor ?? 0);
    peak[name] = Math.max(
      1,
      floors.reduce((sum, floor) => sum + floor, 0),
    );
  }
  return peak;
}
