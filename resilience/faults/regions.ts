/** Regions that fail, and what fails with them. */
import type { Platform, Site } from "../platform/platform";
import { addFailing, type Draft, failing } from "./draft";
import type { Fault } from "./fault";

/** Regions that fail take with them what stands there: sites, stores, registries and checks. */
export function regionsFail(
  platform: Platform,
  draft: Draft,
  fault: Fault,
  isHit: (site: Site) => boolean,
): void {
  const share = failing(fault);
  const hit = new Set<string>();
  for (const [place, site] of platform.sites.entries()) {
    if (!isHit(site)) continue;
    hit.add(site.id);
    draft.frozen[place] = true;
    if (fault.mode === "control") continue;
    if (fault.mode === "hard") draft.siteDown[place] = true;
    else if (fault.mode === "brownout-front") addFailing(draft.frontFails, place, share);
    else if (fault.mode === "slow") addFailing(draft.siteSlow, place, share);
    else addFailing(draft.siteFails, place, share);
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
