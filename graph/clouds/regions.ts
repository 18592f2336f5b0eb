/**
 * The commercial regions of the providers: where they stand and which of their zones can be used.
 * US rows are exact; the others carry what the providers publish of country, metro and zone count.
 */
import { nearest } from "../nearest";
import type { ProviderName, Region } from "./contract";
import { facts, providerNames } from "./facts";

export function regionsOf(provider: ProviderName): readonly Region[] {
  return facts[provider].regions;
}

export function findRegion(provider: ProviderName, name: string): Region | undefined {
  return facts[provider].regions.find((region) => region.name === name);
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
