import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backAt } from "../../../drill/plan/predict";
import { readRto } from "../../../drill/verdict/read-rto";
import type { Line } from "../../../resilience/verdict/verdicts";
import { ramp, samplesFrom, step } from "./synthetic";

const floor = 0.99;
const until = 60;
const read = (curve: Line, perSecond: number, seed = 1) =>
  readRto(samplesFrom(curve, { perSecond, seed, until }), { floor, until });

/** How far readings are from the curve's own RTO, the least first. */
function offBy(curve: Line, perSecond: number): number[] {
  const known = backAt(curve, floor) ?? Number.NaN;
  return Array.from({ length: 100 }, (_, seed) => (read(curve, perSecond, seed) ?? Number.NaN) - known).sort(
    (a, b) => a - b,
  );
}
const shareWithin = (all: readonly number[], seconds: number): number =>
  all.filter((one) => Math.abs(one) <= seconds).length / all.length;

describe("the RTO that is read off requests", () => {
  it("is 0 where service never left", () => {
    expect(read([[0, 1]], 60)).toBe(0);
  });

  it("is 0 where one request in a thousand fails all the time", () => {
    expect(read([[0, 0.999]], 60)).toBe(0);
  });

  it("is null where service doesn't come back", () => {
    expect(read([[0, 0.9]], 60)).toBeNull();
  });

  it("is null where too little is seen of it to tell whether it is back for good", () => {
    const samples = samplesFrom(step(0.5, 17), { perSecond: 60, seed: 1, until: 20 });
    expect(readRto(samples, { floor, until: 20 })).toBeNull();
    expect(readRto([], { floor, until: 20 })).toBe(0);
  });

  it("is not begun anew by a single failure after it", () => {
    const samples = samplesFrom(step(0.5, 17), { perSecond: 60, seed: 1, until });
    const stray = samples.map((one) => (Math.abs(one.at - 40) < 0.01 ? { ...one, ok: false } : one));
    expect(stray.filter(({ ok }) => !ok)).toHaveLength(samples.filter(({ ok }) => !ok).length + 1);
    expect(readRto(stray, { floor, until })).toBe(readRto(samples, { floor, until }));
  });

  it("ends after the last time that service went", () => {
    const twice: Line = [...step(0.5, 6), [20, 1], [20, 0.7], [24, 0.7], [24, 1]];
    expect(read(twice, 60)).toBeCloseTo(24, 0);
  });

  it("counts from what took service away, where several things happen", () => {
    const twice: Line = [...step(0.5, 6), [20, 1], [20, 0.5], [32, 0.5], [32, 1]];
    const samples = samplesFrom(twice, { perSecond: 60, seed: 1, until });
    expect(readRto(samples, { floor, until, changes: [0, 20] })).toBeCloseTo(12, 0);
  });

  it("counts on from the first where a second comes before service is back", () => {
    const samples = samplesFrom(step(0.5, 26), { perSecond: 60, seed: 1, until });
    expect(readRto(samples, { floor, until, changes: [0, 20] })).toBeCloseTo(26, 0);
  });

  it("is within a second of any outage of 3 s or more that ends at once, of a tenth of the requests or more", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(60, 100, 240),
        fc.double({ min: 0, max: 0.9, noNaN: true }),
        fc.double({ min: 3, max: 50, noNaN: true }),
        fc.nat(),
        (perSecond, served, back, seed) => {
          const found = read(step(served, back), perSecond, seed);
          expect(found).toBeGreaterThanOrEqual(back - 1);
          expect(found).toBeLessThan(back + 1 / perSecond + 1e-9);
        },
      ),
      { numRuns: 300, seed: 3 },
    );
  });

  it.each([
    [60, 0.95, 0.5],
    [100, 0.99, 0.4],
    [240, 0.99, 0.25],
  ])(
    "is within a second where service comes back over 6 s, at %i a second, and early by its median",
    (perSecond, share, most) => {
      const found = offBy(ramp(0.5, 8, 6), perSecond);
      expect(shareWithin(found, 1)).toBeGreaterThanOrEqual(share);
      const median = found[50] ?? Number.NaN;
      expect(median).toBeLessThanOrEqual(0);
      expect(median).toBeGreaterThan(-most);
    },
  );

  it("is no figure of a second where half a minute goes by between half and all: chance decides", () => {
    const found = offBy(ramp(0.5, 10, 30), 60);
    expect(shareWithin(found, 1)).toBeLessThan(0.9);
    expect(shareWithin(found, 3)).toBeGreaterThan(0.95);
  });
});
