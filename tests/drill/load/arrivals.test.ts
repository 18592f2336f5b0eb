import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Arrival, arrivalsOf } from "../../../drill/load/arrivals";

const plan = fc.record({
  seed: fc.integer(),
  arrivals: fc.constantFrom("even" as const, "poisson" as const),
  demand: fc.record({
    upload: fc.record({
      host: fc.constant("upload.clips.test"),
      perSecond: fc.integer({ min: 1, max: 100 }),
    }),
    feed: fc.record({ host: fc.constant("feed.clips.test"), perSecond: fc.integer({ min: 1, max: 100 }) }),
  }),
  kinds: fc.constant({ short: 0.25, kept: 0.75 }),
});

function until(arrivals: Iterable<Arrival>, seconds: number): Arrival[] {
  const found: Arrival[] = [];
  for (const arrival of arrivals) {
    if (arrival.due >= seconds) break;
    found.push(arrival);
  }
  return found;
}

describe("arrivals", () => {
  it("are the same for the same plan", () => {
    fc.assert(
      fc.property(plan, (given) => {
        expect(until(arrivalsOf(given), 3)).toEqual(until(arrivalsOf(given), 3));
      }),
    );
  });

  it("come in the order in which they are due", () => {
    fc.assert(
      fc.property(plan, (given) => {
        const times = until(arrivalsOf(given), 5).map(({ due }) => due);
        expect(times).toEqual([...times].sort((a, b) => a - b));
      }),
    );
  });

  it("that are even are as many as asked for in any second, to within one", () => {
    fc.assert(
      fc.property(plan, (given) => {
        const all = until(arrivalsOf({ ...given, arrivals: "even" }), 10);
        for (let second = 0; second < 9; second++) {
          const feeds = all.filter(
            ({ due, capability }) => capability === "feed" && due >= second && due < second + 1,
          );
          expect(Math.abs(feeds.length - given.demand.feed.perSecond)).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("as if by chance are as many as asked for on the mean", () => {
    fc.assert(
      fc.property(plan, (given) => {
        const seconds = 200;
        const feeds = until(arrivalsOf({ ...given, arrivals: "poisson" }), seconds).filter(
          ({ capability }) => capability === "feed",
        );
        const wanted = given.demand.feed.perSecond * seconds;
        // Six standard deviations.
        expect(Math.abs(feeds.length - wanted)).toBeLessThan(6 * Math.sqrt(wanted));
      }),
      { numRuns: 20 },
    );
  });

  it("are of each kind by its share", () => {
    fc.assert(
      fc.property(plan, (given) => {
        const all = until(arrivalsOf({ ...given, arrivals: "even" }), 20);
        const feeds = all.filter(({ capability }) => capability === "feed");
        const short = feeds.filter(({ kind }) => kind === "short").length;
        // Even as the golden ratio spreads them, a quarter of thousands is off by a few (3, in one of hundreds of plans).
        expect(Math.abs(short - feeds.length / 4)).toBeLessThanOrEqual(4);
      }),
      { numRuns: 30 },
    );
  });

  it("of a demand that is none are refused by name", () => {
    const asked = {
      seed: 1,
      arrivals: "even" as const,
      demand: { feed: { host: "feed.clips.test", perSecond: 0 } },
      kinds: { short: 1 },
    };
    expect(() => arrivalsOf(asked).next()).toThrow(/feed is asked 0 times a second: a number above 0/);
  });
});
