/** How long a connection stays open, held to pauses that are drawn one by one. */
import { describe, expect, it } from "vitest";
import { exponential, seeded } from "../../../drill/load/random";
import { closingOf } from "../../../resilience/play/closing";
import { apply, exponentialOf } from "../../../resilience/play/exponential";

/** Seconds until a pause has lasted for as long as a connection is kept, by chance. */
function openFor(keepAlive: number, count: number): number[] {
  const random = seeded(3);
  return Array.from({ length: count }, () => {
    let open = 0;
    for (;;) {
      const pause = exponential(random, 1);
      if (pause > keepAlive) return open + keepAlive;
      open += pause;
    }
  });
}

/** Share that is still open after some seconds. */
function stillOpen(keepAlive: number, seconds: number): number {
  const { agesPerSecond: ages, closesPerSecond: closes } = closingOf(keepAlive, 1);
  const shares = new Float64Array([1, 0]);
  apply(exponentialOf(new Float64Array([-ages, 0, ages, -closes]), seconds, 2), shares);
  return (shares[0] as number) + (shares[1] as number);
}

describe("a connection that is kept for some seconds after each request, one of which comes in a second", () => {
  it.each([0.3, 0.7, 1, 1.5, 2, 4, 8])("of %s s is open for (exp(k) - 1) s on the mean", (keepAlive) => {
    const { agesPerSecond, closesPerSecond } = closingOf(keepAlive, 1);
    expect(1 / agesPerSecond + 1 / closesPerSecond).toBeCloseTo(Math.expm1(keepAlive), 2);
  });

  it.each([0.7, 1, 2, 3])("of %s s closes when pauses that are drawn say", (keepAlive) => {
    const drawn = openFor(keepAlive, 20_000);
    const mean = Math.expm1(keepAlive);
    expect(drawn.reduce((sum, one) => sum + one, 0) / drawn.length / mean).toBeCloseTo(1, 1);
    // Nothing closes sooner than it is kept for, which states that decay can't know.
    for (const seconds of [keepAlive + 0.5 * mean, 2 * mean, 4 * mean]) {
      const open = drawn.filter((one) => one > seconds).length / drawn.length;
      expect(Math.abs(stillOpen(keepAlive, seconds) - open)).toBeLessThan(0.06);
    }
  });

  it("goes over to what few pauses close without a jump, and is never closed where nothing closes it", () => {
    const [less, more] = [closingOf(11.99, 1), closingOf(12.01, 1)];
    expect(more.closesPerSecond / less.closesPerSecond).toBeCloseTo(Math.exp(-0.02), 2);
    expect(more.agesPerSecond / less.agesPerSecond).toBeCloseTo(1, 1);
    expect(closingOf(Number.POSITIVE_INFINITY, 1)).toEqual({ agesPerSecond: 0, closesPerSecond: 0 });
  });

  it("is hardly ever open where it is closed at once", () => {
    const { agesPerSecond, closesPerSecond } = closingOf(0, 1);
    expect(1 / agesPerSecond + 1 / closesPerSecond).toBeLessThan(0.05);
  });
});

describe("an exponential of a matrix", () => {
  it("is what shares come to that go from one state to the next", () => {
    // 1 -> 2 at 0.5, 2 -> 3 at 0.1: exp(-a t), a (exp(-b t) - exp(-a t)) / (a - b), and the rest.
    const rates = new Float64Array([-0.5, 0, 0, 0.5, -0.1, 0, 0, 0.1, 0]);
    for (const seconds of [0.01, 1, 7, 300]) {
      const shares = new Float64Array([1, 0, 0]);
      apply(exponentialOf(rates, seconds, 3), shares);
      const [first, second] = [Math.exp(-0.5 * seconds), Math.exp(-0.1 * seconds)];
      const between = (0.5 * (second - first)) / 0.4;
      for (const [place, share] of [first, between, 1 - first - between].entries())
        expect(shares[place]).toBeCloseTo(share, 9);
    }
  });
});
