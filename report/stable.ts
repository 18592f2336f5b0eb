/** Order that does not depend on when things were registered, so that the same graph gives the same bytes. */
import { dependenciesOf } from "../graph/graph";
import type { Graph, GraphResource } from "../graph/resource";
import { printableJson } from "./printable";

/** Compares strings by code unit, the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The same value with the keys of every object in order. */
export function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sortedKeys);
  }
  if (typeof value === "object" && value !== null) {
    const fields = value as Readonly<Record<string, unknown>>;
    return Object.fromEntries(
      Object.keys(fields)
        .sort(compareText)
        .map((key) => [key, sortedKeys(fields[key])]),
    );
  }
  return value;
}

/** The path of a file as a part of a URI; half a character, which no URI can hold, as the sign for what is lost. */
export const uriOf = (file: string): string => encodeURI(Buffer.from(file).toString());

/** JSON of two spaces' indent with a newline at its end; keys stay as given, and no character acts on a reader. */
export function jsonText(value: unknown): string {
  return `${printableJson(JSON.stringify(value, undefined, 2))}\n`;
}

export function byUrn(resources: readonly GraphResource[]): GraphResource[] {
  return [...resources].sort((a, b) => compareText(a.urn, b.urn));
}

/**
 * Every resource after its parent, its provider and what it depends on; otherwise by URN. A state in any other
 * order is refused by the engine.
 */
export function dependenciesFirst(graph: Graph): GraphResource[] {
  const ordered: GraphResource[] = [];
  const seen = new Set<string>();
  const visit = (start: GraphResource) => {
    // A stack of its own: chains of dependencies may be deeper than the call stack.
    const open: { resource: GraphResource; before: string[] }[] = [];
    const enter = (resource: GraphResource) => {
      seen.add(resource.urn);
      open.push({ resource, before: before(resource) });
    };
    enter(start);
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const urn = top.before.pop();
      if (urn === undefined) {
        ordered.push(top.resource);
        open.pop();
        continue;
      }
      const next = graph.byUrn.get(urn);
      if (next && !seen.has(urn)) {
        enter(next);
      }
    }
  };
  for (const resource of byUrn(graph.resources)) {
    if (!seen.has(resource.urn)) {
      visit(resource);
    }
  }
  return ordered;
}

/** What must stand before a resource, last first. */
function before(resource: GraphResource): string[] {
  const urns = new Set(dependenciesOf(resource));
  for (const urn of [resource.parent, resource.provider]) {
    if (urn !== undefined) {
      urns.add(urn);
    }
  }
  return [...urns].sort(compareText).reverse();
}
