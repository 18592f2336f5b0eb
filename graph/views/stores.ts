/** Object stores: every cloud's buckets, and how each is kept. Copies between them: copies.ts. */
import { allReaders } from "../clouds";
import { regionNamed } from "../clouds/regions";
import type { StoreView } from "../clouds/views";
import type { StoreName } from "../dependencies";
import type { Graph } from "../resource";
import { perGraph } from "./per-graph";
import { textsOf } from "./texts";
import { type WorkloadView, workloadsOf } from "./workloads";

export type { StoreView };

/** Every bucket, a cloud's after the other's, each in the order of the graph. */
export const storesOf: (graph: Graph) => readonly StoreView[] = perGraph((graph) =>
  allReaders().flatMap(({ stores }) => stores.stores(graph)),
);

const storesByName = perGraph((graph): ReadonlyMap<string, readonly StoreView[]> => {
  const byName = new Map<string, StoreView[]>();
  for (const store of storesOf(graph)) {
    if (store.bucket) byName.set(store.bucket, [...(byName.get(store.bucket) ?? []), store]);
  }
  return byName;
});

/** The bucket of a name; where it stands isn't known of every bucket. */
export function storeNamed(graph: Graph, { provider, region, bucket }: StoreName): StoreView | undefined {
  return (storesByName(graph).get(bucket) ?? []).find(
    (store) =>
      store.provider === provider &&
      (store.placement === undefined ||
        store.placement.region === (regionNamed(store.provider, region)?.name ?? region)),
  );
}

/** Workloads that serve, by the buckets that they are told of: copying jobs are left out. */
export const usersOf = perGraph((graph): ReadonlyMap<StoreView, readonly WorkloadView[]> => {
  const byName = storesByName(graph);
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
  return new Map([...found].map(([store, workloads]) => [store, [...workloads]]));
});
