/** What is lost for good, or for a whole site, when a resource is deleted or made anew. */
import { readerOf } from "../clouds";
import type { GraphResource, Properties } from "../resource";
import { isLasting, isOfKeys } from "./data";
import { textAt } from "./read";

type Typed = Pick<GraphResource, "type">;
type WithInputs = Pick<GraphResource, "type" | "inputs">;

/** The worst first. */
export const losses = ["store", "key", "zone", "address", "cluster", "namespace", "TLS key"] as const;

export type Loss = (typeof losses)[number];

/** Types of no cloud: with a namespace goes all that is in it, its claims' data included. */
const otherLosses: ReadonlyMap<string, Loss> = new Map([
  ["kubernetes:core/v1:Namespace", "namespace"],
  ["tls:index/privateKey:PrivateKey", "TLS key"],
]);

/** What such a resource holds that doesn't come back with its like; undefined for all else. */
export function lossOf(resource: WithInputs): Loss | undefined {
  const { type, inputs } = resource;
  const cloud = readerOf(resource);
  if (cloud?.dns.zoneTypes.has(type)) return "zone";
  if (cloud?.addresses.keptTypes.has(type)) return "address";
  if (cloud?.clusters.types.has(type)) return "cluster";
  if (isLasting(resource)) return isOfKeys(resource) ? "key" : "store";
  if (cloud?.data.alsoLost.has(type) || takesClaimsAlong(type, inputs)) return "store";
  return otherLosses.get(type);
}

/** A StatefulSet leaves its claims where they are unless it is told otherwise. */
const takesClaimsAlong = (type: string, inputs: Properties): boolean =>
  type === "kubernetes:apps/v1:StatefulSet" &&
  textAt(inputs, "spec", "persistentVolumeClaimRetentionPolicy", "whenDeleted") === "Delete";

/** Whether it is a network in which a site stands. */
export const isNetwork = (resource: Typed): boolean =>
  readerOf(resource)?.network.networkTypes.has(resource.type) === true;

/** The Kubernetes version that a cluster's settings ask for; undefined for whatever is no cluster. */
export function kubernetesVersionOf({ type }: Typed, settings: Properties): string | undefined {
  const clusters = readerOf({ type })?.clusters;
  return clusters?.types.has(type) ? clusters.versionOf(settings) : undefined;
}
