/** Values of a graph that a rule is known to read, made unreadable: what a rule then says of them. */
import { graphOf } from "../../graph/graph";
import { type Graph, type GraphResource, type Properties, SECRET, type Value } from "../../graph/resource";
import { isExcluded } from "../../tools/mutation/excluded";
import { type Mutation, mutationsOf } from "../../tools/mutation/mutations";

/** Changes of one value that is there, wherever the same code makes it. */
export const valueMutations = (graph: Graph): readonly Mutation[] =>
  mutationsOf(graph, isExcluded).filter(
    ({ path, scope, change }) =>
      path !== "" && scope === "everywhere" && change !== "added" && !path.includes(" # "),
  );

/**
 * The first graph with SECRET wherever the second has another value; undefined where another resource tells that value,
 * by what the input was made from.
 */
export function blanked(before: Graph, after: Graph): Graph | undefined {
  const changed = new Map(after.resources.map((one) => [one.urn, one]));
  let isTold = false;
  const resources = before.resources.map((resource): GraphResource => {
    const other = changed.get(resource.urn);
    if (other === undefined || other === resource) return resource;
    isTold ||= Object.keys(resource.propertyDependencies).some(
      (input) => JSON.stringify(resource.inputs[input]) !== JSON.stringify(other.inputs[input]),
    );
    return {
      ...resource,
      inputs: blank(resource.inputs, other.inputs) as Properties,
      outputs: blank(resource.outputs, other.outputs) as Properties,
    };
  });
  return isTold ? undefined : graphOf(resources);
}

function blank(before: Value | Properties, after: Value | Properties | undefined): Value {
  if (JSON.stringify(before) === JSON.stringify(after)) return before as Value;
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return before.map((item, i) => blank(item as Value, (after as readonly Value[])[i]));
  }
  if (!isMap(before) || !isMap(after)) return SECRET;
  return Object.fromEntries(
    Object.entries(before).map(([key, value]) => [key, key in after ? blank(value, after[key]) : SECRET]),
  );
}

const isMap = (value: unknown): value is Properties =>
  typeof value === "object" && value !== null && !Array.isArray(value);
