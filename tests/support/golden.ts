/** A graph as a text that people can read the difference of: a resource a block, long texts a line each. */
import type { Graph, GraphResource, Value } from "../../graph/resource";

export type Golden = Readonly<Record<string, Readonly<Record<string, Value>>>>;

/** By URN without what all of a stack's URNs begin with; keys sorted, so that order of registration doesn't matter. */
export function goldenOf(graph: Graph): Golden {
  const entries = graph.resources.map((resource) => [short(resource.urn), block(resource)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

export const goldenText = (golden: Golden): string => `${JSON.stringify(golden, null, 1)}\n`;

const short = (urn: string): string => urn.split("::").slice(2).join("::");

function block(resource: GraphResource): Record<string, Value> {
  const { parent, provider, placement, protect, retainOnDelete, ignoreChanges } = resource;
  return {
    ...(parent ? { parent: short(parent) } : {}),
    ...(provider ? { provider: short(provider) } : {}),
    ...(placement ? { placement: Object.values(placement).join(" ") } : {}),
    ...(protect ? { protect } : {}),
    ...(retainOnDelete ? { retainOnDelete } : {}),
    ...(ignoreChanges.length > 0 ? { ignoreChanges } : {}),
    inputs: readable(resource.inputs),
    ...(resource.type === "pulumi:pulumi:Stack" ? { outputs: readable(resource.outputs) } : {}),
    dependsOn: Object.entries(resource.propertyDependencies)
      .map(([input, urns]) => `${input}: ${urns.map(short).join(" ")}`)
      .sort(),
  };
}

function readable(value: Value): Value {
  if (typeof value === "string" && value.includes("\n")) return value.split("\n");
  if (Array.isArray(value)) return value.map(readable);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value as Readonly<Record<string, Value>>);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, readable(inner)]),
  );
}

/** Lines that say what differs, a resource at a time: `+` made, `-` gone, `~` changed with the paths. */
export function differences(expected: Golden, found: Golden): string[] {
  const urns = [...new Set([...Object.keys(expected), ...Object.keys(found)])].sort();
  return urns.flatMap((urn) => {
    const [before, after] = [expected[urn], found[urn]];
    if (!before) return [`+ ${urn}`];
    if (!after) return [`- ${urn}`];
    const paths = changedPaths(before as Value, after as Value, "");
    return paths.length > 0 ? [`~ ${urn}`, ...paths.map((path) => `    ${path}`)] : [];
  });
}

function changedPaths(before: Value | undefined, after: Value | undefined, path: string): string[] {
  const isNode = (value: Value | undefined) => value !== null && typeof value === "object";
  if (!isNode(before) || !isNode(after)) {
    return before === after ? [] : [`${path}: ${JSON.stringify(before)} -> ${JSON.stringify(after)}`];
  }
  const [a, b] = [before, after] as Readonly<Record<string, Value>>[];
  const keys = [...new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})])];
  return keys.flatMap((key) => changedPaths(a?.[key], b?.[key], path === "" ? key : `${path}.${key}`));
}
