/** Builds a `Graph`: the resources with indexes that are made when first asked for, each in linear time. */
import { presentType } from "./present-types";
import type { Graph, GraphResource, Note, Properties, ResourceOptions } from "./resource";
import { stackType } from "./urn";

class IndexedGraph implements Graph {
  readonly resources: readonly GraphResource[];
  readonly stackOutputs: Properties;
  readonly notes: readonly Note[];
  #byUrn?: ReadonlyMap<string, GraphResource>;
  #byType?: ReadonlyMap<string, readonly GraphResource[]>;
  #children?: ReadonlyMap<string, readonly GraphResource[]>;
  #dependents?: ReadonlyMap<string, readonly GraphResource[]>;

  constructor(resources: readonly GraphResource[], notes: readonly Note[]) {
    this.resources = resources;
    this.notes = notes;
    this.stackOutputs = resources.find((resource) => resource.type === stackType)?.outputs ?? {};
  }

  get byUrn(): ReadonlyMap<string, GraphResource> {
    this.#byUrn ??= new Map(this.resources.map((resource) => [resource.urn, resource]));
    return this.#byUrn;
  }

  get byType(): ReadonlyMap<string, readonly GraphResource[]> {
    this.#byType ??= grouped(this.resources, typesOf);
    return this.#byType;
  }

  get children(): ReadonlyMap<string, readonly GraphResource[]> {
    this.#children ??= grouped(this.resources, ({ parent }) => (parent === undefined ? [] : [parent]));
    return this.#children;
  }

  get dependents(): ReadonlyMap<string, readonly GraphResource[]> {
    this.#dependents ??= grouped(this.resources, dependenciesOf);
    return this.#dependents;
  }
}

/** Its own, and what Kubernetes calls that today. */
function typesOf({ type }: GraphResource): readonly string[] {
  const today = presentType(type);
  return today === type ? [type] : [type, today];
}

/** The graph of these resources; their order is kept. */
export function graphOf(resources: readonly GraphResource[], notes: readonly Note[] = []): Graph {
  return new IndexedGraph(resources, notes);
}

/** URNs that a resource depends on, through a property or by `dependsOn`, each once. */
export function dependenciesOf(
  resource: Pick<GraphResource, "dependencies" | "propertyDependencies">,
): ReadonlySet<string> {
  const urns = new Set(resource.dependencies);
  for (const dependencies of Object.values(resource.propertyDependencies)) {
    for (const urn of dependencies) {
      urns.add(urn);
    }
  }
  return urns;
}

/** Dependencies as a graph keeps them: sorted, each once, without inputs that depend on nothing. */
export function edgesOf(resource: {
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>>;
}): Pick<GraphResource, "dependencies" | "propertyDependencies"> {
  const sorted = (urns: readonly string[]) => [...new Set(urns)].sort();
  const byInput = Object.entries(resource.propertyDependencies ?? {})
    .filter(([, urns]) => urns !== null && urns.length > 0)
    .map(([input, urns]) => [input, sorted(urns ?? [])] as const);
  return {
    dependencies: sorted(resource.dependencies ?? []),
    propertyDependencies: Object.fromEntries(byInput),
  };
}

/** The options as a graph keeps them, of whatever else a reader knows of the resource. */
export const optionsOf = (known: ResourceOptions): ResourceOptions => ({
  ...edgesOf(known),
  protect: known.protect,
  retainOnDelete: known.retainOnDelete,
  ignoreChanges: known.ignoreChanges,
  replaceOnChanges: known.replaceOnChanges,
  aliases: known.aliases,
});

function grouped(
  resources: readonly GraphResource[],
  keysOf: (resource: GraphResource) => Iterable<string>,
): ReadonlyMap<string, readonly GraphResource[]> {
  const groups = new Map<string, GraphResource[]>();
  for (const resource of resources) {
    for (const key of keysOf(resource)) {
      const group = groups.get(key);
      if (group) {
        group.push(resource);
      } else {
        groups.set(key, [resource]);
      }
    }
  }
  return groups;
}
