/** A graph as large as one wants: one repeated, each time with other names, as if other stacks stood beside it. */
import { graphOf } from "../../graph/graph";
import type { Graph, GraphResource, Value } from "../../graph/resource";

/** @param resources how many at least; the last repetition is whole. */
export function repeated(graph: Graph, resources: number): Graph {
  const times = Math.max(1, Math.ceil(resources / graph.resources.length));
  return graphOf(
    Array.from({ length: times }, (_, i) => graph.resources.map((one) => copyOf(one, i))).flat(),
  );
}

/** Names differ wherever they stand: in URNs, ids, hosts, buckets. */
function copyOf(resource: GraphResource, index: number): GraphResource {
  if (index === 0) return resource;
  return JSON.parse(JSON.stringify(resource), (_, value: Value) =>
    typeof value === "string" ? renamed(value, index) : value,
  ) as GraphResource;
}

function renamed(text: string, index: number): string {
  return text
    .replace(/urn:pulumi:(\w+)::/g, `urn:pulumi:$1-${index}::`)
    .replace(/twincloud-prod/g, `twincloud-prod-${index}`)
    .replace(/clips\.example\.com/g, `clips-${index}.example.com`)
    .replace(/\b198\.18\.(\d+)\.(\d+)\b/g, (_, a: string, b: string) => `198.${18 + index}.${a}.${b}`);
}
