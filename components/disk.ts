/** What pods may write to the disk of their node. Pure. */
import type { Mount } from "./mounts";

/** MiB of the folder that the pods of each part may write to. */
export const scratchMiB = {
  capability: 1024,
  /** Processes' ids and sockets. */
  edge: 16,
  queue: 16,
  queueSetup: 64,
  /** Long listings are sorted there. */
  mirror: 1024,
} as const;

/**
 * MiB for what a container prints: kubelets keep 50 MiB of it, but look every ten seconds only, in which the edge may
 * write 20 MB a second at the worst: it isn't to be evicted for that.
 */
const LOGS_MIB = 256;

/** What a pod of one container asks of the disk, and all that it may take of it: a pod that takes more is evicted alone. */
export const diskMiB = (scratch: number): number => scratch + LOGS_MIB;

/** The same, of what it mounts. */
export const diskOf = (mounts: readonly Mount[]): number =>
  diskMiB(mounts.reduce((sum, { from }) => sum + ("scratchMiB" in from ? from.scratchMiB : 0), 0));
