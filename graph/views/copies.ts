/** How data gets from one object store to another: a provider's own replication, and jobs that copy. */
import { keys, readStores, type StoreName } from "../dependencies";
import type { Graph, GraphResource, Value } from "../resource";
import { at, isUnknown, listAt, numberAt, propertiesOf, textAt } from "./read";
import { longestWaitSeconds } from "./schedule";
import { ociReplication, type StoreView, storeMeantBy, storeNamed, storesOf, usersOf } from "./stores";
import { textsOf } from "./texts";
import { type WorkloadView, workloadsOf } from "./workloads";

export interface CopyView {
  /** What copies. */
  readonly resource: GraphResource;
  readonly kind: "replication" | "job";
  /** Undefined where the graph has no such bucket. */
  readonly from?: StoreView;
  readonly to?: StoreView;
  /** As they are named, for messages. */
  readonly fromName: string;
  readonly toName: string;
  /** Not switched off, and for all objects. */
  readonly enabled: boolean;
  /**
   * Job: whether what it runs names both buckets; undefined where that isn't known yet. A provider's replication
   * is what it says.
   */
  readonly confirmed?: boolean;
  /** Seconds until what was written is copied, besides the copying: a job's longest wait, Replication Time Control's. */
  readonly withinSeconds?: number;
}

const s3Replications = [
  "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
  "aws:s3/bucketReplicationConfiguration:BucketReplicationConfiguration",
];

/** Every copying path between two buckets. */
export function copiesOf(graph: Graph): readonly CopyView[] {
  const cached = views.get(graph);
  if (cached) return cached;
  const found = [
    ...s3Replications
      .flatMap((type) => graph.byType.get(type) ?? [])
      .flatMap((config) => s3Copies(graph, config)),
    ...(graph.byType.get(ociReplication) ?? []).map((policy) => ociCopy(graph, policy)),
    ...workloadsOf(graph)
      .filter(({ kind }) => kind === "CronJob")
      .flatMap((job) => jobCopies(graph, job)),
  ];
  views.set(graph, found);
  return found;
}
const views = new WeakMap<Graph, readonly CopyView[]>();

/** What keeps a stated path from working, in words; empty where it works. */
export function wrongWith(copy: CopyView): string[] {
  return [
    ...(copy.enabled ? [] : ["is switched off"]),
    ...(copy.from ? [] : [`copies from ${copy.fromName}, which is no bucket of this stack`]),
    ...(copy.to ? [] : [`copies to ${copy.toName}, which is no bucket of this stack`]),
    ...(copy.kind === "job" && copy.confirmed !== true
      ? [
          copy.confirmed === false
            ? `says that it copies ${copy.fromName} to ${copy.toName}, but what it runs doesn't name both`
            : `says that it copies ${copy.fromName} to ${copy.toName}, but what it runs can't be told`,
        ]
      : []),
  ];
}

/** Stores that serve: workloads are told of them. What only holds copies, logs or state isn't among them. */
export function mediaStoresOf(graph: Graph): readonly StoreView[] {
  const users = usersOf(graph);
  const endpoints = new Set(
    copiesOf(graph)
      .filter(({ kind }) => kind === "job")
      .flatMap(({ from, to }) => [from, to]),
  );
  return storesOf(graph).filter((store) => endpoints.has(store) || users.get(store)?.some(serves));
}

const serves = ({ kind }: WorkloadView): boolean => kind === "Deployment" || kind === "StatefulSet";

const pick = <K extends string, T>(key: K, value: T | undefined): { [P in K]?: T } =>
  (value === undefined ? {} : { [key]: value }) as { [P in K]?: T };

function s3Copies(graph: Graph, config: GraphResource): CopyView[] {
  const from = storeMeantBy(graph, config, "bucket");
  const fromName = from?.bucket ?? textAt(propertiesOf(config), "bucket") ?? "a bucket not known yet";
  return listAt(propertiesOf(config), "rules").map((rule) => {
    const named = textAt(rule, "destination", "bucket");
    const to = named === undefined ? unknownTarget(graph, config, from) : storeNamed(graph, named);
    return {
      resource: config,
      kind: "replication" as const,
      ...pick("from", from),
      ...pick("to", to),
      fromName,
      toName: to?.bucket ?? named ?? "a bucket not known yet",
      enabled: textAt(rule, "status") === "Enabled" && isForAll(rule),
      ...pick("withinSeconds", timeControlSeconds(rule)),
    };
  });
}

