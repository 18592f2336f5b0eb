/** Sites that are drained by hand at the moment. Pure. */
import { drainedAt, zonesDrainedAt } from "../../graph/drains";
import type { PackSettings } from "./settings";

/** Ids of the sites with a drain that hasn't ended; an end that is no time counts as ended. */
export function drainedSites({ stack, now }: Pick<PackSettings, "stack" | "now">): ReadonlySet<string> {
  return drainedAt(stack?.drain ?? [], now);
}

/** The same, and the sites of which a zone is drained: an authority that weighs answers gives them another share. */
export function unevenSites(settings: Pick<PackSettings, "stack" | "now">): ReadonlySet<string> {
  const zones = zonesDrainedAt(settings.stack?.drain ?? [], settings.now);
  return new Set([...drainedSites(settings), ...zones.keys()]);
}
