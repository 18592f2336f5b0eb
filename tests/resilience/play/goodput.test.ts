/** Goodput by the limits of the edge: worked by hand, measured in the edge's lane, and what holds whatever they are. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CapabilityLimits } from "../../../components/edge/edge-limits";
import { fullOf, goodput, inTimeShare, staysSaturated } from "../../../resilience/play/goodput";

const limits: CapabilityLimits = { placesPerServer: 20, queueSeconds: 5, answerSeconds: 5 };
const behind = { edges: 5, servers: 13, perSecond: 50, patienceSeconds: 10 };

describe("a pod whose places are all taken", () => {
  it("has those of every pod of the edge, and each request waits at the edge before", () => {
    // 5 * 20; it waits until the queue's time-out, and a client that waits 10 s has 5 left.
    expect(fullOf(limits, behind)).toEqual({ places: 100, waitSeconds: 5, leftSeconds: 5 });
  });

  it("is waited for only as long as the edge lets requests wait before it refuses more", () => {
    // 5 for each server at each of 5 edges: 25 requests of 50 a second.
    expect(fullOf({ ...limits, waitingPerServer: 5 }, behind).waitSeconds).toBe(0.5);
    // 364 under way over 13 servers are 28 each, 8 of which wait: 8 * 5 of 50 a second.
    expect(fullOf({ ...limits, underWay: 364 }, behind).waitSeconds).toBeCloseTo(0.8, 10);
    // 130 are 10 each: not even the places are taken.
    expect(fullOf({ ...limits, underWay: 130 }, behind)).toMatchObject({ places: 50, waitSeconds: 0 });
  });

  it("answers in time where that takes less than its time-out", () => {
    // 100 requests in 2 s of 5: of 250 that it would answer meanwhile, fewer than 100 is out of the question.
    expect(inTimeShare(limits, behind)).toBeCloseTo(1, 9);
  });

  it("answers some too late where it is nearly the time-out", () => {
    // 3 places, 2 a second, 2 s: 4 are expected, fewer than 3 come with e^-4 (1 + 4 + 8) = 0.2381.
    const tight = { placesPerServer: 3, queueSeconds: 0, answerSeconds: 2 };
    expect(inTimeShare(tight, { edges: 1, servers: 4, perSecond: 2, patienceSeconds: 10 })).toBeCloseTo(
      0.7619,
      4,
    );
  });

  it("answers nobody in time where it takes longer, or has no limit, or isn't known", () => {
    expect(inTimeShare({ ...limits, placesPerServer: 50 }, behind)).toBe(0);
    expect(inTimeShare({ queueSeconds: 5, answerSeconds: 5 }, behind)).toBe(0);
    expect(inTimeShare(undefined, behind)).toBe(0);
  });

  it("answers nobody in time whose client has left", () => {
    // 6 s of patience, 5 of which it waits at the edge: 2 s more are too long; with the queue cut short they aren't.
    expect(inTimeShare(limits, { ...behind, patienceSeconds: 6 })).toBe(0);
    expect(inTimeShare({ ...limits, waitingPerServer: 5 }, { ...behind, patienceSeconds: 6 })).toBeCloseTo(
      1,
      9,
    );
  });
});

const share = fc.double({ min: 0, max: 1, noNaN: true });
const amount = fc.double({ min: 0, max: 10, noNaN: true });
const anyLimits = fc.record({
  placesPerServer: fc.integer({ min: 1, max: 200 }),
  waitingPerServer: fc.integer({ min: 1, max: 50 }),
  queueSeconds: fc.integer({ min: 0, max: 10 }),
  answerSeconds: fc.integer({ min: 1, max: 60 }),
});
const anyBehind = fc.record({
  edges: fc.integer({ min: 1, max: 8 }),
  servers: fc.integer({ min: 1, max: 30 }),
  perSecond: fc.double({ min: 0.5, max: 100, noNaN: true }),
  patienceSeconds: fc.integer({ min: 1, max: 60 }),
});

describe("goodput", () => {
  it("is what ideal shedding serves where all is in time", () => {
    fc.assert(
      fc.property(amount, amount, (demand, capacity) => {
        expect(goodput(demand, capacity, 1)).toBe(Math.min(demand, capacity));
      }),
    );
  });

  it("is never more than the demand, nor than the capacity", () => {
    fc.assert(
      fc.property(amount, amount, share, fc.boolean(), (demand, capacity, inTime, saturated) => {
        const found = goodput(demand, capacity, inTime, saturated || demand > capacity);
        expect(found).toBeLessThanOrEqual(demand);
        expect(found).toBeLessThanOrEqual(capacity);
      }),
    );
  });

  it("is never less with more capacity", () => {
    fc.assert(
      fc.property(amount, amount, amount, share, (demand, capacity, more, inTime) => {
        expect(goodput(demand, capacity + more, inTime)).toBeGreaterThanOrEqual(
          goodput(demand, capacity, inTime),
        );
      }),
    );
  });

  it("is never less where pods are faster, clients more patient, or fewer requests are sent to a pod at a time", () => {
    fc.assert(
      fc.property(anyLimits, anyBehind, fc.double({ min: 1, max: 5, noNaN: true }), (some, stand, times) => {
        const before = inTimeShare(some, stand);
        expect(inTimeShare(some, { ...stand, perSecond: stand.perSecond * times })).toBeGreaterThanOrEqual(
          before - 1e-9,
        );
        const patienceSeconds = stand.patienceSeconds * times;
        expect(inTimeShare(some, { ...stand, patienceSeconds })).toBeGreaterThanOrEqual(before - 1e-9);
        const fewer = { ...some, placesPerServer: Math.ceil(some.placesPerServer / times) };
        expect(inTimeShare(fewer, stand)).toBeGreaterThanOrEqual(before - 1e-9);
      }),
    );
  });

  it("comes back when demand falls to the capacity where all is in time, and only far below where none is", () => {
    expect(staysSaturated(1, 1, 1, 2)).toBe(false);
    expect(staysSaturated(0.4, 1, 0, 2)).toBe(true);
    expect(staysSaturated(0.33, 1, 0, 2)).toBe(false);
  });
});
