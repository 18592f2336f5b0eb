/** Clouds and sites that turned hostile: `twincloud:untrusted` names them, by a provider or by a site's id. Pure. */
import type { ProviderName } from "./clouds/contract";
import { providerNames } from "./clouds/facts";

/** Whether a site is named by its id, or its provider is. */
export const isUntrustedSite = (untrusted: readonly string[], id: string): boolean =>
  untrusted.some((name) => id === name || id.startsWith(`${name}-`));

interface Standing {
  readonly id: string;
  readonly provider: string;
}

/** The providers that are named: all of theirs is hostile, their API too. */
export const untrustedProviders = (untrusted: readonly string[]): ProviderName[] =>
  providerNames.filter((name) => untrusted.includes(name));

/** Whether a site is named, or its provider is. */
export const isUntrusted = (untrusted: readonly string[], { id, provider }: Standing): boolean =>
  untrusted.includes(id) || untrusted.includes(provider);

/** Ids of the sites that are named, and of those of providers that are. */
export const untrustedSites = (
  untrusted: readonly string[],
  sites: readonly Standing[],
): ReadonlySet<string> => new Set(sites.filter((site) => isUntrusted(untrusted, site)).map(({ id }) => id));

/**
 * The shares of the traffic once hostile sites get none: the others have theirs in the same proportions, or alike where
 * none of them had any. Percents that sum to 100.
 */
export function sharesWithout(
  hostile: ReadonlySet<string>,
  shares: Readonly<Record<string, number>>,
): Record<string, number> {
  const left = Object.entries(shares).filter(([id]) => !hostile.has(id));
  if (left.length === Object.keys(shares).length) return { ...shares };
  const sum = left.reduce((total, [, share]) => total + share, 0);
  const own = (share: number): number => (sum > 0 ? (100 * share) / sum : 100 / left.length);
  return Object.fromEntries(
    Object.entries(shares).map(([id, share]) => [id, hostile.has(id) ? 0 : own(share)]),
  );
}
