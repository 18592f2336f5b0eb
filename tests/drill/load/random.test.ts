import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exponential, partSeed, placeOf, seeded, spread } from "../../../drill/load/random";

const seed = fc.integer();
const take = (random: () => number, count: number): number[] => Array.from({ length: count }, () => random());

describe("numbers as if by chance", () => {
  it("are the same for the same seed", () => {
    fc.assert(
      fc.property(seed, (value) => {
        expect(take(seeded(value), 20)).toEqual(take(seeded(value), 20));
      }),
    );
  });

  it("are others for another part", () => {
    expect(take(seeded(partSeed(1, "feed")), 5)).not.toEqual(take(seeded(partSeed(1, "upload")), 5));
  });

  it("lie from 0 up to 1, evenly", () => {
    fc.assert(
      fc.property(seed, (value) => {
        const tenths = Array<number>(10).fill(0);
        for (const draw of take(seeded(value), 5000))
          tenths[Math.floor(draw * 10)] = (tenths[Math.floor(draw * 10)] ?? 0) + 1;
        expect(tenths).toHaveLength(10);
        // Six standard deviations of what chance gives.
        for (const count of tenths) expect(Math.abs(count - 500)).toBeLessThan(6 * Math.sqrt(450));
      }),
    );
  });

  it("of times between two have the mean that was asked for", () => {
    const random = seeded(5);
    const sum = take(() => exponential(random, 3), 20_000).reduce((total, time) => total + time, 0);
    expect(sum / 20_000).toBeCloseTo(3, 1);
  });
});

describe("a draw among shares", () => {
  const shares = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 6 });

  it("never takes one without a share", () => {
    fc.assert(
      fc.property(shares, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (given, draw) => {
        fc.pre(given.some((share) => share > 0));
        expect(given[placeOf(given, draw)]).toBeGreaterThan(0);
      }),
    );
  });

  it("that is spread gives each its share of any few in a row, to within one or two", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.integer({ min: 0, max: 500 }),
        (start, skipped) => {
          const draw = spread(start);
          take(draw, skipped);
          const counts = [0, 0, 0];
          for (const value of take(draw, 60)) {
            const place = placeOf([0.5, 0.3, 0.2], value);
            counts[place] = (counts[place] ?? 0) + 1;
          }
          for (const [place, wanted] of [30, 18, 12].entries())
            expect(Math.abs((counts[place] ?? 0) - wanted)).toBeLessThanOrEqual(2);
        },
      ),
    );
  });

  it("among no shares at all is refused", () => {
    expect(() => placeOf([0, 0], 0.5)).toThrow(/no share is above 0/);
  });
});
