/** Minutes a year, worked out by hand; the arithmetic stands beside each. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assumedIn } from "../../../graph/clouds/assumed";
import { facts } from "../../../graph/clouds/facts";
import { type Assumptions, assumptionProblems, assumptionsWith } from "../../../resilience/assumptions";
import { fault } from "../../../resilience/faults/fault";
import { Survey } from "../../../resilience/verdict/survey";
import { yearlyOn } from "../../../resilience/verdict/survival";
import type { Verdicts } from "../../../resilience/verdict/verdicts";
import { occurrenceOf } from "../../../resilience/yearly/occurrences";
import { ofOutages } from "../../../resilience/yearly/outage-list";
import { yearlyOf } from "../../../resilience/yearly/yearly";
import { platform, type Sketch } from "../synthetic";

const two: Sketch = {
  sites: [
    { region: "a", share: 60 },
    { region: "b", share: 40 },
  ],
};

const rates = Object.entries({
  ...ofOutages,
  ...Object.fromEntries(assumedIn(facts.aws.outages).map((one) => [one.name, one])),
});
/** Nothing ever fails. */
const never = Object.fromEntries(
  rates.filter(([, { unit }]) => unit === "a year").map(([name]) => [name, 0]),
);
/** Everything lasts so many hours. */
const lasting = (hours: number) =>
  Object.fromEntries(rates.filter(([, { unit }]) => unit === "hours").map(([name]) => [name, hours]));

const yearly = (sketch: Sketch, assumptions: object) =>
  yearlyOn(new Survey(platform({ ...sketch, assumptions: assumptions as Partial<Assumptions> })));

/** The same share of feed's requests for a day. */
const line = (served: number) =>
  ({
    feed: {
      timeline: [
        [0, served],
        [86_400, served],
      ],
    },
  }) as unknown as Verdicts;

describe("minutes a year", () => {
  it("are how often a site is lost, times what that costs", () => {
    // b costs 0.4 * (42 + 30 / 2) = 22.8 s, a 0.6 * (42 + 30 / 2) = 34.2 s: twice a year each, (22.8 + 34.2) * 2 / 60.
    const found = yearly(two, { ...never, ...lasting(10), regionLossesAYear: 2 });
    expect(found.kinds.site?.feed?.minutes).toBeCloseTo(1.9, 2);
    expect(found.total.feed?.minutes).toBeCloseTo(1.9, 2);
  });

  it("of a stack that survives at once are what it takes to notice, however long it lasts", () => {
    const lost = { ...never, regionLossesAYear: 2 };
    const [short, long] = [
      yearly(two, { ...lost, ...lasting(1) }),
      yearly(two, { ...lost, ...lasting(1000) }),
    ];
    expect(long.kinds.site?.feed?.minutes).toBeCloseTo(short.kinds.site?.feed?.minutes ?? -1, 3);
  });

  it("of a stack that doesn't survive are as long as it lasts", () => {
    // Without checks nobody leaves: 60 % + 40 %, once a year each, for 10 h = 600 min.
    const found = yearly({ ...two, checked: false }, { ...never, ...lasting(10), regionLossesAYear: 1 });
    expect(found.kinds.site?.feed?.minutes).toBeCloseTo(600, 1);
  });

  it("of brownouts share a region's events, the larger ones the fewer", () => {
    // Once a year in each region, all of them felt, none in front, 1 h each; unseen without checks. As 1 / share:
    // 10 + 4 + 2 + 4/3 + 10/9 = 18.444 in all, each failing share * weight = 1: 5 / 18.444 = 0.27108 of an hour.
    const found = yearly(
      { ...two, checked: false },
      {
        ...never,
        ...lasting(1),
        awsRegionEventsAYear: 1,
        eventsFelt: 1,
        brownoutsInFront: 0,
        brownoutsSlow: 0,
      },
    );
    expect(found.kinds["site:brownout"]?.feed?.minutes).toBeCloseTo(60 * 0.27108, 2);
    expect(found.kinds["site:brownout-front"]?.feed?.minutes).toBe(0);
  });

  it("are none where nothing ever fails", () => {
    const { kinds, untold } = yearly(two, never);
    expect(untold).toEqual([]);
    for (const row of Object.values(kinds)) {
      for (const figure of Object.values(row)) expect(figure).toEqual({ minutes: 0, low: 0, high: 0 });
    }
  });

  it("grow with the rates alone, in proportion", () => {
    const once = yearly(two, { ...never, ...lasting(3), regionLossesAYear: 1, zoneLossesAYear: 1 }).total
      .feed;
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 50, noNaN: true }), (times) => {
        const rated = { ...never, ...lasting(3), regionLossesAYear: times, zoneLossesAYear: times };
        const found = yearly(two, rated).total.feed?.minutes ?? -1;
        expect(found).toBeCloseTo(times * (once?.minutes ?? -1), 1);
      }),
      { numRuns: 10 },
    );
  });

  it("can't be told where the rate isn't known and it would cost something", () => {
    const { kinds, total, untold } = yearly(
      { ...two, checked: false },
      { ...never, workloadLossesAYear: "unknown" },
    );
    expect(kinds.workload?.feed).toEqual({
      ...{ minutes: null, low: null, high: null },
      because: "How often it happens isn't known: say it as workloadLossesAYear.",
    });
    expect(untold.map(({ kind }) => kind)).toEqual(["workload"]);
    expect(total.feed?.minutes).toBe(0);
  });

  it("can't be told of a capability that hangs on what can't be read", () => {
    const untold = [{ urn: "x", capability: "feed", what: "what feed runs" }];
    const { total } = yearlyOn(new Survey(platform(two), { untold, doubts: [] }));
    expect(total.feed).toMatchObject({
      minutes: null,
      because: "Can't tell what feed runs, on which it hangs.",
    });
    expect(total.upload?.minutes).toBeGreaterThan(0);
  });

  it("count by the requests that are made: a minute at a fifth of the demand is a fifth of one", () => {
    // All is lost at 0.1 of the peak and nothing at 0.5: 0.1 / (0.1 + 0.5) of ten hours, for each of two regions.
    const alone = platform({
      ...two,
      assumptions: { ...never, ...lasting(10), regionLossesAYear: 1 } as object,
    });
    const found = yearlyOf({ ...alone, capabilities: alone.capabilities.slice(0, 1) }, [
      { demand: 0.1, calm: line(1), verdicts: () => line(0) },
      { demand: 0.5, calm: line(1), verdicts: () => line(1) },
    ]);
    expect(found.kinds.site?.feed?.minutes).toBeCloseTo((2 * 600) / 6, 1);
  });

  it("have what is lost while nothing fails, of all the year", () => {
    const alone = platform({ ...two, assumptions: never as object });
    const found = yearlyOf({ ...alone, capabilities: alone.capabilities.slice(0, 1) }, [
      { demand: 0.5, calm: line(0.9), verdicts: () => line(0.9) },
    ]);
    // A tenth of 365.25 * 1440 min.
    expect(found.kinds.calm?.feed?.minutes).toBeCloseTo(52_596, 0);
  });
});

