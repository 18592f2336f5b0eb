import { type Graph, type GraphResource, SECRET } from "../../graph/resource";

/**
 * What both engines know, by URN: the real one draws the ids of providers, keeps no aliases and no source maps. It
 * encrypts the content of a Secret as a whole, so that its keys can't be read from the state.
 */
export function comparable(graph: Graph): Record<string, unknown> {
  return Object.fromEntries(
    graph.resources.map((resource) => {
      const { aliases: _, source: __, id, ...rest } = resource;
      const known = { ...rest, inputs: closed(resource, "inputs"), outputs: closed(resource, "outputs") };
      return [resource.urn, resource.type.startsWith("pulumi:providers:") ? known : { ...known, id }];
    }),
  );
}

function closed(resource: GraphResource, which: "inputs" | "outputs"): unknown {
  if (!resource.type.startsWith("kubernetes:core/v1:Secret")) return resource[which];
  const { data, stringData, ...rest } = resource[which];
  return { ...rest, ...(data ? { data: SECRET } : {}), ...(stringData ? { stringData: SECRET } : {}) };
}
