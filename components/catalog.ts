import type { Capability } from "./capability";
import type { PodSize } from "./pod";
import type { EventFamily } from "./queue/model";

/** The parts of a site that serve no capability of their own, and have pods. */
export type PartName = "edge" | "queue" | "queueJob" | "mirror";

/** What a platform serves, and of what its sites are made: data, the same for every stack. */
export interface Catalog {
  readonly capabilities: readonly Capability[];
  /** One stream each at the site where an event was accepted, mirrored to all others. */
  readonly eventFamilies: readonly EventFamily[];
  /** Request of one pod of each part. */
  readonly parts: Readonly<Record<PartName, PodSize>>;
}
