/** What a site is made of, without its name and its figures: what sites of one provider have in common. */
import { providerNames } from "../../graph/clouds/facts";
import { findRegion } from "../../graph/clouds/regions";
import type { Graph, Value } from "../../graph/resource";
import { type Golden, goldenOf } from "./golden";

/** The ids of a graph's sites. */
export const siteIds = ({ byType }: Graph): string[] =>
  (byType.get("twincloud:Site") ?? []).map(({ name }) => name);

/** How a site's region, zones and metro are called by its provider: the longest first. */
function namesOf(site: string): string[] {
  const provider = providerNames.find((name) => site.startsWith(`${name}-`));
  const region = provider && findRegion(provider, site.slice(provider.length + 1));
  if (!region) throw new Error(`${site} is no site of a region in the table`);
  // The oldest regions of OCI call their domains US-ASHBURN-AD-1, without the region's figure.
  const domains = `${region.name.replace(/-\d+$/, "")}(?=-ad)`;
  // Names of variables and of rclone's remotes have no hyphens.
  const names = [
    site,
    site.replaceAll("-", "_"),
    region.name,
    region.metro,
    ...(region.key ? [region.key] : []),
  ];
  const zones = region.zones.map(({ name }) => name);
  const longestFirst = [...new Set(names)].sort((a, b) => b.length - a.length);
  return provider === "oci" ? [...longestFirst, domains] : [...zones, ...longestFirst];
}

/** A text with a site's own names and other sites' as words, and without ids. */
function masked(text: string, words: ReadonlyMap<string, string>): string {
  let left = text;
  for (const [site, word] of words) {
    for (const name of namesOf(site)) {
      left = left.replace(new RegExp(`(?<![a-z])${name}(?![a-z0-9])`, "gi"), word);
    }
  }
  return left
    .replace(/[A-Za-z0-9+/=]{60,}/g, "ID")
    .replace(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, "ID")
    .replace(/\b[0-9A-F]{16,}\b/g, "ID")
    .replace(/-(?=[a-f]*\d)[0-9a-f]{7}$/, "-ID")
    .replace(/\b(?=[a-z]*\d)[0-9a-z]{8,}\b/g, "ID");
}

function maskedValue(value: Value, mask: (text: string) => string): Value {
  if (typeof value === "string") return sortedList(mask(value));
  if (typeof value === "number") return "N";
  if (Array.isArray(value)) return value.map((item) => maskedValue(item, mask));
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value as Readonly<Record<string, Value>>);
  return Object.fromEntries(entries.map(([key, inner]) => [mask(key), maskedValue(inner, mask)]));
}

/** Several names in one text, with commas between, or sites with blanks, follow the sites' order; so does what a line of JSON says of them. */
function sortedList(text: string): string {
  if (text.startsWith('{"') || /^[^\s{},]+(,[^\s{},]+)+$/.test(text))
    return text
      .split(/[{},[\]]/)
      .sort()
      .join(",");
  return /^(SITE|SIBLING|PARTNER)( (SITE|SIBLING|PARTNER))+$/.test(text)
    ? text.split(" ").sort().join(" ")
    : text;
}

/** The URNs of a golden graph by what they are for: the same for every site of a provider. */
export function rolesOf(golden: Golden, sites: readonly string[]): Map<string, string> {
  const roles = Object.keys(golden).map((urn): [string, string] => {
    const named = sites.reduce((left, site) => left.replaceAll(site, site.split("-")[0] ?? ""), urn);
    return [urn, named.replace(/-\d+/g, "")];
  });
  return new Map(roles);
}

/**
 * A site's own resources by their URNs. Lists are sorted, as their order may follow a name.
 * @param site one of the graph's.
 */
export function siteShape(graph: Graph, site: string): Golden {
  const provider = site.slice(0, site.indexOf("-") + 1);
  const wordOf = (id: string) => (id === site ? "SITE" : id.startsWith(provider) ? "SIBLING" : "PARTNER");
  const words = new Map(siteIds(graph).map((id) => [id, wordOf(id)]));
  const mask = (text: string) => masked(text, words).replace(/\d+/g, "N");
  const own = Object.entries(goldenOf(graph)).filter(([urn]) => (urn.split("::")[1] ?? "").startsWith(site));
  const shapes = own.map(([urn, block]) => {
    // What is the account's own is made in one region, whichever site it is for.
    const shared = typeof block.provider === "string" ? block.provider.split("::")[0] : undefined;
    return [masked(urn, words), sorted(maskedValue({ ...block, ...(shared && { provider: shared }) }, mask))];
  });
  return Object.fromEntries(shapes) as Golden;
}

function sorted(value: Value): Value {
  if (Array.isArray(value)) {
    return value.map(sorted).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value as Readonly<Record<string, Value>>);
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
