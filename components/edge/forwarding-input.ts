/** What a site's edge must know to hand requests to the edges of other sites, and to take theirs. Pure. */

/** Another site, as this edge hands requests to it. */
export interface EdgePeer {
  /** Its id: its edge's certificate is `edge.<site>`. */
  readonly site: string;
  /** Its edge's public addresses. */
  readonly addresses: readonly string[];
  /** What each of its addresses is sent beside those of other peers, by the sites' spare floors: 1 to 256. */
  readonly weight: number;
  /** Peers of the other providers come first: what makes a whole provider sick is not at theirs. */
  readonly otherProvider: boolean;
}

export interface EdgeForwarding {
  /** This site's id; its certificate's subject is `edge.<site>`. */
  readonly site: string;
  readonly peers: readonly EdgePeer[];
  /** Networks from which peers' requests come (their NAT addresses); from others none is taken. */
  readonly sources: readonly string[];
  /** Headless Service with this edge's own pods, ready or not, and their most. */
  readonly siblings: { readonly service: string; readonly ceiling: number };
}

/** The subject, and the name, of a site's edge to its peers. */
export const peerSubject = (site: string): string => `edge.${site}`;
