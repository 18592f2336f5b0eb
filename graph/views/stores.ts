/** Object stores: the buckets of both providers, and how each is kept. Copies between them: copies.ts. */
import type { ProviderName } from "../clouds/contract";
import type { Graph, GraphResource, Placement, Properties, Value } from "../resource";
import { at, isUnknown, listAt, madeFrom, mapAt, numberAt, propertiesOf, textAt } from "./read";
import { textsOf } from "./texts";
import { siteOf, type WorkloadView, workloadsOf } from "./workloads";

export interface StoreView {
  readonly resource: GraphResource;
  readonly provider: ProviderName;
  /** Its name, where it is known. */
  readonly bucket?: string;
  readonly placement?: Placement;
  /** `<provider>-<region>`. */
  readonly site?: string;
  readonly versioning: "enabled" | "suspended" | "off" | "unknown";
  /** Each undefined where it isn't known yet. */
  readonly encrypted?: boolean;
  /** What lets the public in, in words; empty when it is closed. */
  readonly publicBy?: readonly string[];
  /** Refuses requests without TLS. OCI takes none. */
  readonly tlsOnly?: boolean;
  /** Days that a version which was overwritten or deleted is kept; 0 where no rule ends it. */
  readonly oldVersionDays?: number;
  /** Resources that say the above. */
  readonly guards: readonly GraphResource[];
  /** It is the copy that OCI's replication writes to, and nobody else may. */
  readonly readOnlyCopy: boolean;
}

const s3Buckets = ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"];
const ociBucket = "oci:ObjectStorage/bucket:Bucket";
const s3Parts = {
  versioning: ["aws:s3/bucketVersioning:BucketVersioning", "aws:s3/bucketVersioningV2:BucketVersioningV2"],
  encryption: [
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
  ],
  access: ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"],
  lifecycle: [
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
  ],
  policy: ["aws:s3/bucketPolicy:BucketPolicy"],
} as const;
const ociLifecycle = "oci:ObjectStorage/objectLifecyclePolicy:ObjectLifecyclePolicy";
export const ociReplication = "oci:ObjectStorage/replicationPolicy:ReplicationPolicy";

/** Every bucket, in the order of the graph. */
export function storesOf(graph: Graph): readonly StoreView[] {
  return indexOf(graph).stores;
}

interface Index {
  readonly stores: readonly StoreView[];
  readonly byUrn: ReadonlyMap<string, StoreView>;
  readonly byName: ReadonlyMap<string, readonly StoreView[]>;
}
const indexes = new WeakMap<Graph, Index>();

function indexOf(graph: Graph): Index {
  const cached = indexes.get(graph);
  if (cached) return cached;
  const aws = s3Buckets.flatMap((type) => graph.byType.get(type) ?? []).filter(({ external }) => !external);
  const oci = (graph.byType.get(ociBucket) ?? []).filter(({ external }) => !external);
  const buckets = new Names([...aws, ...oci]);
  const parts = partsByBucket(graph, buckets);
  const copies = new Set(
    (graph.byType.get(ociReplication) ?? []).flatMap((policy) =>
      buckets.meant(policy, "destinationBucketName", "oci").map(({ urn }) => urn),
    ),
  );
  const stores = [
    ...aws.map((bucket) => s3Store(bucket, parts.get(bucket.urn) ?? new Map())),
    ...oci.map((bucket) => ociStore(bucket, parts.get(bucket.urn) ?? new Map(), copies.has(bucket.urn))),
  ];
  const byName = new Map<string, StoreView[]>();
  for (const store of stores) {
    if (store.bucket) byName.set(store.bucket, [...(byName.get(store.bucket) ?? []), store]);
  }
  const index = { stores, byUrn: new Map(stores.map((store) => [store.resource.urn, store])), byName };
  indexes.set(graph, index);
  return index;
}

/** Finds the bucket that a property means: by what it was made from, else by its text. */
class Names {
  readonly #urns: ReadonlySet<string>;
  readonly #byName = new Map<string, GraphResource[]>();
  readonly #byUrn: ReadonlyMap<string, GraphResource>;

  constructor(buckets: readonly GraphResource[]) {
    this.#byUrn = new Map(buckets.map((bucket) => [bucket.urn, bucket]));
    this.#urns = new Set(this.#byUrn.keys());
    for (const bucket of buckets) {
      const name = nameOf(bucket);
      if (name) this.#byName.set(name, [...(this.#byName.get(name) ?? []), bucket]);
    }
  }

