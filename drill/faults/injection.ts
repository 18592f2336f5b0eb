/** What a drill does for a fault. */
import type { World } from "../world/world";

/** A fault as the drill does it. */
export interface Injection {
  /** For people, as it begins: `the servers of the queue at oci-us-ashburn-1 are killed but one`. */
  readonly what: string;
  begin(world: World): Promise<void>;
  /** What is lost comes back as it was: on its disks is what had been stored. */
  end(world: World): Promise<void>;
}

/** Several at once, as one. */
export const atOnce = (parts: readonly Injection[]): Injection => ({
  what: parts.map(({ what }) => what).join("; "),
  begin: async (world) => {
    await Promise.all(parts.map((part) => part.begin(world)));
  },
  end: async (world) => {
    await Promise.all(parts.map((part) => part.end(world)));
  },
});
