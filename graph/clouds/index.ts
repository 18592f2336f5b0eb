/**
 * The readers of every cloud: a new one is a folder and a line here, and its facts a line in facts.ts. The tables are
 * asked anew each time, and nothing is made of them while modules load: a test may add a cloud of its own.
 */
import { packageOf } from "../urn";
import { awsReader } from "./aws/reader";
import type { ProviderName } from "./contract";
import { facts, providerNames } from "./facts";
import { ociReader } from "./oci/reader";
import type { CloudReader } from "./reader";

export const readers: Readonly<Record<ProviderName, CloudReader>> = { aws: awsReader, oci: ociReader };

export const allReaders = (): readonly CloudReader[] => Object.values(readers);

/** Whose resource type this is; undefined for one of no cloud, such as Kubernetes' and Pulumi's own. */
export function cloudOf(type: string): ProviderName | undefined {
  const name = packageOf(type);
  return providerNames.find((provider) => facts[provider].packages.includes(name));
}

/** The reader of a resource of this type. */
export function readerOf({ type }: { readonly type: string }): CloudReader | undefined {
  const cloud = cloudOf(type);
  return cloud && readers[cloud];
}
