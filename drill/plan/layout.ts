/**
 * Where everything of a platform stands on one machine: a network for each site, with an address for each of its public
 * addresses, edges, pods, queue servers and its store. Pure.
 */
import { edgesText } from "../../components/sites-text";
import type { ProviderName } from "../../graph/clouds/contract";
import type { BalancerCheckView } from "../../graph/clouds/views";
import type { Graph } from "../../graph/resource";
import { addressesAmong } from "../../graph/views/addresses";
import { balancerChecksOf } from "../../graph/views/balancer-checks";
import { namesOf } from "../../graph/views/names";
import { dataOf, textsOf } from "../../graph/views/texts";
import { type WorkloadView, workloadsOf } from "../../graph/views/workloads";
import type { Platform, Site } from "../../resilience/platform/platform";
import { envOf } from "./environment";
import { type MirrorLayout, mirrorLayout } from "./mirror-layout";
import { type PeerPlace, withWorldsPeers } from "./peers";

/** Something with an address that stands in a zone of its site. */
export interface Placed {
  readonly address: string;
  /** Absent for what isn't lost with any one zone. */
  readonly zone?: string;
}

export interface StoreInfo {
  readonly site: string;
  readonly provider: string;
  readonly region: string;
  readonly bucket: string;
  readonly endpoint: string;
  readonly pathStyle: boolean;
}

export interface WorkloadLayout {
  readonly name: string;
  readonly pods: readonly Placed[];
  /** Its container's environment, as deployed but for addresses; without what comes from Secrets. */
  readonly env: Readonly<Record<string, string>>;
}

export interface SiteNameLayout {
  readonly capability: string;
  /** Lower case, without a trailing dot. */
  readonly host: string;
  /** What each provider's authority answers, by the provider's name. */
  readonly answered: Readonly<
    Record<string, { readonly ttlSeconds: number; readonly urns: readonly string[] }>
  >;
}

export interface SiteLayout {
  readonly id: string;
  /** From 1: its network is 10.<number>.0.0/16. */
  readonly number: number;
  readonly provider: ProviderName;
  readonly metro: string;
  readonly zones: readonly string[];
  readonly dns: string;
  /** Names that it alone answers, by capability. */
  readonly names: readonly SiteNameLayout[];
  /** What the world knows it by, in the order of the platform's addresses. */
  readonly entrances: readonly (Placed & { readonly urn: string })[];
  readonly edges: readonly Placed[];
  readonly edgeTexts: {
    readonly config: string;
    readonly start: string;
    readonly endpoints: string;
    /** Of the other sites; absent where nothing is handed to them. */
    readonly peerAddresses?: string;
  };
  readonly balancerCheck: BalancerCheckView | undefined;
  readonly queue: readonly Placed[];
  readonly store: StoreInfo & { readonly address: string };
  /** What its pods read of the stores, as deployed. */
  readonly storesJson: string;
  /** Absent where nothing of it comes due in a drill. */
  readonly mirror: MirrorLayout | undefined;
  readonly workloads: readonly WorkloadLayout[];
}

/** In a site's network: which part of it is for what. */
const part = { dns: "0.53", entrances: 1, edges: 2, store: "3.1", queue: 4, workloads: 10 } as const;

/**
 * The layout of every site, in the platform's order.
 * @throws Error naming what a site lacks that a drill can't do without.
 */
export function layoutOf(graph: Graph, platform: Platform): SiteLayout[] {
  const workloads = workloadsOf(graph);
  const sites = platform.sites.map((site, index) => siteLayout(graph, platform, site, index, workloads));
  const inWorld = (workload: WorkloadLayout) => ({ ...workload, env: withWorldsEdges(workload.env, sites) });
  const places = sites.map((site) => placeOf(graph, site));
  return sites.map((site) => ({
    ...site,
    edgeTexts: { ...site.edgeTexts, ...withWorldsPeers(site.id, site.edgeTexts, places) },
    workloads: site.workloads.map(inWorld),
  }));
}

const placeOf = (graph: Graph, { id, number, entrances }: SiteLayout): PeerPlace => ({
  id,
  network: `10.${number}.0.0/16`,
  entrances: entrances.flatMap(({ urn, address }) =>
    addressesAmong(graph, [urn]).flatMap(({ ip }) => (ip === undefined ? [] : [{ deployed: ip, address }])),
  ),
});

/** The edges that it names at the addresses that they have in the world. */
function withWorldsEdges(env: WorkloadLayout["env"], sites: readonly SiteLayout[]): WorkloadLayout["env"] {
  const { TWINCLOUD_EDGES: edges } = env;
  if (edges === undefined) return env;
  const named = edges.split(" ").map((part) => part.split("=")[0]);
  const told = sites.filter(({ id }) => named.includes(id));
  const addresses = told.map(({ id, entrances }) => [id, entrances.map(({ address }) => address)] as const);
  return { ...env, TWINCLOUD_EDGES: edgesText(Object.fromEntries(addresses)) };
}

