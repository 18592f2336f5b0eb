/** An outage that happened, as faults of a platform: where it was, or moved to where the platform stands. */
import { providerTitle } from "../../graph/clouds/titles";
import { siteIdOf } from "../../graph/sites";
import type { Platform, Site } from "../platform/platform";
import { type Fault, fault, faultNames } from "./faults";
import type { Failed, Incident } from "./incident";
import { providersOf } from "./names";
import { checkRegions } from "./regions";
import type { Scenario, TimedFault } from "./scenarios";

export interface Replay {
  readonly scenario: Scenario;
  /** What of the incident meets nothing on this platform, in sentences. */
  readonly nothing: readonly string[];
}

/** The incident as it was: nothing of the platform may have stood there. */
export function replay(incident: Incident, platform: Platform): Replay {
  const nothing = new Set<string>();
  const faults = incident.failed.flatMap((item): TimedFault[] => {
    const found = faultsOf(item, platform);
    if (found.length === 0) nothing.add(`This platform has nothing in ${domainOf(item)}.`);
    return found.map((one) => ({ fault: one, start: item.start, end: item.end }));
  });
  const { id, title } = incident;
  return { scenario: { id, kind: "incident", title, faults }, nothing: [...nothing] };
}

/**
 * The incident as if it had hit this platform: one scenario for each place that it could be moved to. A region becomes a
 * site, its zones that site's; other regions of the same outage become the provider's next sites, where it has some.
 */
export function transposed(incident: Incident, platform: Platform): Scenario[] {
  const hitsRegions = incident.failed.some((item) => "region" in item);
  const places = hitsRegions ? platform.sites.map(({ id }) => id) : placesOf(incident, platform);
  return places.flatMap((place): Scenario[] => {
    const faults = incident.failed.flatMap((item, index): TimedFault[] =>
      movedTo(place, incident, index, platform).map((one) => ({
        fault: one,
        start: item.start,
        end: item.end,
      })),
    );
    const title = `${incident.title}, as if it had hit ${place}`;
    return faults.length === 0
      ? []
      : [{ id: `${incident.id}-at-${place}`, kind: "transposed", title, faults }];
  });
}

const authorityItems: ReadonlySet<Failed["what"]> = new Set([
  "authority",
  "authority-wrong",
  "health-checks",
]);

/** Providers that could have had it: with a DNS authority for what only authorities have, else with sites. */
function placesOf({ failed }: Incident, platform: Platform): readonly string[] {
  return failed.every(({ what }) => authorityItems.has(what))
    ? faultNames(platform, "dns-authority")
    : providersOf(platform.sites);
}

/** One item of an incident at a place: a site's id for those that hit regions, else a provider's name. */
function movedTo(place: string, { failed }: Incident, index: number, platform: Platform): Fault[] {
  const item = failed[index] as Failed;
  const home = platform.sites.find(({ id }) => id === place);
  const provider = home?.provider ?? place;
  if (!("region" in item)) return onProvider(item, provider, platform);
  const regions = [...new Set(failed.flatMap((one) => ("region" in one ? [one.region] : [])))];
  const site = home && neighbour(platform, home, regions.indexOf(item.region));
  if (!site) return [];
  if (item.what === "region") return [partly("site", site.id, item)];
  // Zones that went one after the other are different ones.
  const before = failed.slice(0, index).reduce((count, one) => {
    const isThere = one.what === "zones" && one.region === item.region;
    return isThere ? count + one.count : count;
  }, 0);
  return site.zones.slice(before, before + item.count).map((zone) => fault("zone", `${site.id}/${zone}`));
}

/** The provider's other sites, the largest first; undefined where it has no more. */
function neighbour({ sites }: Platform, home: Site, nth: number): Site | undefined {
  const others = sites
    .filter(({ provider, id }) => provider === home.provider && id !== home.id)
    .sort((a, b) => podsOf(b) - podsOf(a) || (a.id < b.id ? -1 : 1));
  return [home, ...others][nth];
}

const podsOf = ({ workloads }: Site): number =>
  Object.values(workloads).reduce((sum, { floor }) => sum + floor, 0);

function faultsOf(item: Failed, platform: Platform): Fault[] {
  switch (item.what) {
    case "region": {
      const id = siteIdOf(item);
      return faultNames(platform, "site").includes(id)
        ? [partly("site", id, item)]
        : checksLost(platform, (region) => region === id);
    }
    case "zones": {
      const site = platform.sites.find(({ id }) => id === siteIdOf(item));
      // Named zones that the platform doesn't use spare it.
      const hit = (site?.zones ?? []).filter((zone) => item.named.length === 0 || item.named.includes(zone));
      return hit.slice(0, item.count).map((zone) => fault("zone", `${site?.id}/${zone}`));
    }
    default:
      return onProvider(item, item.provider, platform);
  }
}

type OfProvider = Exclude<Failed, { readonly region: string }>;

function onProvider(item: OfProvider, name: string, platform: Platform): Fault[] {
  const kind = item.what === "authority" ? "dns-authority" : item.what;
  if (!faultNames(platform, kind).includes(name)) return [];
  return [item.what === "provider" ? partly("provider", name, item) : fault(kind, name)];
}

const partly = (
  kind: "site" | "provider",
  name: string,
  { share, front }: { readonly share?: number | undefined; readonly front: boolean },
): Fault =>
  share === undefined ? fault(kind, name) : fault(kind, name, front ? "brownout-front" : "brownout", share);

/** Where no site stands, an authority's checks may: without their region they aren't heeded. */
function checksLost(platform: Platform, isHit: (region: string) => boolean): Fault[] {
  return platform.authorities.flatMap(({ provider }, place) =>
    [...(checkRegions(platform)[place] ?? [])].some(isHit) ? [fault("health-checks", provider)] : [],
  );
}

function domainOf(item: Failed): string {
  const title = providerTitle(item.provider);
  if (!("region" in item)) return `${title} (${item.what})`;
  const named = item.what === "zones" && item.named.length > 0 ? ` (${item.named.join(", ")})` : "";
  return `${title}'s ${item.region}${named}`;
}
