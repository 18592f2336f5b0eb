/** How many nodes a site runs, and what fits on one. Pure. */
import type { NodePlan } from "../contracts";
import type { NodeShape } from "./account";

export interface Capacity {
  readonly cpus: number;
  readonly memoryGiB: number;
}

/** Nodes of one zone. */
export interface PoolSize {
  /** Running before a fault; never fewer. */
  readonly floor: number;
  /** The most that the autoscaler may run. */
  readonly ceiling: number;
}

/**
 * What OKE's node images keep for Kubernetes, by cores: millicores for the first five, then for each further one.
 * Source of this and the memory below: OKE's "Cluster Management Best Practices", the images' defaults.
 */
const KUBE_CPU_MILLIS = [60, 70, 80, 85, 90] as const;
const KUBE_CPU_MILLIS_MORE = 2.5;
/** GiB kept for Kubernetes by GiB of memory; in a straight line between the points. */
const KUBE_MEMORY: readonly (readonly [memory: number, kept: number])[] = [
  [4, 1],
  [8, 1],
  [16, 2],
  [128, 9],
];
const KUBE_MEMORY_MORE = 20 / 1024;
/** Kept for the operating system. */
const SYSTEM: Capacity = { cpus: 0.1, memoryGiB: 0.1 };
/** The kubelet evicts pods before the last of the memory is used. */
const EVICTION_GIB = 0.1;
/** Share of the memory that the kernel doesn't hand out. An assumption, from OKE's example of a node's capacity. */
const KERNEL_SHARE = 0.04;
/** What every node runs for the cluster: Calico, kube-proxy, the storage driver, pod networking. An assumption. */
const DAEMONS: Capacity = { cpus: 0.5, memoryGiB: 0.7 };
/** Share of a node that pods fill: they don't divide evenly, and the cluster's own add-ons need a place. */
const PACKING = 0.85;

/** Addresses of a VNIC that pods get: 31, and the VNIC's own. Source: OKE's page on VCN-native pod networking. */
const PODS_PER_VNIC = 31;
const MOST_PODS = 110;
/** VNICs that a flexible VM takes: one an OCPU, within these. Source: "Compute Shapes". */
const FEWEST_VNICS = 2;
const MOST_VNICS = 24;

/** vCPUs of a node: an OCPU is a core of two threads, but on the first Arm shape, which has one. */
export function vcpus({ shape, ocpus }: NodeShape): number {
  return shape.includes(".A1.") ? ocpus : ocpus * 2;
}

/** What a node has for the platform's pods. */
export function allocatable(node: NodeShape): Capacity {
  const cores = vcpus(node);
  const memory = node.memoryGb;
  return {
    cpus: cores - keptCpuMillis(cores) / 1000 - SYSTEM.cpus - DAEMONS.cpus,
    memoryGiB:
      memory * (1 - KERNEL_SHARE) - keptMemory(memory) - SYSTEM.memoryGiB - EVICTION_GIB - DAEMONS.memoryGiB,
  };
}

function keptCpuMillis(cores: number): number {
  const listed = KUBE_CPU_MILLIS.length;
  const first = KUBE_CPU_MILLIS[Math.min(Math.ceil(cores), listed) - 1] ?? KUBE_CPU_MILLIS[0];
  return first + Math.max(0, cores - listed) * KUBE_CPU_MILLIS_MORE;
}

function keptMemory(memory: number): number {
  let [below, kept] = KUBE_MEMORY[0] ?? [0, 0];
  for (const [above, keptAbove] of KUBE_MEMORY) {
    if (memory <= above) {
      return above === below ? keptAbove : kept + ((memory - below) / (above - below)) * (keptAbove - kept);
    }
    [below, kept] = [above, keptAbove];
  }
  return kept + (memory - below) * KUBE_MEMORY_MORE;
}

/**
 * Nodes of each zone: floors that hold the floors of all pods, the same in every zone; ceilings that hold the
 * ceilings of all pods even with one zone lost.
 * @throws RangeError when a node is too small for anything beside its own system.
 */
export function poolSize(plan: NodePlan, node: NodeShape, zones: number): PoolSize {
  const room = allocatable(node);
  if (room.cpus <= 0 || room.memoryGiB <= 0) {
    throw new RangeError(
      `twincloud:nodes.oci: ${node.ocpus} OCPUs and ${node.memoryGb} GB leave nothing for pods; take at least 2 and 16`,
    );
  }
  const nodes = (demand: Capacity): number =>
    Math.ceil(
      Math.max(demand.cpus / (room.cpus * PACKING), demand.memoryGiB / (room.memoryGiB * PACKING)) - 1e-9,
    );
  const floor = Math.max(1, Math.ceil(nodes(plan.floor) / zones));
  const ceiling = Math.ceil(nodes(plan.ceiling) / Math.max(1, zones - 1));
  return { floor, ceiling: Math.max(ceiling, floor + 1) };
}

/** The most pods that a node can have addresses for. */
export function podsPerNode(node: NodeShape): number {
  return Math.min((vnics(node) - 1) * PODS_PER_VNIC, MOST_PODS);
}

/** Addresses of the pods' subnet that a node takes when it starts, whether its pods use them or not. */
export function podAddresses(node: NodeShape): number {
  return Math.ceil(podsPerNode(node) / PODS_PER_VNIC) * (PODS_PER_VNIC + 1);
}

function vnics({ ocpus }: NodeShape): number {
  return Math.min(Math.max(Math.floor(ocpus), FEWEST_VNICS), MOST_VNICS);
}
