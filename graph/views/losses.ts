/** What is lost for good, or for a whole site, when a resource is deleted or made anew. */
import { readerOf } from "../clouds";
import type { GraphResource, Properties } from "../resource";
import { isLasting, isOfKeys } from "./data";

type Typed = Pick<GraphResource, "type">;

/** The worst first. */
export const losses = ["store", "key", "zone", "address", "cluster", "namespace"] as const;

export type Loss = (typeof losses)[number];

/** Types of no cloud: with a namespace goes all that is in it, its claims' data included. */
const otherLosses: ReadonlyMap<string, Loss> = new Map([
  ["kubernetes:core/v1:Namespace", "namespace"],
  ["tls:index/privateKey:PrivateKey", "key"],
]);

/** What such a resource holds that doesn't come back with its like; undefined for all else. */
export function lossOf(resource: Typed): Loss | undefined {
  const { type } = resource;
  const cloud = readerOf(resource);
  if (cloud?.dns.zoneTypes.has(type)) return "zone";
  if (cloud?.addresses.keptTypes.has(type)) return "address";
  if (cloud?.clusters.types.has(type)) return "cluster";
  if (isLasting(resource)) return isOfKeys(resource) ? "key" : "store";
  return otherLosses.get(type);
}

/** Whether it is a network in which a site stands. */
export const isNetwork = (resource: Typed): boolean =>
  readerOf(resource)?.network.networkTypes.has(resource.type) === true;

/** The Kubernetes version that a cluster's settings ask for; undefined for whatever is no cluster. */
export function kubernetesVersionOf({ type }: Typed, settings: Properties): string | undefined {
  const clusters = readerOf({ type })?.clusters;
  return clusters?.types.has(type) ? clusters.versionOf(settings) : undefined;
}
