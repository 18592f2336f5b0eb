/**
 * Where a resource stands, read from what it hangs on and never from its name.
 *
 * - AWS and OCI: the region of its explicit provider, or its own `region` (AWS). Services that stand in no
 *   region (Route 53, IAM, OCI DNS, …) have no placement: their fate is not a region's. OCI's HTTP monitors
 *   do have one, because they are steered and read in one region.
 * - Kubernetes: the cluster whose outputs feed the provider's kubeconfig.
 * - Zone: its own zone id or availability domain, the one that all its nodes are in, or that of its one subnet. The tenancy's prefix of
 *   a domain's name is dropped and a fault domain is added where it is what sets a zone apart, so that the
 *   zone reads as in the region table: `zoneNameOf`.
 * - Components, providers and what belongs to no cloud have none.
 */
import type { ProviderName, Zone } from "./clouds/contract";
import { findRegion } from "./clouds/regions";
import { type GraphResource, type Placement, type Properties, SECRET, UNKNOWN } from "./resource";
import { moduleOf, packageOf } from "./urn";

const clusterTypes = new Set(["aws:eks/cluster:Cluster", "oci:ContainerEngine/cluster:Cluster"]);

/** AWS services with one control plane for all regions, by the module of their type. */
const globalAws = new Set([
  "account",
  "budgets",
  "cloudfront",
  "costexplorer",
  "globalaccelerator",
  "iam",
  "networkmanager",
  "organizations",
  "route53",
  "route53domains",
  "route53recoverycontrol",
  "route53recoveryreadiness",
  "shield",
  "waf",
]);

/** OCI services whose resources are the same in every region the tenancy uses. */
const globalOci = new Set(["Dns", "Identity"]);

type Unplaced = Omit<GraphResource, "placement">;

/** Whether this is the Kubernetes control plane of a site. */
export function isCluster(resource: Pick<GraphResource, "type">): boolean {
  return clusterTypes.has(resource.type);
}

/** Whether a resource of AWS, OCI or Kubernetes stands in one region, though it may be unknown in which. */
export function isRegional({
  type,
  custom,
  inputs,
}: Pick<GraphResource, "type" | "custom" | "inputs">): boolean {
  if (!custom || type.startsWith("pulumi:")) {
    return false;
  }
  switch (packageOf(type)) {
    case "aws":
      return !globalAws.has(moduleOf(type)) && inputs.scope !== "CLOUDFRONT";
    case "oci":
      return !globalOci.has(moduleOf(type)) || inputs.scope === "PRIVATE";
    case "kubernetes":
      return true;
    default:
      return false;
  }
}

/** The name under which a zone of the region table appears in a placement. */
export function zoneNameOf(zone: Pick<Zone, "name" | "faultDomain">): string {
  return zone.faultDomain === undefined ? zone.name : `${zone.name}/${zone.faultDomain}`;
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
    switch (packageOf(resource.type)) {
      case "aws":
        return at("aws", known(resource.inputs.region) ?? known(provider?.inputs.region));
      case "oci":
        return at("oci", known(provider?.inputs.region));
      case "kubernetes": {
        if (provider === undefined) {
          return undefined;
        }
        if (!clusterOfProvider.has(provider.urn)) {
          clusterOfProvider.set(provider.urn, clusterOf(provider, byUrn, clusters));
        }
        const cluster = clusterOfProvider.get(provider.urn);
        return cluster === undefined ? undefined : regionAt(cluster);
      }
      default:
        return undefined;
    }
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
  return region === undefined
    ? undefined
    : { provider, region, metro: findRegion(provider, region)?.metro ?? region };
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

function ownZone(resource: Unplaced, place: Omit<Placement, "zone">): string | undefined {
  const { inputs, outputs } = resource;
  if (place.provider === "aws") {
    return (
      known(inputs.availabilityZoneId) ?? known(outputs.availabilityZoneId) ?? known(inputs.availabilityZone)
    );
  }
  const zones = new Set(domainsOf(inputs).map((domain) => zoneOfDomain(domain, place)));
  return zones.size === 1 ? [...zones][0] : undefined;
}

interface Domain {
  readonly name: string;
  readonly faultDomain?: string;
}

/** The availability domains that a resource names: its own, or those that its nodes are placed in. */
function domainsOf(inputs: Properties): Domain[] {
  const { placementConfigs = [] } = objectOf(inputs.nodeConfigDetails);
  const places = [inputs, ...(Array.isArray(placementConfigs) ? placementConfigs.map(objectOf) : [])];
  return places.flatMap(({ availabilityDomain, faultDomain, faultDomains }) => {
    const name = known(availabilityDomain);
    if (name === undefined) {
      return [];
    }
    const faults = Array.isArray(faultDomains) ? faultDomains : [faultDomain];
    return faults
      .map(known)
      .map((fault) => ({ name, ...(fault === undefined ? {} : { faultDomain: fault }) }));
  });
}

/** As the region table names it: without the tenancy's prefix, and with a fault domain only where that matters. */
function zoneOfDomain(domain: Domain, place: Omit<Placement, "zone">): string {
  const name = domain.name.slice(domain.name.indexOf(":") + 1);
  const zones = findRegion(place.provider, place.region)?.zones ?? [];
  const isSplit = zones.some((zone) => zone.faultDomain !== undefined);
  return zoneNameOf(isSplit ? { ...domain, name } : { name });
}

function zoneOfSubnet(
  resource: Unplaced,
  place: Omit<Placement, "zone">,
  byUrn: ReadonlyMap<string, Unplaced>,
): string | undefined {
  const [urn, ...others] = resource.propertyDependencies.subnetId ?? [];
  const subnet = urn === undefined || others.length > 0 ? undefined : byUrn.get(urn);
  return subnet && ownZone(subnet, place);
}

function known(value: Properties[string] | undefined): string | undefined {
  return typeof value === "string" && value !== UNKNOWN && value !== SECRET && value !== ""
    ? value
    : undefined;
}

function objectOf(value: Properties[string] | undefined): Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Properties) : {};
}
