import { beforeAll, describe, expect, it } from "vitest";
import { stateOf } from "../../graph/from-state";
import type { Graph } from "../../graph/resource";
import { judge } from "../../policies/pack/judge";
import { packSettings } from "../../policies/pack/settings";
import { rules } from "../../policies/rules";
import { blanked, valueMutations } from "../support/blanked";
import { now } from "../support/findings";
import { smallState } from "../support/mutated-states";

/** The survival model is asked by hand: tests/fuzz/blanked.ts. */
const fast = rules.filter(({ id }) => id !== "survival-objective");
const answers = (graph: Graph) => judge(graph, fast, packSettings(graph, now)).answers;

let graph: Graph;
beforeAll(() => {
  graph = stateOf(smallState()).graph;
});

describe("a value that decides and can't be read", () => {
  it("never lets a rule say that it is kept", { timeout: 120_000 }, () => {
    const calm = answers(graph);
    const asked = new Map<string, number>();
    // Every third: all of them by hand.
    const some = valueMutations(graph).filter((_, index) => index % 3 === 0);
    for (const mutation of some) {
      const weakened = mutation.apply();
      const unreadable = blanked(graph, weakened);
      if (!unreadable) continue;
      const missed = Object.entries(answers(weakened)).flatMap(([id, answer]) =>
        answer === "missed" && calm[id] !== "missed" ? [id] : [],
      );
      if (missed.length === 0) continue;
      const after = answers(unreadable);
      for (const id of missed) {
        asked.set(id, (asked.get(id) ?? 0) + 1);
        const what = `${id}: ${mutation.type} ${mutation.path}`;
        expect(["missed", "unknown"], what).toContain(after[id]);
      }
    }
    // Many rules read something that can be hidden from them, or this is no test of them.
    expect(asked.size).toBeGreaterThan(10);
  });
});
