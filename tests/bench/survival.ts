/** How long the survival model takes: every single fault and every pair on prod, single faults on many sites. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { graphFromState } from "../../graph/from-state";
import type { Graph } from "../../graph/resource";
import { singleFaults } from "../../resilience/faults/faults";
import { scenarioOf } from "../../resilience/faults/scenarios";
import { platformOf } from "../../resilience/platform/from-graph";
import { Survey } from "../../resilience/verdict/survey";
import { stackGraph } from "../support/graphs";
import { MOST_SITES, writeManySites } from "./many-sites";
import { measure, medianMilliseconds } from "./measure";

const RUNS = 7;
const now = new Date();

/** Median milliseconds of several runs, after one that warms the compiler up. */
function median(work: () => void): number {
  work();
  return medianMilliseconds(RUNS, work);
}

/** Every single fault, at each demand of the peak that is given. */
function singles(graph: Graph, demands: readonly number[]): { milliseconds: number; faults: number } {
  const platform = platformOf(graph, now);
  const scenarios = singleFaults(platform).map(scenarioOf);
  const play = () => {
    const survey = new Survey(platform);
    survey.singles();
    for (const demand of demands)
      for (const scenario of scenarios) survey.atDemand(demand).verdicts(scenario);
  };
  return { milliseconds: median(play), faults: scenarios.length };
}

export async function benchSurvival(folder: string): Promise<string[]> {
  const prod = stackGraph("prod");
  const demands = [0.1, 0.5];
  const one = singles(prod, demands);
  const platform = platformOf(prod, now);
  let pairs = 0;
  const both = median(() => {
    pairs = new Survey(platform).pairs().length;
  });
  const out = path.join(folder, "out");
  await measure("cli/cli.ts", ["preview", "--config", writeManySites(folder, MOST_SITES), "--out", out]);
  const state = path.join(out, `sites${MOST_SITES}`, "state.json");
  const many = singles(graphFromState(readFileSync(state, "utf8")), []);
  return [
    `survival of prod: ${one.faults} single faults at demands of ${demands.join(" and ")} in ${one.milliseconds.toFixed(0)} ms (wanted: under 1000)`,
    `survival of prod: ${pairs} pairs in ${both.toFixed(0)} ms (wanted: under 1500)`,
    `survival of ${MOST_SITES} sites: ${many.faults} single faults in ${many.milliseconds.toFixed(0)} ms (wanted: under 500)`,
  ];
}
