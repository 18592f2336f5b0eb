/** How a site is called: by its provider and its region. */
import type { Placement } from "./resource";

/** `<provider>-<region>`. */
export function siteIdOf(placement: Pick<Placement, "provider" | "region">): string {
  return `${placement.provider}-${placement.region}`;
}

/** The same of what may stand nowhere. */
export const siteOf = (placement: Placement | undefined): string | undefined =>
  placement && siteIdOf(placement);
