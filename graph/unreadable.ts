/** Settings that can't be read and that nothing else tells: secret, or not known and made from no other resource. Pure. */
import type { Graph, GraphResource, Value } from "./resource";
import { perGraph } from "./views/per-graph";
import { isUnknown, madeFrom } from "./views/read";

export interface Unreadable {
  readonly resource: GraphResource;
  /** The setting: keys from the input on, `[]` for the items of a list. */
  readonly path: string;
}

/** Every one of a graph, in its order. What was made from another resource is told by that, as far as anything is. */
export const unreadablesOf: (graph: Graph) => readonly Unreadable[] = perGraph((graph) =>
  graph.resources.flatMap((resource) =>
    resource.custom
      ? Object.entries(resource.inputs)
          // CrossGuard shows inputs and what the cloud computes in one: what isn't known there may be no setting.
          .filter(
            ([input, value]) =>
              madeFrom(resource, input).length === 0 && !(resource.mixesSecrets && isUnknown(value)),
          )
          .flatMap(([input, value]) =>
            [...new Set(pathsIn(value, input))].map((path) => ({ resource, path })),
          )
      : [],
  ),
);

function pathsIn(value: Value, path: string): string[] {
  if (isUnknown(value)) return [path];
  if (typeof value !== "object" || value === null) return [];
  return Array.isArray(value)
    ? value.flatMap((item) => pathsIn(item, `${path}[]`))
    : Object.entries(value).flatMap(([key, inner]) => pathsIn(inner, `${path}.${key}`));
}
