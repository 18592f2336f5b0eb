/** Sites that are drained by hand at the moment. Pure. */
import type { PackSettings } from "./settings";

/** Ids of the sites with a drain that hasn't ended; an end that is no time counts as ended. */
export function drainedSites({ stack, now }: Pick<PackSettings, "stack" | "now">): ReadonlySet<string> {
  const lasting = (stack?.drain ?? []).filter(({ until }) => Date.parse(until) > now.getTime());
  return new Set(lasting.map(({ site }) => site));
}
