/** Which stores a site writes to and reads from beside its own. Pure. */

interface Standing {
  readonly id: string;
  readonly provider: string;
}

/**
 * The sites of other providers, the preferred one first: the n-th site of a provider starts with the n-th of
 * the others, so that the order of `twincloud:sites` pairs them and no store gets every second copy.
 */
export function otherProviders<S extends Standing>(site: Standing, sites: readonly S[]): S[] {
  const own = sites.filter(({ provider }) => provider === site.provider);
  const others = sites.filter(({ provider }) => provider !== site.provider);
  if (others.length === 0) return [];
  const first = Math.max(
    0,
    own.findIndex(({ id }) => id === site.id),
  );
  return others.map((_, i) => others[(first + i) % others.length] as S);
}

/**
 * What a site's mirror copies at once, and what it takes over when another's hasn't. Where the provider carries on what
 * is written to one of its stores, two mirrors that copy the same object would have each copy replicated over the
 * other: there each source belongs to one site, in the order of `twincloud:sites` as above.
 */
export function mirrorShare<S extends Standing>(
  site: Standing,
  sites: readonly S[],
  reachesPeers: boolean,
): { readonly sources: S[]; readonly left: S[] } {
  const own = sites.filter(({ provider }) => provider === site.provider);
  const others = sites.filter(({ provider }) => provider !== site.provider);
  const isOwn = (source: S) => !reachesPeers || own[others.indexOf(source) % own.length]?.id === site.id;
  const ordered = otherProviders(site, sites);
  return { sources: ordered.filter(isOwn), left: ordered.filter((source) => !isOwn(source)) };
}
