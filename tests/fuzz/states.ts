/**
 * `node --require tsx/cjs tests/fuzz/states.ts [count] [seed]`: so many mutated states through every command, a few of them
 * of prod. Ends with 1 when a command crashes, and prints the mutations that lead to it.
 */

import { stateOf } from "../../graph/from-state";
import type { Graph } from "../../graph/resource";
import { randomFrom } from "../../tools/mutation/sample";
import { runCommands } from "../support/commands-on-state";
import { stackGraph } from "../support/graphs";
import { type Mutation, mutated, type RawState, stateOfStack, tinyState } from "../support/mutated-states";

const [count = 20_000, seed = 1] = process.argv.slice(2).map(Number);
const tiny = tinyState();
const bases = [
  { state: tiny, planned: stateOf(tiny).graph },
  { state: stateOfStack("prod"), planned: stackGraph("prod") },
];
const random = randomFrom(seed);
let judged = 0;
const crashes = new Map<string, number>();
for (let run = 0; run < count; run++) {
  const base = bases[random() < 0.03 ? 1 : 0];
  let state = base?.state as RawState;
  const mutations: Mutation[] = [];
  const steps = 1 + Math.floor(random() * 4);
  for (let step = 0; step < steps; step++) {
    const next = mutated(state, ["drop", "retype", "repeat"], random);
    state = next.state;
    mutations.push(next.mutation);
  }
  try {
    if (runCommands(state, base?.planned as Graph) === "judged") judged++;
  } catch (error) {
    const where = (error as Error).stack?.split("\n").slice(0, 4).join("\n") ?? String(error);
    if (!crashes.has(where))
      console.log(`run ${run}: ${where}\n${mutations.map((one) => JSON.stringify(one)).join("\n")}`);
    crashes.set(where, (crashes.get(where) ?? 0) + 1);
  }
  if ((run + 1) % 500 === 0) console.log(`${run + 1} states, ${crashes.size} crashes`);
}
console.log(
  `${count} states of seed ${seed}: ${judged} judged and the others refused in words, ${crashes.size} kinds of crash`,
);
process.exitCode = crashes.size > 0 ? 1 : 0;
