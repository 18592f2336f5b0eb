/**
 * What becomes of a cloud's resources, or of those that one region's API changes, on the day that it can't be reached,
 * and of a site's on the day that it turns hostile: they stay as the state has them. Every top-level component of an adapter passes `componentOptions` on, so
 * that no resource is forgotten.
 */
import * as pulumi from "@pulumi/pulumi";
import type { ProviderName } from "../graph/clouds/contract";
import { isBeyondReach, isOutOfReach } from "../graph/clouds/unreachable";
import type { StackContext } from "./contracts";

/**
 * Keeps the inputs that the state has. Providers are left out: they must be configured in a way that works
 * without the cloud. A transformation, because it reaches every child and needs no callback server.
 */
export const freeze: pulumi.ResourceTransformation = ({ type, props, opts }) => {
  if (type.startsWith("pulumi:providers:")) return undefined;
  return { props, opts: pulumi.mergeOptions(opts, { ignoreChanges: ["*"] }) };
};

type Gone = Pick<StackContext, "unreachable" | "untrusted">;

/** Whether all that stands on a provider, or at one of its sites, is left as it is. */
const isFrozenWhole = ({ unreachable, untrusted }: Gone, provider: ProviderName, site?: string): boolean =>
  unreachable.includes(provider) || (site !== undefined && untrusted.includes(site));

/** Whether a site's cluster is left as it is, as its API is out of reach or isn't to be asked. */
export const isFrozen = (context: Gone, provider: ProviderName, site: string): boolean =>
  isFrozenWhole(context, provider, site) || context.unreachable.includes(site);

/** By a cloud's own providers, and by the components that are given one: the region whose API is asked. */
const regions = new WeakMap<pulumi.Resource, string>();

/** Remembers which region a provider is for, which nobody can read from it as plain data. */
export function inRegion<Provider extends pulumi.ProviderResource>(
  provider: Provider,
  region: string,
): Provider {
  regions.set(provider, region);
  return provider;
}

/** By its own provider, or by its parent's. */
const regionOf = ({ provider, parent }: pulumi.CustomResourceOptions): string | undefined =>
  (provider && regions.get(provider)) ?? (parent && regions.get(parent));

/** Freezes what can't be changed while some regions are out of reach; `region` is that of what nothing else is known of. */
const freezeBeyondReach =
  ({ unreachable }: Gone, cloud: ProviderName, region: string | undefined): pulumi.ResourceTransformation =>
  (args) => {
    const own = regionOf(args.opts) ?? region;
    if (own !== undefined) regions.set(args.resource, own);
    return isBeyondReach(unreachable, cloud, args.type, own) ? freeze(args) : undefined;
  };

/** What is done to all that stands on `provider`; nothing on any usual day. */
export function freezes(
  context: Gone,
  provider: ProviderName,
  region: string | undefined,
  site?: string,
): pulumi.ResourceTransformation[] {
  if (isFrozenWhole(context, provider, site)) return [freeze];
  return context.unreachable.some((name) => name.startsWith(`${provider}-`))
    ? [freezeBeyondReach(context, provider, region)]
    : [];
}

/**
 * Options of a component whose children stand on `provider`, and at `site` where they all stand at one: frozen while
 * that is unreachable or hostile, and what of them a region's API changes while that is unreachable.
 */
export function componentOptions(
  context: StackContext,
  provider: ProviderName,
  opts: pulumi.ComponentResourceOptions,
  site?: string,
): pulumi.ComponentResourceOptions {
  const found = freezes(context, provider, regionOf(opts), site);
  return found.length > 0 ? { ...opts, transformations: [...(opts.transformations ?? []), ...found] } : opts;
}

/** Options of a single resource that stands at a site, among others that don't. */
export const standsAt = (
  { untrusted }: Pick<StackContext, "untrusted">,
  ...sites: readonly string[]
): pulumi.CustomResourceOptions =>
  sites.some((site) => untrusted.includes(site)) ? { ignoreChanges: ["*"] } : {};

/**
 * Whether a site is to be let in by a provider no longer. Not while the provider itself is out of reach: what it lets
 * in then stays as it is, and goes with the first deploy that reaches it.
 * @param region whose API says who is let in
 */
export const isTurnedAway = (
  context: StackContext,
  provider: ProviderName,
  site: string,
  region: string,
): boolean => context.untrusted.includes(site) && !isOutOfReach(context.unreachable, provider, region);

/**
 * Options and mark of a secret that sites share: made anew, the old one gone first, when one that has seen it turns
 * hostile, and again when that is over.
 * @param saw whether a site has seen it
 */
export function seenBy(
  { untrusted }: Pick<StackContext, "untrusted">,
  saw: (site: string) => boolean,
  input: string,
): { readonly mark: string; readonly opts: pulumi.CustomResourceOptions } {
  const hostile = untrusted.filter(saw).sort();
  return {
    mark: hostile.length === 0 ? "" : ` (unknown to ${hostile.join(", ")})`,
    // Deleted first, as a user has two at most, and as it is known to somebody who must not have it.
    opts: { replaceOnChanges: [input], deleteBeforeReplace: true },
  };
}

/** Options of what holds data that can't be made again. */
export function holdsData(context: StackContext): pulumi.CustomResourceOptions {
  return { protect: context.protect, retainOnDelete: context.protect };
}

/**
 * What stays of a cluster's Kubernetes provider while a cloud can't be reached. `PULUMI_K8S_SKIP_UPDATE_UNREACHABLE`,
 * which is set then, would be written into every cluster's provider by its SDK: it works without that, and so
 * nothing in the state changes for it.
 */
export function clusterProviderOptions(
  context: StackContext,
  provider: ProviderName,
  site: string,
): pulumi.CustomResourceOptions {
  if (context.unreachable.length === 0 && context.untrusted.length === 0) return {};
  const gone = isFrozen(context, provider, site);
  return { ignoreChanges: ["skipUpdateUnreachable", ...(gone ? ["kubeconfig"] : [])] };
}
