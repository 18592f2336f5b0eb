/** Runs all rules on mutations and tells which nobody caught. Pure. */
import type { Graph } from "../../graph/resource";
import type { PackSettings } from "../../policies/pack/settings";
import type { Rule } from "../../policies/rule";
import type { Mutation } from "./mutations";

export interface Score {
  readonly mutations: number;
  readonly caught: number;
  /** How many each rule was first to catch; which is first depends on the order. */
  readonly byRule: ReadonlyMap<string, number>;
  readonly uncaught: readonly Mutation[];
}

/**
 * Findings of the graph as it is don't count as caught.
 * @param costly ids of rules that are asked last.
 */
export function scoreOf(
  graph: Graph,
  mutations: readonly Mutation[],
  allRules: readonly Rule[],
  settings: PackSettings,
  costly: ReadonlySet<string> = new Set(),
  onProgress: (done: number) => void = () => {},
): Score {
  const rules = [...allRules].sort((a, b) => Number(costly.has(a.id)) - Number(costly.has(b.id)));
  const before = new Map(rules.map((rule) => [rule, keysOf(rule, graph, settings)]));
  const byRule = new Map<string, number>();
  const uncaught: Mutation[] = [];
  // What caught a type's last mutation is asked first.
  const orders = new Map<string, Rule[]>();
  mutations.forEach((mutation, index) => {
    const order = orders.get(mutation.type) ?? [...rules];
    orders.set(mutation.type, order);
    const mutated = mutation.apply();
    const at = order.findIndex((rule) =>
      [...keysOf(rule, mutated, settings)].some((key) => !before.get(rule)?.has(key)),
    );
    const rule = order[at];
    if (rule) {
      if (!costly.has(rule.id)) order.unshift(...order.splice(at, 1));
      byRule.set(rule.id, (byRule.get(rule.id) ?? 0) + 1);
    } else {
      uncaught.push(mutation);
    }
    onProgress(index + 1);
  });
  return { mutations: mutations.length, caught: mutations.length - uncaught.length, byRule, uncaught };
}

function keysOf(rule: Rule, graph: Graph, settings: PackSettings): ReadonlySet<string> {
  return new Set(rule.check(graph, settings).map(({ urn, found, wanted }) => `${urn} ${found} ${wanted}`));
}