  meant(resource: GraphResource, input: string, provider: ProviderName): GraphResource[] {
    const made = madeFrom(resource, input).filter((urn) => this.#urns.has(urn));
    if (made.length > 0) return made.flatMap((urn) => this.#byUrn.get(urn) ?? []);
    const name = textAt(propertiesOf(resource), input);
    if (name === undefined) return [];
    return (this.#byName.get(name) ?? []).filter(({ type }) => type.startsWith(`${provider}:`));
  }
}

function nameOf(bucket: GraphResource): string | undefined {
  const properties = propertiesOf(bucket);
  return textAt(properties, bucket.type === ociBucket ? "name" : "bucket");
}

type Parts = Map<string, GraphResource[]>;

function partsByBucket(graph: Graph, buckets: Names): ReadonlyMap<string, Parts> {
  const found = new Map<string, Parts>();
  const types = [...Object.entries(s3Parts), ["lifecycle", [ociLifecycle]] as const];
  for (const [kind, ofKind] of types) {
    for (const part of ofKind.flatMap((type) => graph.byType.get(type) ?? [])) {
      const provider = part.type.startsWith("aws:") ? "aws" : "oci";
      for (const { urn } of buckets.meant(part, "bucket", provider)) {
        const parts = found.get(urn) ?? new Map<string, GraphResource[]>();
        found.set(urn, parts.set(kind, [...(parts.get(kind) ?? []), part]));
      }
    }
  }
  return found;
}

function common(resource: GraphResource, parts: ReadonlyMap<string, readonly GraphResource[]>) {
  const bucket = nameOf(resource);
  const site = siteOf(resource.placement);
  return {
    resource,
    ...(bucket === undefined ? {} : { bucket }),
    ...(resource.placement ? { placement: resource.placement } : {}),
    ...(site === undefined ? {} : { site }),
    guards: [...parts.values()].flat(),
  };
}

/** The value, or no such property at all where it can't be told. */
const told = <K extends string, T>(key: K, value: T | undefined): { [P in K]?: T } =>
  (value === undefined ? {} : { [key]: value }) as { [P in K]?: T };

function s3Store(resource: GraphResource, parts: ReadonlyMap<string, readonly GraphResource[]>): StoreView {
  const own = propertiesOf(resource);
  const properties = (kind: keyof typeof s3Parts): readonly Properties[] =>
    (parts.get(kind) ?? []).map(propertiesOf);
  return {
    ...common(resource, parts),
    provider: "aws",
    versioning: s3Versioning(own, properties("versioning")),
    ...told("encrypted", s3Encrypted(own, properties("encryption"))),
    ...told("publicBy", s3PublicBy(properties("access"))),
    ...told("tlsOnly", s3TlsOnly(properties("policy"))),
    ...told("oldVersionDays", s3OldVersionDays(own, properties("lifecycle"))),
    readOnlyCopy: false,
  };
}

function s3Versioning(own: Properties, parts: readonly Properties[]): StoreView["versioning"] {
  const status = parts.length > 0 ? at(parts[0], "versioningConfiguration", "status") : undefined;
  if (isUnknown(status)) return "unknown";
  if (status === "Suspended") return "suspended";
  if (status !== undefined) return status === "Enabled" ? "enabled" : "off";
  const inline = at(own, "versioning", "enabled");
  return isUnknown(inline) ? "unknown" : inline === true ? "enabled" : "off";
}

function s3Encrypted(own: Properties, parts: readonly Properties[]): boolean | undefined {
  const inline = at(own, "serverSideEncryptionConfiguration", "rule");
  const rules = [...parts.map((part) => at(part, "rules")), ...(inline === undefined ? [] : [[inline]])];
  if (rules.some(isUnknown)) return undefined;
  return rules.some((list) =>
    listAt(list).some((rule) => at(rule, "applyServerSideEncryptionByDefault", "sseAlgorithm") !== undefined),
  );
}

const blocks = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

function s3PublicBy(parts: readonly Properties[]): readonly string[] | undefined {
  if (parts.length === 0) return ["no public access block"];
  const open = blocks.filter((block) => !parts.some((part) => at(part, block) === true));
  if (open.some((block) => parts.some((part) => isUnknown(at(part, block))))) return undefined;
  return open.map((block) => `${block} not set`);
}

function s3TlsOnly(parts: readonly Properties[]): boolean | undefined {
  const policies = parts.map((part) => at(part, "policy"));
  if (policies.some(isUnknown)) return undefined;
  return policies.some((policy) => {
    const text = typeof policy === "string" ? policy : JSON.stringify(policy ?? null);
    return /"Effect":\s*"Deny"/.test(text) && /"aws:SecureTransport":\s*"?false/.test(text);
  });
}

function s3OldVersionDays(own: Properties, parts: readonly Properties[]): number | undefined {
  if (parts.some((part) => isUnknown(at(part, "rules")))) return undefined;
  const rules: readonly Value[] = [
    ...parts.flatMap((part) => listAt(part, "rules")),
    ...listAt(own, "lifecycleRules"),
  ];
  if (rules.some(isUnknown)) return undefined;
  const days = rules
    .filter(isOnForAll)
    .flatMap((rule) => [
      numberAt(rule, "noncurrentVersionExpiration", "noncurrentDays") ?? [],
      numberAt(rule, "noncurrentVersionExpiration", "days") ?? [],
    ])
    .flat();
  return days.length === 0 ? 0 : Math.min(...days);
}

/** A rule for some objects says nothing of the others. */
function isOnForAll(rule: Value): boolean {
  const filter = mapAt(rule, "filter");
  const prefixes = [at(filter, "prefix"), at(rule, "prefix")];
  return (
    (at(rule, "status") === "Enabled" || at(rule, "enabled") === true) &&
    prefixes.every((prefix) => prefix === undefined || prefix === null || prefix === "") &&
    !filter.tag &&
    !filter.and
  );
}

function ociStore(
  resource: GraphResource,
  parts: ReadonlyMap<string, readonly GraphResource[]>,
  readOnlyCopy: boolean,
): StoreView {
  const own = propertiesOf(resource);
  const versioning = at(own, "versioning");
  const access = at(own, "accessType");
  return {
    ...common(resource, parts),
    provider: "oci",
    versioning: isUnknown(versioning)
      ? "unknown"
      : versioning === "Enabled"
        ? "enabled"
        : versioning === "Suspended"
          ? "suspended"
          : "off",
    // Object Storage encrypts every object and can't be told not to.
    encrypted: true,
    ...told(
      "publicBy",
      isUnknown(access)
        ? undefined
        : access === undefined || access === "NoPublicAccess"
          ? []
          : [`accessType ${JSON.stringify(access)}`],
    ),
    tlsOnly: true,
    ...told("oldVersionDays", ociOldVersionDays((parts.get("lifecycle") ?? []).map(propertiesOf))),
    readOnlyCopy,
  };
}

function ociOldVersionDays(parts: readonly Properties[]): number | undefined {
  if (parts.some((part) => isUnknown(at(part, "rules")))) return undefined;
  const days = parts
    .flatMap((part) => listAt(part, "rules"))
    .filter(
      (rule) =>
        textAt(rule, "target") === "previous-object-versions" &&
        textAt(rule, "action") === "DELETE" &&
        at(rule, "isEnabled") === true &&
        at(rule, "objectNameFilter") === undefined,
    )
    .flatMap((rule) => {
      const amount = numberAt(rule, "timeAmount");
      return amount === undefined ? [] : [textAt(rule, "timeUnit") === "YEARS" ? amount * 365 : amount];
    });
  return days.length === 0 ? 0 : Math.min(...days);
}

/** The bucket that a property of a resource means, where the graph has it. */
export function storeMeantBy(graph: Graph, resource: GraphResource, input: string): StoreView | undefined {
  const { byUrn } = indexOf(graph);
  const made = madeFrom(resource, input).find((urn) => byUrn.has(urn));
  if (made) return byUrn.get(made);
  const text = textAt(propertiesOf(resource), input);
  return text === undefined ? undefined : storeNamed(graph, text, { provider: packageProvider(resource) });
}

const packageProvider = (resource: GraphResource): string =>
  resource.type.slice(0, resource.type.indexOf(":"));

/** The bucket of a name, or of an S3 ARN. OCI's names are unique in a region, so that one may help. */
export function storeNamed(
  graph: Graph,
  name: string,
  where: { readonly provider?: string; readonly region?: string } = {},
): StoreView | undefined {
  const bare = name.replace(/^arn:aws[\w-]*:s3:::/, "");
  return (indexOf(graph).byName.get(bare) ?? []).find(
    ({ provider, placement }) =>
      (where.provider === undefined || where.provider === provider) &&
      (where.region === undefined || placement === undefined || where.region === placement.region),
  );
}

/** Workloads that serve, by the buckets that they are told of: copying jobs are left out. */
export function usersOf(graph: Graph): ReadonlyMap<StoreView, readonly WorkloadView[]> {
  const cached = users.get(graph);
  if (cached) return cached;
  const { byName } = indexOf(graph);
  const found = new Map<StoreView, Set<WorkloadView>>();
  const words = new Map<string, readonly string[]>();
  const namesIn = (text: string): readonly string[] => {
    const known = words.get(text);
    if (known) return known;
    const named = [...new Set(text.match(/[A-Za-z0-9][A-Za-z0-9._-]{2,}/g) ?? [])].filter((word) =>
      byName.has(word),
    );
    words.set(text, named);
    return named;
  };
  for (const workload of byName.size === 0 ? [] : workloadsOf(graph)) {
    if (workload.kind === "CronJob" || workload.kind === "Job") continue;
    for (const name of textsOf(graph, workload).texts.flatMap(namesIn)) {
      for (const store of byName.get(name) ?? []) {
        found.set(store, (found.get(store) ?? new Set()).add(workload));
      }
    }
  }
  const lists = new Map([...found].map(([store, workloads]) => [store, [...workloads]]));
  users.set(graph, lists);
  return lists;
}
const users = new WeakMap<Graph, ReadonlyMap<StoreView, readonly WorkloadView[]>>();
