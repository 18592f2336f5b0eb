/** Sites that are drained by hand. Pure. */

/** Whether a drain holds at a moment; one whose end is no time is over. */
export const isDraining = ({ until }: { readonly until: string }, now: Date): boolean =>
  Date.parse(until) > now.getTime();

/** Ids of the sites that are drained at a moment. */
export function drainedAt(
  drains: readonly { readonly site: string; readonly until: string }[],
  now: Date,
): ReadonlySet<string> {
  return new Set(drains.filter((drain) => isDraining(drain, now)).map(({ site }) => site));
}
