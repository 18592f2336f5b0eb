/** Room of nodes, whichever cloud runs them. */
import type { Room } from "../clouds/views";

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
