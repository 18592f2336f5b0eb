import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { binsOf, comparedUntil, meansOf, pointsApart } from "../../../drill/verdict/bins";

describe("bins of requests", () => {
  it("begin at multiples of 5 s, whole ones only, those before the fault too", () => {
    const bins = binsOf(
      [
        { at: -7, ok: true },
        { at: -0.1, ok: false },
        { at: 0, ok: true },
        { at: 4.9, ok: false },
        { at: 12, ok: true },
      ],
      -6,
      13,
    );
    expect(bins).toEqual([
      { from: -5, to: 0, sent: 1, ok: 0 },
      { from: 0, to: 5, sent: 2, ok: 1 },
      { from: 5, to: 10, sent: 0, ok: 0 },
    ]);
  });

  it("hold every request between their ends, and no other", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -20, max: 60, noNaN: true })), (times) => {
        const bins = binsOf(
          times.map((at) => ({ at, ok: true })),
          -10,
          40,
        );
        const inside = times.filter((at) => at >= -10 && at < 40).length;
        expect(bins.reduce((sum, { sent }) => sum + sent, 0)).toBe(inside);
      }),
    );
  });
});

describe("what a curve has in a bin", () => {
  const bins = binsOf([], 0, 15);

  it("is its mean there, on both sides of a jump and along a slope", () => {
    expect(
      meansOf(
        [
          [0, 0.5],
          [2, 0.5],
          [2, 1],
          [5, 1],
          [10, 0],
          [15, 0],
        ],
        bins,
      ),
    ).toEqual([0.8, 0.5, 0]);
  });

  it("is what it has at its ends where it doesn't reach", () => {
    expect(meansOf([[6, 0.25]], bins)).toEqual([0.25, 0.25, 0.25]);
  });
});

describe("how far two curves are apart", () => {
  it("is the mean over the bins with requests, in points", () => {
    const bins = [
      { from: 0, to: 5, sent: 10, ok: 6 },
      { from: 5, to: 10, sent: 0, ok: 0 },
      { from: 10, to: 15, sent: 100, ok: 90 },
    ];
    expect(pointsApart([0.5, 0.5, 1], bins)).toBeCloseTo(10);
  });

  it("can't be told without requests", () => {
    expect(pointsApart([0.5], [{ from: 0, to: 5, sent: 0, ok: 0 }])).toBeNull();
  });

  it.each([
    ["for 30 s after a short outage", 3, 100, 30],
    ["for twice the RTO after a long one", 20, 100, 40],
    ["to the end where nothing comes back", null, 100, 100],
    ["to the end where that is sooner", 20, 35, 35],
  ])("is told %s", (_, rto, end, expected) => {
    expect(comparedUntil(rto, end)).toBe(expected);
  });
});
