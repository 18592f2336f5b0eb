/** What workloads need of stores, as they are told themselves: which, and below which prefixes of keys. */
import type { Caller, Refusal, StoreRight } from "../clouds/rights-views";
import type { StoreView } from "../clouds/views";
import { keys } from "../dependencies";
import type { Graph, GraphResource } from "../resource";
import { isUntrustedSite } from "../untrusted";
import { clusterOfProvider } from "../views/clusters";
import { copiesOf } from "../views/copies";
import { at, isUnknown, jsonIn, listAt, textAt } from "../views/read";
import { storesOf } from "../views/stores";
import { dataOf, textsOf } from "../views/texts";
import { type WorkloadView, workloadsOf } from "../views/workloads";

/** Variables by which pods are told below which prefixes they read and write, by blanks. */
const READS = "TWINCLOUD_STORE_READS";
const WRITES = "TWINCLOUD_STORE_WRITES";

export interface Need {
  readonly caller: Caller;
  readonly right: StoreRight;
}

/** @param untrusted sites and clouds that nobody is meant to use any more, nor to be used by */
export function needsOf(graph: Graph, untrusted: readonly string[] = []): Need[] {
  const clusters = clusterOfProvider(graph);
  const isTrusted = (site: string | undefined): boolean =>
    site === undefined || !isUntrustedSite(untrusted, site);
  return workloadsOf(graph).flatMap((workload) => {
    const cluster = clusters.get(workload.cluster ?? "");
    if (!cluster || !isTrusted(workload.site)) return [];
    const caller = callerOf(workload, cluster);
    const own = [...capabilityNeeds(graph, workload, caller), ...copyNeeds(graph, workload)];
    return own.filter(({ store }) => isTrusted(store.site)).map((right) => ({ caller, right }));
  });
}

/** What would say what somebody needs, and can't be read. */
export function untoldNeeds(graph: Graph): NonNullable<Refusal>[] {
  return workloadsOf(graph).flatMap((workload) => {
    const { resource, annotations } = workload;
    const unread = (because: string) => [{ at: resource, because, unsure: true as const }];
    if ([keys.copiesFrom, keys.copiesTo].some((key) => isUnknown(annotations[key])))
      return unread("says what it copies in a way that can't be read");
    const env = workload.containers.flatMap(({ raw }) => listAt(raw, "env"));
    const told = env.filter((item) => [READS, WRITES].includes(textAt(item, "name") ?? ""));
    if (told.some((item) => isUnknown(at(item, "value"))))
      return unread("says below which prefixes of the stores it works in a way that can't be read");
    const isHidden = told.length > 0 && textsOf(graph, workload).incomplete;
    return isHidden && storesTold(graph, workload).length === 0
      ? unread("is told its stores in a way that can't be read")
      : [];
  });
}

function callerOf(workload: WorkloadView, cluster: GraphResource): Caller {
  const env = workload.containers.flatMap(({ raw }) => listAt(raw, "env"));
  const environment = new Map(
    env.map((item) => [textAt(item, "name") ?? "", String(at(item, "value") ?? "")]),
  );
  const tokens = listAt(workload.pod, "volumes").flatMap((volume) =>
    listAt(volume, "projected", "sources").flatMap(
      (source) => textAt(source, "serviceAccountToken", "audience") ?? [],
    ),
  );
  return {
    name: `${workload.name} of ${workload.site ?? "a site"}`,
    resource: workload.resource,
    cluster,
    namespace: workload.namespace,
    account: textAt(workload.pod, "serviceAccountName") ?? "default",
    environment,
    audiences: new Set(tokens),
  };
}

const prefixesIn = (caller: Caller, variable: string): string[] =>
  (caller.environment.get(variable) ?? "").split(" ").filter((prefix) => prefix !== "");

function capabilityNeeds(graph: Graph, workload: WorkloadView, caller: Caller): StoreRight[] {
  const reads = prefixesIn(caller, READS);
  const writes = prefixesIn(caller, WRITES);
  // Who hangs on any store writes to its own alone.
  const copies = [...workload.needs, ...workload.prefers].includes("media-store/other-provider");
  return storesTold(graph, workload).flatMap((store) =>
    rightsOn(store, reads, copies || store.site === workload.site ? writes : []),
  );
}

const rightsOn = (store: StoreView, reads: readonly string[], writes: readonly string[]): StoreRight[] => [
  ...reads.map((prefix): StoreRight => ({ act: "read", store, prefix })),
  ...reads.map((prefix): StoreRight => ({ act: "list", store, prefix })),
  ...writes.map((prefix): StoreRight => ({ act: "create", store, prefix })),
];

/** The stores in the document that a workload has mounted, of those that it says that it hangs on. */
function storesTold(graph: Graph, workload: WorkloadView): StoreView[] {
  const hangs = [...workload.needs, ...workload.prefers].filter((one) => one.startsWith("media-store/"));
  if (hangs.length === 0) return [];
  const documents = textsOf(graph, workload).configMaps.flatMap((map) => Object.values(dataOf(map)));
  const told = documents.flatMap((text) => (text.includes('"bucket"') ? [jsonIn(text)] : []));
  const named = told.flatMap((document) => {
    const own = hangs.some((one) => one !== "media-store/other-provider") ? [at(document, "own")] : [];
    const others = hangs.some((one) => one !== "media-store/own") ? listAt(document, "others") : [];
    return [...own, ...others];
  });
  const names = new Set(named.flatMap((one) => textAt(one, "bucket") ?? []));
  return storesOf(graph).filter(
    ({ bucket, readOnlyCopy }) => bucket !== undefined && names.has(bucket) && !readOnlyCopy,
  );
}

/** A job that copies reads from one store and creates in the other, all that anybody writes. */
function copyNeeds(graph: Graph, workload: WorkloadView): StoreRight[] {
  const copies = copiesOf(graph).filter(
    ({ resource, kind }) => kind === "job" && resource === workload.resource,
  );
  if (copies.length === 0) return [];
  const prefixes = writtenAt(graph, workload);
  return copies.flatMap(({ from, to }) => [
    ...(from ? rightsOn(from, prefixes, []) : []),
    ...(to ? rightsOn(to, prefixes, prefixes) : []),
  ]);
}

/** Prefixes below which any workload of the same cluster writes. */
function writtenAt(graph: Graph, { cluster }: WorkloadView): string[] {
  const written = workloadsOf(graph)
    .filter((other) => other.cluster === cluster)
    .flatMap(({ containers }) =>
      containers.flatMap(({ raw }) =>
        listAt(raw, "env").flatMap((item) =>
          at(item, "name") === WRITES ? (textAt(item, "value") ?? "").split(" ") : [],
        ),
      ),
    );
  return [...new Set(written)].filter((prefix) => prefix !== "");
}
