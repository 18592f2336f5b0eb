/**
 * `node --require tsx/cjs tests/fuzz/blanked.ts [--survival]`: every value that is known to decide, made unreadable.
 * Prints each where what would have been missed is met all the same; ends with 1 then.
 */
import type { Graph } from "../../graph/resource";
import { judge } from "../../policies/pack/judge";
import { packSettings } from "../../policies/pack/settings";
import { rules } from "../../policies/rules";
import { survivalOf } from "../../resilience/verdict/survival";
import { blanked, valueMutations } from "../support/blanked";
import { now } from "../support/findings";
import { stackGraph } from "../support/graphs";

const fast = rules.filter(({ id }) => id !== "survival-objective");
const byRules = (graph: Graph) => judge(graph, fast, packSettings(graph, now)).answers;
const bySurvival = (graph: Graph) => ({ survival: survivalOf(graph, { now }).verdict });
const answers: (graph: Graph) => Readonly<Record<string, string>> = process.argv.includes("--survival")
  ? bySurvival
  : byRules;

const graph = stackGraph("staging");
const calm = answers(graph);
const silent = new Set<string>();
let [tried, told] = [0, 0];
for (const mutation of valueMutations(graph)) {
  const weakened = mutation.apply();
  const missed = Object.entries(answers(weakened)).filter(
    ([id, answer]) => answer === "missed" && calm[id] !== "missed",
  );
  if (missed.length === 0) continue;
  const unreadable = blanked(graph, weakened);
  if (!unreadable) {
    told++;
    continue;
  }
  tried++;
  const after = answers(unreadable);
  for (const [id] of missed) {
    if (after[id] === "met" || after[id] === "nothing") silent.add(`${id} ${mutation.type} ${mutation.path}`);
  }
}
for (const key of [...silent].sort()) console.log(key);
console.log(
  `${tried} values made unreadable (${told} more are told by other resources), ${silent.size} of them taken for well`,
);
process.exitCode = silent.size > 0 ? 1 : 0;
