/** Whether the replicas that sites keep running differ by more than their shares of the traffic explain. Pure. */

import type { SiteInGraph } from "../../graph/sites";
import { worstShare } from "../../graph/worst-share";

export interface SiteFloor {
  readonly site: string;
  readonly floor: number;
}

/** One a zone: below it `min-replicas` speaks, and at it a share explains any smaller one. */
const LEAST = 3;

/**
 * The sites whose floor doesn't go with the others': floors are what one number of replicas for the whole
 * traffic comes to at each site's worst share, rounded up, and never below three. Equal floors are always right.
 */
export function unexplained(
  floors: readonly SiteFloor[],
  sites: readonly SiteInGraph[],
  shares: Readonly<Record<string, number>>,
): readonly SiteFloor[] {
  const [first] = floors;
  if (!first || floors.every(({ floor }) => floor === first.floor)) return [];
  const ranges = floors.flatMap((each) => {
    const site = sites.find(({ id }) => id === each.site);
    const share = site && worstShare(site, sites, shares).share;
    if (!share) return [];
    const least = each.floor <= LEAST ? 0 : (each.floor - 1) / share;
    return [{ each, least, most: each.floor / share }];
  });
  const outside = (total: number) =>
    ranges.filter(({ least, most }) => total <= least - 1e-9 || total > most + 1e-9).map(({ each }) => each);
  // The total that suits most sites, the larger of two: the lower floor is then the one to mend.
  const totals = ranges.map(({ most }) => most).sort((a, b) => b - a);
  const misfits = totals.map(outside).sort((a, b) => a.length - b.length);
  return misfits[0] ?? [];
}
