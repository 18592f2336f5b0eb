/** What resolvers hold where the absence of an answer is held for another time than an answer. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Answered, Fetching, givesNone } from "../../../resilience/play/fetching";
import { Holding } from "../../../resilience/play/holding";

const LONG_AGO = -100_000;

/** An authority that half of the resolvers ask each time, wrong from 0 to 60. */
const authority = (negative: number, wrong: boolean): Answered => ({
  ...{ ttl: 30, negative, plain: false },
  times: wrong ? [LONG_AGO, 0, 60] : [LONG_AGO],
  asked: wrong ? [0.5, 0.5, 0.5] : [0.5],
  shares: wrong ? [half(), new Float64Array(1), half()] : [half()],
});
const half = () => new Float64Array([0.5]);

const heldWith = (parts: readonly Answered[], seconds: number) => {
  const holding = new Holding(new Fetching(parts, 1, seconds, 12), 1, parts.length + 1, seconds);
  return (time: number) => holding.at(time, 0)[0] as number;
};

describe("resolvers of which half ask an authority that is wrong for a minute", () => {
  const held = heldWith([authority(300, false), authority(300, true)], 600);

  it("believe it one after the other, as each asks anew, every 30 s, and again half of the rest does", () => {
    expect([0, 15, 30, 45, 60].map((time) => Math.round(held(time) * 1000) / 1000)).toEqual([
      1, 0.75, 0.5, 0.375, 0.25,
    ]);
  });

  it("forget it after 300 s, in the order in which they believed it", () => {
    expect(held(299)).toBeCloseTo(0.25, 3);
    expect(held(315)).toBeCloseTo(0.5, 2);
    expect(held(330)).toBeCloseTo(0.75, 2);
    expect(held(345)).toBeCloseTo(0.875, 2);
    expect(held(361)).toBeCloseTo(1, 3);
  });
});

describe("what resolvers hold", () => {
  it("is what is given over the time to live where absence is held for as long, whoever is wrong", () => {
    const held = heldWith([authority(30, false), authority(30, true)], 200);
    expect([0, 15, 30, 60, 75, 90].map((time) => Math.round(held(time) * 1000) / 1000)).toEqual([
      1, 0.75, 0.5, 0.5, 0.75, 1,
    ]);
  });

  it("is, of a name that one authority never has, as much as resolvers come upon it", () => {
    const never: Answered = { ...authority(300, false), shares: [new Float64Array(1)] };
    expect(givesNone([authority(300, false), never])).toBe(true);
    // Half of all fetches, for 30 s each, beside half for 300 s.
    expect(heldWith([authority(300, false), never], 50)(20)).toBeCloseTo(30 / 330, 6);
  });

  it("is never less than nothing or more than all, and all again once all is well for long enough", () => {
    const seconds = fc.double({ min: 1, max: 100, noNaN: true });
    fc.assert(
      fc.property(seconds, seconds, seconds, (ttl, negative, lasts) => {
        const part: Answered = {
          ...{ ttl, negative, plain: false },
          times: [LONG_AGO, 0, lasts],
          asked: [1, 1, 1],
          shares: [0.5, 0, 0.5].map((share) => new Float64Array([share, share])),
        };
        const until = lasts + negative + ttl + 20;
        const holding = new Holding(new Fetching([part], 2, until, 12), 2, 2, until);
        for (let time = 0; time <= until; time += until / 50) {
          const all = holding.at(time, 0).reduce((sum, share) => sum + share, 0);
          expect(all).toBeGreaterThan(-1e-6);
          expect(all).toBeLessThan(1 + 1e-6);
        }
        expect(holding.at(until, 0)[0]).toBeCloseTo(0.5, 3);
      }),
    );
  });
});
