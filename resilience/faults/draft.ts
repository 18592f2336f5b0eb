/** What faults take away, while it is gathered: each kind of fault writes its part. */
import type { Platform } from "../platform/platform";
import { type Fault, isPartial } from "./fault";

/** Shares that fail, 0 to 1, by the places of sites and authorities; 1 is gone. */
export interface Draft {
  /** Nothing of the site answers. */
  readonly siteDown: boolean[];
  /** Of all requests of the site. */
  readonly siteFails: number[];
  /** Of all that comes to the site, before its edge has it: requests and probes alike. */
  readonly frontFails: number[];
  /** Of all that comes to the site, while its edge's counts and all probes see nothing of it. */
  readonly unseenFails: number[];
  /** Of what the site's pods are asked: not answered before who asked gives up. */
  readonly siteSlow: number[];
  /** It has just come back: nothing is scaled up or warm yet. */
  readonly cold: boolean[];
  readonly zonesDown: Set<string>[];
  /** Nothing can be started, moved or changed there. */
  readonly frozen: boolean[];
  /** By capability, `edge` included. */
  readonly workloadFails: Map<string, number>[];
  /** Of its requests, though its pods pass every probe. By capability. */
  readonly changeFails: Map<string, number>[];
  readonly queueFails: number[];
  /** By the places of stores. */
  readonly storeFails: number[];
  readonly registriesDown: Set<string>;
  /** Who can't open a connection to whom: names of providers or sites (`cutName`). */
  readonly linksDown: Set<string>;
  /** Its edge neither hands requests on to other sites' edges nor takes theirs. */
  readonly peersRefuse: boolean[];
  /** Its queue lets nobody in, and keeps what it has. */
  readonly queueRefuses: boolean[];
  /** Its queue can't be linked with another site's. */
  readonly queueLinksDown: boolean[];
  /** Providers that refuse another one's sites at their stores (`cutName`). */
  readonly storesRefuse: Set<string>;
  readonly authorityDown: boolean[];
  /** It answers, and what it answers leads nowhere. */
  readonly authorityWrong: boolean[];
  /** Its checks tell it nothing. */
  readonly blind: boolean[];
  /** Names of the regions, metros and providers that are gone, with all that stands there. */
  readonly gone: Set<string>;
}

/** Nothing has failed yet. */
export const emptyDraft = ({ sites, authorities, stores }: Platform): Draft => ({
  siteDown: sites.map(() => false),
  siteFails: sites.map(() => 0),
  frontFails: sites.map(() => 0),
  unseenFails: sites.map(() => 0),
  siteSlow: sites.map(() => 0),
  cold: sites.map(() => false),
  zonesDown: sites.map(() => new Set()),
  frozen: sites.map(() => false),
  workloadFails: sites.map(() => new Map()),
  changeFails: sites.map(() => new Map()),
  queueFails: sites.map(() => 0),
  storeFails: stores.map(() => 0),
  registriesDown: new Set(),
  linksDown: new Set(),
  peersRefuse: sites.map(() => false),
  queueRefuses: sites.map(() => false),
  queueLinksDown: sites.map(() => false),
  storesRefuse: new Set(),
  authorityDown: authorities.map(() => false),
  authorityWrong: authorities.map(() => false),
  blind: authorities.map(() => false),
  gone: new Set(),
});

/** Failures that come together: of what one lets through, the other takes its share. */
const both = (a: number, b: number): number => (a === 0 ? b : b === 0 ? a : 1 - (1 - a) * (1 - b));

/** Lets a share more fail, of a site or a store. */
export function addFailing(shares: number[], place: number, share: number): void {
  shares[place] = both(shares[place] ?? 0, share);
}

/** Lets a share more of a workload fail. */
export function addWorkloadFailing(
  shares: Map<string, number> | undefined,
  name: string,
  share: number,
): void {
  shares?.set(name, both(shares.get(name) ?? 0, share));
}

/** Marks those of a provider. */
export function markOf(
  provider: string,
  of: readonly { readonly provider: string }[],
  marks: boolean[],
): void {
  for (const [place, one] of of.entries()) if (one.provider === provider) marks[place] = true;
}

/** The share of requests that a fault lets fail. */
export const failing = ({ mode, share }: Fault): number => (isPartial(mode) ? (share ?? 1) : 1);
