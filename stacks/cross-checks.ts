/**
 * What one value says of another: checks that span the keys of the settings. They read the raw values and
 * pass over what isn't of its type, which the schema has told already, so that one run tells everything.
 */
import { overlaps, parseCidr } from "../components/cidr";
import { facts, providerNames } from "../graph/clouds/facts";
import { findRegion, regionAdvice } from "../graph/clouds/regions";
import { isWithin, jurisdictions } from "../graph/jurisdiction";
import { siteIdOf } from "../graph/site-id";
import { clouds } from "./clouds";
import { entries, items, type Raw, type SiteDraft } from "./drafts";
import { type Finding, show } from "./problems";
import { siteLabels } from "./site-labels";
import { fromWritten, oneOfAdvice } from "./values";

/**
 * @param publicLabels first labels of the capabilities' public names.
 * @param assumptionNames the assumptions that can be overridden; unchecked when not given.
 */
export function crossChecks(
  raw: Raw,
  publicLabels: readonly string[],
  assumptionNames?: readonly string[],
): Finding[] {
  const sites = items(raw.sites).map(draft);
  const named = sites.flatMap((site) => {
    const id = idOf(site);
    return id === undefined ? [] : [{ index: site.index, id }];
  });
  return [
    ...unknownRegions(sites),
    ...outsideJurisdiction(sites, raw.jurisdiction),
    ...duplicates(sites),
    ...siteLabels(publicLabels, named, raw.domain),
    ...sharedAddresses(sites),
    ...shareSum(sites, items(raw.sites).length),
    ...patchVersions(sites),
    ...unknownMinors(sites, raw.kubernetesVersion),
    ...ownKeys(sites, raw),
    ...sharedRepositories(Object.entries(entries(raw.images))),
    ...drains(sites, items(raw.drain), items(raw.untrusted)),
    ...untrusted(sites, items(raw.untrusted)),
    ...unreachable(sites, raw),
    ...databases(sites, entries(raw.databases)),
    ...signing(entries(raw.queueAuthority)),
    ...(assumptionNames ? unknownAssumptions(entries(raw.assumptions), assumptionNames) : []),
  ];
}

