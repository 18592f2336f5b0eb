/**
 * The commercial regions of both providers: where they stand and which of their zones can be used.
 * US rows are exact; the others carry what the providers publish of country, metro and zone count.
 */
import { nearest } from "../nearest";
import { awsRegions } from "./aws/regions";
import { ociRegions } from "./oci/regions";

export type ProviderName = "oci" | "aws";

export interface Zone {
  /** Short name, unique in its region, used in resource names: `1`, `2`, `3`. */
  readonly id: string;
  /**
   * What the provider calls it, the same for every account: an AWS zone id (`use2-az1`), or an OCI
   * availability domain without the tenancy's prefix (`US-CHICAGO-1-AD-1`).
   */
  readonly name: string;
  /** The fault domain that stands for the zone where an OCI region has one availability domain. */
  readonly faultDomain?: string;
}

export interface Region {
  readonly provider: ProviderName;
  readonly name: string;
  /** OCI's three-letter key of the region, lower case, as its service names carry it; AWS has none. */
  readonly key?: string;
  /** ISO 3166-1 alpha-2, lower case. */
  readonly country: string;
  /** The urban area it stands in: regions of two providers with the same metro share its fate. */
  readonly metro: string;
  /** The zones that can be used for everything we deploy, at most three, in a fixed order. */
  readonly zones: readonly Zone[];
}

/** The one table of providers: where the regions of each are listed. */
const tables: Readonly<Record<ProviderName, { readonly file: string; readonly regions: readonly Region[] }>> =
  {
    oci: { file: "graph/clouds/oci/regions.ts", regions: ociRegions },
    aws: { file: "graph/clouds/aws/regions.ts", regions: awsRegions },
  };

export const providerNames = Object.keys(tables) as readonly ProviderName[];

export function regionsOf(provider: ProviderName): readonly Region[] {
  return tables[provider].regions;
}

export function findRegion(provider: ProviderName, name: string): Region | undefined {
  return tables[provider].regions.find((region) => region.name === name);
}

/** What to do about a region that isn't in the table: the nearest known ones, and where to add it. */
export function regionAdvice(provider: ProviderName, name: string): string {
  const { file, regions } = tables[provider];
  const known = regions.map((region) => region.name);
  const likely = nearest(name, known);
  const elsewhere = providerNames.filter((other) => other !== provider && findRegion(other, name));
  const hints = [
    ...(likely.length > 0 ? [`nearest: ${likely.join(", ")}`] : []),
    ...elsewhere.map((other) => `${name} is a region of ${other}`),
    `a region that is new is added in ${file}`,
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
