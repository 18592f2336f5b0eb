/** The graphs of the frozen stacks, and small changes to them: what a careless edit would do. */
import { readFileSync } from "node:fs";
import { graphOf } from "../../graph/graph";
import type { Graph, GraphResource, Properties, Value } from "../../graph/resource";
import type { FixtureName } from "../fixtures/stacks";
import { graphFile, ownGraph } from "./made-graphs";

const loaded = new Map<string, Graph>();

/**
 * The graph of a frozen stack (tests/fixtures/stacks/), read once; never changed in place. `prod-unknown` is prod
 * as a first `pulumi preview` shows it: nothing is known yet of what a provider computes.
 */
export const stackGraph = (stack: FixtureName | "prod-unknown"): Graph => read(stack);

/** The graph of one of the project's own stacks: of them only properties are asked, as they are the user's. */
export const ownStackGraph = (stack: string): Graph => read(ownGraph(stack));

function read(name: string): Graph {
  let graph = loaded.get(name);
  if (!graph) {
    graph = graphOf(JSON.parse(readFileSync(graphFile(name), "utf8")) as GraphResource[]);
    loaded.set(name, graph);
  }
  return graph;
}

export type Which = (resource: GraphResource) => boolean;

/** Resources of a type, and of a name where one is given. */
export const ofType =
  (type: string, name?: string): Which =>
  (resource) =>
    resource.type === type && (name === undefined || resource.name === name);

/** The graph without some resources. Fails where there are none, so that a test can't pass by accident. */
export function without(graph: Graph, which: Which): Graph {
  const left = graph.resources.filter((resource) => !which(resource));
  if (left.length === graph.resources.length) throw new Error("no resource to leave out matches");
  return graphOf(left);
}

/** The graph with some resources changed; likewise. */
export function changed(
  graph: Graph,
  which: Which,
  change: (resource: GraphResource) => GraphResource,
): Graph {
  if (!graph.resources.some(which)) throw new Error("no resource to change matches");
  return graphOf(graph.resources.map((resource) => (which(resource) ? change(resource) : resource)));
}

/** A file of one site's ConfigMaps edited. Fails where nothing is replaced, so that a test can't pass by accident. */
export function fileEdited(
  graph: Graph,
  site: string,
  file: string,
  from: string | RegExp,
  to: string,
): Graph {
  const before = ({ inputs }: GraphResource): string =>
    (inputs.data as Record<string, string> | undefined)?.[file] ?? "";
  const after = (resource: GraphResource): string => before(resource).replace(from, () => to);
  return changed(
    graph,
    (resource) =>
      resource.type === "kubernetes:core/v1:ConfigMap" &&
      resource.name.startsWith(site) &&
      after(resource) !== before(resource),
    (resource) => setting(["data", file], after(resource))(resource),
  );
}

/** A change that sets what stands at a path of the inputs, and of the outputs alike; undefined takes it away. */
export const setting =
  (path: readonly (string | number)[], value: Value | undefined) =>
  (resource: GraphResource): GraphResource => ({
    ...resource,
    inputs: set(resource.inputs, path, value) as Properties,
    outputs: set(resource.outputs, path, value) as Properties,
  });

function set(
  where: Value | Properties | undefined,
  [step, ...rest]: readonly (string | number)[],
  value: Value | undefined,
): Value | undefined {
  if (step === undefined) return value;
  if (Array.isArray(where)) {
    const changed = where.flatMap((item, i) => {
      if (i !== step) return [item];
      const inner = set(item, rest, value);
      return inner === undefined ? [] : [inner];
    });
    return changed as Value;
  }
  const { [String(step)]: old, ...others } = (where ?? {}) as Properties;
  const inner = set(old, rest, value);
  return (inner === undefined ? others : { ...others, [String(step)]: inner }) as Value;
}