function siteLayout(
  graph: Graph,
  platform: Platform,
  site: Site,
  index: number,
  all: readonly WorkloadView[],
): SiteLayout {
  const number = index + 1;
  const net = `10.${number}`;
  const own = all.filter((workload) => workload.site === site.id);
  const edge = own.find((workload) => workload.part === "edge");
  if (!edge || !site.edge) throw new Error(`${site.id}: it has no edge, so that nobody could reach it`);
  const placed = (from: number, count: number): Placed[] =>
    Array.from({ length: count }, (_, n) => ({ address: `${net}.${from}.${n + 1}`, ...zoneOf(site, n) }));
  const edgeData = Object.assign({}, ...textsOf(graph, edge).configMaps.map(dataOf)) as Record<
    string,
    string
  >;
  const [config, start, endpoints] = ["haproxy.cfg", "start.sh", "endpoints.json"].map(
    (key) => edgeData[key],
  );
  if (config === undefined || start === undefined || endpoints === undefined)
    throw new Error(`${site.id}: its edge mounts no haproxy.cfg, start.sh and endpoints.json`);
  const named = own.flatMap((workload) =>
    workload.capability ? [{ workload, name: workload.capability }] : [],
  );
  const storesJson = named
    .flatMap(({ workload }) => textsOf(graph, workload).configMaps)
    .map((map) => dataOf(map)["stores.json"])
    .find((text) => text !== undefined);
  if (storesJson === undefined) throw new Error(`${site.id}: none of its workloads mounts a stores.json`);
  const { own: store } = JSON.parse(storesJson) as { own: StoreInfo };
  return {
    id: site.id,
    number,
    provider: site.provider as ProviderName,
    metro: site.metro,
    zones: site.zones,
    dns: `${net}.${part.dns}`,
    entrances: entrancesOf(platform, index).map(({ urn, zone }, n) => ({
      urn,
      address: `${net}.${part.entrances}.${n + 1}`,
      ...(zone === undefined ? {} : { zone }),
    })),
    edges: placed(part.edges, site.edge.floor),
    edgeTexts: {
      config,
      start,
      endpoints,
      ...(edgeData["peers.cfg"] === undefined ? {} : { peerAddresses: edgeData["peers.cfg"] }),
    },
    names: namesAt(graph, own),
    balancerCheck: balancerChecksOf(graph, edge)[0],
    queue: placed(part.queue, site.queue?.workload.floor ?? 0),
    store: { ...store, address: `${net}.${part.store}` },
    storesJson,
    mirror: mirrorLayout(graph, site.id, own),
    workloads: named.map(({ workload, name }, at) => ({
      name,
      pods: placed(part.workloads + at, site.workloads[name]?.floor ?? 0),
      env: envOf(workload),
    })),
  };
}

/** The names of one site as its workloads declare them and the authorities answer them. */
function namesAt(graph: Graph, workloads: readonly WorkloadView[]): SiteNameLayout[] {
  return workloads.flatMap(({ capability, siteName }) => {
    if (capability === undefined || siteName === undefined) return [];
    const views = namesOf(graph).find(({ host }) => host === siteName)?.authorities ?? [];
    const answered = views.map(({ provider, ttl, answers }) => {
      const urns = answers.flatMap(({ address }) => address.resource?.urn ?? []);
      return [provider, { ttlSeconds: ttl ?? 0, urns }] as const;
    });
    return [{ capability, host: siteName, answered: Object.fromEntries(answered) }];
  });
}

/** Pods are spread over the zones one by one, as the scheduler's constraint has it. */
function zoneOf({ zones }: Site, n: number): { zone?: string } {
  const zone = zones[n % Math.max(1, zones.length)];
  return zone === undefined ? {} : { zone };
}

/** Public addresses of a site, each once; every public name has the same. */
function entrancesOf({ capabilities }: Platform, site: number): { urn: string; zone?: string }[] {
  const found = new Map<string, { urn: string; zone?: string }>();
  for (const { addresses } of capabilities) {
    for (const address of addresses) {
      if (address.site !== site || address.urn === undefined) continue;
      found.set(address.urn, {
        urn: address.urn,
        ...(address.zone === undefined ? {} : { zone: address.zone }),
      });
    }
  }
  return [...found.values()];
}

/** Addresses by which the world knows a platform's, by the urn of what holds them. */
export const addressesByUrn = (sites: readonly SiteLayout[]): ReadonlyMap<string, string> =>
  new Map(sites.flatMap(({ entrances }) => entrances.map(({ urn, address }) => [urn, address] as const)));
