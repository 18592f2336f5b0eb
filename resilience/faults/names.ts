/** What faults are named by. */
import type { Site } from "../platform/platform";

/** In the place of a site: all of them. */
export const everywhere = "everywhere";

/** In the place of a workload: what users come in by. */
export const EDGE = "edge";

/** Of a site, with its edge. */
export const workloadNames = ({ workloads, edge }: Pick<Site, "workloads" | "edge">): string[] => [
  ...Object.keys(workloads),
  ...(edge ? [EDGE] : []),
];

export const distinct = (names: readonly string[]): string[] => [...new Set(names)].sort();

interface Placed {
  readonly provider: string;
}

/** Names of the providers of some sites or authorities, sorted. */
export const providersOf = (of: readonly Placed[]): string[] => distinct(of.map(({ provider }) => provider));

/** `northern-virginia`. */
export function metroName(metro: string): string {
  let name = metroNames.get(metro);
  if (name === undefined) {
    name = metro.toLowerCase().replace(/[^a-z0-9]+/g, "-");
    metroNames.set(metro, name);
  }
  return name;
}
const metroNames = new Map<string, string>();

/** Providers of a link in the order of their names. */
export const linkName = (a: string, b: string): string => [a, b].sort().join("-");

/** That nobody in `from` can open a connection to anything in `to`. */
export const cutName = (from: string, to: string): string => `${from}>${to}`;

/** Of `SITE/PART` the site and the part. */
export function partsOf(name: string): readonly [site: string, part: string] {
  const at = name.indexOf("/");
  return [name.slice(0, at), name.slice(at + 1)];
}
