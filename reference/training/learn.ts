/** The smallest model there is: what is liked and watched most, and then what is new. Pure. */
import type { Counts } from "../engagement/counts";
import type { Videos } from "../feed/videos";
import type { Model } from "../stores/models";

/** What a like says, in views. */
const LIKE = 3;
const MOST = 200;

export function learn(
  counts: Counts,
  videos: Videos,
  { site, at, isWhole }: { readonly site: string; readonly at: Date; readonly isWhole: boolean },
): Model {
  const scored = [...counts.all()].map(([id, { views, likes }]) => ({ id, score: views + LIKE * likes }));
  scored.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
  const newest = videos.newest(MOST).map(({ id }) => id);
  const ranked = [...new Set([...scored.map(({ id }) => id), ...newest])];
  return {
    version: 1,
    site,
    madeAt: at.toISOString(),
    events: counts.events,
    isWhole,
    videos: ranked.slice(0, MOST),
  };
}
