/** The peers that an edge's configuration names, where these are in a drill's world. Pure. */

/** A site as its peers name it, and where it is. */
export interface PeerPlace {
  readonly id: string;
  /** Its network in the world: `10.1.0.0/16`. */
  readonly network: string;
  /** Its edge's public addresses, as deployed and in the world. */
  readonly entrances: readonly { readonly deployed: string; readonly address: string }[];
}

export interface PeerTexts {
  readonly config: string;
  /** Of the other sites, as variables. */
  readonly peerAddresses?: string;
}

const SOURCES = /^( {2}tcp-request session reject unless \{ src) (.*) \}$/m;
const EDGE = /^( {2}setenv PEER_\w+_EDGE_\d+) (\S+)$/gm;
const NAT = /^( {2}setenv PEER_(\w+)_NAT_\d+) \S+$/gm;

/**
 * What the edge of a site is told, with the addresses of the world. Its load balancer stands in its own network, and pods call
 * out from their site's.
 * @throws Error naming an address or a site that isn't there
 */
export function withWorldsPeers(
  site: string,
  { config, peerAddresses }: PeerTexts,
  sites: readonly PeerPlace[],
): PeerTexts {
  const entrances = new Map(
    sites.flatMap(({ entrances }) => entrances.map(({ deployed, address }) => [deployed, address] as const)),
  );
  const found = <T>(value: T | undefined, what: string): T => {
    if (value === undefined)
      throw new Error(`${site}: its edge hands requests to ${what}, which isn't there`);
    return value;
  };
  const network = (isIt: (place: PeerPlace) => boolean, what: string) =>
    found(sites.find(isIt), what).network;
  const own = () => network(({ id }) => id === site, site);
  return {
    // Networks that stand there as they are, and not as variables, are of its own balancers.
    config: config.replace(SOURCES, (_, rule: string, networks: string) => {
      const all = networks.split(" ").map((one) => (one.startsWith('"') ? one : own()));
      return `${rule} ${[...new Set(all)].join(" ")} }`;
    }),
    ...(peerAddresses === undefined
      ? {}
      : {
          peerAddresses: peerAddresses
            .replace(
              EDGE,
              (_, set: string, deployed: string) => `${set} ${found(entrances.get(deployed), deployed)}`,
            )
            .replace(NAT, (_, set: string, name: string) => {
              const isIt = ({ id }: PeerPlace) => id.toUpperCase().replaceAll("-", "_") === name;
              return `${set} ${network(isIt, name)}`;
            }),
        }),
  };
}
