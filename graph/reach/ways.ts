/** Every way that a site's parts need, and the first thing in its way. Which they are: expected.ts. */
import type { DoorView } from "../clouds/ways-views";
import type { Graph, GraphResource } from "../resource";
import { isUntrustedSite } from "../untrusted";
import type { AddressView } from "../views/addresses";
import { perGraph } from "../views/per-graph";
import { at, propertiesOf, textsAt } from "../views/read";
import type { WorkloadView } from "../views/workloads";
import { dialledOutside, dialledWays } from "./dialled";
import { doorOpens } from "./doors";
import { doorWays } from "./expected";
import { halfOpenWays } from "./half-open";
import { between, type Outside, outward } from "./network";
import { innerWaysOf, namesWays, outerWaysOf } from "./pods";
import { callersOf, type SiteWays, siteWays } from "./sites";
import { first, type Passage, tcp } from "./way";

export interface WayView {
  /** From whom, by what, to whom: `users -> load balancer -> the edge`. */
  readonly path: string;
  readonly site: string;
  readonly passage: Passage;
}

/**
 * Every way that is expected, with what is in it.
 * @param untrusted sites and clouds that are meant to have lost their ways to others
 */
export function waysOf(graph: Graph, untrusted: readonly string[] = []): WayView[] {
  const sites = siteWays(graph);
  return sites.flatMap((site) => [
    ...userWays(graph, site),
    ...peerWays(graph, site, sites, untrusted),
    ...podWays(graph, site),
    ...controlWays(graph, site),
  ]);
}

const way = (site: SiteWays, path: string, passage: Passage): WayView => ({ site: site.site, path, passage });

/** Users, by the door that leads to the pods of a part. */
function userWays(graph: Graph, site: SiteWays): WayView[] {
  return doorWays
    .filter(({ from }) => from === "users")
    .flatMap((wanted) =>
      site.workloads.filter(isServing(wanted.to)).map((target) => {
        const path = `users -> port ${wanted.port} -> ${wanted.toName} of ${site.site}`;
        const everybody: Outside = { name: "everybody", to: { kind: "anywhere" } };
        return way(site, path, throughDoors(graph, site, target, wanted, everybody));
      }),
    );
}

const isServing =
  (which: (workload: WorkloadView) => boolean) =>
  (workload: WorkloadView): boolean =>
    workload.kind !== "Job" && workload.kind !== "CronJob" && which(workload);

interface Wanted {
  readonly port: number;
  readonly podPort: string;
  readonly toName: string;
}

/** Each door at the port must lead there: names are answered with the addresses of all. */
function throughDoors(
  graph: Graph,
  site: SiteWays,
  target: WorkloadView,
  wanted: Wanted,
  from: Outside,
): Passage {
  if (!site.network || site.network.nodes.length === 0) return undefined;
  const doors = site.doors.filter((door) => door.port === wanted.port && leadsTo(door, target));
  if (doors.length === 0) {
    const because = `serves port ${wanted.port} of ${site.site}, and no load balancer leads there`;
    return { at: target.resource, because };
  }
  return first(doors.map((door) => doorOpens(graph, site, door, target, wanted.podPort, from)));
}

/** A door without its Service leads nowhere, and is said to be the one in the way. */
function leadsTo({ service }: DoorView, { podLabels, namespace }: WorkloadView): boolean {
  if (!service) return true;
  const { metadata, spec } = propertiesOf(service);
  const selector = textsAt(spec, "selector");
  const own = at(metadata, "namespace");
  return own === namespace && Object.entries(selector).every(([key, value]) => podLabels[key] === value);
}

/** Other sites' pods, by the addresses that their configurations dial. */
function peerWays(
  graph: Graph,
  from: SiteWays,
  sites: readonly SiteWays[],
  untrusted: readonly string[],
): WayView[] {
  if (isUntrustedSite(untrusted, from.site)) return [];
  return from.workloads.flatMap((workload) =>
    dialledOutside(graph, workload).flatMap((call) => {
      const to = sites.find(({ site }) => site === call.address.site);
      if (!to || to === from || isUntrustedSite(untrusted, to.site)) return [];
      const outside = outsideOf(call.address, `${to.site}'s address`);
      const path = `${workload.name} of ${from.site} -> ${to.site}, port ${call.port}`;
      const leaving = first([
        call.policy,
        ...(from.network?.pods ?? []).map((point) => outward(graph, point, outside, tcp(call.port))),
      ]);
      return [way(from, path, leaving ?? arriving(graph, from, to, call.port))];
    }),
  );
}

