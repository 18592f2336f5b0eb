/**
 * The commercial regions of both providers: where they stand and which of their zones can be used.
 * US rows are exact; the others carry what the providers publish of country, metro and zone count.
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
  /** The fault domain that stands for the zone where an OCI region has one availability domain. */
  readonly faultDomain?: string;
}

export interface Region {
  readonly provider: ProviderName;
  readonly name: string;
  /** ISO 3166-1 alpha-2, lower case. */
  readonly country: string;
  /** The urban area it stands in: regions of two providers with the same metro share its fate. */
  readonly metro: string;
  /** The zones that can be used for everything we deploy, at most three, in a fixed order. */
  readonly zones: readonly Zone[];
}