describe("how often a fault happens", () => {
  it("lies between all assumptions at their low ends and all at their high ends", () => {
    const { aYear } = occurrenceOf(fault("site", "aws-a", "brownout", 0.5), platform(two));
    // Of 3 (1 to 12.3) events a year 0.3 (0.1 to 1) are felt; 0.3 of them in front of the edge, 0.2 slow, and 0.5 behind it.
    expect(aYear?.value).toBeCloseTo(3 * 0.3 * 0.5, 9);
    expect(aYear?.low).toBeCloseTo(1 * 0.1 * 0.5, 9);
    expect(aYear?.high).toBeCloseTo(12.3 * 1 * 0.5, 9);
  });

  it("is a region's own where it was counted", () => {
    const there = platform({ sites: [{ region: "us-east-2", share: 100 }] });
    const { aYear } = occurrenceOf(fault("site", "aws-us-east-2", "brownout-front", 0.5), there);
    expect(aYear?.value).toBeCloseTo(1 * 0.3 * 0.3, 9);
  });

  it("is taken at a stack's word, which has no interval", () => {
    const overridden = platform({ ...two, assumptions: { regionLossesAYear: 4 } as object });
    expect(occurrenceOf(fault("site", "aws-a"), overridden).aYear).toEqual({ value: 4, low: 4, high: 4 });
  });

  it.each(["us-east-1", "us-east-2", "us-west-2"])(
    "is between the 95 %% bounds of the events counted in %s",
    (region) => {
      const entry = facts.aws.outages.ofRegion[region];
      const [one] = assumedIn(entry);
      const [low, high] = one?.between ?? [0, 0];
      const events = Math.round(3 * Number(one?.value));
      // Were the rate the low bound, as many events or more would be seen once in 40 times; were it the high one, as few.
      expect(1 - upTo(events - 1, 3 * low)).toBeCloseTo(0.025, 2);
      expect(upTo(events, 3 * high)).toBeCloseTo(0.025, 2);
    },
  );
});

/** The chance of a Poisson count of so many or fewer. */
function upTo(count: number, mean: number): number {
  let [term, total] = [Math.exp(-mean), 0];
  for (let k = 0; k <= count; k++) {
    total += term;
    term *= mean / (k + 1);
  }
  return total;
}

describe("overrides of rates and durations", () => {
  it("are told what is wrong with them", () => {
    expect(
      assumptionProblems({ zoneLossesAYear: -1, lossMedianHours: 0 }).map(({ wanted }) => wanted),
    ).toEqual(['events a year, 0 or more, or "unknown"', "hours, over 0"]);
    expect(assumptionProblems({ lossMedianHours: 30 })).toEqual([
      { name: "lossLongHours", found: "24", wanted: "lossMedianHours, 30 h, or more" },
    ]);
  });

  it("may say that a rate isn't known, or what one is that wasn't", () => {
    expect(assumptionsWith({ zoneLossesAYear: "unknown", workloadLossesAYear: 3 })).toMatchObject({
      zoneLossesAYear: "unknown",
      workloadLossesAYear: 3,
    });
  });
});
