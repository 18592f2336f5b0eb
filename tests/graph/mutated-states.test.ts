import { describe, expect, it } from "vitest";
import { stateOf } from "../../graph/from-state";
import { randomFrom } from "../../tools/mutation/sample";
import { brokenRules, runCommands } from "../support/commands-on-state";
import { stackGraph } from "../support/graphs";
import { type Mutation, mutated, smallState, stateOfStack, tinyState } from "../support/mutated-states";

describe("a state with fields dropped, of another type, or repeated", () => {
  it("is judged or refused in words by every command", { timeout: 240_000 }, () => {
    const random = randomFrom(11);
    const states = { judged: 0, refused: 0 };
    const tiny = tinyState();
    const planned = stateOf(tiny).graph;
    for (let run = 0; run < 300; run++) {
      const { state, mutation } = mutated(tiny, ["drop", "retype", "repeat"], random);
      // tests/fuzz/states.ts has more of them, with several mutations each.
      states[runCommands(state, planned, { survival: run % 20 === 0, against: run % 4 === 0 })]++;
      expect(mutation.urn).not.toBe("");
    }
    // Both happen, or the states are not what they are meant to be.
    expect(states.judged).toBeGreaterThan(200);
    expect(states.refused).toBeGreaterThan(5);
  });

  it("is judged or refused in words by every command, of production too", { timeout: 60_000 }, () => {
    const random = randomFrom(5);
    const prod = stateOfStack("prod");
    for (let run = 0; run < 3; run++) {
      const { state } = mutated(prod, ["drop", "retype", "repeat"], random);
      expect(["judged", "refused"]).toContain(
        runCommands(state, stackGraph("prod"), { survival: run === 0, against: true }),
      );
    }
  });

  it("breaks no fewer rules for a field that is lost", { timeout: 240_000 }, () => {
    const random = randomFrom(3);
    for (let chain = 0; chain < 8; chain++) {
      let state = smallState();
      let broken = brokenRules(state);
      let last: Mutation | undefined;
      for (let step = 0; step < 5; step++) {
        // Often of the same resource: what one field hides another may show.
        const next = mutated(state, ["drop"], random, random() < 0.6 ? last?.urn : undefined);
        const left = brokenRules(next.state);
        if (left === undefined) continue;
        const met = [...(broken ?? [])].filter((rule) => !left.has(rule));
        expect(met, JSON.stringify(next.mutation)).toEqual([]);
        [state, broken, last] = [next.state, left, next.mutation];
      }
    }
  });
});
