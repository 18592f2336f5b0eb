/**
 * Small careless changes of a graph, generated from what it holds: each resource removed, by itself and wherever it
 * stands for the same; each value weakened, at one place and wherever the same code makes it; each input that a
 * provider knows set, and each resource added that could be. Pure.
 */
import { graphOf } from "../../graph/graph";
import { withPlacements } from "../../graph/placement";
import type { Graph, GraphResource, Placement, Properties, Value } from "../../graph/resource";
import { made, type NewResource } from "./additions/new-resources";
import { newObjects } from "./additions/of-kubernetes";
import { saidOfObjects } from "./additions/of-pods";
import type { ProviderTypes } from "./additions/provider-types";
import { settable } from "./additions/settings";
import { clouds } from "./clouds";
import { type Role, roleName, rolesOf, siteless, siteNames } from "./roles";
import { type Path, setAt, valueAt, type WeakValue, weakenings } from "./weaken";

export interface Mutation {
  readonly type: string;
  /** The resource, or the role where all of it is changed. */
  readonly target: string;
  readonly scope: "one" | "everywhere";
  /** `removed`, or what is done to the value at `path`. */
  readonly change: string;
  /** Dots between keys, `[]` for the items of a list; empty for a whole resource. */
  readonly path: string;
  apply(): Graph;
}

/**
 * @param isExcluded what isn't mutated at all, as nobody's redundancy hangs on it.
 * @param types what the providers' types say; without it no input is set that isn't.
 */
export function mutationsOf(
  graph: Graph,
  isExcluded: (type: string, path: string) => boolean,
  types?: ProviderTypes,
): Mutation[] {
  const roles = [...rolesOf(graph)].filter(([, [first]]) => first && !isExcluded(first.type, ""));
  return [
    ...removals(graph, roles),
    ...protections(graph, roles),
    ...weakened(graph, roles, isExcluded, types),
    ...additions(graph).filter(({ type }) => !isExcluded(type, "")),
  ];
}

/** Each resource that could be added: beside one, and beside all that stand for the same; which one goes round. */
function additions(graph: Graph): Mutation[] {
  const names = siteNames(graph);
  const all = [...newObjects(graph), ...Object.values(clouds).flatMap(({ added }) => added(graph))];
  const kinds = new Map<string, NewResource[]>();
  for (const one of all) {
    const key = `${one.type} ${one.what} ${roleName(one.beside, names)}`;
    kinds.set(key, [...(kinds.get(key) ?? []), one]);
  }
  return [...kinds.values()].flatMap((places, index) => {
    const one = places[index % places.length];
    if (!one) return [];
    const mutation = (scope: Mutation["scope"], which: readonly NewResource[]): Mutation => ({
      type: one.type,
      target: one.beside.urn,
      scope,
      change: "added",
      path: ` # ${one.what}`,
      apply: () => replaced([...graph.resources, ...which.map(made)]),
    });
    return [mutation("one", [one]), ...(places.length > 1 ? [mutation("everywhere", places)] : [])];
  });
}

type Roles = readonly (readonly [Role, readonly GraphResource[]])[];

function removals(graph: Graph, roles: Roles): Mutation[] {
  return roles.flatMap(([role, resources]) => {
    const type = resources[0]?.type ?? "";
    const removed = (target: string, scope: Mutation["scope"], gone: readonly GraphResource[]): Mutation => ({
      type,
      target,
      scope,
      change: "removed",
      path: "",
      apply: () => without(graph, gone),
    });
    return [
      ...resources.map((resource) => removed(resource.urn, "one", [resource])),
      ...(resources.length > 1 ? [removed(role, "everywhere", resources)] : []),
    ];
  });
}

function protections(graph: Graph, roles: Roles): Mutation[] {
  return roles.flatMap(([role, resources]) => {
    const [first] = resources;
    if (!first?.protect) return [];
    return [
      {
        type: first.type,
        target: role,
        scope: "everywhere",
        change: "flipped",
        path: "protect",
        apply: () => changed(graph, resources, (resource) => ({ ...resource, protect: false })),
      },
    ];
  });
}

