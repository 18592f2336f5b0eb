/** What becomes of packets on a way: they arrive, something stops them, or it can't be told. */
import type { Protocol } from "../clouds/ways-views";
import type { GraphResource } from "../resource";
import type { Obstacle } from "../said";

export interface Traffic {
  readonly protocol: Protocol;
  readonly port: number;
}

/** The first obstacle; undefined where packets arrive. */
export type Passage = Obstacle | undefined;

/** The first that surely stops; else the first that can't be told. */
export function first(passages: Iterable<Passage>): Passage {
  let doubt: Passage;
  for (const passage of passages) {
    if (passage === undefined) continue;
    if (!passage.unsure) return passage;
    doubt ??= passage;
  }
  return doubt;
}

export const tcp = (port: number): Traffic => ({ protocol: "tcp", port });

export const trafficText = ({ protocol, port }: Traffic): string => `${protocol} ${port}`;

/** More than the ways need. */
export interface Excess {
  readonly at: GraphResource;
  /** The rest of a sentence about it: `lets everybody in on tcp 22`. */
  readonly found: string;
  readonly wanted: string;
  /** Nobody gets in by it who couldn't before: it is more than is needed, and no open door. */
  readonly mild?: true;
}
