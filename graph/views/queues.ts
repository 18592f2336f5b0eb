/**
 * Queues: NATS servers with JetStream, found by the configuration that they have mounted, with the streams and
 * mirrors that jobs of the same namespace make from theirs.
 */
import type { Graph, GraphResource } from "../resource";
import { readStreamFacts, type StreamFacts } from "../stream-facts";
import { type AddressView, addressesAmong, addressOfIp } from "./addresses";
import { blockOf, settingOf, withIncludes, withoutComments } from "./nats-text";
import { bytes } from "./quantity";
import { at, isUnknown, jsonIn, listAt, madeFrom, mapAt, numberAt, propertiesOf, textAt } from "./read";
import { dataOf, textsOf } from "./texts";
import { type WorkloadView, workloadsOf } from "./workloads";

export interface StreamView {
  /** The ConfigMap that defines it. */
  readonly resource: GraphResource;
  readonly key: string;
  readonly name: string;
  readonly subjects: readonly string[];
  readonly replicas: number;
  /** `file` or `memory`. */
  readonly storage: string;
  /** The stream that it copies: by its name and, where it is another site's, that site's domain. */
  readonly mirrorOf?: {
    readonly name: string;
    readonly domain?: string;
    /** The origin's consumer that feeds it; undefined where the mirror makes its own. */
    readonly consumer?: { readonly name: string; readonly deliverSubject: string };
  };
  /** Seconds that an event is kept; undefined for ever. */
  readonly maxAgeSeconds?: number;
  /** Bytes that it may take; undefined where nothing bounds it but the servers' store. */
  readonly maxBytes?: number;
  /** Whether it refuses what comes when it is full, instead of dropping its oldest events. */
  readonly refusesWhenFull: boolean;
  /** What it says of the events that come to it. */
  readonly facts?: StreamFacts;
}

/** A durable consumer that is sent to: what feeds another queue's mirror. */
export interface FeedView {
  readonly name: string;
  readonly deliverSubject: string;
  /** Whether it begins with the first event and goes on from what the mirror says that it has stored. */
  readonly complete: boolean;
}

export interface RemoteView extends AddressView {
  /** Undefined where it isn't known yet. */
  readonly port?: number;
}

export interface QueueView {
  /** The servers. */
  readonly workload: WorkloadView;
  /** `<provider>-<region>`. */
  readonly site?: string;
  readonly replicas: number;
  /** Its JetStream domain. */
  readonly domain?: string;
  /** Whether acknowledged means on disk; undefined where the configuration isn't known yet. */
  readonly syncAlways?: boolean;
  readonly syncInterval?: string;
  /** Whether its streams lie on a volume that outlives the pod; undefined where it can't be told. */
  readonly persistent?: boolean;
  /** Bytes that each server's streams may take together, as its configuration says. */
  readonly maxFileStoreBytes?: number;
  /** Bytes of the claimed volume that they lie on. */
  readonly volumeBytes?: number;
  /** What leaf links are dialled at: other sites' addresses. */
  readonly remotes: readonly RemoteView[];
  readonly streams: readonly StreamView[];
  readonly feeds: readonly FeedView[];
}

interface Defined {
  readonly streams: readonly StreamView[];
  readonly feeds: readonly FeedView[];
}

/** Every queue, in the order of the graph. */
export function queuesOf(graph: Graph): readonly QueueView[] {
  const cached = views.get(graph);
  if (cached) return cached;
  const workloads = workloadsOf(graph);
  const servers = workloads.flatMap((workload) => {
    const found = configurationOf(graph, workload);
    return found ? [{ workload, ...found }] : [];
  });
  const defined = definedByNamespace(graph, servers.length === 0 ? [] : workloads);
  const nothing: Defined = { streams: [], feeds: [] };
  const found = servers.map((server) =>
    queue(graph, server, defined.get(spaceOf(server.workload)) ?? nothing),
  );
  views.set(graph, found);
  return found;
}
const views = new WeakMap<Graph, readonly QueueView[]>();

/** Mirrors of a stream at other queues. A mirror that names no domain is of its own site's stream. */
export function mirrorsOf(
  queues: readonly QueueView[],
  origin: QueueView,
  stream: StreamView,
): readonly { readonly queue: QueueView; readonly stream: StreamView }[] {
  return queues
    .filter((queue) => queue !== origin)
    .flatMap((queue) =>
      queue.streams
        .filter(({ mirrorOf }) => mirrorOf?.name === stream.name && mirrorOf.domain === origin.domain)
        .map((mirror) => ({ queue, stream: mirror })),
    );
}

/** Whether a leaf link joins two queues, whichever of them dials. */
export function areLinked(a: QueueView, b: QueueView): boolean {
  const dials = (from: QueueView, to: QueueView) =>
    to.site !== undefined && from.remotes.some(({ site }) => site === to.site);
  return dials(a, b) || dials(b, a);
}

interface Configuration {
  readonly configMap?: GraphResource;
  /** Undefined where it isn't known yet. */
  readonly text?: string;
}

