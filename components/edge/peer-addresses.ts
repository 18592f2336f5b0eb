/**
 * Addresses of the other sites' edges and pods, in a file of their own: they are known only when they are made, and all else of
 * the configuration before. HAProxy reads them first, as variables of its environment, and again with each reload. Pure.
 */

export interface PeerAddresses {
  readonly site: string;
  /** Of its edge. */
  readonly edge: readonly string[];
  /** That its pods call out from. */
  readonly nat: readonly string[];
}

const named = (site: string, what: string, n: number): string =>
  `PEER_${site.toUpperCase().replaceAll("-", "_")}_${what}_${n}`;

/** As it stands in the place of an address: expanded only between quotes. */
const variable = (name: string): string => `"\${${name}}"`;

/** Of a site's edge, one for each of its addresses. */
export const edgeVariables = (site: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => variable(named(site, "EDGE", i + 1)));

/** Of the networks that a site's pods call out from. */
export const natVariables = (site: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => variable(named(site, "NAT", i + 1)));

/** The file that sets them. */
export function peerAddressesText(peers: readonly PeerAddresses[]): string {
  const lines = peers.flatMap(({ site, edge, nat }) => [
    ...edge.map((address, i) => `  setenv ${named(site, "EDGE", i + 1)} ${address}`),
    ...nat.map((address, i) => `  setenv ${named(site, "NAT", i + 1)} ${address}/32`),
  ]);
  return `global\n${lines.join("\n")}\n`;
}
