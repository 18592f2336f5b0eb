/** What is told of a pool of nodes, whichever cloud runs it. */
import type { Room } from "../clouds/oci/node-room";
import type { GraphResource } from "../resource";

/** Nodes that are made and sized together. */
export interface PoolView {
  /** The node pool, node group or, for what EKS Auto Mode brings itself, the cluster. */
  readonly resource: GraphResource;
  readonly cluster: GraphResource;
  /** As placements name them (or as the nodes' zone label does); each once. */
  readonly zones: readonly string[];
  /** Places whose zone can't be told. */
  readonly untold: number;
  /** Room of the nodes that run before anything is lost; undefined where it can't be told. */
  readonly floor?: Room;
  /** Room of all nodes that may run, infinite where nothing bounds them. */
  readonly ceiling?: Room;
  /** Spot or preemptible: the provider may take them back at its worst hour. */
  readonly interruptible: boolean;
  /** Kept for pods that tolerate a taint. */
  readonly tainted: boolean;
}

/** Where nothing bounds the nodes. */
export const endlessRoom: Room = {
  cpus: Number.POSITIVE_INFINITY,
  memoryGiB: Number.POSITIVE_INFINITY,
};

/** Room of so many nodes. */
export function roomOf(nodes: number | undefined, each: Room | undefined): Room | undefined {
  if (nodes === undefined || each === undefined) return undefined;
  // No node of unknown room is none, but endless nodes of no room must not be NaN.
  return { cpus: times(nodes, each.cpus), memoryGiB: times(nodes, each.memoryGiB) };
}

const times = (nodes: number, each: number): number => (nodes === 0 || each === 0 ? 0 : nodes * each);
