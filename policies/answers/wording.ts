/** How a finding speaks of what is served and from where. */
import type { SiteInGraph } from "../../graph/sites";
import type { Served } from "../../graph/views/serving";

/** `feed (feed.clips.example.com)`, the name alone, or `its users` for a program without names. */
export function servedText({ host, capability }: Served): string {
  if (host === undefined) return "its users";
  return capability === undefined ? host : `${capability} (${host})`;
}

/** ` (oci-us-ashburn-1, aws-us-east-1)`; and, as it may be the reason, what can't be told. */
export function fromText(sites: readonly SiteInGraph[], { untold }: Served): string {
  const known = sites.length === 0 ? "" : ` (${sites.map(({ id }) => id).join(", ")})`;
  const names = untold.slice(0, 3).map(({ name }) => name);
  const more = untold.length > names.length ? ` and ${untold.length - names.length} more` : "";
  return untold.length === 0 ? known : `${known}; the region of ${names.join(", ")}${more} can't be told`;
}

/** `no region`, `one region`, `3 regions`. */
export function countText(count: number, noun: string): string {
  if (count === 0) return `no ${noun}`;
  return count === 1 ? `one ${noun}` : `${count} ${noun}s`;
}
