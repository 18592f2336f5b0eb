/** Sites that are drained by hand. Pure. */

/** Whether a drain holds at a moment; one whose end is no time is over. */
export const isDraining = ({ until }: { readonly until: string }, now: Date): boolean =>
  Date.parse(until) > now.getTime();

interface Drained {
  readonly site: string;
  /** One zone of the site alone, as the region table names it. */
  readonly zone?: string;
  readonly until: string;
}

/** Ids of the sites that are drained as a whole at a moment. */
export function drainedAt(drains: readonly Drained[], now: Date): ReadonlySet<string> {
  const whole = drains.filter((drain) => drain.zone === undefined && isDraining(drain, now));
  return new Set(whole.map(({ site }) => site));
}

/** The zones that are drained at a moment, by the ids of their sites. */
export function zonesDrainedAt(
  drains: readonly Drained[],
  now: Date,
): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { site, zone, until } of drains) {
    if (zone === undefined || !isDraining({ until }, now)) continue;
    found.set(site, (found.get(site) ?? new Set()).add(zone));
  }
  return found;
}

/** What a drain takes out: `use2-az1 of aws-us-east-2`. */
export const drainedPart = ({ site, zone }: Pick<Drained, "site" | "zone">): string =>
  zone === undefined ? site : `${zone} of ${site}`;
