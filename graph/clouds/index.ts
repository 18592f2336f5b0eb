/**
 * The readers of every cloud: a new one is a folder and a line here, and its facts a line in facts.ts. Nothing is made
 * of the tables while modules load, so that a test may add a cloud of its own.
 */
import { awsReader } from "./aws/reader";
import type { ProviderName } from "./contract";
import { cloudOf } from "./facts";
import { ociReader } from "./oci/reader";
import type { CloudReader } from "./reader";

export const readers: Readonly<Record<ProviderName, CloudReader>> = { aws: awsReader, oci: ociReader };

export const allReaders = (): readonly CloudReader[] => Object.values(readers);

/** The reader of a resource of this type; undefined for one of no cloud, such as Kubernetes' and Pulumi's own. */
export function readerOf({ type }: { readonly type: string }): CloudReader | undefined {
  const known = readerOfType.get(type);
  if (known !== undefined) return known ?? undefined;
  const cloud = cloudOf(type);
  const reader = cloud && readers[cloud];
  readerOfType.set(type, reader ?? null);
  return reader;
}
// Asked of every resource of every graph: of few types.
const readerOfType = new Map<string, CloudReader | null>();
