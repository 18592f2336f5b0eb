/** The Kubernetes objects of a graph by cluster, namespace and name. */
import type { Graph, GraphResource } from "../resource";
import { perGraph } from "./per-graph";
import { madeFrom, textAt } from "./read";

const NAMESPACE = "kubernetes:core/v1:Namespace";

/**
 * The name and namespace of a Kubernetes object; `default` where none is given. Where only a deployment will
 * know the name, the resource's own stands for it.
 * @param graph tells the namespace that an unknown one was made from.
 */
export function objectName(resource: GraphResource, graph?: Graph): { namespace: string; name: string } {
  const { inputs, outputs } = resource;
  const metadata = (key: string) => textAt(inputs, "metadata", key) ?? textAt(outputs, "metadata", key);
  const name = metadata("name") ?? resource.name;
  const namespace = metadata("namespace");
  if (namespace !== undefined) return { namespace, name };
  const from = madeFrom(resource, "metadata")
    .map((urn) => graph?.byUrn.get(urn))
    .find((made) => made?.type === NAMESPACE);
  return { namespace: from ? objectName(from).name : "default", name };
}

/** A namespace of a cluster; the cluster is told by the URN of the Kubernetes provider that talks to it. */
export const spaceKey = (cluster: string | undefined, namespace: string): string =>
  `${cluster ?? ""} ${namespace}`;

interface Space {
  readonly all: GraphResource[];
  readonly byName: Map<string, GraphResource>;
}

/** Objects of a type in the same namespace of the same cluster as this one. */
export const inNamespace = (
  graph: Graph,
  type: string,
  cluster: string | undefined,
  namespace: string,
): readonly GraphResource[] => spacesOf(graph, type).get(spaceKey(cluster, namespace))?.all ?? [];

/** The first of them with a name. */
export const namedInNamespace = (
  graph: Graph,
  type: string,
  cluster: string | undefined,
  namespace: string,
  name: string,
): GraphResource | undefined => spacesOf(graph, type).get(spaceKey(cluster, namespace))?.byName.get(name);

const spacesByType = perGraph(() => new Map<string, ReadonlyMap<string, Space>>());

function spacesOf(graph: Graph, type: string): ReadonlyMap<string, Space> {
  const types = spacesByType(graph);
  const spaces = types.get(type) ?? readSpaces(graph, type);
  types.set(type, spaces);
  return spaces;
}

function readSpaces(graph: Graph, type: string): ReadonlyMap<string, Space> {
  const spaces = new Map<string, Space>();
  for (const resource of graph.byType.get(type) ?? []) {
    const { namespace, name } = objectName(resource, graph);
    const key = spaceKey(resource.provider, namespace);
    const space = spaces.get(key) ?? { all: [], byName: new Map<string, GraphResource>() };
    space.all.push(resource);
    if (!space.byName.has(name)) space.byName.set(name, resource);
    spaces.set(key, space);
  }
  return spaces;
}
