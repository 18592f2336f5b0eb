/** How a site is called: by its provider and its region. */
import type { Placement } from "./resource";

/** `<provider>-<region>`: the id of the site there, and the name of what stands in a region without one. */
export const siteIdOf = (place: { readonly provider: string; readonly region: string }): string =>
  `${place.provider}-${place.region}`;

/** The same of what may stand nowhere. */
export const siteOf = (placement: Placement | undefined): string | undefined =>
  placement && siteIdOf(placement);
