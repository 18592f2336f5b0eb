/** What streams and consumers are defined with, and what of it loses events. Pure. */
import type { Properties } from "../resource";
import type { Obstacle } from "../said";
import { at, booleanAt, numberAt, textAt } from "../views/read";
import { setOf } from "../words";
import type { ReadQueue } from "./queues";

const SECOND = 1e9;

export function definitionsWrong({ definitions, queue }: ReadQueue): Obstacle[] {
  return definitions.flatMap((definition) => {
    const { said, resource, file } = definition;
    if (said === undefined)
      return [{ at: resource, because: `defines in ${file} what can't be read`, unsure: true as const }];
    const isConsumer = textAt(said, "durable_name") !== undefined;
    const name = textAt(said, isConsumer ? "durable_name" : "name") ?? definition.file;
    const what = `defines the ${isConsumer ? "consumer" : "stream"} ${isConsumer ? definition.file : name}`;
    const all = isConsumer
      ? consumer(said)
      : queue.streams.some((one) => one.name === name)
        ? stream(said)
        : [];
    return all.map((one) => ({
      at: resource,
      because: `${what} ${one.text}`,
      ...(one.unsure ? { unsure: true as const } : {}),
    }));
  });
}

interface Text {
  readonly text: string;
  readonly unsure?: true;
}

const STREAM = setOf(
  "name retention storage num_replicas max_age max_bytes max_msg_size max_consumers allow_rollup_hdrs allow_msg_ttl allow_msg_schedules deny_delete deny_purge description discard mirror subjects first_seq duplicate_window metadata max_msgs max_msgs_per_subject sealed no_ack compression allow_direct mirror_direct",
);
const CONSUMER = setOf(
  "durable_name name deliver_policy replay_policy max_deliver num_replicas ack_policy ack_wait max_ack_pending max_waiting deliver_subject flow_control idle_heartbeat description metadata inactive_threshold pause_until filter_subject filter_subjects mem_storage rate_limit_bps max_batch headers_only",
);

function unread(said: Properties, known: ReadonlySet<string>): Text[] {
  return Object.keys(said)
    .filter((key) => !known.has(key))
    .map((key) => ({ text: `with ${key}, which isn't read`, unsure: true }));
}

function stream(said: Properties): Text[] {
  const found: Text[] = unread(said, STREAM);
  const isMirror = at(said, "mirror") !== undefined;
  const wrong = (is: boolean, text: string) => (is ? found.push({ text }) : 0);
  wrong(
    (textAt(said, "retention") ?? "limits") !== "limits",
    `with retention ${textAt(said, "retention")}, so that what one consumer has taken no other sees`,
  );
  wrong(booleanAt(said, "sealed") === true, "sealed, so that it takes nothing");
  wrong(booleanAt(said, "no_ack") === true, "with no_ack, so that no publisher learns whether it was kept");
  wrong((numberAt(said, "max_msgs") ?? -1) > 0, `with at most ${numberAt(said, "max_msgs")} events`);
  wrong(
    (numberAt(said, "max_msgs_per_subject") ?? -1) > 0,
    `with at most ${numberAt(said, "max_msgs_per_subject")} events a subject`,
  );
  for (const key of ["deny_delete", "deny_purge"])
    wrong(booleanAt(said, key) !== true, `without ${key}, so that whoever reaches it may take events away`);
  wrong(
    booleanAt(said, "allow_rollup_hdrs") === true,
    "with allow_rollup_hdrs, so that a header takes all before it away",
  );
  wrong(
    booleanAt(said, "allow_msg_ttl") === true,
    "with allow_msg_ttl, so that a header says when an event goes",
  );
  const bytes = Number(textAt(said, "metadata", "twincloud.dev/event-bytes") ?? 0);
  const largest = numberAt(said, "max_msg_size") ?? -1;
  wrong(
    largest > 0 && largest < 2 * bytes,
    `with events of at most ${largest} bytes, and a usual one has ${bytes}`,
  );
  wrong(
    (numberAt(said, "max_age") ?? 0) > 0 && (numberAt(said, "max_age") ?? 0) < 3600 * SECOND,
    "that keeps events for less than an hour",
  );
  if (isMirror) return found;
  wrong(
    textAt(said, "discard") !== "new",
    "that drops what it acknowledged when it is full, instead of refusing",
  );
  wrong(
    (numberAt(said, "duplicate_window") ?? 120 * SECOND) < 60 * SECOND,
    "that forgets within a minute what it has, so that a repetition is kept twice",
  );
  return found;
}

function consumer(said: Properties): Text[] {
  const found: Text[] = unread(said, CONSUMER);
  const wrong = (is: boolean, text: string) => (is ? found.push({ text }) : 0);
  const feeds = textAt(said, "deliver_subject") !== undefined;
  if (!feeds)
    wrong(
      textAt(said, "ack_policy") !== "explicit",
      `with ack_policy ${textAt(said, "ack_policy")}, so that an event is done before it is worked on`,
    );
  wrong(
    textAt(said, "deliver_policy") !== "all",
    `that begins at ${textAt(said, "deliver_policy")} and not with the first event`,
  );
  wrong(
    (numberAt(said, "max_deliver") ?? -1) > 0,
    `that gives an event up after ${numberAt(said, "max_deliver")} tries`,
  );
  for (const key of [
    "inactive_threshold",
    "pause_until",
    "filter_subject",
    "filter_subjects",
    "rate_limit_bps",
    "headers_only",
    "mem_storage",
  ])
    wrong(
      at(said, key) !== undefined && at(said, key) !== 0 && at(said, key) !== false,
      `with ${key}, by which events stay away or it goes`,
    );
  wrong(numberAt(said, "num_replicas") === 1, "with one replica, which is gone with its server");
  wrong(
    (textAt(said, "replay_policy") ?? "instant") !== "instant",
    "that plays events at the speed they came in",
  );
  const pending = numberAt(said, "max_ack_pending");
  wrong(pending !== undefined && pending > 0 && pending < 100, `with ${pending} events under way at most`);
  const waiting = numberAt(said, "max_waiting");
  wrong(waiting !== undefined && waiting > 0 && waiting < 32, `with ${waiting} requests waiting at most`);
  const wait = numberAt(said, "ack_wait");
  wrong(
    wait !== undefined && (wait < SECOND || wait > 600 * SECOND),
    `that sends an event again after ${(wait ?? 0) / SECOND} s`,
  );
  return found;
}
