/** What an outage costs that lasts as long as such outages do; the arithmetic stands beside each. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fault } from "../../../resilience/faults/fault";
import { Survey } from "../../../resilience/verdict/survey";
import { expectedLoss, playedLoss } from "../../../resilience/yearly/loss";
import { platform } from "../synthetic";

const hours = (each: number) => ({ medianSeconds: each * 3600, longSeconds: each * 3600 });
const day = 86_400;

describe("an outage", () => {
  it("of 3 hours that keeps failing a quarter costs 45 minutes", () => {
    const line = [
      [0, 0.75],
      [day, 0.75],
    ] as const;
    expect(expectedLoss(line, 1, hours(3))).toBeCloseTo(45 * 60, 6);
  });

  it("that is survived costs what it took to notice, however long it lasts", () => {
    // 40 % for 42 s, then falling to nothing over 30 s: 0.4 * 42 + 0.4 * 30 / 2 = 22.8 s.
    const line = [
      [0, 0.6],
      [42, 0.6],
      [72, 1],
      [day, 1],
    ] as const;
    expect(expectedLoss(line, 1, hours(1))).toBeCloseTo(22.8, 6);
    expect(expectedLoss(line, 1, hours(100))).toBeCloseTo(22.8, 6);
  });

  it("costs nothing more after it is over", () => {
    // 60 s of nothing, then a half for as long as it lasts: 60 + 0.5 * (3600 - 60) = 1830 s.
    const line = [
      [0, 0],
      [60, 0],
      [60, 0.5],
      [day, 0.5],
    ] as const;
    expect(expectedLoss(line, 1, hours(1))).toBeCloseTo(1830, 6);
  });

  it("goes on as it was after the time for which it was played", () => {
    const line = [
      [0, 0.5],
      [day, 0.5],
    ] as const;
    expect(expectedLoss(line, 1, hours(48))).toBeCloseTo(day, 6);
  });

  it("costs only what is lost beside what is lost without it", () => {
    const line = [
      [0, 0.7],
      [day, 0.7],
    ] as const;
    expect(expectedLoss(line, 0.9, hours(1))).toBeCloseTo(720, 6);
  });

  it("that ends as it is played costs what is lost from a moment on", () => {
    // Nothing for 100 s, then a half for 60: of the whole 130 s, of what comes after the first 100 s 30.
    const line = [
      [0, 0],
      [100, 0],
      [100, 0.5],
      [160, 0.5],
      [160, 1],
      [200, 1],
    ] as const;
    expect(playedLoss(line, 1, 0)).toBeCloseTo(130, 6);
    expect(playedLoss(line, 1, 100)).toBeCloseTo(30, 6);
  });

  it("never costs less where all such outages last longer", () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 20_000 }), share), {
      minLength: 1,
      maxLength: 8,
    });
    const median = fc.double({ min: 0.1, max: 30, noNaN: true });
    fc.assert(
      fc.property(steps, median, fc.double({ min: 1, max: 10, noNaN: true }), (given, each, factor) => {
        let time = 0;
        const line = given.flatMap(([seconds, served]) => {
          const from = time;
          time += seconds;
          return [[from, served] as const, [time, served] as const];
        });
        const short = { medianSeconds: each * 3600, longSeconds: each * 3 * 3600 };
        const long = { medianSeconds: each * factor * 3600, longSeconds: each * factor * 3 * 3600 };
        expect(expectedLoss(line, 1, long)).toBeGreaterThanOrEqual(expectedLoss(line, 1, short) - 1e-3);
      }),
    );
  });
});

describe("the same outage played to its end", () => {
  it.each([0.1, 0.5, 0.9])("loses as much, for a brownout of %d", (share) => {
    const survey = new Survey(
      platform({
        sites: [
          { region: "a", share: 60 },
          { region: "b", share: 40 },
        ],
      }),
    );
    const brownout = fault("site", "aws-b", "brownout", share);
    const scenario = (end?: number) => ({
      ...{ id: "x", kind: "custom", title: "x" },
      faults: [{ fault: brownout, start: 0, ...(end === undefined ? {} : { end }) }],
    });
    const whole = survey.verdicts(scenario()).feed;
    const ended = survey.verdicts(scenario(3 * 3600)).feed;
    const expected = expectedLoss(whole?.timeline ?? [], 1, hours(3));
    // The mean of a brownout that comes and goes, against its last coming that the end cuts short; shares are to 4 digits.
    expect(Math.abs((ended?.lostSeconds ?? 0) - expected)).toBeLessThan(0.02 * expected + 2);
  });
});
