import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Backlog } from "../../../resilience/play/backlog";

const afterCut = (seconds: number, perSecond: number): Backlog => {
  const backlog = new Backlog();
  backlog.cut(seconds, perSecond);
  return backlog;
};

describe("a backlog", () => {
  it("is what came while nothing got through", () => {
    const backlog = afterCut(600, 180);
    expect(backlog.seconds).toBe(600);
    // 600 s x 180 = 108,000 events; 1,000 go and 180 come each second: 108,000 / 820 = 131.7 s
    expect(backlog.catchUpSeconds(180, 1000)).toBeCloseTo(131.7, 1);
  });

  it("goes first in, first out, with what comes waiting behind it", () => {
    const backlog = afterCut(600, 180);
    // 100,000 of 108,000 events go in 100 s: 44.4 s of the first are left, and 100 s of new ones
    backlog.open(100, 180, 1000);
    expect(backlog.seconds).toBeCloseTo(144.4, 1);
  });

  it("is gone when it is caught up with, and stays so", () => {
    const backlog = afterCut(600, 180);
    backlog.open(132, 180, 1000);
    expect(backlog.seconds).toBe(0);
    backlog.open(1000, 180, 1000);
    expect(backlog.seconds).toBe(0);
  });

  it("counts what came at another pace by its own: seconds are lost, events get through", () => {
    const backlog = afterCut(100, 10);
    backlog.cut(100, 100);
    // The first 1,000 events are 100 s, the next 1,000 another 10 s.
    backlog.open(2, 0, 1000);
    expect(backlog.seconds).toBeCloseTo(90, 6);
  });

  it("grows where more comes than gets through", () => {
    const backlog = afterCut(60, 2000);
    expect(backlog.catchUpSeconds(2000, 1000)).toBe(Number.POSITIVE_INFINITY);
    // 100,000 of 120,000 + 200,000 events go in 100 s: 160 s less 50 s are left
    backlog.open(100, 2000, 1000);
    expect(backlog.seconds).toBeCloseTo(110, 6);
  });

  it("is never less for a longer cut, nor for less time to catch up", () => {
    const time = fc.integer({ min: 0, max: 100_000 });
    const rate = fc.integer({ min: 1, max: 3000 });
    fc.assert(
      fc.property(time, time, time, rate, rate, (cut, more, open, perSecond, throughput) => {
        const left = (cutFor: number, openFor: number): number => {
          const backlog = afterCut(cutFor, perSecond);
          backlog.open(openFor, perSecond, throughput);
          return backlog.seconds;
        };
        expect(left(cut + more, open)).toBeGreaterThanOrEqual(left(cut, open) - 1e-6);
        if (throughput >= perSecond) {
          expect(left(cut, open)).toBeGreaterThanOrEqual(left(cut, open + more) - 1e-6);
        }
      }),
    );
  });
});
