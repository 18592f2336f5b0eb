import { apiPrefix, deliverPrefix, type EventFamily, peersOf, type QueuePlan, streamName } from "./model";

const seconds = 1_000_000_000; // NATS counts in nanoseconds

/** A stream or consumer as NATS' JSON API takes it. */
export type Definition = Record<string, unknown>;

/** One stream at a site: its own, or a mirror of another site's. */
export interface StreamAtSite {
  family: EventFamily;
  origin: string;
  name: string;
  /** Through which prefix the setup Job makes it. */
  api: string;
  definition: Definition;
}

/** One durable pull consumer of a workload at a site. */
export interface ConsumerAtSite {
  stream: string;
  workload: string;
  api: string;
  definition: Definition;
}

const byName = <T extends { name: string }>(items: readonly T[]) =>
  [...items].sort((a, b) => (a.name < b.name ? -1 : 1));

/** The streams of one site: an origin stream per family, and a mirror of each at every other site. Sorted by name. */
export function streamsAt(plan: QueuePlan, site: string, replicas: number): StreamAtSite[] {
  const of = (family: EventFamily, origin: string): StreamAtSite => {
    const name = streamName(family.name, origin);
    const common = {
      name,
      retention: "limits", // several consumers and the mirrors read each event; none of them may end it
      storage: "file",
      num_replicas: replicas,
      max_age: family.maxAgeHours * 3600 * seconds,
      max_bytes: family.maxBytes,
      max_msg_size: family.maxEventBytes,
    };
    const definition =
      origin === site
        ? {
            ...common,
            subjects: [...family.subjects],
            // A full stream refuses, which the publisher sees, instead of dropping what it has acknowledged.
            discard: "new",
            // Set when the stream is made: see setup.ts.
            first_seq: 0,
            duplicate_window: family.duplicateWindowSeconds * seconds,
          }
        : {
            ...common,
            // A mirror must follow its origin whatever happens.
            discard: "old",
            mirror: { name, external: { api: `$JS.${origin}.API`, deliver: deliverPrefix(site) } },
          };
    return { family, origin, name, api: apiPrefix(site, origin), definition };
  };
  return [site, ...peersOf(plan, site)].flatMap((origin) => byName(plan.families).map((f) => of(f, origin)));
}

/** The consumers of one site: one per workload and stream that it consumes, on this site's own copy. */
export function consumersAt(plan: QueuePlan, site: string): ConsumerAtSite[] {
  return byName(plan.workloads).flatMap((w) =>
    [...w.consumes].sort().flatMap((family) =>
      [site, ...peersOf(plan, site)].map((origin) => ({
        stream: streamName(family, origin),
        workload: w.name,
        api: apiPrefix(site, origin),
        definition: {
          durable_name: w.name,
          name: w.name,
          deliver_policy: "all",
          ack_policy: "explicit",
          ack_wait: 30 * seconds, // then it is delivered again, to another replica perhaps: handling is idempotent
          max_deliver: -1,
          max_ack_pending: 1000,
          max_waiting: 512, // replicas of the workload that ask at a time
          replay_policy: "instant",
          num_replicas: 0, // as its stream
        },
      })),
    ),
  );
}

/** Bytes that each server of a site must have for its streams, all copies of all sites. */
export function reservedBytes(plan: QueuePlan): number {
  return plan.sites.length * plan.families.reduce((sum, f) => sum + f.maxBytes, 0);
}
