/** How long outages last. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Lasting, meanSeconds, meanWithin } from "../../../resilience/yearly/lasting";

const hour = 3600;
const spread: Lasting = { medianSeconds: 2 * hour, longSeconds: 8 * hour };

/** What lasts longer than so many seconds: what one second more adds to the mean. */
const longerThan = (lasting: Lasting, seconds: number): number =>
  meanWithin(lasting, seconds + 1) - meanWithin(lasting, seconds);

describe("outages that all last alike", () => {
  const alike: Lasting = { medianSeconds: 3 * hour, longSeconds: 3 * hour };

  it("fill a stretch that is shorter, and no more of a longer one", () => {
    expect(meanWithin(alike, 2 * hour)).toBe(2 * hour);
    expect(meanWithin(alike, 5 * hour)).toBe(3 * hour);
    expect(meanSeconds(alike)).toBe(3 * hour);
  });
});

describe("outages of different lengths", () => {
  it("last longer than their median half of the time, and longer than the 90th percentile a tenth of it", () => {
    expect(longerThan(spread, 2 * hour)).toBeCloseTo(0.5, 3);
    expect(longerThan(spread, 8 * hour)).toBeCloseTo(0.1, 3);
  });

  it("have the mean of a lognormal distribution", () => {
    // ln(8 / 2) / 1.28155 = 1.0817; 2 h * exp(1.0817² / 2) = 2 h * 1.7951 = 12925 s.
    expect(meanSeconds(spread)).toBeCloseTo(12_925, -1);
    expect(meanWithin(spread, 1e9)).toBeCloseTo(meanSeconds(spread), 0);
  });

  it("never fill more of a stretch than there is, nor less of a longer one", () => {
    const hours = fc.double({ min: 0.1, max: 50, noNaN: true });
    fc.assert(
      fc.property(
        hours,
        fc.double({ min: 1, max: 20, noNaN: true }),
        hours,
        hours,
        (median, factor, a, b) => {
          const lasting = { medianSeconds: median * hour, longSeconds: median * factor * hour };
          const [short, long] = [Math.min(a, b) * hour, Math.max(a, b) * hour];
          expect(meanWithin(lasting, short)).toBeLessThanOrEqual(short * (1 + 1e-6));
          expect(meanWithin(lasting, short)).toBeLessThanOrEqual(meanWithin(lasting, long) * (1 + 1e-6));
        },
      ),
    );
  });
});
