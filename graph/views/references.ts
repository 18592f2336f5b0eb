/** Which resources of the graph a property names: by their ids where those are known, else by what it was made from. */
import type { Graph, GraphResource, Value } from "../resource";
import { typeOf } from "../urn";
import { at, isUnknown, madeFrom, propertiesOf } from "./read";

export interface Referred {
  readonly found: readonly GraphResource[];
  /** How many of the values name nothing that is in the graph. */
  readonly missing: number;
}

/**
 * The resources of these types that the values of an input name.
 * @param input the top-level input that holds the values: dependencies are told by it.
 */
export function referred(
  graph: Graph,
  resource: GraphResource,
  input: string,
  values: readonly Value[],
  types: ReadonlySet<string>,
): Referred {
  const ids = byId(graph);
  const from = new Set(madeFrom(resource, input));
  const named = values.map((value) => {
    if (typeof value !== "string" || isUnknown(value)) return undefined;
    const candidates = (ids.get(value) ?? []).filter(({ type }) => types.has(type));
    // Ids are unique in a region or an account only.
    return candidates.find(({ urn }) => from.has(urn)) ?? candidates[0];
  });
  const found = named.filter((item) => item !== undefined);
  const isTold = (value: Value): boolean => value !== null && value !== "";
  if (found.length === values.length) return { found, missing: 0 };
  if (!values.every(isTold)) return { found, missing: values.length - found.length };
  const madeOf = [...from]
    .map((urn) => graph.byUrn.get(urn))
    .filter((item): item is GraphResource => item !== undefined && types.has(item.type));
  // More than asked for: which of them a value means can't be told.
  const best = madeOf.length <= values.length && madeOf.length > found.length ? madeOf : found;
  return { found: best, missing: values.length - best.length };
}

/** The one resource that a value names. */
export function referredOne(
  graph: Graph,
  resource: GraphResource,
  input: string,
  value: Value | undefined,
  types: ReadonlySet<string>,
): GraphResource | undefined {
  return value === undefined ? undefined : referred(graph, resource, input, [value], types).found[0];
}

/**
 * The one resource that an input names, where it names one. A text that is known counts before what the input was
 * made from, so that a text of nothing in the graph names nothing.
 */
export function namedOne(
  graph: Graph,
  resource: GraphResource,
  input: string,
  types: ReadonlySet<string>,
): GraphResource | undefined {
  const value = at(propertiesOf(resource), input);
  if (value === undefined || value === null) return undefined;
  const made = madeFrom(resource, input)
    .map((urn) => graph.byUrn.get(urn))
    .find((item) => item !== undefined && types.has(item.type));
  if (typeof value !== "string" || isUnknown(value)) return made;
  const named = byId(graph)
    .get(value)
    ?.find(({ type }) => types.has(type));
  // The id of what it was made from isn't known everywhere.
  return named ?? (made && (made.id === undefined || isUnknown(made.id)) ? made : undefined);
}

/** URNs of these types that a resource was made from and that the graph doesn't have. */
export function dangling(graph: Graph, resource: GraphResource, types: ReadonlySet<string>): string[] {
  const urns = new Set(Object.values(resource.propertyDependencies).flat());
  return [...urns].filter((urn) => !graph.byUrn.has(urn) && types.has(typeOf(urn)));
}

function byId(graph: Graph): ReadonlyMap<string, readonly GraphResource[]> {
  const cached = indexes.get(graph);
  if (cached) return cached;
  const index = new Map<string, GraphResource[]>();
  for (const resource of graph.resources) {
    if (!resource.id) continue;
    const group = index.get(resource.id);
    if (group) group.push(resource);
    else index.set(resource.id, [resource]);
  }
  indexes.set(graph, index);
  return index;
}
const indexes = new WeakMap<Graph, ReadonlyMap<string, readonly GraphResource[]>>();
