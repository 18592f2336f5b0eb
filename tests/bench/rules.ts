/**
 * How long the rules take: on production's graph, and on larger ones made of it. Without `survival-objective`, which
 * asks the survival model: that has a bench of its own.
 */
import { graphOf } from "../../graph/graph";
import type { Graph } from "../../graph/resource";
import { judge } from "../../policies/pack/judge";
import { packSettings } from "../../policies/pack/settings";
import { rules } from "../../policies/rules";
import { stackGraph } from "../support/graphs";
import { medianMilliseconds } from "./measure";
import { repeated } from "./repeat";

const sizes = [1_000, 5_000, 10_000, 20_000];
const runs = 9;
const timed = rules.filter(({ id }) => id !== "survival-objective");
const wanted: Readonly<Record<number, string>> = {
  1000: " (wanted: under 50 on prod)",
  10000: " (wanted: under 1000)",
};

export async function benchRules(): Promise<string[]> {
  const prod = stackGraph("prod");
  line("warm up", prod);
  return sizes.map((size) => line(wanted[size] ?? "", repeated(prod, size)));
}

/** The median of several runs, each on a graph whose views nobody has made yet. */
function line(note: string, graph: Graph): string {
  const settings = packSettings(graph, new Date());
  const median = medianMilliseconds(runs, () => judge(graphOf([...graph.resources]), timed, settings));
  const each = (1000 * median) / graph.resources.length;
  return `rules    ${String(graph.resources.length).padStart(6)} resources  ${median.toFixed(0).padStart(6)} ms  ${each.toFixed(1)} µs each${note}`;
}
