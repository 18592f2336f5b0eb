/** How often the regions of a cloud fail in part, and for how long: the common share of what yearly figures rest on. */
import type { Told } from "./assumed";

export interface OutageTraits {
  /** Events a year that its operator told of for compute or network, by region; an upper bound, as few hit everybody. */
  readonly ofRegion: Readonly<Record<string, Told<number>>>;
  /** The same for a region that has no figure of its own. */
  readonly otherRegions: Told<number>;
  /** Half of them last longer, and a tenth last longer. */
  readonly medianHours: Told<number>;
  readonly longHours: Told<number>;
}
