/** What a node of OKE has for pods, once its system, Kubernetes and the cluster's own agents have taken theirs. Pure. */
import type { Room } from "../views";

export type { Room };

/** A flexible shape of OCI and the size of each node of it. */
export interface OciNode {
  readonly shape: string;
  readonly ocpus: number;
  /** GiB, which OCI calls GB. */
  readonly memoryGb: number;
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
const SYSTEM: Room = { cpus: 0.1, memoryGiB: 0.1 };
/** The kubelet evicts pods before the last of the memory is used. */
const EVICTION_GIB = 0.1;
/** Share of the memory that the kernel doesn't hand out. An assumption, from OKE's example of a node's capacity. */
const KERNEL_SHARE = 0.04;
/** What every node runs for the cluster: Calico, kube-proxy, the storage driver, pod networking. An assumption. */
const DAEMONS: Room = { cpus: 0.5, memoryGiB: 0.7 };

/** vCPUs of a node: an OCPU is a core of two threads, but on the first Arm shape, which has one. */
export function vcpus({ shape, ocpus }: OciNode): number {
  return shape.includes(".A1.") ? ocpus : ocpus * 2;
}

/** What a node of OKE has for pods. */
export function allocatable(node: OciNode): Room {
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
