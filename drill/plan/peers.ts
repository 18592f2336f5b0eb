/** The peers that an edge's configuration names, where these are in a drill's world. Pure. */
import { edgePorts } from "../../components/ports";

/** A site as its peers name it, and where it is. */
export interface PeerPlace {
  readonly id: string;
  /** Its network in the world: `10.1.0.0/16`. */
  readonly network: string;
  /** Its edge's public addresses, as deployed and in the world. */
  readonly entrances: readonly { readonly deployed: string; readonly address: string }[];
}

/** RFC 1918, and what is shared by carriers: networks of a site's own, here of its load balancer. */
const PRIVATE = /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/;

const SOURCES = /^( {2}tcp-request session reject unless \{ src) ([^}]+) \}$/m;
const SERVER = new RegExp(`^( {2}server \\S+) (\\d+(?:\\.\\d+){3}):${edgePorts.peers}\\b`, "gm");

/**
 * The configuration of a site's edge with the addresses of the world: of each peer that it names, and the networks that it
 * takes their requests from. Its load balancer stands in its own network; pods call out from their site's.
 * @throws Error naming an address that is no site's
 */
export function withWorldsPeers(site: string, text: string, sites: readonly PeerPlace[]): string {
  const places = new Map(
    sites.flatMap(({ entrances }) => entrances.map(({ deployed, address }) => [deployed, address] as const)),
  );
  const own = sites.filter(({ id }) => id === site).map(({ network }) => network);
  const others = sites.filter(({ id }) => id !== site).map(({ network }) => network);
  return text
    .replace(SERVER, (_, server: string, deployed: string) => {
      const address = places.get(deployed);
      if (address === undefined)
        throw new Error(`${site}: its edge hands requests to ${deployed}, which is no site's address`);
      return `${server} ${address}:${edgePorts.peers}`;
    })
    .replace(SOURCES, (_, rule: string, networks: string) => {
      const all = networks.trim().split(/\s+/);
      const told = [
        ...(all.some((network) => PRIVATE.test(network)) ? own : []),
        ...(all.some((network) => !PRIVATE.test(network)) ? others : []),
      ];
      return `${rule} ${told.join(" ")} }`;
    });
}
