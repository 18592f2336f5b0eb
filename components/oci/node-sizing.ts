/** How many nodes a site runs, and what fits on one. Pure. */
import { allocatable } from "../../graph/clouds/oci/node-room";
import type { NodeDemand, NodePlan } from "../contracts";
import type { NodeShape } from "./account";

type NodeSize = Pick<NodeShape, "shape" | "ocpus" | "memoryGb">;

/** Nodes of one zone. */
export interface PoolSize {
  /** Running before a fault; never fewer. */
  readonly floor: number;
  /** The most that the autoscaler may run. */
  readonly ceiling: number;
}

/** Share of a node that pods fill: they don't divide evenly, and the cluster's own add-ons need a place. */
const PACKING = 0.85;

/** Of each node's boot volume, in GB. The images' own 47 would be full of images and pods' writing. */
export const BOOT_VOLUME_GB = 100;
/**
 * What pods may write of it, in GiB: the rest is the system's, the images', and what the kubelet keeps free before it
 * evicts. An assumption.
 */
const DISK_FOR_PODS_GIB = 60;

/** Addresses of a VNIC that pods get: 31, and the VNIC's own. Source: OKE's page on VCN-native pod networking. */
const PODS_PER_VNIC = 31;
const MOST_PODS = 110;
/** VNICs that a flexible VM takes: one an OCPU, within these. Source: "Compute Shapes". */
const FEWEST_VNICS = 2;
const MOST_VNICS = 24;

/**
 * Nodes of each zone: floors that hold the floors of all pods, the same in every zone; ceilings that hold the
 * ceilings of all pods even with one zone lost.
 * @throws RangeError when a node is too small for anything beside its own system.
 */
export function poolSize(plan: NodePlan, node: NodeSize, zones: number): PoolSize {
  const room = allocatable(node);
  if (room.cpus <= 0 || room.memoryGiB <= 0) {
    throw new RangeError(
      `twincloud:nodes.oci: ${node.ocpus} OCPUs and ${node.memoryGb} GB leave nothing for pods; take at least 2 and 16`,
    );
  }
  const nodes = (demand: NodeDemand): number =>
    Math.ceil(
      Math.max(
        demand.cpus / (room.cpus * PACKING),
        demand.memoryGiB / (room.memoryGiB * PACKING),
        demand.diskGiB / (DISK_FOR_PODS_GIB * PACKING),
      ) - 1e-9,
    );
  const floor = Math.max(1, Math.ceil(nodes(plan.floor) / zones));
  const ceiling = Math.ceil(nodes(plan.ceiling) / Math.max(1, zones - 1));
  return { floor, ceiling: Math.max(ceiling, floor + 1) };
}

/** The most pods that a node can have addresses for. */
export function podsPerNode(node: NodeSize): number {
  return Math.min((vnics(node) - 1) * PODS_PER_VNIC, MOST_PODS);
}

/** Addresses of the pods' subnet that a node takes when it starts, whether its pods use them or not. */
export function podAddresses(node: NodeSize): number {
  return Math.ceil(podsPerNode(node) / PODS_PER_VNIC) * (PODS_PER_VNIC + 1);
}

function vnics({ ocpus }: NodeSize): number {
  return Math.min(Math.max(Math.floor(ocpus), FEWEST_VNICS), MOST_VNICS);
}
