/** What can be lost at once, and how much of the traffic each site then gets. Pure. */
import type { ProviderName } from "./clouds/contract";

/** What decides with which others a site is lost. */
export interface LosableSite {
  readonly id: string;
  readonly provider: ProviderName;
  readonly metro: string;
}

export interface Loss {
  readonly kind: "site" | "metro" | "provider";
  /** The site's id, the metro or the provider. */
  readonly name: string;
  /** Ids of the sites that are gone. */
  readonly lost: ReadonlySet<string>;
}

/** Every site, metro and provider; a metro or provider of a single site is that site's own loss. */
export function lossesOf(sites: readonly LosableSite[]): Loss[] {
  const found: Loss[] = sites.map(({ id }) => ({ kind: "site", name: id, lost: new Set([id]) }));
  for (const kind of ["metro", "provider"] as const) {
    for (const name of new Set(sites.map((site) => site[kind]))) {
      const lost = new Set(sites.filter((site) => site[kind] === name).map(({ id }) => id));
      if (lost.size > 1 && !found.some((other) => isSame(other.lost, lost))) found.push({ kind, name, lost });
    }
  }
  return found;
}

const isSame = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every((id) => b.has(id));

export interface WorstShare {
  /** Of all traffic, 0 to 1. */
  readonly share: number;
  /** What is lost then; undefined where the site never gets more than when all is well. */
  readonly loss?: Loss;
}

/**
 * The most of the traffic that a site gets when nothing or any one site, metro or provider is lost, and the
 * others take over as their shares are to each other (evenly, where none of them has one).
 * @param shares percent or any other unit, by site id; 0 for a site that has none.
 */
export function worstShare(
  site: LosableSite,
  sites: readonly LosableSite[],
  shares: Readonly<Record<string, number>>,
): WorstShare {
  const shareWithout = (lost: ReadonlySet<string>): number => {
    const left = sites.filter(({ id }) => !lost.has(id));
    const sum = left.reduce((total, { id }) => total + (shares[id] ?? 0), 0);
    return sum > 0 ? (shares[site.id] ?? 0) / sum : 1 / left.length;
  };
  let worst: WorstShare = { share: shareWithout(new Set()) };
  for (const loss of lossesOf(sites)) {
    if (loss.lost.has(site.id)) continue;
    const share = shareWithout(loss.lost);
    if (share > worst.share) worst = { share, loss };
  }
  return worst;
}
