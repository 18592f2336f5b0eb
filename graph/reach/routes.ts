/** Whether the routes of a subnet lead a call where it is meant to go. */
import { readerOf } from "../clouds";
import type { WaysReader } from "../clouds/reader";
import type { NextHop, RoutesView, RouteView } from "../clouds/ways-views";
import type { Graph, GraphResource } from "../resource";
import { perGraph } from "../views/per-graph";
import { ANYWHERE, contains, isInside, narrowness, overlaps } from "./addresses";
import type { Passage } from "./way";

/** Where a call goes: everywhere in the Internet, one address of it, or the cloud's own services of the region. */
export type Destination =
  | { readonly kind: "anywhere" }
  | { readonly kind: "address"; readonly ip?: string }
  | { readonly kind: "services" };

/** The gateway that a call leaves by, or what is in its way. */
export interface Leaving {
  readonly passage: Passage;
  readonly hop?: NextHop;
}

const tables = perGraph(() => new Map<string, RoutesView>());

/** A subnet's routes, read once. */
export function tableOf(graph: Graph, ways: WaysReader, subnet: GraphResource): RoutesView {
  const known = tables(graph);
  const table = known.get(subnet.urn) ?? ways.routes(graph, subnet);
  known.set(subnet.urn, table);
  return table;
}

/** By which way calls from a subnet leave for outside. */
export function leaves(graph: Graph, ways: WaysReader, subnet: GraphResource, to: Destination): Leaving {
  const table = tableOf(graph, ways, subnet);
  if (table.untold) return { passage: { at: table.resource, because: table.untold, unsure: true } };
  const chosen = routesFor(table, to);
  if (chosen.length === 0) {
    return { passage: { at: table.resource, because: `has no route ${textOf(to)}` } };
  }
  // The narrowest comes first; for all of the Internet every route that leads a part of it away counts.
  for (const route of chosen) {
    const stopped = closedAt(route, to);
    if (stopped) return { passage: stopped };
  }
  return { passage: undefined, hop: (chosen.at(-1) as RouteView).via };
}

const textOf = (to: Destination): string =>
  to.kind === "services"
    ? "to the cloud's own services"
    : to.kind === "address" && to.ip
      ? `to ${to.ip}`
      : "to the Internet";

function routesFor({ routes }: RoutesView, to: Destination): readonly RouteView[] {
  if (to.kind === "services") {
    const services = routes.filter((route) => route.to.kind === "services");
    return services.length > 0
      ? services
      : routesFor({ resource: routes[0]?.resource as GraphResource, routes }, { kind: "anywhere" });
  }
  const cidrOf = (route: RouteView): string => (route.to.kind === "cidr" ? route.to.cidr : "");
  const untold = routes.filter((route) => route.to.kind === "untold");
  if (to.kind === "address" && to.ip !== undefined) {
    const ip = to.ip;
    const fitting = routes.filter((route) => contains(cidrOf(route), ip));
    const widths = fitting.map((route) => narrowness(cidrOf(route)));
    const narrowest = Math.max(...widths);
    const best = fitting.filter((_, i) => widths[i] === narrowest).slice(0, 1);
    return best.length > 0 ? [...untold, ...best] : untold;
  }
  const everything = routes.filter((route) => cidrOf(route) === ANYWHERE).slice(0, 1);
  const halves = routes.filter((route) => narrowness(cidrOf(route)) === 1);
  const parts = routes.filter(
    (route) => narrowness(cidrOf(route)) > 0 && overlaps(cidrOf(route), ANYWHERE) && !isInside(cidrOf(route)),
  );
  if (everything.length === 0 && halves.length < 2) return [...untold];
  return [...untold, ...parts, ...everything];
}

function closedAt({ resource, to, via }: RouteView, wanted: Destination): Passage {
  const part = to.kind === "cidr" && to.cidr !== ANYWHERE ? ` of ${to.cidr}` : "";
  if (to.kind === "untold" || via.kind === "untold")
    return { at: resource, because: "has a route that can't be read", unsure: true };
  if (via.kind === "missing")
    return { at: resource, because: `has a route${part} to a gateway that isn't there` };
  if (via.kind === "other")
    return {
      at: resource,
      because: `sends packets${part || ` ${textOf(wanted)}`} through something that the program doesn't show the end of`,
      unsure: true,
    };
  if (via.kind === "inside") return { at: resource, because: `keeps packets${part} inside of the network` };
  if (via.closed) return { at: via.resource ?? resource, because: via.closed };
  return undefined;
}

/** What of a network's own addresses its routes send elsewhere. */
export function staysNear(
  graph: Graph,
  ways: WaysReader,
  subnet: GraphResource,
  ranges: readonly string[],
): Passage {
  const table = tableOf(graph, ways, subnet);
  for (const { resource, to, via } of table.routes) {
    if (to.kind !== "cidr" || via.kind === "inside" || narrowness(to.cidr) <= 8) continue;
    if (ranges.some((range) => overlaps(to.cidr, range)))
      return { at: resource, because: `sends ${to.cidr}, addresses of its own network, elsewhere` };
  }
  return undefined;
}

/** The ways of the cloud that a resource is of. */
export const waysOf = (resource: GraphResource): WaysReader | undefined => readerOf(resource)?.ways;
