/** Which sites' edges an edge hands requests to, and how many to each. Pure. */
import type { Replicas } from "../sizing";
import type { ProxyProtocol } from "./doors";
import type { EdgePeer } from "./forwarding-input";

/** The headless Service of an edge that resolves to each of its pods, ready or not: they ask each other what they think. */
export const SIBLINGS = "edge-siblings";

export interface PeerSite {
  readonly id: string;
  readonly provider: string;
  /** Share of the peak that it can take beside what its own users ask for: `spareOf`. */
  readonly spare: number;
  /** How many public addresses its edge has: each is a server of its own to the others. */
  readonly addresses: number;
}

/** `weight` is that of each of its addresses. */
export type PlannedPeer = Pick<EdgePeer, "site" | "weight" | "otherProvider">;

/** As HAProxy takes them. */
const MOST_WEIGHT = 256;

/**
 * Peers of a site, those of other providers first: what takes this site down may have taken its provider's others.
 * A drained site is among them, as it may need to hand on what still comes to it; it says itself that it takes nothing.
 * @param sites that are trusted, this one among them or not
 */
export function peersOf(site: PeerSite, sites: readonly PeerSite[]): PlannedPeer[] {
  const others = sites.filter(({ id }) => id !== site.id);
  const ofEach = ({ spare, addresses }: PeerSite) => spare / Math.max(1, addresses);
  const most = Math.max(...others.map(ofEach));
  const planned = others.map(
    (peer): PlannedPeer => ({
      site: peer.id,
      // Who has nothing to spare is hardly asked, and says so then.
      weight: most > 0 ? Math.max(1, Math.round((MOST_WEIGHT * ofEach(peer)) / most)) : 1,
      otherProvider: peer.provider !== site.provider,
    }),
  );
  return [
    ...planned.filter(({ otherProvider }) => otherProvider),
    ...planned.filter(({ otherProvider }) => !otherProvider),
  ];
}

/** A public capability at a site. */
export interface Sized {
  /** Replicas that carry the whole peak of all users. */
  readonly peak: number;
  readonly replicas: Pick<Replicas, "floor">;
}

/**
 * Share of the peak, 0 or more, that a site's floors can take beside what its own users ask for at the demand that they are
 * sized for: of the capability that has the least to spare, as a site that lacks one for a peer's users is of no use to them.
 * @param share percent of the traffic
 * @param demand share of the peak
 */
export function spareOf(capabilities: readonly Sized[], share: number, demand: number): number {
  const spare = capabilities.map(({ peak, replicas }) => replicas.floor / peak - (share / 100) * demand);
  return spare.length === 0 ? 0 : Math.max(0, Math.min(...spare));
}

/** Where connections to the port for peers seem to come from: balancers that don't say who the client is, and clients. */
const seen: Readonly<Record<ProxyProtocol, { readonly balancers: boolean; readonly clients: boolean }>> = {
  none: { balancers: true, clients: false },
  // In the deploy that follows, balancers say it before or after the edge's pods are changed.
  accepted: { balancers: true, clients: true },
  sent: { balancers: true, clients: true },
  required: { balancers: false, clients: true },
};

/**
 * Networks from which peers' requests are taken. Where the edge doesn't know its clients that is the balancers', whose own
 * firewall lets in the peers alone.
 * @param nat networks that peers' pods call out from
 * @param balancers networks of the site's own load balancers
 */
export function peerSources(
  mode: ProxyProtocol,
  nat: readonly string[],
  balancers: readonly string[],
): string[] {
  return [...(seen[mode].balancers ? balancers : []), ...(seen[mode].clients ? nat : [])];
}
