/**
 * What becomes of a cloud's resources on the day that it can't be reached, and of a site's on the day that it turns
 * hostile: they stay as the state has them. Every top-level component of an adapter passes `componentOptions` on, so
 * that no resource is forgotten.
 */
import * as pulumi from "@pulumi/pulumi";
import type { ProviderName } from "../graph/clouds/contract";
import type { StackContext } from "./contracts";

/**
 * Keeps the inputs that the state has. Providers are left out: they must be configured in a way that works
 * without the cloud. A transformation, because it reaches every child and needs no callback server.
 */
export const freeze: pulumi.ResourceTransformation = ({ type, props, opts }) => {
  if (type.startsWith("pulumi:providers:")) return undefined;
  return { props, opts: pulumi.mergeOptions(opts, { ignoreChanges: ["*"] }) };
};

/** Whether what stands on a provider, and at one of its sites where it stands at one, is left as it is. */
export const isFrozen = (
  { unreachable, untrusted }: Pick<StackContext, "unreachable" | "untrusted">,
  provider: ProviderName,
  site?: string,
): boolean => unreachable.includes(provider) || (site !== undefined && untrusted.includes(site));

/**
 * Options of a component whose children stand on `provider`, and at `site` where they all stand at one: frozen while
 * that is unreachable or hostile.
 */
export function componentOptions(
  context: StackContext,
  provider: ProviderName,
  opts: pulumi.ComponentResourceOptions,
  site?: string,
): pulumi.ComponentResourceOptions {
  return isFrozen(context, provider, site)
    ? { ...opts, transformations: [...(opts.transformations ?? []), freeze] }
    : opts;
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
 */
export const isTurnedAway = (context: StackContext, provider: ProviderName, site: string): boolean =>
  context.untrusted.includes(site) && !context.unreachable.includes(provider);

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
