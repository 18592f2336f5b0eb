/** What a pod of the edge holds at most, so that its memory limit is never what ends it. Pure. */

/** Connections of a pod beside those of the public port, so that nobody outside can take them. */
export const reserved = {
  /** Probes and the balancers' checks. */
  status: 200,
  /** Leaf links: a handful per peer, and twice as many while servers change. */
  leaf: 500,
  /** The edges of other sites: a request that they hand on has one of its own while it lasts. */
  peers: 500,
} as const;

/** The program, its tables of clients when full, the caches of TLS. */
const BASE_KIB = 60 * 1024;
/** One connection with TLS. */
const CONNECTION_KIB = 40;
/**
 * One request under way that holds a buffer. Measured with HAProxy 2.6: 15 KiB for a stream over HTTP/2 that waits
 * without one; a body that is waited for has a buffer of 16 KiB.
 */
const STREAM_KIB = 36;
/** The rest is for what isn't counted: the kernel's buffers, a second process after a reload. */
const USED_SHARE = 0.8;

/**
 * Streams of one HTTP/2 connection. Apps use a few; a client that wants more waits for its own. HAProxy's own 100 would
 * be a hundred times the memory of what `maxconn` counts.
 */
export const streamsPerConnection = 32;

/** Requests that a pod with so much memory can have under way when all its connections are there too; 0 or less when they fill it alone. */
export function requestsWithin(memoryMiB: number, connections: number): number {
  const spare = memoryMiB * 1024 * USED_SHARE - BASE_KIB - connections * CONNECTION_KIB;
  return Math.floor(spare / STREAM_KIB);
}
