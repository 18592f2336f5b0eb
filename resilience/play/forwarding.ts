/** Who hands what to whom: peers take what their own users leave, each request is handed on once. Pure. */
import type { EdgeForwards } from "../../components/edge/edge-forwarding";
import { type Effects, isCut } from "../faults/effects";
import { type Platform, type Site, siteEnd } from "../platform/platform";

/** A peer that lets a site's edge in, and that the site's edge knows. */
export interface Way {
  /** Its place in the platform's sites. */
  readonly to: number;
  readonly weight: number;
  /** Asked only where all others take nothing. */
  readonly last: boolean;
}

/** By the place of the site, where it can hand a capability's requests to. */
export type Ways = readonly (readonly Way[])[];

const known = new WeakMap<Platform, Map<string, Ways>>();

/** As the edges are configured: both ends must agree, on a port too. */
export function waysOf(platform: Platform, capability: string): Ways {
  const byName = known.get(platform) ?? new Map<string, Ways>();
  known.set(platform, byName);
  const found = byName.get(capability) ?? platform.sites.map((site) => waysFrom(platform, site, capability));
  byName.set(capability, found);
  return found;
}

function waysFrom({ sites }: Platform, from: Site, capability: string): Way[] {
  const ways = new Map<number, Way>();
  for (const { site, port, weight, last } of from.forwarding?.byCapability[capability]?.peers ?? []) {
    const to = sites.findIndex(({ id }) => id === site);
    const peer = sites[to];
    if (!peer?.forwarding || peer === from || !letsIn(peer.forwarding, from.id, port)) continue;
    if (!peer.workloads[capability] || !peer.forwarding.byCapability[capability]?.takes) continue;
    const known = ways.get(to);
    ways.set(to, { to, weight: weight + (known?.weight ?? 0), last: last && (known?.last ?? true) });
  }
  return [...ways.values()];
}

const letsIn = ({ takesFrom, takesOn }: EdgeForwards, site: string, port: number): boolean =>
  takesFrom.includes(site) && takesOn === port;

/** Those that are left when links are down, or certificates have run out. */
export function waysUnder({ sites }: Platform, ways: Ways, effects: Effects): Ways {
  const { linksDown, peersRefuse } = effects;
  if (linksDown.size === 0 && !peersRefuse.includes(true)) return ways;
  return ways.map((own, from) =>
    own.filter(
      ({ to }) =>
        !peersRefuse[from] && !peersRefuse[to] && !isCut(effects, siteEnd(sites[from]), siteEnd(sites[to])),
    ),
  );
}

/** All of these are shares of all requests, by the place of the site. */
export interface Handed {
  /** Of what each site offered, what its peers took, and what of that they answer well. */
  readonly taken: Float64Array;
  readonly served: Float64Array;
  /** What came to each peer, and what else was asked of it that it had no room for. */
  readonly came: Float64Array;
  readonly refused: Float64Array;
}

/**
 * Spreads what sites offer over their peers, by weight, those asked last after the others. A peer that is full refuses, and
 * the next is asked.
 * @param rooms what each site can take
 * @param good share that each site answers well
 */
export function handedOver(
  offers: Float64Array,
  rooms: Float64Array,
  good: Float64Array,
  ways: Ways,
): Handed {
  const count = offers.length;
  const shares = () => new Float64Array(count);
  const found = { taken: shares(), served: shares(), came: shares(), refused: shares() };
  const [left, room] = [new Float64Array(offers), new Float64Array(rooms)];
  for (const last of [false, true]) {
    // Each round fills a peer, or leaves nothing to be offered.
    for (let round = 0; round <= count; round++) {
      const asked = askedFor(left, room, ways, last);
      if (asked.length === 0) break;
      const all = shares();
      for (const { to, part } of asked) add(all, to, part);
      const fits = all.map((sum, to) => (sum > 0 ? Math.min(1, (room[to] as number) / sum) : 0));
      for (const { from, to, part } of asked) {
        const took = part * (fits[to] as number);
        add(left, from, -took);
        add(room, to, -took);
        add(found.taken, from, took);
        add(found.came, to, took);
        add(found.served, from, took * (good[to] as number));
      }
    }
  }
  for (const { to, part } of askedFor(left, undefined, ways, false)) add(found.refused, to, part);
  return found;
}

interface Part {
  readonly from: number;
  readonly to: number;
  readonly part: number;
}

/** What is left to offer, as it is spread over those peers that have room; over all where no rooms are told. */
function askedFor(left: Float64Array, room: Float64Array | undefined, ways: Ways, last: boolean): Part[] {
  const found: Part[] = [];
  for (let from = 0; from < left.length; from++) {
    const offer = left[from] as number;
    if (offer <= NOTHING) continue;
    const open = (ways[from] ?? []).filter(
      (way) => way.last === last && (room === undefined || (room[way.to] as number) > NOTHING),
    );
    let weights = 0;
    for (const { weight } of open) weights += weight;
    for (const { to, weight } of open) found.push({ from, to, part: (offer * weight) / weights });
  }
  return found;
}

const add = (to: Float64Array, place: number, what: number): void => {
  to[place] = (to[place] as number) + what;
};

/** Of all requests: less is nothing. */
const NOTHING = 1e-9;
