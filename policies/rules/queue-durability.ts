import type { Graph } from "../../graph/resource";
import { closedBecause, entrancesAt } from "../../graph/views/entrances";
import { namedInNamespace, objectName } from "../../graph/views/objects";
import { areLinked, mirrorsOf, type QueueView, queuesOf, type StreamView } from "../../graph/views/queues";
import { booleanAt, listAt, propertiesOf, textAt } from "../../graph/views/read";
import type { Finding, Rule } from "../rule";

/** A quorum outlives the loss of one of three. */
const FEWEST_REPLICAS = 3;

export const queueDurability: Rule = {
  id: "queue-durability",
  title: "Queues keep what they acknowledged, and another provider mirrors it",
  level: "mandatory",
  severity: "critical",
  about: ["workloads"],
  beside: true,
  why: "JetStream acknowledges before the disk has it unless it is told to sync, and without a quorum and a mirror elsewhere the events of a lost site are gone.",
  mend: "Run three servers or more with claimed volumes and sync_interval: always, give every stream three replicas on file, and mirror it at a site of another provider, over a leaf link.",
  counterparts: [],
  check(graph) {
    const queues = queuesOf(graph);
    return queues.flatMap((queue) => [
      ...servers(queue),
      ...coldStart(graph, queue),
      ...volumes(graph, queue),
      ...closedWays(graph, queue),
      ...queue.streams.flatMap((stream) => copies(stream, queue)),
      ...mirrored(queues, queue),
      ...mirrorsOfNothing(queues, queue),
      ...unfed(queues, queue),
      ...unheard(queues, queue),
    ]);
  },
};

function servers({ workload, replicas, persistent, syncAlways, syncInterval }: QueueView): Finding[] {
  const { urn } = workload.resource;
  const found: Finding[] = [];
  if (replicas < FEWEST_REPLICAS) {
    found.push({ urn, found: `runs ${replicas} JetStream servers`, wanted: `${FEWEST_REPLICAS} or more` });
  }
  if (persistent !== true) {
    found.push({
      urn,
      found:
        persistent === false
          ? "keeps its streams on no claimed volume"
          : "keeps its streams where it can't be told yet",
      wanted: "JetStream's store_dir on a volume of its own for each server",
      unsure: persistent === undefined,
    });
  }
  if (syncAlways !== true) {
    found.push({
      urn,
      found:
        syncAlways === undefined
          ? "has a JetStream configuration that can't be told yet"
          : syncInterval === undefined
            ? "acknowledges up to two minutes before the disk has it, as sync_interval is not set"
            : `acknowledges before the disk has it, with sync_interval ${syncInterval}`,
      wanted: "sync_interval: always, as plain data",
      unsure: syncAlways === undefined,
    });
  }
  return found;
}

/** After the loss of a whole site no server is ready before the others are. */
function coldStart(graph: Graph, { workload }: QueueView): Finding[] {
  if (workload.kind !== "StatefulSet") return [];
  const { cluster, namespace, resource } = workload;
  const properties = propertiesOf(resource);
  const found: Finding[] = [];
  if (textAt(properties, "spec", "podManagementPolicy") !== "Parallel") {
    found.push({
      urn: resource.urn,
      found: "starts its servers one after another, and the first is never ready without the others",
      wanted: "podManagementPolicy: Parallel",
    });
  }
  const serviceName = textAt(properties, "spec", "serviceName");
  const service = namedInNamespace(
    graph,
    "kubernetes:core/v1:Service",
    cluster,
    namespace,
    serviceName ?? "",
  );
  if (service && booleanAt(propertiesOf(service), "spec", "publishNotReadyAddresses") !== true) {
    found.push({
      urn: service.urn,
      found: "hides servers that are not ready from those that they wait for",
      wanted: "publishNotReadyAddresses: true",
    });
  }
  return found;
}

/** A volume that is made before its pod has a zone may lie where the spread doesn't let the pod go. */
function volumes(graph: Graph, { workload }: QueueView): Finding[] {
  const claims = listAt(propertiesOf(workload.resource), "spec", "volumeClaimTemplates");
  const names = new Set(claims.map((claim) => textAt(claim, "spec", "storageClassName")));
  return (graph.byType.get("kubernetes:storage.k8s.io/v1:StorageClass") ?? [])
    .filter((one) => one.provider === workload.cluster && names.has(objectName(one).name))
    .filter((one) => textAt(propertiesOf(one), "volumeBindingMode") !== "WaitForFirstConsumer")
    .map(({ urn }) => ({
      urn,
      found: "makes the queue's volumes before their servers have a zone",
      wanted: "volumeBindingMode: WaitForFirstConsumer",
    }));
}

/** Where other sites' leaf links are dialled, something must listen. */
function closedWays(graph: Graph, { workload, remotes }: QueueView): Finding[] {
  return remotes.flatMap((remote) => {
    const { port } = remote;
    if (port === undefined) return [];
    return entrancesAt(graph, remote).flatMap((entrance) => {
      const closed = closedBecause(graph, entrance, port);
      return closed === undefined
        ? []
        : [
            {
              urn: workload.resource.urn,
              found: `dials ${remote.site ?? "another site"} by ${entrance.name}, ${closed}`,
              wanted: "a listener that passes the leaf links through to the queue",
            },
          ];
    });
  });
}

