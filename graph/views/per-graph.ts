/** What is read of a graph once, however often it is asked for; it goes when the graph goes. */
import type { Graph } from "../resource";

export function perGraph<T>(read: (graph: Graph) => T): (graph: Graph) => T {
  const known = new WeakMap<Graph, { readonly read: T }>();
  return (graph) => {
    let entry = known.get(graph);
    if (!entry) {
      entry = { read: read(graph) };
      known.set(graph, entry);
    }
    return entry.read;
  };
}

/** Resources of these types, type after type, each in the order of the graph. */
export const ofTypes = (graph: Graph, types: Iterable<string>) =>
  [...types].flatMap((type) => graph.byType.get(type) ?? []);