/** Where the ARN isn't known yet: the one other bucket that the rules were made from. */
function unknownTarget(
  graph: Graph,
  config: GraphResource,
  from: StoreView | undefined,
): StoreView | undefined {
  const made = new Set(config.propertyDependencies.rules ?? []);
  const others = storesOf(graph).filter((store) => store !== from && made.has(store.resource.urn));
  return others.length === 1 ? others[0] : undefined;
}

function isForAll(rule: Value): boolean {
  const prefix = textAt(rule, "filter", "prefix") ?? textAt(rule, "prefix") ?? "";
  return prefix === "" && at(rule, "filter", "tag") === undefined && at(rule, "filter", "and") === undefined;
}

function timeControlSeconds(rule: Value): number | undefined {
  const minutes = numberAt(rule, "destination", "replicationTime", "time", "minutes");
  const isOn = textAt(rule, "destination", "replicationTime", "status") === "Enabled";
  return isOn && minutes !== undefined ? minutes * 60 : undefined;
}

function ociCopy(graph: Graph, policy: GraphResource): CopyView {
  const properties = propertiesOf(policy);
  const from = storeMeantBy(graph, policy, "bucket");
  const to = storeMeantBy(graph, policy, "destinationBucketName");
  const region = textAt(properties, "destinationRegionName");
  const isThere = region === undefined || to?.placement === undefined || to.placement.region === region;
  return {
    resource: policy,
    kind: "replication",
    ...pick("from", from),
    ...pick("to", isThere ? to : undefined),
    fromName: from?.bucket ?? textAt(properties, "bucket") ?? "a bucket not known yet",
    toName: `${textAt(properties, "destinationBucketName") ?? "a bucket not known yet"} in ${region ?? "a region not known yet"}`,
    enabled: true,
  };
}

/** A job's paths are what it is annotated with; the words of what it runs say whether that is so. */
function jobCopies(graph: Graph, job: WorkloadView): CopyView[] {
  const sources = storesIn(job.annotations[keys.copiesFrom]);
  const targets = storesIn(job.annotations[keys.copiesTo]);
  const wait = longestWaitSeconds(textAt(propertiesOf(job.resource), "spec", "schedule") ?? "");
  const suspended = at(propertiesOf(job.resource), "spec", "suspend");
  return sources.flatMap((source) =>
    targets.map((target): CopyView => {
      const confirmed = namesBoth(graph, job, source.bucket, target.bucket);
      return {
        resource: job.resource,
        kind: "job",
        ...pick("from", storeNamed(graph, source.bucket, source)),
        ...pick("to", storeNamed(graph, target.bucket, target)),
        fromName: nameOf(source),
        toName: nameOf(target),
        enabled: suspended !== true && !isUnknown(suspended),
        ...pick("confirmed", confirmed),
        ...pick("withinSeconds", wait),
      };
    }),
  );
}

const nameOf = ({ provider, region, bucket }: StoreName): string => `${provider}/${region}/${bucket}`;

/** A misspelt list reads as naming what can't be found: nothing is copied by it. */
function storesIn(text: string | undefined): StoreName[] {
  try {
    return readStores(text);
  } catch {
    return [{ provider: "", region: "", bucket: text ?? "" }];
  }
}

function namesBoth(graph: Graph, job: WorkloadView, from: string, to: string): boolean | undefined {
  const { texts, incomplete } = textsOf(graph, job);
  const isNamed = (name: string) => texts.some((text) => hasWord(text, name));
  return isNamed(from) && isNamed(to) ? true : incomplete ? undefined : false;
}

const nameSign = /[A-Za-z0-9._-]/;

/** Whether a name stands in a text by itself, and not as part of a longer one. */
function hasWord(text: string, word: string): boolean {
  for (let i = text.indexOf(word); i >= 0; i = text.indexOf(word, i + 1)) {
    const [before, after] = [text[i - 1] ?? " ", text[i + word.length] ?? " "];
    if (!nameSign.test(before) && !nameSign.test(after)) return true;
  }
  return false;
}
