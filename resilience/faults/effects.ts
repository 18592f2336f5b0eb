/** What faults take away from a platform, in the terms that the timeline asks. */

import type { Platform, Site } from "../platform/platform";
import { type Fault, isBrownout, linkName, metroName, sitesAlone } from "./faults";

/** Shares that fail, 0 to 1, by the places of sites and authorities; 1 is gone. */
export interface Effects {
  /** Nothing of the site answers. */
  readonly siteDown: boolean[];
  /** Of all requests of the site. */
  readonly siteFails: number[];
  /** Of all that comes to the site, before its edge has it: requests and probes alike. */
  readonly frontFails: number[];
  readonly zonesDown: ReadonlySet<string>[];
  /** Nothing can be started, moved or changed there. */
  readonly frozen: boolean[];
  /** By capability, `edge` included. */
  readonly workloadFails: ReadonlyMap<string, number>[];
  readonly queueFails: number[];
  /** By the places of stores. */
  readonly storeFails: number[];
  readonly registriesDown: ReadonlySet<string>;
  readonly linksDown: ReadonlySet<string>;
  readonly authorityDown: boolean[];
  /** It answers, and what it answers leads nowhere. */
  readonly authorityWrong: boolean[];
  /** Its checks tell it nothing. */
  readonly blind: boolean[];
  /** A zone or a region is lost or browned out somewhere: everybody who was there asks for hosts. */
  readonly hostsWanted: boolean;
  /** Names of the regions, metros and providers that are gone, with all that stands there. */
  readonly gone: ReadonlySet<string>;
}

interface Draft {
  siteDown: boolean[];
  siteFails: number[];
  frontFails: number[];
  zonesDown: Set<string>[];
  frozen: boolean[];
  workloadFails: Map<string, number>[];
  queueFails: number[];
  storeFails: number[];
  registriesDown: Set<string>;
  linksDown: Set<string>;
  authorityDown: boolean[];
  authorityWrong: boolean[];
  blind: boolean[];
  gone: Set<string>;
}

/** Failures that come together: of what one lets through, the other takes its share. */
const both = (a: number, b: number): number => (a === 0 ? b : b === 0 ? a : 1 - (1 - a) * (1 - b));

export function effectsOf(platform: Platform, faults: readonly Fault[]): Effects {
  const { sites, authorities, stores } = platform;
  const draft: Draft = {
    siteDown: sites.map(() => false),
    siteFails: sites.map(() => 0),
    frontFails: sites.map(() => 0),
    zonesDown: sites.map(() => new Set()),
    frozen: sites.map(() => false),
    workloadFails: sites.map(() => new Map()),
    queueFails: sites.map(() => 0),
    storeFails: stores.map(() => 0),
    registriesDown: new Set(),
    linksDown: new Set(),
    authorityDown: authorities.map(() => false),
    authorityWrong: authorities.map(() => false),
    blind: authorities.map(() => false),
    gone: new Set(),
  };
  for (const fault of faults) apply[fault.kind](platform, draft, fault);
  const { siteDown, siteFails, frontFails, zonesDown } = draft;
  const hostsWanted =
    siteDown.includes(true) ||
    [...siteFails, ...frontFails].some((share) => share > 0) ||
    zonesDown.some(({ size }) => size > 0);
  return { ...draft, hostsWanted };
}

type Apply = (platform: Platform, draft: Draft, fault: Fault) => void;

const failing = ({ mode, share }: Fault): number => (isBrownout(mode) ? (share ?? 1) : 1);

