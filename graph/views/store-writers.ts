/** Who may put objects into the stores of all clouds. */
import { allReaders } from "../clouds";
import type { StoreView, StoreWriters, StoreWriterView } from "../clouds/views";
import type { Graph } from "../resource";
import { perGraph } from "./per-graph";

export const storeWritersOf: (graph: Graph) => StoreWriters = perGraph((graph) => {
  const all = allReaders().map(({ stores }) => stores.writers(graph));
  return { writers: all.flatMap(({ writers }) => writers), unread: all.flatMap(({ unread }) => unread) };
});

/** What is said of stores that more than one writes to, by the store. */
export const sharedWriters: (graph: Graph) => ReadonlyMap<StoreView, readonly StoreWriterView[]> = perGraph(
  (graph) => {
    const byStore = new Map<StoreView, StoreWriterView[]>();
    for (const writer of storeWritersOf(graph).writers)
      byStore.set(writer.store, [...(byStore.get(writer.store) ?? []), writer]);
    return new Map([...byStore].filter(([, writers]) => new Set(writers.map(({ who }) => who)).size > 1));
  },
);
