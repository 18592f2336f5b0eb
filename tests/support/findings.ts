/** What a rule says of a graph, as a person reads it. */
import type { Graph } from "../../graph/resource";
import { nameOf } from "../../graph/urn";
import { type PackConfig, packSettings } from "../../policies/pack/settings";
import type { Rule } from "../../policies/rule";

/** The present moment of the tests. */
export const now = new Date("2026-09-01T00:00:00Z");

/** `<name of the resource> <what was found>; wanted <what was wanted>`, in the rule's order. */
export function findings(rule: Rule, graph: Graph, config: PackConfig = {}, at: Date = now): string[] {
  return rule
    .check(graph, packSettings(graph, at, config))
    .map(({ urn, found, wanted }) => `${nameOf(urn)} ${found}; wanted ${wanted}`);
}
