/** How a pod is told of the sites that there are: what stands in `TWINCLOUD_SITES` and `TWINCLOUD_EDGES`. Pure. */

/** Ids of all sites, by blanks: the same text at every site, whatever their order in the settings. */
export const sitesText = (ids: readonly string[]): string => [...ids].sort().join(" ");

/** `<site>=<address>,<address>` of each site, by blanks. */
export const edgesText = (addresses: Readonly<Record<string, readonly string[]>>): string =>
  Object.keys(addresses)
    .sort()
    .map((site) => `${site}=${addresses[site]?.join(",")}`)
    .join(" ");