const apply: Readonly<Record<Fault["kind"], Apply>> = {
  zone: ({ sites }, draft, fault) => {
    const place = sites.findIndex(({ id }) => fault.name.startsWith(`${id}/`));
    const site = sites[place];
    if (!site) return;
    const zone = fault.name.slice(site.id.length + 1);
    if (fault.mode === "hard") draft.zonesDown[place]?.add(zone);
    // Requests meet the zone as often as it has a share of the pods.
    else
      draft.siteFails[place] = both(
        draft.siteFails[place] ?? 0,
        failing(fault) / Math.max(1, site.zones.length),
      );
  },
  site: (platform, draft, fault) => regionFails(platform, draft, fault, ({ id }) => id === fault.name),
  metro: (platform, draft, fault) =>
    regionFails(platform, draft, fault, ({ metro }) => metroName(metro) === fault.name),
  provider: (platform, draft, fault) => {
    const isHit = ({ provider }: { readonly provider: string }) => provider === fault.name;
    if (fault.mode === sitesAlone) {
      const seen = [...draft.blind];
      regionFails(platform, draft, { ...fault, mode: "hard" }, isHit);
      // Its checkers live on too.
      draft.gone.delete(fault.name);
      for (const [place, store] of platform.stores.entries()) if (isHit(store)) draft.storeFails[place] = 1;
      for (const [place, authority] of platform.authorities.entries()) {
        if (isHit(authority)) draft.blind[place] = seen[place] ?? false;
      }
      return;
    }
    regionFails(platform, draft, fault, isHit);
    if (fault.mode === "control") return;
    for (const [place, { provider }] of platform.stores.entries()) {
      if (provider === fault.name && fault.mode === "hard") draft.storeFails[place] = 1;
    }
    for (const [place, { provider }] of platform.authorities.entries()) {
      if (provider !== fault.name) continue;
      if (fault.mode === "hard") draft.authorityDown[place] = true;
      if (fault.mode === "hard" || platform.assumptions.brownoutBlindsChecks) draft.blind[place] = true;
    }
  },
  "provider-blind": (platform, draft, fault) => {
    regionFails(platform, draft, fault, ({ provider }) => provider === fault.name);
    for (const [place, { provider }] of platform.stores.entries()) {
      if (provider === fault.name) draft.storeFails[place] = 1;
    }
    for (const [place, { provider }] of platform.authorities.entries()) {
      if (provider === fault.name) draft.blind[place] = true;
    }
  },
  "authority-wrong": ({ authorities }, draft, fault) => {
    for (const [place, { provider }] of authorities.entries()) {
      if (provider === fault.name) draft.authorityWrong[place] = true;
    }
  },
  "dns-authority": ({ authorities }, draft, fault) => {
    for (const [place, { provider }] of authorities.entries()) {
      if (provider === fault.name) draft.authorityDown[place] = true;
    }
  },
  "health-checks": ({ authorities }, draft, fault) => {
    for (const [place, { provider }] of authorities.entries()) {
      if (provider === fault.name) draft.blind[place] = true;
    }
  },
  "control-plane": ({ sites }, draft, fault) => {
    for (const [place, { provider }] of sites.entries()) {
      if (provider === fault.name) draft.frozen[place] = true;
    }
  },
  registry: (_, draft, fault) => void draft.registriesDown.add(fault.name),
  link: (_, draft, fault) => void draft.linksDown.add(fault.name),
  workload: ({ sites }, draft, fault) => {
    const place = sites.findIndex(({ id }) => fault.name.startsWith(`${id}/`));
    const name = fault.name.slice((sites[place]?.id.length ?? 0) + 1);
    const fails = draft.workloadFails[place];
    fails?.set(name, both(fails.get(name) ?? 0, failing(fault)));
  },
  queue: ({ sites }, draft, fault) => {
    const place = sites.findIndex(({ id }) => id === fault.name);
    draft.queueFails[place] = both(draft.queueFails[place] ?? 0, failing(fault));
  },
  "media-store": ({ sites }, draft, fault) => {
    for (const store of sites.find(({ id }) => id === fault.name)?.ownStores ?? []) {
      draft.storeFails[store] = both(draft.storeFails[store] ?? 0, failing(fault));
    }
  },
};

/** Regions that fail take with them what stands there: sites, stores, registries and checks. */
function regionFails(platform: Platform, draft: Draft, fault: Fault, isHit: (site: Site) => boolean): void {
  const share = failing(fault);
  const hit = new Set<string>();
  for (const [place, site] of platform.sites.entries()) {
    if (!isHit(site)) continue;
    hit.add(site.id);
    draft.frozen[place] = true;
    if (fault.mode === "control") continue;
    if (fault.mode === "hard") draft.siteDown[place] = true;
    else if (fault.mode === "brownout-front") {
      draft.frontFails[place] = both(draft.frontFails[place] ?? 0, share);
    } else draft.siteFails[place] = both(draft.siteFails[place] ?? 0, share);
  }
  if (fault.mode === "control") return;
  if (fault.mode === "hard") draft.gone.add(fault.name);
  for (const id of hit) if (fault.mode === "hard") draft.registriesDown.add(id);
  for (const [place, { region }] of platform.stores.entries()) {
    // In a brownout of the region, a request's failure counts once: with the site.
    if (hit.has(region) && fault.mode === "hard") draft.storeFails[place] = 1;
  }
  for (const [place, regions] of checkRegions(platform).entries()) {
    if ([...regions].some((region) => hit.has(region))) draft.blind[place] = true;
  }
}

const cached = new WeakMap<Platform, readonly ReadonlySet<string>[]>();

/** Regions, by authority, without which its checks aren't heeded. */
export function checkRegions(platform: Platform): readonly ReadonlySet<string>[] {
  const found =
    cached.get(platform) ??
    platform.authorities.map(
      (_, place) =>
        new Set(
          platform.capabilities.flatMap(({ answers }) =>
            (answers[place]?.answers ?? []).flatMap(({ check }) => check?.region ?? []),
          ),
        ),
    );
  cached.set(platform, found);
  return found;
}

/** Whether what two sites or stores send each other is lost: only links between providers can be. */
export const isCut = ({ linksDown }: Effects, a: string, b: string): boolean =>
  a !== b && linksDown.size > 0 && linksDown.has(linkName(a, b));