const outsideOf = ({ ip, resource }: AddressView, name: string): Outside => ({
  name: ip ?? name,
  to: { kind: "address", ...(ip === undefined ? {} : { ip }) },
  ...(resource ? { address: resource.urn } : {}),
});

const arrivals = perGraph(() => new Map<string, { readonly passage: Passage }>());

/** The other site lets in the addresses that this one's calls come from: the same for each of its own. */
function arriving(graph: Graph, from: SiteWays, to: SiteWays, port: number): Passage {
  const known = arrivals(graph);
  const key = `${from.site} ${to.site} ${port}`;
  const entry = known.get(key) ?? { passage: arrives(graph, from, to, port) };
  known.set(key, entry);
  return entry.passage;
}

function arrives(graph: Graph, from: SiteWays, to: SiteWays, port: number): Passage {
  const wanted = doorWays.find((line) => line.from === "peers" && line.port === port);
  if (!wanted) return undefined;
  const targets = to.workloads.filter(isServing(wanted.to));
  const callers = callersOf(graph, from);
  return first(
    targets.flatMap((target) =>
      callers.map((caller) =>
        throughDoors(graph, to, target, wanted, outsideOf(caller, `${from.site}'s gateway`)),
      ),
    ),
  );
}

function podWays(graph: Graph, site: SiteWays): WayView[] {
  return [
    ...namesWays(graph, site),
    ...innerWaysOf(graph, site),
    ...dialledWays(graph, site),
    ...outerWaysOf(graph, site),
    ...halfOpenWays(graph, site),
  ].map(({ path, passage }) => way(site, path, passage));
}

/** Nodes reach their control plane and their images, and are reached by it. */
function controlWays(graph: Graph, site: SiteWays): WayView[] {
  const { network } = site;
  if (!network) return [];
  const found: WayView[] = [];
  for (const node of network.nodes) {
    const images: Outside = { name: "its cloud's own services", to: { kind: "services" } };
    found.push(way(site, `nodes of ${site.site} -> images`, outward(graph, node, images, tcp(443))));
    const { api } = network;
    for (const port of api?.ports ?? [])
      found.push(
        way(
          site,
          `nodes of ${site.site} -> Kubernetes API`,
          between(graph, node, (api as NonNullable<typeof api>).point, tcp(port)),
        ),
      );
    for (const port of api?.calls ?? [])
      found.push(
        way(
          site,
          `control plane -> nodes of ${site.site}`,
          between(graph, (api as NonNullable<typeof api>).point, node, tcp(port)),
        ),
      );
  }
  if (network.publicApi?.needed)
    found.push(
      way(site, `nodes of ${site.site} -> Kubernetes API`, publicApi(graph, site, network.publicApi)),
    );
  for (const pod of network.pods) {
    for (const port of site.network?.identity?.variable === undefined ? [] : [site.network.identity.port])
      found.push(
        way(
          site,
          `pods of ${site.site} -> identity`,
          network.api ? between(graph, pod, network.api.point, tcp(port)) : undefined,
        ),
      );
  }
  return found;
}

/** Where nodes come to the API from outside, by their gateways' addresses. */
function publicApi(
  graph: Graph,
  site: SiteWays,
  { resource, from }: { readonly resource: GraphResource; readonly from: readonly string[] },
): Passage {
  const callers = callersOf(graph, site).flatMap(({ ip }) => ip ?? []);
  const isIn = (ip: string): boolean => from.some((cidr) => cidr === "0.0.0.0/0" || cidr === `${ip}/32`);
  return callers.every(isIn)
    ? undefined
    : {
        at: resource,
        because: "takes calls to its API from outside only, and not from its own nodes' gateways",
      };
}
