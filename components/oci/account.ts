/** The tenancy that everything of OCI is made in, and what is said of it by settings instead of look-ups. Pure. */
import type { Region, Zone } from "../../graph/clouds/contract";
import { allocatable } from "../../graph/clouds/oci/node-room";

export { OKE_MINORS } from "./versions";

export interface OciAccount {
  readonly tenancyId: string;
  /** Where everything is made but the policies for OCI's own services, which only count in the tenancy's root. */
  readonly compartmentId: string;
  /** The one region in which IAM can be written. */
  readonly homeRegion: string;
  /** Where the health checks are kept and read, and through which DNS is edited: a region that has no site. */
  readonly monitorRegion: string;
  /** What the tenancy's availability domains begin with: `Uocm` of `Uocm:PHX-AD-1`. */
  readonly domainPrefix: string;
  /** The tenancy's namespace in Object Storage, which its registry paths carry too. */
  readonly namespace: string;
  /** Node image by region, of the Kubernetes version that the region's site runs. */
  readonly nodeImageIds: Readonly<Record<string, string>>;
  /** Owns the key by which other clouds' pods use the stores: OCI's S3 interface knows no other identity. */
  readonly serviceUser: ServiceUser;
  /**
   * Owns the token that pulls images. A token of a user who may also read media would open the media to whoever reads
   * the pull secret of any namespace. Without one it is the user of the stores, as in stacks of before.
   */
  readonly pullUser?: ServiceUser;
  /** OCIDs of groups that may read the clusters' objects, Secrets left out. */
  readonly viewerGroups?: readonly string[];
  /** Numbers of the keys that stand; the last one is used. Two while one is changed for the other: [1] without any. */
  readonly storeKeys?: readonly number[];
  /** The same of the tokens that pull images. */
  readonly pullTokens?: readonly number[];
  /** Where the health checks ask from. */
  readonly vantagePoints: readonly string[];
  readonly nodes: NodeShape;
  /** The image of Calico's node agent in every site's registry. */
  readonly calico: { readonly repository: string; readonly digest: string };
}

export interface ServiceUser {
  readonly id: string;
  /** What it logs in to the registry with. */
  readonly name: string;
}

/** Of what stands, each by its resource's name, the one in use last; the first keeps the name without a number. */
export function standing(name: string, numbers: readonly number[] = [1]): readonly string[] {
  return numbers.map((number) => (number === 1 ? name : `${name}-${number}`));
}

/** A flexible shape and the size of each node of it. */
export interface NodeShape {
  readonly shape: string;
  readonly ocpus: number;
  /** GiB, which OCI calls GB. */
  readonly memoryGb: number;
  /** Whether the hosts of all nodes that may run are reserved, and paid for while they are empty. */
  readonly reserve: boolean;
}

/** What of a node of this size its own system takes all of, so that nothing is left for pods. */
export function takenUp(node: NodeShape): "ocpus" | "memoryGb" | undefined {
  const room = allocatable(node);
  if (room.cpus <= 0) return "ocpus";
  return room.memoryGiB <= 0 ? "memoryGb" : undefined;
}

/** The fault domains of every availability domain. Source: "Regions and Availability Domains". */
const FAULT_DOMAINS = ["FAULT-DOMAIN-1", "FAULT-DOMAIN-2", "FAULT-DOMAIN-3"] as const;

/** Where the nodes of a zone are placed. */
export interface Placement {
  /** With the tenancy's prefix. */
  readonly availabilityDomain: string;
  /** All of the domain's, or the one that stands for the zone. */
  readonly faultDomains: readonly string[];
}

export function placementOf(account: Pick<OciAccount, "domainPrefix">, zone: Zone): Placement {
  return {
    availabilityDomain: `${account.domainPrefix}:${zone.name}`,
    faultDomains: zone.faultDomain ? [zone.faultDomain] : FAULT_DOMAINS,
  };
}

/** @throws Error that names the setting, when the region has no node image. */
export function nodeImageOf(account: Pick<OciAccount, "nodeImageIds">, region: string): string {
  const image = account.nodeImageIds[region];
  if (!image) {
    const known = Object.keys(account.nodeImageIds).join(", ") || "none";
    throw new Error(
      `twincloud:oci.nodeImageIds has no image for ${region} (there: ${known}): add the OCID of an OKE node image of that region`,
    );
  }
  return image;
}

/**
 * The label of all services of a region as the destination of routes and rules.
 * @throws Error when the region table has no key for the region.
 */
export function servicesLabel(region: Region): string {
  if (!region.key)
    throw new Error(`graph/clouds/oci/regions.ts has no key for ${region.name}: add its three letters`);
  return `all-${region.key}-services-in-oracle-services-network`;
}
