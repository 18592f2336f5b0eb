/**
 * What one value says of another: checks that span the keys of the settings. They read the raw values and
 * pass over what isn't of its type, which the schema has told already, so that one run tells everything.
 */
import { overlaps, parseCidr } from "../components/cidr";
import type { ProviderName, Region } from "../graph/clouds/contract";
import { providerNames } from "../graph/clouds/facts";
import { findRegion, regionAdvice } from "../graph/clouds/regions";
import { isWithin, jurisdictions } from "../graph/jurisdiction";
import { siteIdOf } from "../graph/site-id";
import { show } from "./problems";
import { oneOfAdvice } from "./values";

/** A problem without its file: the path of its key below the namespace, what stands there and what should. */
export interface Finding {
  readonly path: readonly (string | number)[];
  readonly found: string;
  readonly wanted: string;
}

type Raw = Readonly<Record<string, unknown>>;

/** A site as far as it can be read. */
interface Draft {
  readonly index: number;
  readonly provider?: ProviderName;
  readonly name?: string;
  readonly region?: Region;
  readonly share?: number;
  readonly cidr?: string;
}

/** @param assumptionNames the assumptions that can be overridden; unchecked when not given. */
export function crossChecks(raw: Raw, assumptionNames?: readonly string[]): Finding[] {
  const sites = items(raw.sites).map(draft);
  return [
    ...unknownRegions(sites),
    ...outsideJurisdiction(sites, raw.jurisdiction),
    ...duplicates(sites),
    ...sharedAddresses(sites),
    ...shareSum(sites, items(raw.sites).length),
    ...patchVersions(items(raw.sites)),
    ...nodeImages(sites, entries(raw.oci).nodeImageIds),
    ...sharedRepositories(Object.entries(entries(raw.images))),
    ...drains(sites, items(raw.drain)),
    ...(assumptionNames ? unknownAssumptions(entries(raw.assumptions), assumptionNames) : []),
  ];
}

function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function entries(value: unknown): Raw {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Raw) : {};
}

function draft(value: unknown, index: number): Draft {
  const { provider: providerName, region: name, share, cidr } = entries(value);
  const provider = providerNames.find((known) => known === providerName);
  return {
    index,
    ...(provider && { provider }),
    ...(typeof name === "string" && { name, region: provider && findRegion(provider, name) }),
    ...(typeof share === "number" && share >= 0 && share <= 100 && { share }),
    ...(typeof cidr === "string" && isCidr(cidr) && { cidr }),
  };
}

