/** What people call the providers, and the DNS service of each. */
import type { ProviderName } from "./contract";

export const providerTitles: Readonly<Record<ProviderName, string>> = { aws: "AWS", oci: "Oracle Cloud" };

export const authorityTitles: Readonly<Record<ProviderName, string>> = { aws: "Route 53", oci: "OCI DNS" };

/** A provider's title; its own name where nothing is known of it. */
export const providerTitle = (provider: string): string => titleIn(providerTitles, provider);

/** The title of a provider's DNS service; the provider's name where nothing is known of it. */
export const authorityTitle = (provider: string): string => titleIn(authorityTitles, provider);

function titleIn(titles: Readonly<Record<string, string>>, provider: string): string {
  return titles[provider] ?? provider;
}
