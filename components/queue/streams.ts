import { writeStreamFacts } from "../../graph/stream-facts";
import {
  apiPrefix,
  deliverPrefix,
  deliverSubject,
  linkPrefix,
  mirrorConsumer,
  othersOf,
  peersOf,
  publishersOf,
  type QueuePlan,
  type SizedFamily,
  storedBytes,
  streamName,
} from "./model";

const seconds = 1_000_000_000; // NATS counts in nanoseconds

/** A stream or consumer as NATS' JSON API takes it. */
export type Definition = Record<string, unknown>;

/** What a mirror says of itself that was told to begin with its origin's first event: see setup.ts. */
export const fromTheFirst = "from the first event of its origin";

/** One stream at a site: its own, or a mirror of another site's. */
export interface StreamAtSite {
  family: SizedFamily;
  origin: string;
  name: string;
  /** Through which prefix the setup Job makes it. */
  api: string;
  definition: Definition;
}

/** One durable consumer at a site: a workload's, which pulls, or another site's mirror's, which is sent to. */
export interface ConsumerAtSite {
  stream: string;
  origin: string;
  name: string;
  /** Whether it feeds a mirror. */
  feeds: boolean;
  api: string;
  definition: Definition;
}

const byName = <T extends { name: string }>(items: readonly T[]) =>
  [...items].sort((a, b) => (a.name < b.name ? -1 : 1));

/** The streams of one site: an origin stream per family, and a mirror of each at every other site. Sorted by name. */
export function streamsAt(plan: QueuePlan, site: string, replicas: number): StreamAtSite[] {
  const of = (family: SizedFamily, origin: string): StreamAtSite => {
    const name = streamName(family.name, origin);
    const common = {
      name,
      retention: "limits", // several consumers and the mirrors read each event; none of them may end it
      storage: "file",
      num_replicas: replicas,
      max_age: family.maxAgeHours * 3600 * seconds,
      max_bytes: family.maxBytes[origin],
      max_msg_size: family.maxEventBytes,
      // Of all sites, trusted or not: what was made for those stays, and a limit below what is there would be refused.
      max_consumers: consumersOf(plan, family, site, origin, othersOf(plan, site)).length,
      // No header of a publisher may end other events, nor send one elsewhere or later.
      allow_rollup_hdrs: false,
      allow_msg_ttl: false,
      allow_msg_schedules: false,
      deny_delete: true,
      deny_purge: true,
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
            metadata: writeStreamFacts({
              publishers: publishersOf(plan, family),
              eventsPerRequest: family.eventsPerRequest,
              eventBytes: storedBytes(family),
            }),
          }
        : {
            ...common,
            description: fromTheFirst,
            // A mirror must follow its origin whatever happens.
            discard: "old",
            mirror: {
              name,
              external: { api: linkPrefix(origin), deliver: deliverPrefix(site) },
              // The origin makes it: a mirror that made its own would need the right to make any.
              consumer: { name: mirrorConsumer(site), deliver_subject: deliverSubject(site, name) },
            },
          };
    return { family, origin, name, api: apiPrefix(origin), definition };
  };
  return [site, ...peersOf(plan, site)].flatMap((origin) => byName(plan.families).map((f) => of(f, origin)));
}

/**
 * The consumers of one site: one per workload and stream that it consumes, on this site's own copy, and one per own
 * stream and other site, which feeds the mirror there.
 */
export function consumersAt(plan: QueuePlan, site: string): ConsumerAtSite[] {
  return byName(plan.families).flatMap((family) =>
    [site, ...peersOf(plan, site)].flatMap((origin) =>
      consumersOf(plan, family, site, origin, peersOf(plan, site)),
    ),
  );
}

/** Most consumers that any stream at this site has, of all sites: nobody can make more. */
export function mostConsumers(plan: QueuePlan, site: string): number {
  const others = othersOf(plan, site);
  const counts = plan.families.flatMap((family) =>
    [site, ...others].map((origin) => consumersOf(plan, family, site, origin, others).length),
  );
  return Math.max(1, ...counts);
}

/** @param holders the other sites that mirror what begins here */
function consumersOf(
  plan: QueuePlan,
  family: SizedFamily,
  site: string,
  origin: string,
  holders: readonly string[],
): ConsumerAtSite[] {
  const stream = streamName(family.name, origin);
  const of = (name: string, definition: Definition): ConsumerAtSite => ({
    stream,
    origin,
    name,
    feeds: definition.deliver_subject !== undefined,
    api: apiPrefix(origin),
    definition: {
      durable_name: name,
      name,
      deliver_policy: "all",
      replay_policy: "instant",
      max_deliver: -1,
      num_replicas: 0, // as its stream
      ...definition,
    },
  });
  const consuming = byName(plan.workloads).filter(({ consumes }) => consumes.includes(family.name));
  const mirrors = origin === site ? holders : [];
  return [
    ...consuming.map(({ name }) =>
      of(name, {
        ack_policy: "explicit",
        ack_wait: 30 * seconds, // then it is delivered again, to another replica perhaps: handling is idempotent
        max_ack_pending: 1000,
        max_waiting: 512, // replicas of the workload that ask at a time
      }),
    ),
    ...mirrors.map((peer) =>
      of(mirrorConsumer(peer), {
        deliver_subject: deliverSubject(peer, stream),
        // The mirror says with its flow control how far it has stored; NATS takes no other heartbeat with it.
        ack_policy: "flow_control",
        flow_control: true,
        idle_heartbeat: seconds,
        max_ack_pending: 10_000, // under way: at 50 ms there and back, far more than a site takes
      }),
    ),
  ];
}
