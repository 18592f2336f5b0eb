/** Where a capability can be asked for, and in which order. */
import type { Endpoints } from "./document";
import type { Memory } from "./memory";

/** One site, by its own name; or the public name, which leads to whichever site DNS has for well. */
export interface Place {
  /** The site's id, or `BY_DNS`. */
  readonly site: string;
  readonly host: string;
}

export const BY_DNS = "by DNS";

/** The memory's key of a capability at a site. */
export const keyOf = (site: string, capability: string): string => `${site}/${capability}`;

/** Sites in the order in which one app prefers them: by chance, so that of all apps each site is home to its share. */
export class Preference {
  readonly #draws = new Map<string, number>();

  constructor(private readonly random: () => number) {}

  /** The same each time, also when other sites come and go. */
  order({ sites }: Pick<Endpoints, "sites">): string[] {
    const drawn = sites.map(({ id, weight }) => {
      let draw = this.#draws.get(id);
      if (draw === undefined) {
        draw = -Math.log(1 - this.random());
        this.#draws.set(id, draw);
      }
      // The smallest of exponentials with these rates is each one's with the chance of its weight.
      return { id, at: weight > 0 ? draw / weight : Number.POSITIVE_INFINITY };
    });
    return drawn.sort((a, b) => a.at - b.at).map(({ id }) => id);
  }
}

/**
 * The places of a capability: well sites by preference, then what DNS says, then the sick, the one whose rest is over first
 * before the others, as all may be wrongly called so.
 */
export function placesOf(
  capability: string,
  publicHost: string,
  endpoints: Endpoints | undefined,
  preference: Preference,
  memory: Memory,
): Place[] {
  const byDns: Place = { site: BY_DNS, host: publicHost };
  const names = endpoints?.capabilities.get(capability)?.sites;
  if (!endpoints || !names) return [byDns];
  const own = preference.order(endpoints).flatMap((site): Place[] => {
    const host = names.get(site);
    return host === undefined ? [] : [{ site, host }];
  });
  const rests = ({ site }: Place) =>
    Math.max(memory.restsUntil(site), memory.restsUntil(keyOf(site, capability)));
  const well = own.filter((place) => isWell(place.site, capability, memory));
  const sick = own.filter((place) => !well.includes(place)).sort((a, b) => rests(a) - rests(b));
  return [...well, byDns, ...sick];
}

/** What DNS says is another place from one moment to the next: nothing is remembered of it. */
export const isWell = (site: string, capability: string, memory: Memory): boolean =>
  site === BY_DNS || (!memory.isSick(site) && !memory.isSick(keyOf(site, capability)));