/** The configuration of a workload that runs JetStream; undefined where it runs none. */
function configurationOf(graph: Graph, workload: WorkloadView): Configuration | undefined {
  if (!["StatefulSet", "Deployment", "DaemonSet"].includes(workload.kind)) return undefined;
  const { configMaps } = textsOf(graph, workload);
  for (const configMap of configMaps) {
    const files = dataOf(configMap);
    const main = Object.entries(files).find(([, text]) => hasJetStream(text));
    if (main) return { configMap, text: withIncludes(main[1], files) };
  }
  // Without its text, the servers are told by what they are.
  if (!isNatsServer(workload)) return undefined;
  const hidden = configMaps.find((configMap) => Object.values(dataOf(configMap)).some(isUnknown));
  return hidden ? { configMap: hidden } : storesToDisk(workload) ? {} : undefined;
}

const hasJetStream = (text: string): boolean =>
  text.includes("jetstream") &&
  !isUnknown(text) &&
  /^[^\S\n]*"?jetstream"?\s*(?:[:=]\s*)?(\{|enabled|true)/m.test(withoutComments(text));

const isNatsServer = ({ containers }: WorkloadView): boolean =>
  containers.some(
    ({ raw, image }) =>
      [...listAt(raw, "command"), ...listAt(raw, "args")].some((word) =>
        /(^|\/)nats-server$/.test(String(word)),
      ) || /(^|\/)nats(?::|@|$)/.test(image ?? ""),
  );

const storesToDisk = ({ containers }: WorkloadView): boolean =>
  containers.some(({ raw }) =>
    [...listAt(raw, "command"), ...listAt(raw, "args")].some((word) =>
      /^(-js|--jetstream|-sd|--store_dir)/.test(String(word)),
    ),
  );

function queue(
  graph: Graph,
  { workload, configMap, text }: Configuration & { readonly workload: WorkloadView },
  defined: Defined,
): QueueView {
  const block = text === undefined ? undefined : (blockOf(text, "jetstream") ?? "");
  const syncInterval = block === undefined ? undefined : settingOf(block, "sync_interval");
  const domain = block === undefined ? undefined : settingOf(block, "domain");
  const directory =
    block === undefined ? undefined : (settingOf(block, "store_dir") ?? "/tmp/nats/jetstream");
  const lying = volumeUnder(workload, directory);
  const persistent = isPersistent(workload, directory, lying);
  const maxFileStoreBytes = block === undefined ? undefined : bytesIn(settingOf(block, "max_file_store"));
  const volumeBytes = claimedBytes(workload, lying);
  return {
    workload,
    ...(workload.site === undefined ? {} : { site: workload.site }),
    replicas: workload.floor,
    ...(domain === undefined ? {} : { domain }),
    ...(block === undefined ? {} : { syncAlways: syncInterval === "always" }),
    ...(syncInterval === undefined ? {} : { syncInterval }),
    ...(persistent === undefined ? {} : { persistent }),
    ...(maxFileStoreBytes === undefined ? {} : { maxFileStoreBytes }),
    ...(volumeBytes === undefined ? {} : { volumeBytes }),
    remotes: remotesOf(graph, configMap, text),
    ...defined,
  };
}

/** NATS' sizes: a number, with a power of 1024 behind it or not. */
function bytesIn(text: string | undefined): number | undefined {
  const [, digits, unit = ""] = /^(\d+)([KMGTP]?)i?B?$/i.exec(text ?? "") ?? [];
  const power = unit === "" ? 0 : "KMGTP".indexOf(unit.toUpperCase()) + 1;
  return digits === undefined ? undefined : Number(digits) * 1024 ** power;
}

/** What the template of a volume asks for. */
function claimedBytes(workload: WorkloadView, volume: string | undefined): number | undefined {
  const claim = listAt(propertiesOf(workload.resource), "spec", "volumeClaimTemplates").find(
    (one) => volume !== undefined && textAt(one, "metadata", "name") === volume,
  );
  const asked = at(claim, "spec", "resources", "requests", "storage");
  return typeof asked === "string" || typeof asked === "number" ? bytes(asked) : undefined;
}

/** The name of the volume that holds a directory: the deepest mount does. */
function volumeUnder(workload: WorkloadView, directory: string | undefined): string | undefined {
  if (directory === undefined) return undefined;
  const mounts = workload.containers
    .flatMap(({ raw }) => listAt(raw, "volumeMounts"))
    .filter((mount) => isWithin(directory, textAt(mount, "mountPath") ?? ""))
    .sort((a, b) => (textAt(b, "mountPath") ?? "").length - (textAt(a, "mountPath") ?? "").length);
  return textAt(mounts[0], "name");
}

/** Whether a directory lies on a volume that is claimed. */
function isPersistent(
  workload: WorkloadView,
  directory: string | undefined,
  volume: string | undefined,
): boolean | undefined {
  const claims = new Set([
    ...listAt(propertiesOf(workload.resource), "spec", "volumeClaimTemplates").flatMap(
      (claim) => textAt(claim, "metadata", "name") ?? [],
    ),
    ...listAt(workload.pod, "volumes").flatMap((volume) =>
      at(volume, "persistentVolumeClaim") === undefined ? [] : (textAt(volume, "name") ?? []),
    ),
  ]);
  if (claims.size === 0) return false;
  if (directory === undefined) return undefined;
  return claims.has(volume ?? "");
}

const isWithin = (directory: string, mount: string): boolean =>
  mount !== "" && (directory === mount || directory.startsWith(mount.endsWith("/") ? mount : `${mount}/`));

function remotesOf(
  graph: Graph,
  configMap: GraphResource | undefined,
  text: string | undefined,
): readonly RemoteView[] {
  const block = text === undefined ? undefined : blockOf(text, "leafnodes");
  // An included file that isn't known yet stands in the block as unknown; one that isn't there is no link.
  const isHidden = text === undefined || (block !== undefined && isUnknown(block));
  if (isHidden) return configMap ? addressesAmong(graph, madeFrom(configMap, "data")) : [];
  const urls = [
    ...(block ?? "").matchAll(
      /\b(tls|nats|nats-leaf|wss?):\/\/(?:[^@\s"'/]*@)?(\[[^\]\s"'/]+\]|[^\s:"'/,]+)(?::(\d+))?/g,
    ),
  ];
  const remotes = urls.map(([, , host = "", port]) => ({
    ...addressOfIp(graph, host),
    port: port === undefined ? LEAF_PORT : Number(port),
  }));
  return [...new Map(remotes.map((remote) => [`${remote.key} ${remote.port}`, remote])).values()];
}

/** Where NATS expects leaf links. */
const LEAF_PORT = 7422;

const spaceOf = ({ cluster, namespace }: WorkloadView): string => `${cluster ?? ""} ${namespace}`;

function definedByNamespace(graph: Graph, workloads: readonly WorkloadView[]): ReadonlyMap<string, Defined> {
  const found = new Map<string, Defined>();
  for (const workload of workloads) {
    if (workload.kind !== "Job" && workload.kind !== "CronJob") continue;
    for (const configMap of textsOf(graph, workload).configMaps) {
      const files = Object.entries(dataOf(configMap));
      const space = spaceOf(workload);
      const { streams, feeds } = found.get(space) ?? { streams: [], feeds: [] };
      const isNew = ({ resource, key }: StreamView) =>
        !streams.some((other) => other.resource === resource && other.key === key);
      found.set(space, {
        streams: [
          ...streams,
          ...files.flatMap(([key, text]) => stream(configMap, key, text) ?? []).filter(isNew),
        ],
        feeds: [...feeds, ...files.flatMap(([, text]) => feed(text) ?? [])],
      });
    }
  }
  return found;
}

const nanoseconds = 1e9;

function stream(resource: GraphResource, key: string, text: string): StreamView | undefined {
  if (!text.trimStart().startsWith("{")) return undefined;
  const definition = mapAt(jsonIn(text));
  const name = textAt(definition, "name");
  const isStream =
    definition && (at(definition, "num_replicas") !== undefined || at(definition, "storage") !== undefined);
  if (!isStream || name === undefined || at(definition, "durable_name") !== undefined) return undefined;
  const mirror = mapAt(definition, "mirror");
  const mirrored = textAt(mirror, "name");
  const domain = /^\$?JS\.(.+)\.API$/.exec(textAt(mirror, "external", "api") ?? "")?.[1];
  const feeding = mapAt(mirror, "consumer");
  const consumer =
    feeding === undefined
      ? undefined
      : {
          name: textAt(feeding, "name") ?? "",
          deliverSubject: textAt(feeding, "deliver_subject") ?? "",
        };
  const age = numberAt(definition, "max_age");
  const bytes = numberAt(definition, "max_bytes");
  const facts = readStreamFacts(mapAt(definition, "metadata") ?? {});
  return {
    resource,
    key,
    name,
    subjects: listAt(definition, "subjects").map(String),
    replicas: numberAt(definition, "num_replicas") ?? 1,
    storage: textAt(definition, "storage") ?? "file",
    ...(mirrored === undefined
      ? {}
      : {
          mirrorOf: {
            name: mirrored,
            ...(domain === undefined ? {} : { domain }),
            ...(consumer === undefined ? {} : { consumer }),
          },
        }),
    ...(age ? { maxAgeSeconds: age / nanoseconds } : {}),
    ...(bytes !== undefined && bytes > 0 ? { maxBytes: bytes } : {}),
    refusesWhenFull: textAt(definition, "discard") === "new",
    ...(facts ? { facts } : {}),
  };
}

function feed(text: string): FeedView | undefined {
  if (!text.trimStart().startsWith("{")) return undefined;
  const definition = mapAt(jsonIn(text));
  const name = textAt(definition, "durable_name");
  const deliverSubject = textAt(definition, "deliver_subject");
  if (name === undefined || deliverSubject === undefined) return undefined;
  const complete =
    textAt(definition, "deliver_policy") === "all" && textAt(definition, "ack_policy") === "flow_control";
  return { name, deliverSubject, complete };
}
