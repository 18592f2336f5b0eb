/**
 * What becomes of a cloud's resources on the day that it can't be reached: they stay as the state has them.
 * Every top-level component of an adapter passes `componentOptions` on, so that no resource is forgotten.
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

/** Options of a component whose children stand on `provider`: frozen while that provider is unreachable. */
export function componentOptions(
  context: StackContext,
  provider: ProviderName,
  opts: pulumi.ComponentResourceOptions,
): pulumi.ComponentResourceOptions {
  return context.unreachable.includes(provider)
    ? { ...opts, transformations: [...(opts.transformations ?? []), freeze] }
    : opts;
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
): pulumi.CustomResourceOptions {
  if (context.unreachable.length === 0) return {};
  const gone = context.unreachable.includes(provider);
  return { ignoreChanges: ["skipUpdateUnreachable", ...(gone ? ["kubeconfig"] : [])] };
}