/** Each kind of value once: at one resource, and at all that share its role; which one goes round. */
function weakened(
  graph: Graph,
  roles: Roles,
  isExcluded: (type: string, path: string) => boolean,
  types: ProviderTypes | undefined,
): Mutation[] {
  const kinds = new Map<
    string,
    { weak: WeakValue; role: Role; resources: readonly GraphResource[]; at: GraphResource }[]
  >();
  const names = siteNames(graph);
  for (const [role, resources] of roles) {
    for (const resource of resources) {
      const others = (path: Path) =>
        [resource, ...(graph.byType.get(resource.type) ?? []).slice(0, 12)].flatMap((other) =>
          neighbours(path).flatMap((near) => valueAt(other.inputs, near) ?? []),
        );
      const inputs = resource.inputs as Value;
      const changes = [
        ...weakenings(inputs, others),
        ...(types ? settable(resource.type, inputs, types) : []),
        ...saidOfObjects(resource.type, inputs),
      ];
      for (const weak of changes) {
        if (isExcluded(resource.type, siteless(pathText(weak.path), names))) continue;
        const place = `${pathText(weak.path)} ${weak.weakening} ${weak.within ?? ""}`;
        // What a text says is its role's own; a value of a kind is tried once.
        const whose = ofText.has(weak.weakening) ? role : resource.type;
        const kind = `${whose} ${siteless(place, names)}`;
        const found = kinds.get(kind) ?? [];
        found.push({ weak, role, resources, at: resource });
        kinds.set(kind, found);
      }
    }
  }
  return [...kinds.values()].flatMap((places, index) => {
    const place = places[index % places.length];
    if (!place) return [];
    const { weak, role, resources, at } = place;
    const mutation = (target: string, scope: Mutation["scope"], all: readonly GraphResource[]): Mutation => ({
      type: at.type,
      target,
      scope,
      change: weak.weakening,
      path: `${pathText(weak.path)}${weak.within === undefined ? "" : ` # ${weak.within}`}`,
      apply: () => changed(graph, all, (resource) => withWeak(resource, weak, resource === at)),
    });
    const one = mutation(at.urn, "one", [at]);
    if (resources.length === 1) return [one];
    const everywhere = mutation(role, "everywhere", resources);
    // Of texts there are thousands: half of them at one place, the others wherever the same code makes them.
    if (ofText.has(weak.weakening)) return [index % 2 === 0 ? one : everywhere];
    return [one, everywhere];
  });
}

const ofText: ReadonlySet<string> = new Set(["added", "replaced", "line dropped"]);

/** The path itself, and the same in the other items of the innermost list. */
function neighbours(path: Path): Path[] {
  const last = path.findLastIndex((step) => typeof step === "number");
  if (last < 0) return [path];
  return [path, ...[0, 1, 2, 3].map((item) => [...path.slice(0, last), item, ...path.slice(last + 1)])];
}

export const pathText = (path: Path): string =>
  path
    .map((step) => (typeof step === "number" ? "[]" : step))
    .join(".")
    .replaceAll(".[]", "[]");

/** @param isOrigin whether the weakening was made of this very resource, else it is made anew of its value. */
function withWeak(resource: GraphResource, weak: WeakValue, isOrigin: boolean): GraphResource {
  const { path } = weak;
  const value = isOrigin ? weak.value : likewise(resource, weak);
  const [top] = path;
  const { [String(top)]: _, ...edges } = resource.propertyDependencies;
  return {
    ...resource,
    inputs: setAt(resource.inputs as Value, path, value) as Properties,
    outputs: setAt(resource.outputs as Value, path, value) as Properties,
    // A property that is gone, or another text, is no longer made from anything.
    ...(path.length === 1 ? { propertyDependencies: edges } : {}),
  };
}

function likewise(resource: GraphResource, { path, weakening, within, value }: WeakValue): Value | undefined {
  const own = valueAt(resource.inputs as Value, path);
  if (weakening === "set") return value;
  if (own === undefined) return undefined;
  const same = weakenings({ own }, () => (value === undefined ? [] : [value]))
    .filter((weak) => weak.path.length === 1)
    .find((weak) => weak.weakening === weakening && weak.within === within);
  return same === undefined ? own : same.value;
}

/** Where resources stand follows from what they are now. Those that stand where they did are kept as they are. */
function replaced(resources: readonly GraphResource[]): Graph {
  const unplaced = resources.map(({ placement: _, ...resource }) => resource);
  return graphOf(
    withPlacements(unplaced).map((now, index) => {
      const before = resources[index];
      return before && samePlace(before.placement, now.placement) ? before : now;
    }),
  );
}

const samePlace = (a: Placement | undefined, b: Placement | undefined): boolean =>
  a?.provider === b?.provider && a?.region === b?.region && a?.zone === b?.zone;

function changed(
  graph: Graph,
  which: readonly GraphResource[],
  change: (resource: GraphResource) => GraphResource,
): Graph {
  const those = new Set(which);
  return replaced(graph.resources.map((resource) => (those.has(resource) ? change(resource) : resource)));
}

/** What was made from it has its text no longer from anywhere. */
function without(graph: Graph, gone: readonly GraphResource[]): Graph {
  const urns = new Set(gone.map(({ urn }) => urn));
  const left = graph.resources.filter(({ urn }) => !urns.has(urn));
  const touched = new Set(gone.flatMap(({ urn }) => graph.dependents.get(urn) ?? []));
  return replaced(left.map((resource) => (touched.has(resource) ? withoutEdges(resource, urns) : resource)));
}

function withoutEdges(resource: GraphResource, urns: ReadonlySet<string>): GraphResource {
  const kept = (list: readonly string[]) => list.filter((urn) => !urns.has(urn));
  return {
    ...resource,
    dependencies: kept(resource.dependencies),
    propertyDependencies: Object.fromEntries(
      Object.entries(resource.propertyDependencies).flatMap(([input, list]) => {
        const left = kept(list);
        return left.length === 0 ? [] : [[input, left]];
      }),
    ),
  };
}