function draft(value: unknown, index: number): SiteDraft {
  const { provider: providerName, region: name, cidr, kubernetesVersion, ...site } = entries(value);
  const share = fromWritten(site.share);
  const provider = providerNames.find((known) => known === providerName);
  return {
    index,
    ...(provider && { provider }),
    ...(typeof name === "string" && { name, region: provider && findRegion(provider, name) }),
    ...(typeof share === "number" && share >= 0 && share <= 100 && { share }),
    ...(typeof cidr === "string" && isCidr(cidr) && { cidr }),
    ...(typeof kubernetesVersion === "string" && { kubernetesVersion }),
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

function idOf({ provider, name }: SiteDraft): string | undefined {
  return provider && name !== undefined ? siteIdOf({ provider, region: name }) : undefined;
}

const isTrusted = (site: SiteDraft, hostile: readonly unknown[]): boolean =>
  !hostile.includes(site.provider) && !hostile.includes(idOf(site));

function unknownRegions(sites: readonly SiteDraft[]): Finding[] {
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

function outsideJurisdiction(sites: readonly SiteDraft[], jurisdiction: unknown): Finding[] {
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

function duplicates(sites: readonly SiteDraft[]): Finding[] {
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

function sharedAddresses(sites: readonly SiteDraft[]): Finding[] {
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
function shareSum(sites: readonly SiteDraft[], count: number): Finding[] {
  const shares = sites.flatMap(({ share }) => (share === undefined ? [] : [share]));
  const sum = shares.reduce((total, share) => total + share, 0);
  // Rounded, as 33.3 + 33.3 + 33.4 is not 100 in binary fractions.
  const rounded = Math.round(sum * 1e6) / 1e6;
  if (count === 0 || shares.length < count || rounded === 100) return [];
  return [{ path: ["sites"], found: `shares that sum to ${rounded}`, wanted: "shares that sum to 100" }];
}

function patchVersions(sites: readonly SiteDraft[]): Finding[] {
  return sites.flatMap(({ index, provider, kubernetesVersion }) => {
    const taken = provider && clouds[provider].patchVersions;
    const isFull = kubernetesVersion !== undefined && /^1\.\d{2}\.\d{1,2}$/.test(kubernetesVersion);
    if (!taken || !isFull || !("chosenBy" in taken)) return [];
    const path = ["sites", index, "kubernetesVersion"];
    const wanted = `a minor version: ${taken.chosenBy} chooses the patch, as "1.33"`;
    return [{ path, found: show(kubernetesVersion), wanted }];
  });
}

/** Of a minor version whose patch isn't known, no cluster can be made where it has to be named. */
function unknownMinors(sites: readonly SiteDraft[], ofAll: unknown): Finding[] {
  const found = sites.flatMap(({ index, provider, kubernetesVersion = ofAll }) => {
    const taken = provider && clouds[provider].patchVersions;
    if (!taken || !("minors" in taken) || typeof kubernetesVersion !== "string") return [];
    if (!/^1\.\d{2}$/.test(kubernetesVersion) || taken.minors.includes(kubernetesVersion)) return [];
    const own = sites[index]?.kubernetesVersion !== undefined;
    const path = own ? ["sites", index, "kubernetesVersion"] : ["kubernetesVersion"];
    const full = `or a full one at the site, such as "${taken.example}"`;
    const { shortTitle } = clouds[provider];
    const wanted = `a minor version that ${taken.knownIn} has for ${shortTitle} (${taken.minors.join(", ")}), ${full}`;
    return [{ path, found: show(kubernetesVersion), wanted }];
  });
  // What is said of all sites is said once.
  return [...new Map(found.map((finding) => [finding.path.join("."), finding])).values()];
}

/** What each cloud's own key says of its sites. */
function ownKeys(sites: readonly SiteDraft[], raw: Raw): Finding[] {
  return providerNames.flatMap((name) =>
    clouds[name].check(
      raw[name],
      sites.filter(({ provider }) => provider === name),
    ),
  );
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

function drains(
  sites: readonly SiteDraft[],
  drained: readonly unknown[],
  hostile: readonly unknown[],
): Finding[] {
  const ids = sites.flatMap((site) => idOf(site) ?? []);
  const all = drained.map(entries);
  const named = all.flatMap(({ site, zone }) => (zone === undefined ? [site] : []));
  const trusted = sites.filter((site) => isTrusted(site, hostile));
  const isAll =
    ids.length === sites.length && trusted.length > 0 && trusted.every((site) => named.includes(idOf(site)));
  const which = trusted.length < sites.length ? "every site that is trusted" : "every site";
  const every = { path: ["drain"], found: `a drain of ${which}`, wanted: "at least one site that answers" };
  const wrong = all.flatMap(({ site, zone }, index) => {
    if (typeof site !== "string") return [];
    const path = ["drain", index, "site"];
    if (!ids.includes(site)) return [{ path, found: show(site), wanted: oneOfAdvice(site, ids) }];
    const isFirst = all.findIndex((other) => other.site === site && other.zone === zone) === index;
    if (!isFirst && zone === undefined)
      return [{ path, found: `${show(site)} again`, wanted: "one drain a site" }];
    if (!isFirst)
      return [{ path, found: `${show(site)} and ${show(zone)} again`, wanted: "one drain a zone" }];
    const zones = all.flatMap((other) =>
      other.site === site && other.zone !== undefined ? [other.zone] : [],
    );
    return zoneProblems(
      ["drain", index, "zone"],
      sites.find((draft) => idOf(draft) === site),
      zone,
      zones,
    );
  });
  return isAll ? [...wrong, every] : wrong;
}

/** A zone can be left out where it has an address of its own, and another zone has one too. */
function zoneProblems(
  path: Finding["path"],
  site: SiteDraft | undefined,
  zone: unknown,
  drained: readonly unknown[],
): Finding[] {
  if (zone === undefined || typeof zone !== "string" || !site?.region) return [];
  const { provider, zones } = site.region;
  if (!facts[provider].zonalAddresses) {
    const wanted = `no zone: a site of ${clouds[provider].shortTitle} has one address for all of its zones, which its balancer takes out of use by itself; drain the whole site if it doesn't`;
    return [{ path, found: show(zone), wanted }];
  }
  const names = zones.map(({ name }) => name);
  if (!names.includes(zone)) return [{ path, found: show(zone), wanted: oneOfAdvice(zone, names) }];
  if (!names.every((name) => drained.includes(name)) || drained.indexOf(zone) > 0) return [];
  return [{ path, found: "a drain of every zone", wanted: "one of the whole site: the same without `zone`" }];
}

/** Somebody must be left whom the others' part can go to. */
function untrusted(sites: readonly SiteDraft[], hostile: readonly unknown[]): Finding[] {
  const ids = sites.flatMap((site) => idOf(site) ?? []);
  const known = [...providerNames, ...ids];
  const wrong = hostile.flatMap((name, index) =>
    typeof name === "string" && !known.includes(name)
      ? [{ path: ["untrusted", index], found: show(name), wanted: oneOfAdvice(name, known) }]
      : [],
  );
  if (sites.length === 0 || ids.length < sites.length || sites.some((site) => isTrusted(site, hostile)))
    return wrong;
  const all = { path: ["untrusted"], found: "every site", wanted: "at least one site that is trusted" };
  return [...wrong, all];
}

/** A region that changes nothing of this stack is a slip, in a night on which nobody has the time for one. */
function unreachable(sites: readonly SiteDraft[], raw: Raw): Finding[] {
  const elsewhere = providerNames.flatMap((provider) =>
    [facts[provider].central?.region ?? [], ...(clouds[provider].alsoChangedIn?.(raw[provider]) ?? [])]
      .flat()
      .map((region) => siteIdOf({ provider, region })),
  );
  const ids = sites.flatMap((site) => idOf(site) ?? []);
  const known = [...new Set([...providerNames, ...ids, ...elsewhere])];
  return items(raw.unreachable).flatMap((name, index) =>
    typeof name === "string" && !known.includes(name)
      ? [{ path: ["unreachable", index], found: show(name), wanted: oneOfAdvice(name, known) }]
      : [],
  );
}

/** A database elsewhere would be lost with nothing that is played here. */
function databases(sites: readonly SiteDraft[], named: Raw): Finding[] {
  const ids = sites.flatMap((site) => idOf(site) ?? []);
  return Object.entries(named).flatMap(([name, value]) => {
    const { site } = entries(value);
    return typeof site === "string" && !ids.includes(site)
      ? [{ path: ["databases", name, "site"], found: show(site), wanted: oneOfAdvice(site, ids) }]
      : [];
  });
}

/** What nobody trusts signs for nobody. */
function signing({ trusted, signing: number }: Raw): Finding[] {
  const known = items(trusted).map(fromWritten);
  const signer = fromWritten(number);
  if (typeof signer !== "number" || known.length === 0 || known.includes(signer)) return [];
  const wanted = `one of those that are trusted: ${known.map(String).join(", ")}`;
  return [{ path: ["queueAuthority", "signing"], found: show(number), wanted }];
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
