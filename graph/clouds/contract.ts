/**
 * What must be known of a cloud without any resource of it: every cloud fills this in a folder of its own, and
 * facts.ts is the one table. What must be read from its resources: reader.ts. Whatever differs between clouds is a
 * field of one or the other; nothing outside the clouds' folders asks which cloud it has.
 */

import type { Told } from "./assumed";
import type { AuthorityTraits } from "./authority";
import type { KubernetesSupport } from "./kubernetes-support";
import type { OutageTraits } from "./outages";

export type { AuthorityTraits } from "./authority";

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

/** What is known of a cloud without any resource of it. */
export interface CloudFacts {
  readonly name: ProviderName;
  /** As its users call it: `Oracle Cloud`. */
  readonly title: string;
  /** The SDK's packages whose resource types are its own: the first part of `aws:s3/bucket:Bucket`. */
  readonly packages: readonly string[];
  readonly regions: readonly Region[];
  /** The file of the regions, for who has to add one. */
  readonly regionsFile: string;
  /** Labels of Kubernetes nodes whose values are the zones of a region, the usual one first. */
  readonly zoneLabels: readonly string[];
  /** The label whose values tell zones apart in regions whose zones are fault domains, if there are any. */
  readonly faultDomainLabel?: string;
  readonly kubernetes: KubernetesSupport;
  readonly authority: AuthorityTraits;
  /** Of the nodes that are asked for while a zone or a region is lost somewhere, the share that comes in time. */
  readonly nodesThatCome: Told<number>;
  /** How often something fails in a region of it, and for how long. */
  readonly outages: OutageTraits;
  /** Domains under which it hands out its services' names. */
  readonly ownDomains: readonly string[];
  /** Whether each zone of a site has a static address of its own, which a DNS authority can leave out. */
  readonly zonalAddresses: boolean;
  /** What it calls addresses that stay: `Elastic IPs on AWS`. */
  readonly staticAddresses: string;
  /** A resource keeps the region that it was made in, so that another region's provider makes it anew. */
  readonly resourcesCarryRegion: boolean;
  /** The replication between buckets that promises a time, where it has one: what it is called, and what to ask for. */
  readonly boundedReplication?: { readonly title: string; readonly wanted: string };
  /**
   * Services that one region's API changes for all regions, by the modules of their types: `alone`, whatever the
   * provider's region is; `beside` the API of the resource's own region, which is needed too. None where every region
   * stands for itself, or where resources are given the provider of the region that changes them.
   */
  readonly central?: {
    readonly region: string;
    readonly alone: ReadonlySet<string>;
    readonly beside: ReadonlySet<string>;
  };
  /** Forms of its secrets that can be told by themselves. */
  readonly secrets: readonly SecretForm[];
  /** How the ids of its resources begin, which are no secrets. */
  readonly idPrefix: string;
}

export interface SecretForm {
  /** `an AWS access key with its secret`. */
  readonly kind: string;
  /** What every one of them holds: quick to look for. */
  readonly hint: RegExp;
  readonly pattern: RegExp;
  /** What must stand somewhere after it. In one pattern the two would be looked for from every place anew. */
  readonly then?: RegExp;
}
