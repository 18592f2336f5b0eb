/** What people call the providers, and the DNS service of each. */
import { factsOf } from "./facts";

/** A provider's title; its own name where nothing is known of it. */
export const providerTitle = (provider: string): string => factsOf(provider)?.title ?? provider;

/** The title of a provider's DNS service; the provider's name where nothing is known of it. */
export const authorityTitle = (provider: string): string => factsOf(provider)?.authority.title ?? provider;