function isCidr(text: string): boolean {
  try {
    parseCidr(text);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function idOf({ provider, name }: Draft): string | undefined {
  return provider && name !== undefined ? siteIdOf({ provider, region: name }) : undefined;
}

function unknownRegions(sites: readonly Draft[]): Finding[] {
  return sites.flatMap(({ index, provider, name, region }) =>
    provider && name !== undefined && !region
      ? [
          {
            path: ["sites", index, "region"],
            found: show(name),
            wanted: `a region of ${provider}; ${regionAdvice(provider, name)}`,
          },
        ]
      : [],
  );
}

function outsideJurisdiction(sites: readonly Draft[], jurisdiction: unknown): Finding[] {
  if (typeof jurisdiction !== "string" || !jurisdictions.includes(jurisdiction)) return [];
  return sites.flatMap(({ index, region }) =>
    region && !isWithin(region.country, jurisdiction)
      ? [
          {
            path: ["sites", index, "region"],
            found: `${show(region.name)} in ${region.country}`,
            wanted: `a region within the jurisdiction, ${jurisdiction}`,
          },
        ]
      : [],
  );
}

function duplicates(sites: readonly Draft[]): Finding[] {
  return sites.flatMap((site, position) => {
    const id = idOf(site);
    const first = sites.slice(0, position).find((earlier) => id !== undefined && idOf(earlier) === id);
    return first
      ? [
          {
            path: ["sites", site.index],
            found: `${id} again`,
            wanted: `each site once; sites[${first.index}] is the same`,
          },
        ]
      : [];
  });
}

function sharedAddresses(sites: readonly Draft[]): Finding[] {
  return sites.flatMap(({ index, cidr }, position) =>
    sites.slice(0, position).flatMap((earlier) =>
      cidr && earlier.cidr && overlaps(cidr, earlier.cidr)
        ? [
            {
              path: ["sites", index, "cidr"],
              found: show(cidr),
              wanted: `a network apart from sites[${earlier.index}]'s ${earlier.cidr}`,
            },
          ]
        : [],
    ),
  );
}

/** Nothing is said of the sum while a share is missing or out of range: it would come right by itself. */
function shareSum(sites: readonly Draft[], count: number): Finding[] {
  const shares = sites.flatMap(({ share }) => (share === undefined ? [] : [share]));
  const sum = shares.reduce((total, share) => total + share, 0);
  // Rounded, as 33.3 + 33.3 + 33.4 is not 100 in binary fractions.
  const rounded = Math.round(sum * 1e6) / 1e6;
  if (count === 0 || shares.length < count || rounded === 100) return [];
  return [{ path: ["sites"], found: `shares that sum to ${rounded}`, wanted: "shares that sum to 100" }];
}

/** Only OKE takes a full version. */
function patchVersions(sites: readonly unknown[]): Finding[] {
  return sites.flatMap((site, index) => {
    const { provider, kubernetesVersion } = entries(site);
    const isFull = typeof kubernetesVersion === "string" && /^1\.\d{2}\.\d{1,2}$/.test(kubernetesVersion);
    if (provider !== "aws" || !isFull) return [];
    const path = ["sites", index, "kubernetesVersion"];
    return [
      { path, found: show(kubernetesVersion), wanted: 'a minor version: EKS chooses the patch, as "1.33"' },
    ];
  });
}

function nodeImages(sites: readonly Draft[], ids: unknown): Finding[] {
  if (typeof ids !== "object" || ids === null) return [];
  const imageIds = entries(ids);
  const ociSites = sites.filter(({ provider, region }) => provider === "oci" && region);
  const missing = ociSites.flatMap(({ index, name }) =>
    name !== undefined && imageIds[name] === undefined
      ? [
          {
            path: ["oci", "nodeImageIds", name],
            found: "nothing",
            wanted: `the OCID of a node image in ${name}, for sites[${index}]`,
          },
        ]
      : [],
  );
  return [...missing, ...Object.entries(imageIds).flatMap(([name, id]) => nodeImage(name, id))];
}

function nodeImage(name: string, id: unknown): Finding[] {
  const path = ["oci", "nodeImageIds", name];
  const region = findRegion("oci", name);
  if (!region) {
    return [
      { path, found: "a region that isn't known", wanted: `an OCI region; ${regionAdvice("oci", name)}` },
    ];
  }
  // Images are regional; the oldest regions stand in OCIDs by their key.
  const imageRegion = typeof id === "string" ? id.split(".")[3] : undefined;
  if (imageRegion === undefined || [name, region.key].includes(imageRegion)) return [];
  return [{ path, found: `an image of ${imageRegion || "no region"}`, wanted: `an image of ${name}` }];
}

/** A registry has one repository a name, and what it holds is told apart by the name. */
function sharedRepositories(images: readonly [name: string, image: unknown][]): Finding[] {
  const repositories = images.map(([name, image]) => ({ name, repository: entries(image).repository }));
  return repositories.flatMap(({ name, repository }, position) => {
    const first = repositories.find((image) => image.repository === repository);
    return typeof repository === "string" && first && repositories.indexOf(first) < position
      ? [
          {
            path: ["images", name, "repository"],
            found: show(repository),
            wanted: `a repository of its own; ${first.name} has this one`,
          },
        ]
      : [];
  });
}

function drains(sites: readonly Draft[], drained: readonly unknown[]): Finding[] {
  const ids = sites.flatMap((site) => idOf(site) ?? []);
  const named = drained.map((drain) => entries(drain).site);
  return named.flatMap((site, index) => {
    if (typeof site !== "string") return [];
    const path = ["drain", index, "site"];
    if (!ids.includes(site)) return [{ path, found: show(site), wanted: oneOfAdvice(site, ids) }];
    return named.indexOf(site) === index
      ? []
      : [{ path, found: `${show(site)} again`, wanted: "one drain a site" }];
  });
}

function unknownAssumptions(assumptions: Raw, known: readonly string[]): Finding[] {
  return Object.keys(assumptions)
    .filter((name) => !known.includes(name))
    .map((name) => ({
      path: ["assumptions", name],
      found: "an assumption that isn't known",
      wanted: oneOfAdvice(name, known),
    }));
}
