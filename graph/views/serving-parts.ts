/**
 * What serves users in a program that says nothing of capabilities: its doors (public names, else entrances), where each
 * leads, and what runs in each region. Who calls whom behind a door isn't in a program: what runs in a region is taken to
 * serve every door that leads there.
 */
import { allReaders, readerOf } from "../clouds";
import type { AnswerView } from "../clouds/dns-views";
import type { WeakSpot } from "../clouds/reader";
import { isRegional } from "../placement";
import type { Graph, GraphResource } from "../resource";
import { type SiteInGraph, siteIdOf } from "../sites";
import { namesOf } from "./names";
import { perGraph } from "./per-graph";
import { endpointsOf, entrancesOf, originsOf, servingOf } from "./serving";
import { workloadsOf } from "./workloads";

/** By what users come in. */
export interface DoorOut {
  /** A public name, or the name of what lets users in. */
  readonly name: string;
  /** Of a public name; the others answer by their cloud's own names. */
  readonly host?: string;
  /** What it leads to, where it has no public name. */
  readonly entrance?: GraphResource;
}

/** Something that runs. */
export interface Part {
  readonly resource: GraphResource;
  /** How many at least and at most; undefined for what its cloud runs as often as it is asked for. */
  readonly least?: number;
  readonly most?: number;
  /** How many can't be told. */
  readonly untold: boolean;
}

/** Every door once, sorted by name. */
export const doorsOut: (graph: Graph) => readonly DoorOut[] = perGraph((graph) => {
  const names = namesOf(graph).filter(({ authorities }) =>
    authorities.some(({ answers }) => answers.some((answer) => endpointsOf(graph, answer).length > 0)),
  );
  const led = new Set(
    names.flatMap(({ authorities }) =>
      authorities.flatMap(({ answers }) => answers.flatMap((answer) => endpointsOf(graph, answer))),
    ),
  );
  const entrances = entrancesOf(graph);
  // What stands behind another entrance is reached through that one.
  const behind = new Set(
    [...entrances, ...led].flatMap((one) => (isRegional(one) ? [] : originsOf(graph, one))),
  );
  const others = entrances.filter((one) => !led.has(one) && !behind.has(one));
  const doors: DoorOut[] = [
    ...names.map(({ host }) => ({ name: host, host })),
    ...others.map((entrance) => ({ name: entrance.name, entrance })),
  ];
  const found =
    doors.length > 0
      ? doors
      : servingOf(graph).flatMap((one) => (scaleIn(graph, one) ? [{ name: one.name, entrance: one }] : []));
  const count = new Map<string, number>();
  for (const { name } of found) count.set(name, (count.get(name) ?? 0) + 1);
  return found
    .map((door) =>
      (count.get(door.name) ?? 0) > 1 && door.entrance?.placement
        ? { ...door, name: `${door.name} at ${siteIdOf(door.entrance.placement)}` }
        : door,
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1));
});

const scaleIn = (graph: Graph, resource: GraphResource) =>
  readerOf(resource)?.serving.scaleOf(graph, resource);

/** The regional resources that an answer or an entrance leads to in the end. */
export function endsOf(graph: Graph, to: AnswerView | GraphResource): readonly GraphResource[] {
  const ends = "address" in to ? endpointsOf(graph, to) : [to];
  return ends.flatMap((end) => (isRegional(end) ? [end] : originsOf(graph, end)));
}

/** Regions in which something that serves stands, or to which a door leads, in the order of their ids. */
export const servingSites: (graph: Graph) => readonly SiteInGraph[] = perGraph((graph) => {
  const sites = new Map<string, SiteInGraph>();
  const ends = [
    ...namesOf(graph).flatMap(({ authorities }) =>
      authorities.flatMap(({ answers }) => answers.flatMap((answer) => endsOf(graph, answer))),
    ),
    ...doorsOut(graph).flatMap(({ entrance }) => (entrance ? endsOf(graph, entrance) : [])),
  ];
  for (const { placement } of ends) {
    if (placement) sites.set(siteIdOf(placement), { id: siteIdOf(placement), ...placement });
  }
  return [...sites.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
});

/** What runs in a region, Kubernetes' workloads included. */
export function partsAt(graph: Graph, site: string): readonly Part[] {
  const own = servingOf(graph).filter(({ placement }) => placement && siteIdOf(placement) === site);
  return [
    ...own.flatMap((resource): Part[] => {
      const scale = scaleIn(graph, resource);
      if (scale === undefined) return [];
      if (scale === "itself") return [{ resource, untold: false }];
      const { least = 1, most = least } = scale;
      return [{ resource, least, most: Math.max(least, most), untold: scale.least === undefined }];
    }),
    ...workloadsOf(graph)
      .filter((workload) => workload.site === site)
      .map(
        ({ resource, floor, ceiling }): Part => ({ resource, least: floor, most: ceiling, untold: false }),
      ),
  ];
}

/** What of a region is lost with one of its zones, and whether it is made again in another. */
export function zonalAt(graph: Graph, site: string): readonly (WeakSpot & { readonly remade: boolean })[] {
  return allReaders().flatMap(({ services, serving }) =>
    [...services.alone(graph, 2)]
      .filter(({ resource }) => resource.placement && siteIdOf(resource.placement) === site)
      .map((spot) => ({ ...spot, remade: serving.remakes.has(spot.resource.type) })),
  );
}
