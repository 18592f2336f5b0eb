import type { Graph } from "../../graph/resource";
import type { RulesSettings } from "../../graph/rules-settings";
import { type SiteInGraph, sitesOf } from "../../graph/sites";
import { mirrorsOf, type QueueView, queuesOf, type StreamView } from "../../graph/views/queues";
import { worstShare } from "../../graph/worst-share";
import { assumptionsHeeded } from "../../resilience/assumptions";
import type { Finding, Rule } from "../rule";

/**
 * Where a stack tells its peak: every stream has room for what comes to its site within its age, at the demand that the
 * survival model takes users to have (assumption meanDemandShare) and with any one site, metro or provider lost for as long.
 * In any program: a mirror has as much room as what it mirrors, the servers' store has room for all streams that are
 * defined, and the volume for the store.
 */
export const streamSizes: Rule = {
  id: "stream-sizes",
  title: "Streams have room for what they are to keep",
  level: "mandatory",
  severity: "high",
  about: ["workloads"],
  beside: true,
  why: "A stream that is full refuses its publishers or drops what it had acknowledged, after days in which nothing failed, and no health check tells.",
  mend: "Make the stream as large as the wanted bytes, or keep its events for less time, and its servers' volumes with it (docs/runbook.md: larger volumes of a queue).",
  counterparts: [],
  check(graph, { stack }) {
    const queues = queuesOf(graph);
    return queues.flatMap((queue) => [
      ...queue.streams.flatMap((stream) => [
        ...(stack && stream.mirrorOf === undefined ? tooSmall(graph, queue, stream, stack) : []),
        ...mirrorsTooSmall(queues, queue, stream),
      ]),
      ...storeTooSmall(queue),
    ]);
  },
};

function tooSmall(graph: Graph, { site }: QueueView, stream: StreamView, stack: RulesSettings): Finding[] {
  const { resource, name, facts, maxBytes, maxAgeSeconds } = stream;
  const sites = sitesOf(graph);
  const own = sites.find(({ id }) => id === site);
  const requests = facts?.publishers.map((publisher) => stack.peak[publisher]);
  const unsure = (what: string, wanted: string): Finding[] => [
    { urn: resource.urn, found: `${what} the stream ${name}`, wanted, unsure: true },
  ];
  if (!facts || !requests || requests.length === 0 || requests.includes(undefined)) {
    const wanted = "its publishers, with a peak of their own, and its events' bytes in the stream's metadata";
    return unsure("doesn't tell how many events come to", wanted);
  }
  if (maxBytes === undefined || maxAgeSeconds === undefined || !own) {
    return unsure("sets no bytes or no age for", "max_bytes and max_age");
  }
  const { meanDemandShare, requestsPerReplicaPerSecond } = assumptionsHeeded(stack.assumptions);
  const replicas = requests.reduce<number>((sum, one) => sum + (one ?? 0), 0);
  const { share, loss } = worstShare(own, sites, stack.shares);
  const perSecond =
    replicas *
    requestsPerReplicaPerSecond *
    meanDemandShare *
    facts.eventsPerRequest *
    share *
    facts.eventBytes;
  const needed = perSecond * maxAgeSeconds;
  if (needed <= maxBytes) return [];
  const then = stream.refusesWhenFull ? "refuses its publishers" : "drops events before their time";
  return [
    {
      urn: resource.urn,
      found: `gives the stream ${name} ${gib(maxBytes)}, of which it is full after ${hours(maxBytes / perSecond)} and then ${then}: ${whenText(own, loss)} ${Math.round(perSecond / facts.eventBytes)} events of ${facts.eventBytes} bytes come to it each second (assumptions meanDemandShare and requestsPerReplicaPerSecond)`,
      wanted: `${gib(needed)} or more, for what comes in its ${hours(maxAgeSeconds)}`,
      key: name,
    },
  ];
}

const whenText = ({ id }: SiteInGraph, loss: ReturnType<typeof worstShare>["loss"]): string =>
  loss ? `with the ${loss.kind} ${loss.name} lost` : `with the share of ${id}`;

/** What a mirror drops before its time, consumers there that are behind never see. */
function mirrorsTooSmall(queues: readonly QueueView[], queue: QueueView, stream: StreamView): Finding[] {
  if (stream.mirrorOf !== undefined) return [];
  const { maxBytes, maxAgeSeconds } = stream;
  return mirrorsOf(queues, queue, stream).flatMap(({ stream: mirror }) => {
    const { urn } = mirror.resource;
    const key = mirror.name;
    const of = `its mirror of ${stream.name}`;
    const smaller = isLess(mirror.maxBytes, maxBytes)
      ? [
          {
            urn,
            key: `${key} bytes`,
            found: `gives ${of} ${gib(mirror.maxBytes ?? 0)}`,
            wanted:
              maxBytes === undefined ? "no bound, as the stream has" : `${gib(maxBytes)}, as the stream`,
          },
        ]
      : [];
    const shorter = isLess(mirror.maxAgeSeconds, maxAgeSeconds)
      ? [
          {
            urn,
            key: `${key} age`,
            found: `keeps events in ${of} for ${hours(mirror.maxAgeSeconds ?? 0)}`,
            wanted: maxAgeSeconds === undefined ? "no bound, as the stream has" : hours(maxAgeSeconds),
          },
        ]
      : [];
    return [...smaller, ...shorter];
  });
}

/** Whether a bound is narrower than another; undefined is none. */
const isLess = (own: number | undefined, other: number | undefined): boolean =>
  own !== undefined && (other === undefined || own < other);

/** What is reserved and isn't there: the last streams are not made, or the disk is full before they are. */
function storeTooSmall({ workload, streams, maxFileStoreBytes, volumeBytes }: QueueView): Finding[] {
  const { urn } = workload.resource;
  const reserved = streams.reduce((sum, { maxBytes = 0 }) => sum + maxBytes, 0);
  const found: Finding[] = [];
  if (maxFileStoreBytes !== undefined && reserved > maxFileStoreBytes) {
    found.push({
      urn,
      key: "store",
      found: `lets its streams take ${gib(maxFileStoreBytes)} (max_file_store), and those that are defined reserve ${gib(reserved)}`,
      wanted: `${gib(reserved)} or more`,
    });
  }
  const used = maxFileStoreBytes ?? reserved;
  if (volumeBytes !== undefined && used > volumeBytes) {
    found.push({
      urn,
      key: "volume",
      found: `claims volumes of ${gib(volumeBytes)} for streams that may take ${gib(used)}`,
      wanted: "a volume that holds them",
    });
  }
  return found;
}

const gib = (bytes: number): string => `${Math.ceil((bytes / 2 ** 30) * 10) / 10} GiB`;
const hours = (seconds: number): string => `${Math.round(seconds / 360) / 10} h`;