function copies(
  { resource, name, replicas, storage }: StreamView,
  { replicas: servers }: QueueView,
): Finding[] {
  const { urn } = resource;
  return [
    ...(replicas < FEWEST_REPLICAS
      ? [
          {
            urn,
            found: `gives the stream ${name} ${replicas} replicas`,
            wanted: `${FEWEST_REPLICAS} or more`,
          },
        ]
      : []),
    ...(replicas > servers
      ? [
          {
            urn,
            found: `asks for ${replicas} replicas of the stream ${name} on ${servers} servers`,
            wanted: "no more than there are servers",
          },
        ]
      : []),
    ...(storage === "file"
      ? []
      : [{ urn, found: `keeps the stream ${name} in ${storage}`, wanted: "storage on file" }]),
  ];
}

function mirrored(queues: readonly QueueView[], queue: QueueView): Finding[] {
  const origins = queue.streams.filter(({ mirrorOf }) => mirrorOf === undefined);
  if (origins.length === 0) {
    const { urn } = queue.workload.resource;
    return [
      {
        urn,
        found: "has no streams that this program defines, so nothing says that another provider mirrors them",
        wanted:
          "streams defined in a ConfigMap that a job beside the servers applies, each mirrored elsewhere",
      },
    ];
  }
  return origins.flatMap((stream) => {
    const { urn } = stream.resource;
    const mirrors = mirrorsOf(queues, queue, stream);
    const provider = providerOf(queue);
    const across = mirrors.filter(
      (mirror) => provider !== undefined && providerOf(mirror.queue) !== provider,
    );
    const [first] = across;
    if (first === undefined) {
      const where = mirrors.map((mirror) => mirror.queue.site ?? "a site that can't be told").join(", ");
      return [
        {
          urn,
          found: `defines the stream ${stream.name}, which ${where === "" ? "nothing mirrors" : `only ${where} mirrors`}`,
          wanted: "a mirror at a site of another provider",
        },
      ];
    }
    const cut = across.filter((mirror) => !areLinked(queue, mirror.queue));
    return cut.map((mirror) => ({
      urn: mirror.queue.workload.resource.urn,
      found: `mirrors ${stream.name} of ${queue.site ?? "another site"} and has no leaf link to it`,
      wanted: "a leaf link that one of the two dials",
    }));
  });
}

/** A subject that is kept at one site and published at another in vain. */
function unheard(queues: readonly QueueView[], queue: QueueView): Finding[] {
  const kept = (one: QueueView) =>
    one.streams.filter(({ mirrorOf }) => mirrorOf === undefined).flatMap(({ subjects }) => subjects);
  const own = kept(queue);
  const [first] = queue.streams;
  const missing = [...new Set(queues.flatMap(kept))].filter((subject) => !own.includes(subject));
  const origins = queue.streams.filter(
    ({ mirrorOf, subjects }) => mirrorOf === undefined && subjects.length === 0,
  );
  return [
    ...(first === undefined
      ? []
      : missing.map((subject) => ({
          urn: first.resource.urn,
          found: `keeps no stream of ${subject}, which other sites keep`,
          wanted: "a stream of its own for it",
        }))),
    ...origins.map(({ resource, name }) => ({
      urn: resource.urn,
      found: `defines the stream ${name} without a subject`,
      wanted: "the subjects that are published to it",
    })),
  ];
}

/** A mirror whose origin nobody has stays empty for ever. */
function mirrorsOfNothing(queues: readonly QueueView[], queue: QueueView): Finding[] {
  return queue.streams.flatMap(({ resource, name, mirrorOf }) => {
    if (mirrorOf === undefined) return [];
    const isThere = queues.some(
      (other) =>
        // Without a domain a stream of the mirror's own site is meant.
        (mirrorOf.domain === undefined ? other === queue : other.domain === mirrorOf.domain) &&
        other.streams.some((stream) => stream.mirrorOf === undefined && stream.name === mirrorOf.name),
    );
    const where = mirrorOf.domain === undefined ? "" : ` of the domain ${mirrorOf.domain}`;
    return isThere
      ? []
      : [
          {
            urn: resource.urn,
            found: `defines ${name} as a mirror of ${mirrorOf.name}${where}, which no queue of this stack has`,
            wanted: "the name and the domain of a stream that is there",
          },
        ];
  });
}

/** A mirror that waits for what nobody sends it. */
function unfed(queues: readonly QueueView[], queue: QueueView): Finding[] {
  return queue.streams.flatMap(({ resource, name, mirrorOf }) => {
    const consumer = mirrorOf?.consumer;
    const origin = queues.find((other) => other !== queue && other.domain === mirrorOf?.domain);
    if (consumer === undefined || origin === undefined) return [];
    const feeds = origin.feeds.some(
      (feed) =>
        feed.complete && feed.name === consumer.name && feed.deliverSubject === consumer.deliverSubject,
    );
    return feeds
      ? []
      : [
          {
            urn: resource.urn,
            found: `has ${name} fed by the consumer ${consumer.name}, which ${origin.site ?? "its origin"} defines not so`,
            wanted:
              "at the origin a durable consumer of that name and deliver_subject, with deliver_policy all and ack_policy flow_control",
          },
        ];
  });
}

const providerOf = ({ workload }: QueueView): string | undefined => workload.placement?.provider;
