/**
 * The commercial regions of the providers: where they stand and which of their zones can be used.
 * US rows are exact; the others carry what the providers publish of country, metro and zone count.
 */
import { nearest } from "../nearest";
import type { ProviderName, Region, Zone } from "./contract";
import { facts, providerNames } from "./facts";

export function regionsOf(provider: ProviderName): readonly Region[] {
  return facts[provider].regions;
}

export function findRegion(provider: ProviderName, name: string): Region | undefined {
  return facts[provider].regions.find((region) => region.name === name);
}

/** The region that a text of a resource's means: its name or its short key, in capitals or not. */
export function regionNamed(provider: ProviderName, text: string): Region | undefined {
  const named = text.trim().toLowerCase();
  return findRegion(provider, named) ?? facts[provider].regions.find(({ key }) => key === named);
}

/** The name under which a zone of the region table appears in a placement. */
export function zoneNameOf(zone: Pick<Zone, "name" | "faultDomain">): string {
  return zone.faultDomain === undefined ? zone.name : `${zone.name}/${zone.faultDomain}`;
}

/** Whether a region's zones are fault domains of the one availability domain that it has. */
export const isOneDomain = (region: Region | undefined): boolean =>
  region?.zones.some(({ faultDomain }) => faultDomain !== undefined) ?? false;

/** Labels of nodes whose values are the zones of a region, the usual one first; for one that isn't known any that may be. */
export function zoneLabelsOf(region: Region | undefined): readonly string[] {
  if (!region) {
    const all = providerNames.map((provider) => facts[provider]);
    return [
      ...new Set(
        all.flatMap(({ zoneLabels, faultDomainLabel }) => [...zoneLabels, faultDomainLabel ?? []].flat()),
      ),
    ];
  }
  const { zoneLabels, faultDomainLabel } = facts[region.provider];
  return isOneDomain(region) && faultDomainLabel !== undefined ? [faultDomainLabel] : zoneLabels;
}

/** What to do about a region that isn't in the table: the nearest known ones, and where to add it. */
export function regionAdvice(provider: ProviderName, name: string): string {
  const { regionsFile, regions } = facts[provider];
  const known = regions.map((region) => region.name);
  const likely = nearest(name, known);
  const elsewhere = providerNames.filter((other) => other !== provider && findRegion(other, name));
  const hints = [
    ...(likely.length > 0 ? [`nearest: ${likely.join(", ")}`] : []),
    ...elsewhere.map((other) => `${name} is a region of ${other}`),
    `a region that is new is added in ${regionsFile}`,
  ];
  return hints.join("; ");
}

/**
 * The row of a region.
 * @throws RangeError when the provider has no such region in the table; the message says where to add it.
 */
export function regionOf(provider: ProviderName, name: string): Region {
  const region = findRegion(provider, name);
  if (!region) {
    throw new RangeError(
      `unknown ${provider} region ${JSON.stringify(name)}: ${regionAdvice(provider, name)}`,
    );
  }
  return region;
}
