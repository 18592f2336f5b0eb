/**
 * What must be known of a cloud, and what must be read from its resources: every cloud fills both in a folder of its
 * own, and index.ts is the one table of them. Whatever differs between clouds is a field here; nothing outside the
 * clouds' folders asks which cloud it has.
 */

export type ProviderName = "oci" | "aws";

export interface Zone {
  /** Short name, unique in its region, used in resource names: `1`, `2`, `3`. */
  readonly id: string;
  /**
   * What the provider calls it, the same for every account: an AWS zone id (`use2-az1`), or an OCI
   * availability domain without the tenancy's prefix (`US-CHICAGO-1-AD-1`).
   */
  readonly name: string;
  /** The fault domain that stands for the zone where a region has one availability domain. */
  readonly faultDomain?: string;
}

export interface Region {
  readonly provider: ProviderName;
  readonly name: string;
  /** The short key that a provider's service names carry, lower case; not every provider has one. */
  readonly key?: string;
  /** ISO 3166-1 alpha-2, lower case. */
  readonly country: string;
  /** The urban area it stands in: regions of two providers with the same metro share its fate. */
  readonly metro: string;
  /** The zones that can be used for everything we deploy, at most three, in a fixed order. */
  readonly zones: readonly Zone[];
}

/** How a cloud's DNS authority answers and checks, as far as it isn't read from resources. */
export interface AuthorityTraits {
  /** As its users call it: `Route 53`. */
  readonly title: string;
}

/** What is known of a cloud without any resource of it. */
export interface CloudFacts {
  readonly name: ProviderName;
  /** As its users call it: `Oracle Cloud`. */
  readonly title: string;
  readonly regions: readonly Region[];
  /** The file of the regions, for who has to add one. */
  readonly regionsFile: string;
  readonly authority: AuthorityTraits;
}
