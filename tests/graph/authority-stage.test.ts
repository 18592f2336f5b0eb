import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type AuthorityStage,
  firstAuthority,
  goesOn,
  stagesBetween,
  stageText,
} from "../../graph/authority-stage";

const second: AuthorityStage = { trusted: [2], signing: 2 };

const stage = fc
  .uniqueArray(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 2 })
  .chain((trusted) => fc.record({ trusted: fc.constant(trusted), signing: fc.constantFrom(...trusted) }));

describe("the queues' authorities", () => {
  it("follow each other in three stages", () => {
    expect(stagesBetween(firstAuthority, second).map(stageText)).toEqual([
      "{ trusted: [1, 2], signing: 1 }",
      "{ trusted: [1, 2], signing: 2 }",
      "{ trusted: [2], signing: 2 }",
    ]);
  });

  it.each([
    ["at once", firstAuthority, second],
    ["without trust in the new one first", firstAuthority, { trusted: [1, 2], signing: 2 }],
    ["while the old one signs", { trusted: [1, 2], signing: 1 }, second],
  ])("don't go on %s", (_, before, after) => {
    expect(goesOn(before, after)).toBe(false);
  });

  it("go on from each stage to the next, and back", () => {
    fc.assert(
      fc.property(stage, stage, (from, to) => {
        const way = [from, ...stagesBetween(from, to)];
        for (const [index, next] of way.slice(1).entries()) {
          expect(goesOn(way[index] as AuthorityStage, next)).toBe(true);
          expect(goesOn(next, way[index] as AuthorityStage)).toBe(true);
        }
      }),
    );
  });

  it("end where they are to end", () => {
    fc.assert(
      fc.property(stage, stage, (from, to) => {
        const last = [from, ...stagesBetween(from, to)].at(-1) as AuthorityStage;
        expect(last.signing).toBe(to.signing);
        expect([...last.trusted].sort()).toEqual([...to.trusted].sort());
      }),
    );
  });
});
