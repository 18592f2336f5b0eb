/** What is wrong, as the rest of a sentence about what it is said of: `lets nothing in on tcp 8443`. */
import type { GraphResource } from "./resource";

export interface Said {
  readonly because: string;
  /** It can't be told whether it is so. */
  readonly unsure?: true;
}

/** Of a resource, which is in the way. */
export interface Obstacle extends Said {
  readonly at: GraphResource;
}
