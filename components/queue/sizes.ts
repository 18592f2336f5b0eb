/** How large streams, and the volumes that they lie on, must be. Pure. */
import { WrongSettingError } from "../wrong-setting";
import {
  type EventFamily,
  publishersOf,
  type QueuePlan,
  reservedBytes,
  type SizedFamily,
  storedBytes,
} from "./model";

const GIB = 2 ** 30;

/** Larger events than usual, more requests than the mean of days, and publishers that say it twice. */
const STREAM_HEADROOM = 1.25;

/** What a volume has beyond the streams' own bytes: consumers' state, Raft logs, compaction. */
const VOLUME_HEADROOM = 1.25;

/** Of every queue until sizes followed from the load. Claims never shrink: a smaller template would replace for nothing. */
const LEAST_VOLUME_GIB = 240;

/** Doublings of it: 15 TiB, the most that the block volumes of every cloud hold. */
const MOST_DOUBLINGS = 6;

/** What is read of the volume when a server starts after a cut of its power. */
const RECOVERY_BYTES_PER_SECOND = 125e6;
const LEAST_RECOVERY_SECONDS = 900;

/** What comes to the platform and to its sites. */
export interface StreamLoad {
  /** Requests a second of all users, by workload. */
  readonly requestsPerSecond: Readonly<Record<string, number>>;
  /** The most that a site gets of it, 0 to 1, when anything that can be lost is: by site. */
  readonly shares: Readonly<Record<string, number>>;
}

/**
 * Families with streams that hold all that comes within their age, though a site, a metro or a provider be lost for as
 * long as that: a stream that is full refuses its publishers, and no health check tells.
 */
export function sizedFamilies(
  families: readonly EventFamily[],
  workloads: QueuePlan["workloads"],
  { requestsPerSecond, shares }: StreamLoad,
): SizedFamily[] {
  return families.map((family) => {
    const requests = publishersOf({ workloads }, family).reduce(
      (sum, name) => sum + (requestsPerSecond[name] ?? 0),
      0,
    );
    const events = requests * family.eventsPerRequest * family.maxAgeHours * 3600;
    const bytesFor = (share: number): number =>
      GIB * Math.max(1, Math.ceil((events * share * storedBytes(family) * STREAM_HEADROOM) / GIB));
    return {
      ...family,
      maxBytes: Object.fromEntries(Object.entries(shares).map(([site, share]) => [site, bytesFor(share)])),
    };
  });
}

/**
 * The claim of each server. It grows by doubling, as a claim can't follow its template and another template replaces the
 * StatefulSets of all sites: docs/runbook.md has what a running stack does first.
 * @throws WrongSettingError when no volume is large enough.
 */
export function volumeGiB(plan: Pick<QueuePlan, "sites" | "families">): number {
  const needed = (reservedBytes(plan) * VOLUME_HEADROOM) / GIB;
  const doublings = Math.max(0, Math.ceil(Math.log2(needed / LEAST_VOLUME_GIB)));
  if (doublings > MOST_DOUBLINGS) {
    throw new WrongSettingError(
      ["peak"],
      `events that take ${Math.ceil(needed)} GiB at each of the queue's servers`,
      `no more than ${LEAST_VOLUME_GIB * 2 ** MOST_DOUBLINGS} GiB: keep events for less time or make fewer (stacks/catalog.ts: maxAgeHours, eventBytes, eventsPerRequest), or say how many come (twincloud:assumptions: requestsPerReplicaPerSecond)`,
    );
  }
  return LEAST_VOLUME_GIB * 2 ** doublings;
}

/** A server reads its streams before it answers: all of them after a cut of its power. */
export function recoverySeconds(plan: Pick<QueuePlan, "sites" | "families">): number {
  const reading = reservedBytes(plan) / RECOVERY_BYTES_PER_SECOND;
  return Math.max(LEAST_RECOVERY_SECONDS, 60 * Math.ceil(reading / 60));
}
