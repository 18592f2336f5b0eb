/** Resources that could be added beside those of a graph. Pure. */
import type { Graph, GraphResource, Properties } from "../../../graph/resource";

/** A resource that somebody adds beside another, in whose program, site and cluster it stands. */
export interface NewResource {
  readonly type: string;
  /** What it is for, alike wherever the same is added. */
  readonly what: string;
  readonly beside: GraphResource;
  readonly inputs: Properties;
  /** Inputs that are made of the other resource. */
  readonly from?: readonly string[];
}

/** The resource as a graph holds it. */
export function made({ type, what, beside, inputs, from = [] }: NewResource): GraphResource {
  const parts = beside.urn.split("::");
  const parents = (parts[2] ?? "").split("$").slice(0, -1);
  const name = `${beside.name}-${what.toLowerCase().replace(/\W+/g, "-")}`;
  const urn = [...parts.slice(0, 2), [...parents, type].join("$"), name].join("::");
  return {
    ...beside,
    urn,
    type,
    name,
    id: name,
    inputs,
    outputs: inputs,
    protect: false,
    dependencies: from.length > 0 ? [beside.urn] : [],
    propertyDependencies: Object.fromEntries(from.map((input) => [input, [beside.urn]])),
    placement: undefined,
  };
}

/** For each resource of some types, what is added beside it. */
export function besideAll(
  graph: Graph,
  types: readonly string[],
  add: (resource: GraphResource) => readonly Omit<NewResource, "beside">[],
): NewResource[] {
  return types
    .flatMap((type) => graph.byType.get(type) ?? [])
    .flatMap((beside) => add(beside).map((one) => ({ ...one, beside })));
}
