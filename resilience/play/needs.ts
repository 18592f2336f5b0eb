/** How much of what a capability needs or prefers fails, as seen from a site. */
import type { Dependency } from "../../graph/dependencies";
import { type Effects, isCut, isRefused } from "../faults/effects";
import { leavesResults, type Platform, type Site, siteEnd, storeEnd } from "../platform/platform";
import type { Asked } from "./asked";
import { survivors, zonesLost } from "./strength";

/** Share of a site's queue that fails: all of it without a quorum. */
export function queueFailing(site: Site, effects: Effects, place: number): number {
  if (!site.queue || effects.siteDown[place] || effects.queueRefuses[place]) return 1;
  const lost = zonesLost(effects, site, place);
  const left = survivors(site.queue.workload, site, lost);
  if (left < Math.floor(site.queue.workload.floor / 2) + 1) return 1;
  return effects.queueFails[place] ?? 0;
}

/** The least share that fails, among the stores that would do, and the last of them. */
export function storesFailing(
  platform: Platform,
  effects: Effects,
  site: Site,
  need: Dependency,
): { share: number; store: string | undefined } {
  let share = 1;
  let last: string | undefined;
  for (const own of need === "media-store/other-provider" ? [] : site.ownStores) {
    share = Math.min(share, storeFailing(platform, effects, site, own));
    last = platform.stores[own]?.urn;
  }
  for (const other of need === "media-store/own" ? [] : site.otherStores) {
    const store = platform.stores[other];
    if (!store || (need === "media-store/other-provider" && store.provider === site.provider)) continue;
    last ??= store.urn;
    const [from, to] = [siteEnd(site), storeEnd(store)];
    if (!isCut(effects, from, to) && !isRefused(effects, from, to)) {
      share = Math.min(share, storeFailing(platform, effects, site, other));
    }
  }
  return { share, store: last };
}

/** A store of a region that browns out fails as the region does; for the region's own site that is counted already. */
function storeFailing(platform: Platform, effects: Effects, site: Site, store: number): number {
  const own = effects.storeFails[store] ?? 0;
  const region = platform.stores[store]?.region;
  const there = region === site.id ? -1 : platform.sites.findIndex(({ id }) => id === region);
  return there < 0 ? own : Math.max(own, effects.siteFails[there] ?? 0);
}

/**
 * The share of another capability that fails as seen from a site. Pods call it at their own site; what works
 * ahead leaves its results in the stores, and one site that it is well at is enough.
 */
export function otherFailing({ platform, effects, place, goodOf }: Asked, site: Site, name: string): number {
  const other = platform.capabilities.find((one) => one.name === name);
  if (other === undefined || !leavesResults(other)) return 1 - goodOf(name, place);
  const reached = platform.sites.flatMap((other, there) =>
    isCut(effects, siteEnd(site), siteEnd(other)) ? [] : [goodOf(name, there)],
  );
  return 1 - Math.max(0, ...reached);
}
