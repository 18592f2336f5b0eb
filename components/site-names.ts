/**
 * Names of one site each, for apps that choose and change sites by themselves: `upload-oci-us-chicago-1.<domain>`. One
 * label below the domain, so that the certificate of the public names covers them. Pure.
 */
import type { PublicName } from "./routing";

/** What DNS takes in one label. */
const LONGEST_LABEL = 63;

/**
 * Seconds that an answer of a site's name may be kept. Its addresses live as long as the site does, and nobody fails
 * over by it; but apps must forget a site that turned hostile.
 */
export const SITE_NAME_TTL = 300;

/** A name that all addresses of one site answer, unchecked: who asks for it chooses by itself. */
export interface SiteName extends PublicName {
  readonly site: string;
}

/** What stands before the domain in the name by which one site alone serves a capability. */
export const siteLabel = (publicLabel: string, site: string): string => `${publicLabel}-${site}`;

/** The same as a whole name, of the public one. */
export function siteHost(publicHost: string, site: string): string {
  const [label = "", ...domain] = publicHost.split(".");
  return [siteLabel(label, site), ...domain].join(".");
}

/** Every public name's at every site, name by name. */
export const siteNames = (names: readonly PublicName[], sites: readonly string[]): SiteName[] =>
  names.flatMap(({ capability, host }) =>
    sites.map((site) => ({ capability, site, host: siteHost(host, site) })),
  );

export interface LabelProblem {
  readonly label: string;
  readonly site: string;
  readonly because: string;
}

/** Labels of sites' names that can't be: longer than DNS takes, or another's already. */
export function labelProblems(publicLabels: readonly string[], sites: readonly string[]): LabelProblem[] {
  const owners = new Map(publicLabels.map((label) => [label, "a public name"]));
  return publicLabels.flatMap((publicLabel) =>
    sites.flatMap((site): LabelProblem[] => {
      const label = siteLabel(publicLabel, site);
      if (label.length > LONGEST_LABEL)
        return [{ label, site, because: `has ${label.length} characters, and DNS takes ${LONGEST_LABEL}` }];
      const owner = owners.get(label);
      owners.set(label, owner ?? `${publicLabel}'s at ${site}`);
      return owner === undefined ? [] : [{ label, site, because: `is ${owner} too` }];
    }),
  );
}
