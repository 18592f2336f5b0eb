/** What all authorities take together. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AuthorityLimits } from "../../graph/clouds/authority";
import { commonLimits } from "../../graph/clouds/limits";

const wide: AuthorityLimits = { checkIntervals: [5, 10, 30, 60], maxWeight: 1000 };
const narrow: AuthorityLimits = {
  checkIntervals: [30, 10],
  failureThreshold: { from: 1, to: 10 },
  ttl: { from: 0, to: 3600 },
  maxWeight: 255,
};

describe("what all authorities take", () => {
  it("is what the narrowest takes, and binds by nothing what is unbounded", () => {
    expect(commonLimits([wide, narrow])).toEqual({
      checkIntervals: [10, 30],
      failureThreshold: { from: 1, to: 10 },
      ttl: { from: 0, to: 3600 },
      maxWeight: 255,
    });
  });

  it("of the two that answer today: 10 or 30 seconds, 1 to 10 failures, weights up to 255", () => {
    expect(commonLimits()).toMatchObject({
      checkIntervals: [10, 30],
      failureThreshold: { from: 1, to: 10 },
      maxWeight: 255,
    });
  });

  it("of three that each narrow another end is the part of all three", () => {
    const third: AuthorityLimits = { checkIntervals: [30, 60], maxWeight: 100 };
    expect(commonLimits([wide, narrow, third])).toMatchObject({
      checkIntervals: [30],
      maxWeight: 100,
    });
  });

  it("doesn't depend on the order of the authorities, and is within each", () => {
    const range = fc
      .tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 50, max: 99 }))
      .map(([from, to]) => ({ from, to }));
    const limits = fc.record({
      checkIntervals: fc.uniqueArray(fc.constantFrom(5, 10, 30, 60)).map((others) => [15, ...others]),
      failureThreshold: range,
      ttl: range,
      maxWeight: fc.integer({ min: 1, max: 1000 }),
    });
    fc.assert(
      fc.property(fc.array(limits, { minLength: 1, maxLength: 4 }), (all) => {
        const common = commonLimits(all);
        expect(commonLimits([...all].reverse())).toEqual(common);
        for (const each of all) {
          expect(each.checkIntervals).toEqual(expect.arrayContaining([...common.checkIntervals]));
          expect(common.ttl.from).toBeGreaterThanOrEqual(each.ttl.from);
          expect(common.ttl.to).toBeLessThanOrEqual(each.ttl.to);
          expect(common.maxWeight).toBeLessThanOrEqual(each.maxWeight);
        }
      }),
    );
  });

  it("is refused with what each takes, where nothing is common", () => {
    const slow: AuthorityLimits = { checkIntervals: [120], maxWeight: 255 };
    expect(() => commonLimits([narrow, slow])).toThrow(
      /no checkIntervals that every authority takes.*\[120\]/,
    );
  });
});
