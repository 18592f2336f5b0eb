/** `<provider>-<region>`: the id of the site there, and the name of what stands in a region without one. */
export function siteIdOf({
  provider,
  region,
}: {
  readonly provider: string;
  readonly region: string;
}): string {
  return `${provider}-${region}`;
}
