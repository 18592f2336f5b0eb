/** Who takes what of what is handed on, worked out by hand. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { handedOver, type Way } from "../../../resilience/play/forwarding";
import { handingOf, type SiteThen } from "../../../resilience/play/handing";

const shares = (...values: number[]) => new Float64Array(values);
const way = (to: number, weight = 1, last = false): Way => ({ to, weight, last });
const well: SiteThen = {
  arriving: 0.25,
  capacity: 0.5,
  tries: 1,
  good: 1,
  front: 1,
  handed: 0,
  trial: 0,
  triesAgain: false,
  home: true,
  whenFull: true,
  roomShare: 0.8,
};

describe("what is handed on", () => {
  it("goes to peers by weight, to those asked last once the others are full, and no further than there is room", () => {
    const ways = [[way(1, 3), way(2, 1), way(3, 1, true)], [], [], []];
    const found = handedOver(shares(1, 0, 0, 0), shares(0, 0.3, 1, 1), shares(0, 1, 0.5, 1), ways);
    // Three quarters are asked of the first, which has room for 0.3: the rest goes to the second, which has room for all.
    expect([...found.came]).toEqual([0, expect.closeTo(0.3), expect.closeTo(0.7), 0]);
    expect(found.taken[0]).toBeCloseTo(1);
    expect(found.served[0]).toBeCloseTo(0.3 + 0.7 * 0.5);
    const less = handedOver(shares(1, 0, 0, 0), shares(0, 0.3, 0.2, 0.4), shares(0, 1, 1, 1), ways);
    expect(less.came[3]).toBeCloseTo(0.4);
    expect(less.taken[0]).toBeCloseTo(0.9);
    // What is left was asked of those that come first: three quarters of 0.1 of one, a quarter of the other.
    expect([...less.refused]).toEqual([0, expect.closeTo(0.075), expect.closeTo(0.025), 0]);
  });

  it("of two sites shares a peer's room as they ask for it", () => {
    const found = handedOver(shares(0.3, 0.1, 0), shares(0, 0, 0.2), shares(0, 0, 1), [
      [way(2)],
      [way(2)],
      [],
    ]);
    expect([...found.taken]).toEqual([expect.closeTo(0.15), expect.closeTo(0.05), 0]);
  });

  it("is never more than is offered, nor than there is room for", () => {
    const some = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 });
    const ways = fc.array(
      fc.array(
        fc.record({
          to: fc.integer({ min: 0, max: 3 }),
          weight: fc.integer({ min: 1, max: 256 }),
          last: fc.boolean(),
        }),
        { maxLength: 3 },
      ),
      { minLength: 4, maxLength: 4 },
    );
    fc.assert(
      fc.property(some, some, some, ways, (offers, rooms, good, each) => {
        const own = each.map((list, from) => list.filter(({ to }) => to !== from));
        const found = handedOver(shares(...offers), shares(...rooms), shares(...good), own);
        for (const at of [0, 1, 2, 3]) {
          expect(found.taken[at]).toBeLessThanOrEqual((offers[at] as number) + 1e-9);
          expect(found.came[at]).toBeLessThanOrEqual((rooms[at] as number) + 1e-9);
          expect(found.served[at]).toBeLessThanOrEqual((found.taken[at] as number) + 1e-9);
        }
        const sum = (list: Float64Array) => list.reduce((a, b) => a + b, 0);
        expect(sum(found.taken)).toBeCloseTo(sum(found.came), 9);
      }),
    );
  });
});

describe("at a moment", () => {
  const ways = [[way(1)], [way(0)]];

  it("a sick site hands on all but what it tries, and what fails of that", () => {
    const sick = { ...well, good: 0.2, handed: 1, trial: 0.1, triesAgain: true };
    const found = handingOf([sick, { ...well, capacity: 1 }], ways);
    // 0.25 come: 0.025 are tried, of which 0.02 fail: 0.225 + 0.02 are asked of the peer, which has 0.8 - 0.25 of room.
    expect(found?.home[0]).toBeCloseTo(0.025);
    expect(found?.elsewhere[0]).toBeCloseTo(0.245);
    expect(found?.came[1]).toBeCloseTo(0.245);
  });

  it("a peer takes what its own users leave, and the rest is served at home", () => {
    const sick = { ...well, good: 0.2, handed: 1 };
    const found = handingOf([sick, well], ways);
    // Room for 0.5 * 0.8 - 0.25 = 0.15 of the 0.25.
    expect(found?.elsewhere[0]).toBeCloseTo(0.15);
    expect(found?.home[0]).toBeCloseTo(0.1);
    expect(found?.lacking).toBeCloseTo(0.1);
    expect(found?.isPressed).toEqual([false, true]);
    expect(handingOf([{ ...sick, home: false }, well], ways)?.home[0]).toBe(0);
  });

  it("nothing goes to a peer that hands on itself: each request is handed on once", () => {
    const sick = { ...well, good: 0.2, handed: 1 };
    expect(handingOf([sick, sick], ways)?.elsewhere).toEqual(shares(0, 0));
  });

  it("what there is no room for goes to who has some, and no more", () => {
    const found = handingOf(
      [
        { ...well, arriving: 0.6 },
        { ...well, arriving: 0.1 },
      ],
      ways,
    );
    expect(found?.home[0]).toBeCloseTo(0.5);
    expect(found?.elsewhere[0]).toBeCloseTo(0.1);
    expect(handingOf([{ ...well, arriving: 0.6, whenFull: false }, well], ways)).toBeUndefined();
  });

  it("nothing is handed on where all are well and have room, or where there is no way", () => {
    expect(handingOf([well, well], ways)).toBeUndefined();
    expect(handingOf([{ ...well, handed: 1, good: 0 }, well], [[], []])).toBeUndefined();
  });

  it("what is lost before the edge no peer serves", () => {
    const sick = { ...well, front: 0.5, good: 0.1, handed: 1 };
    expect(handingOf([sick, { ...well, capacity: 1 }], ways)?.elsewhere[0]).toBeCloseTo(0.125);
  });
});
