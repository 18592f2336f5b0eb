/** Outages that happened, to be replayed on any platform: read from incidents/*.yaml by load-incidents.ts. */
import * as z from "zod";
import { providerNames } from "../../graph/clouds/facts";
import { findRegion } from "../../graph/clouds/regions";
import { providerTitle } from "../../graph/clouds/titles";
import { siteIdOf } from "../../graph/sites";
import type { Platform } from "../platform/platform";
import { type Fault, fault, faultNames } from "./faults";
import { metroName } from "./names";
import { checkRegions } from "./regions";
import type { Scenario, TimedFault } from "./scenarios";

const times = {
  /** Hours from the incident's beginning. */
  startHours: z.number().min(0).default(0),
  endHours: z.number().positive(),
};
const brownout = z.number().gt(0).max(1).optional();

/** What failed, wherever the platform stands. `*` is for a provider or authority that is none of ours: the largest. */
const failed = z
  .discriminatedUnion("what", [
    z.strictObject({
      what: z.literal("region"),
      provider: z.string(),
      region: z.string(),
      share: brownout,
      ...times,
    }),
    z.strictObject({
      what: z.literal("zones"),
      provider: z.string(),
      region: z.string(),
      /** How many, where the platform's own are not among those named. */
      count: z.number().int().min(1),
      named: z.array(z.string()).default([]),
      ...times,
    }),
    z.strictObject({ what: z.literal("provider"), provider: z.string(), share: brownout, ...times }),
    z.strictObject({ what: z.literal("control-plane"), provider: z.string(), ...times }),
    z.strictObject({ what: z.literal("authority"), provider: z.string(), ...times }),
    z.strictObject({ what: z.literal("health-checks"), provider: z.string(), ...times }),
    z.strictObject({ what: z.literal("metro"), metro: z.string(), share: brownout, ...times }),
  ])
  .refine(({ startHours, endHours }) => endHours > startHours, { error: "endHours after startHours" });

export const incidentSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string().min(1),
  date: z.string().min(1),
  source: z.string().min(1),
  known: z.array(z.string()).min(1),
  assumed: z.array(z.string()).min(1),
  failed: z.array(failed).min(1),
});

export type Incident = z.infer<typeof incidentSchema>;
type Failed = Incident["failed"][number];

export interface Replay {
  readonly scenario: Scenario;
  /** What of the incident meets nothing on this platform, in sentences. */
  readonly nothing: readonly string[];
}

/** The incident as a scenario of a platform. */
export function replay(incident: Incident, platform: Platform): Replay {
  const nothing: string[] = [];
  const faults = incident.failed.flatMap((item): TimedFault[] => {
    const found = faultsOf(item, platform);
    if (found.length === 0) nothing.push(`This platform has nothing in ${domainOf(item)}.`);
    return found.map((one) => ({ fault: one, start: item.startHours * 3600, end: item.endHours * 3600 }));
  });
  return { scenario: { id: incident.id, kind: "incident", title: incident.title, faults }, nothing };
}

function faultsOf(item: Failed, platform: Platform): Fault[] {
  const known = (kind: Fault["kind"], name: string, share?: number): Fault[] =>
    faultNames(platform, kind).includes(name)
      ? [share === undefined ? fault(kind, name) : fault(kind, name, "brownout", share)]
      : [];
  switch (item.what) {
    case "region": {
      const id = siteIdOf(item);
      const site = known("site", id, item.share);
      return site.length > 0 ? site : checksLost(platform, (region) => region === id);
    }
    case "zones": {
      const hitSite = siteIdOf(item);
      const site = platform.sites.find(({ id }) => id === hitSite);
      const zones = [...(site?.zones ?? [])].sort((a, b) => rank(item.named, a) - rank(item.named, b));
      // Named zones that the platform doesn't use spare it.
      const hit = item.named.length > 0 ? zones.filter((zone) => item.named.includes(zone)) : zones;
      return hit.slice(0, item.count).map((zone) => fault("zone", `${site?.id}/${zone}`));
    }
    case "metro": {
      const metro = known("metro", item.metro, item.share);
      return metro.length > 0 ? metro : checksLost(platform, (region) => metroOf(region) === item.metro);
    }
    case "provider":
      return known("provider", item.provider === "*" ? largest(platform) : item.provider, item.share);
    case "control-plane":
      return known("control-plane", item.provider === "*" ? largest(platform) : item.provider);
    case "authority":
      return known(
        "dns-authority",
        item.provider === "*" ? (faultNames(platform, "dns-authority")[0] ?? "") : item.provider,
      );
    case "health-checks":
      return known("health-checks", item.provider);
  }
}

/** Where no site stands, an authority's checks may: without their region they aren't heeded. */
function checksLost(platform: Platform, isHit: (region: string) => boolean): Fault[] {
  return platform.authorities.flatMap(({ provider }, place) =>
    [...(checkRegions(platform)[place] ?? [])].some(isHit) ? [fault("health-checks", provider)] : [],
  );
}

/** Of a region's id, `oci-us-phoenix-1`; undefined for one that the table doesn't have. */
function metroOf(id: string): string | undefined {
  const provider = providerNames.find((name) => id.startsWith(`${name}-`));
  const region = provider && findRegion(provider, id.slice(provider.length + 1));
  return region && metroName(region.metro);
}

const rank = (named: readonly string[], zone: string): number => {
  const index = named.indexOf(zone);
  return index < 0 ? named.length : index;
};

/** The provider with the most pods. */
function largest(platform: Platform): string {
  const sizes = new Map<string, number>();
  for (const { provider, workloads } of platform.sites) {
    const pods = Object.values(workloads).reduce((sum, { floor }) => sum + floor, 0);
    sizes.set(provider, (sizes.get(provider) ?? 0) + pods);
  }
  return [...sizes].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0]?.[0] ?? "";
}

function domainOf(item: Failed): string {
  switch (item.what) {
    case "region":
    case "zones":
      return `${providerTitle(item.provider)}'s ${item.region}${item.what === "zones" && item.named.length > 0 ? ` (${item.named.join(", ")})` : ""}`;
    case "metro":
      return `metro ${item.metro}`;
    default:
      return item.provider === "*"
        ? `any such ${item.what}`
        : `${providerTitle(item.provider)} (${item.what})`;
  }
}
