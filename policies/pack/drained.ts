/** Sites that are drained by hand at the moment. Pure. */
import { drainedAt } from "../../graph/drains";
import type { PackSettings } from "./settings";

/** Ids of the sites with a drain that hasn't ended; an end that is no time counts as ended. */
export function drainedSites({ stack, now }: Pick<PackSettings, "stack" | "now">): ReadonlySet<string> {
  return drainedAt(stack?.drain ?? [], now);
}
