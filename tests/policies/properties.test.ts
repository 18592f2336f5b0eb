import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { graphOf } from "../../graph/graph";
import { type GraphResource, type Properties, UNKNOWN, type Value } from "../../graph/resource";
import { judge } from "../../policies/pack/judge";
import { packSettings } from "../../policies/pack/settings";
import { rules } from "../../policies/rules";
import { setAt, valueAt, weakenings } from "../../tools/mutation/weaken";
import { now } from "../support/findings";
import { stackGraph } from "../support/graphs";

/** The survival model is asked in its own tests, and takes longer than all others together. */
const fast = rules.filter(({ id }) => id !== "survival-objective");
const verdictOf = (resources: readonly GraphResource[]) => {
  const graph = graphOf(resources);
  return judge(graph, fast, packSettings(graph, now));
};
const stacks = fc.constantFrom("prod" as const, "prod-unknown" as const);

describe("all rules", () => {
  it("give a verdict whichever resource is gone", () => {
    fc.assert(
      fc.property(stacks, fc.nat(), (stack, at) => {
        const { resources } = stackGraph(stack);
        const verdict = verdictOf(resources.filter((_, index) => index !== at % resources.length));
        expect(verdict.rules).toBe(fast.length);
      }),
      { numRuns: 25 },
    );
  });

  it("give a verdict whatever stands in the place of a value", () => {
    const values = fc.constantFrom<Value | undefined>(
      undefined,
      null,
      "",
      UNKNOWN,
      -1,
      true,
      [],
      {},
      [null],
      [{}],
    );
    fc.assert(
      fc.property(stacks, fc.nat(), fc.nat(), values, (stack, at, place, value) => {
        const { resources } = stackGraph(stack);
        const index = at % resources.length;
        const one = resources[index] as GraphResource;
        const paths = weakenings(one.inputs as Value, () => []).map(({ path }) => path);
        const path = paths[place % Math.max(1, paths.length)];
        if (!path || valueAt(one.inputs as Value, path) === undefined) return;
        const strange = {
          ...one,
          inputs: setAt(one.inputs as Value, path, value) as Properties,
          outputs: setAt(one.outputs as Value, path, value) as Properties,
        };
        const verdict = verdictOf(resources.map((resource, i) => (i === index ? strange : resource)));
        expect(verdict.rules).toBe(fast.length);
      }),
      { numRuns: 40 },
    );
  });

  it("judge the same rules broken in whatever order the resources come", () => {
    const { resources } = stackGraph("prod");
    fc.assert(
      fc.property(fc.nat(), (at) => {
        const left = resources.filter((_, index) => index !== at % resources.length);
        const texts = (list: readonly GraphResource[]) =>
          [...new Set(verdictOf(list).violations.map(({ rule, level }) => `${rule} ${level}`))].sort();
        expect(texts([...left].reverse())).toEqual(texts(left));
      }),
      { numRuns: 10 },
    );
  });
});
