/**
 * Which resources a value may mean, where ids aren't shown: CrossGuard tells none, and a first preview knows none. An id
 * is then told by any input that has it and was made from one resource.
 */
import type { Graph, GraphResource, Value } from "../resource";
import { perGraph } from "./per-graph";
import { isUnknown, madeFrom, propertiesOf } from "./read";

/**
 * The one resource of these types that a value means; several where which of them can't be told; none where it means
 * nothing that is in the graph.
 * @param input the top-level input that holds the value
 */
export function meant(
  graph: Graph,
  resource: GraphResource,
  input: string,
  value: Value | undefined,
  types: ReadonlySet<string>,
): readonly GraphResource[] {
  if (typeof value !== "string" || value === "") return [];
  const made = () =>
    madeFrom(resource, input)
      .map((urn) => graph.byUrn.get(urn))
      .filter((item): item is GraphResource => item !== undefined && types.has(item.type));
  if (isUnknown(value)) return made();
  const named = (idsOf(graph).get(value) ?? []).filter(({ type }) => types.has(type));
  if (named.length > 0) {
    const [one] = named.filter(({ urn }) => madeFrom(resource, input).includes(urn));
    return [one ?? (named[0] as GraphResource)];
  }
  const toldIds = toldIdsOf(graph);
  return made().filter(({ urn, id }) => (id === undefined || isUnknown(id)) && !toldIds.has(urn));
}

/** The same of a list. */
export const meantAll = (
  graph: Graph,
  resource: GraphResource,
  input: string,
  values: readonly Value[],
  types: ReadonlySet<string>,
): readonly GraphResource[] => [
  ...new Set(values.flatMap((value) => meant(graph, resource, input, value, types))),
];

/** The id of a resource: its own, or what other resources' inputs say that it is. */
export function idOf(graph: Graph, resource: GraphResource): string | undefined {
  if (resource.id !== undefined && !isUnknown(resource.id)) return resource.id;
  return told(graph).byUrn.get(resource.urn);
}

interface Told {
  readonly ids: ReadonlyMap<string, readonly GraphResource[]>;
  /** URNs of what an id was told of. */
  readonly urns: ReadonlySet<string>;
  /** Ids that others tell, by URN. */
  readonly byUrn: ReadonlyMap<string, string>;
}

const idsOf = (graph: Graph) => told(graph).ids;
const toldIdsOf = (graph: Graph) => told(graph).urns;

const told = perGraph((graph): Told => {
  const ids = new Map<string, GraphResource[]>();
  const urns = new Set<string>();
  const byUrn = new Map<string, string>();
  const add = (id: string, resource: GraphResource): void => {
    urns.add(resource.urn);
    const known = ids.get(id);
    if (!known) ids.set(id, [resource]);
    else if (!known.includes(resource)) known.push(resource);
  };
  const without = new Set<string>();
  for (const resource of graph.resources) {
    if (resource.id && !isUnknown(resource.id)) add(resource.id, resource);
    else if (resource.custom) without.add(resource.urn);
  }
  if (without.size === 0) return { ids, urns, byUrn };
  // How often each text is said to be a resource's id: an input may be another output of it, such as its name.
  const votes = new Map<string, Map<string, number>>();
  for (const resource of graph.resources) {
    for (const [input, from] of Object.entries(resource.propertyDependencies)) {
      const [urn] = from;
      const value = propertiesOf(resource)[input];
      if (from.length !== 1 || urn === undefined || !without.has(urn) || !/Ids?$/.test(input)) continue;
      const text = Array.isArray(value) && value.length === 1 ? value[0] : value;
      if (typeof text !== "string" || text === "" || isUnknown(text)) continue;
      const counted = votes.get(urn) ?? new Map<string, number>();
      votes.set(urn, counted.set(text, (counted.get(text) ?? 0) + 1));
    }
  }
  for (const [urn, counted] of votes) {
    const resource = graph.byUrn.get(urn);
    const [best] = [...counted].sort(([, a], [, b]) => b - a);
    if (!resource || !best) continue;
    add(best[0], resource);
    byUrn.set(urn, best[0]);
  }
  return { ids, urns, byUrn };
});
