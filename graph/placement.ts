/**
 * Where a resource stands, read from what it hangs on and never from its name.
 *
 * - A cloud's resource: the region of its explicit provider or its own, as the cloud's reader tells. Services that
 *   stand in no region (DNS, identities, …) have no placement: their fate is not a region's.
 * - Kubernetes: the cluster whose outputs feed the provider's kubeconfig.
 * - Zone: its own, the one that all its nodes are in, or that of its one subnet; it reads as in the region table:
 *   `zoneNameOf`.
 * - Components, providers and what belongs to no cloud have none.
 */
import { readerOf } from "./clouds";
import type { ProviderName } from "./clouds/contract";
import type { Unplaced } from "./clouds/reader";
import { regionNamed } from "./clouds/regions";
import type { GraphResource, Placement } from "./resource";
import { packageOf } from "./urn";

/** Whether this is the Kubernetes control plane of a site. */
export function isCluster(resource: Pick<GraphResource, "type">): boolean {
  return readerOf(resource)?.clusters.types.has(resource.type) === true;
}

/** Whether a resource of a cloud or of Kubernetes stands in one region, though it may be unknown in which. */
export function isRegional(resource: Pick<GraphResource, "type" | "custom" | "inputs">): boolean {
  const { type, custom } = resource;
  if (!custom || type.startsWith("pulumi:")) return false;
  return packageOf(type) === "kubernetes" || readerOf(resource)?.place.isRegional(resource) === true;
}

/** The same resources, each with its placement where it has one. Linear in resources and dependencies. */
export function withPlacements(resources: readonly Unplaced[]): GraphResource[] {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const clusters = clustersByParent(resources);
  const clusterOfProvider = new Map<string, Unplaced | undefined>();

  const regionAt = (resource: Unplaced): Omit<Placement, "zone"> | undefined => {
    if (!isRegional(resource)) {
      return undefined;
    }
    const provider = resource.provider === undefined ? undefined : byUrn.get(resource.provider);
    const reader = readerOf(resource);
    if (reader) {
      return at(reader.name, reader.place.regionOf(resource, provider));
    }
    if (provider === undefined) {
      return undefined;
    }
    if (!clusterOfProvider.has(provider.urn)) {
      clusterOfProvider.set(provider.urn, clusterOf(provider, byUrn, clusters));
    }
    const cluster = clusterOfProvider.get(provider.urn);
    return cluster === undefined ? undefined : regionAt(cluster);
  };

  return resources.map((resource) => {
    const place = regionAt(resource);
    if (place === undefined) {
      return resource;
    }
    const zone = ownZone(resource, place) ?? zoneOfSubnet(resource, place, byUrn);
    return { ...resource, placement: zone === undefined ? place : { ...place, zone } };
  });
}

/** A region that the table does not know is a metro of its own. */
function at(provider: ProviderName, region: string | undefined): Omit<Placement, "zone"> | undefined {
  if (region === undefined) return undefined;
  const known = regionNamed(provider, region);
  return { provider, region: known?.name ?? region, metro: known?.metro ?? region };
}

/**
 * The cluster that a Kubernetes provider talks to: the one that feeds its kubeconfig or, where that is a
 * constant (a cluster out of reach), the one that it depends on or that is made beside it.
 */
export function clusterOf(
  provider: Unplaced,
  byUrn: ReadonlyMap<string, Unplaced>,
  clustersBeside: ReadonlyMap<string, readonly Unplaced[]>,
): Unplaced | undefined {
  const { kubeconfig = [], clusterIdentifier = [] } = provider.propertyDependencies;
  for (const urns of [kubeconfig, clusterIdentifier, provider.dependencies]) {
    const cluster = urns.map((urn) => byUrn.get(urn)).find((resource) => resource && isCluster(resource));
    if (cluster) {
      return cluster;
    }
  }
  const beside = provider.parent === undefined ? [] : (clustersBeside.get(provider.parent) ?? []);
  return beside.length === 1 ? beside[0] : undefined;
}

export function clustersByParent(resources: readonly Unplaced[]): ReadonlyMap<string, readonly Unplaced[]> {
  const groups = new Map<string, Unplaced[]>();
  for (const resource of resources) {
    if (resource.parent !== undefined && isCluster(resource)) {
      groups.set(resource.parent, [...(groups.get(resource.parent) ?? []), resource]);
    }
  }
  return groups;
}

const ownZone = (resource: Unplaced, { region }: Pick<Placement, "region">): string | undefined =>
  readerOf(resource)?.place.zoneOf(resource, region);

function zoneOfSubnet(
  resource: Unplaced,
  place: Omit<Placement, "zone">,
  byUrn: ReadonlyMap<string, Unplaced>,
): string | undefined {
  const [urn, ...others] = resource.propertyDependencies.subnetId ?? [];
  const subnet = urn === undefined || others.length > 0 ? undefined : byUrn.get(urn);
  return subnet && ownZone(subnet, place);
}
