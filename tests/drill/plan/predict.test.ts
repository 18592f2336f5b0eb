/** What is predicted of each kind of client is the model's own word, but for tries that the model doesn't know. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backAt, predictionsOf, valueAt } from "../../../drill/plan/predict";
import { drillTimings, withDrillConfigurations, withDrillTimings } from "../../../drill/plan/timings";
import { parseFault } from "../../../resilience/faults/parse-fault";
import { scenarioOf } from "../../../resilience/faults/scenarios";
import { platformOf } from "../../../resilience/platform/from-graph";
import { modelOf, verdictsOf } from "../../../resilience/verdict/verdicts";
import { stackGraph } from "../../support/graphs";
import { withoutForwarding } from "../../support/without-forwarding";

const now = new Date("2026-03-03T00:00:00Z");
// How clients leave a site by DNS: its edge hands on nothing.
const platform = withoutForwarding(
  withDrillTimings(
    platformOf(withDrillConfigurations(stackGraph("staging"), drillTimings), now),
    drillTimings,
  ),
);
const kinds = {
  short: { keeps: false, attempts: 1 },
  kept: { keeps: true, attempts: 1 },
  mobile: { keeps: true, attempts: 3 },
  raced: { keeps: true, attempts: 1, races: true },
};
const predicted = (text: string) =>
  predictionsOf(platform, scenarioOf(parseFault(text, platform)), kinds, 0.99);

describe("predictions", () => {
  it("of clients that try once are the model's", () => {
    const scenario = scenarioOf(parseFault("site:oci-us-phoenix-1", platform));
    const verdict = verdictsOf(modelOf(platform), scenario).feed;
    expect(predicted("site:oci-us-phoenix-1").feed?.kept).toMatchObject({
      rtoSeconds: verdict?.rtoSeconds,
      curve: verdict?.timeline,
    });
  });

  it("let a client that tries three times look the name up before the second, where a site fails by half", () => {
    // A quarter fails at first: half of that goes to the site that is well then, the rest fails twice in a quarter.
    const curve = predicted("site:oci-us-phoenix-1:brownout:0.5").feed?.mobile?.curve ?? [];
    expect(valueAt(curve, 1)).toBeCloseTo(0.75 + 0.25 * (0.5 + 0.5 * 0.75), 3);
  });

  it.each(["provider:oci", "metro:phoenix", "return:oci-us-phoenix-1"])(
    "keep a client that tries three times waiting at a site that says nothing, whatever takes it: %s",
    (text) => {
      // Its first try takes all of its patience: it is served as one that tries once.
      const { kept, mobile } = predicted(text).feed ?? {};
      expect(valueAt(mobile?.curve ?? [], 3)).toBeCloseTo(valueAt(kept?.curve ?? [], 3), 6);
    },
  );

  it("let a client that races sites be served for as long as any site serves", () => {
    const { feed } = predicted("site:oci-us-phoenix-1");
    expect(valueAt(feed?.kept?.curve ?? [], 1)).toBeLessThan(0.6);
    expect(feed?.raced).toMatchObject({ rtoSeconds: 0, served: 1 });
    const both = predicted("workload:aws-us-east-2/feed").feed?.raced?.curve ?? [];
    expect(Math.min(...both.map(([, served]) => served))).toBe(1);
  });

  it("keep connections to a sick site longer for who keeps them", () => {
    const { short, kept } = predicted("workload:aws-us-east-2/feed").feed ?? {};
    expect(kept?.rtoSeconds).toBeGreaterThan(short?.rtoSeconds ?? Number.POSITIVE_INFINITY);
  });

  it("let the part of the requests be served that does without what is lost, and still move all of them", () => {
    const scenario = scenarioOf(parseFault("queue:aws-us-east-2", platform));
    const lighter = { capability: "engagement", without: "queue", share: 0.8 } as const;
    const { engagement } = predictionsOf(platform, scenario, kinds, 0.99, lighter);
    // Half of the traffic is at the site, and a fifth of that fails.
    expect(valueAt(engagement?.short?.curve ?? [], 1)).toBeCloseTo(0.9, 3);
    expect(engagement?.short?.rtoSeconds).toBeCloseTo(
      predicted("queue:aws-us-east-2").engagement?.short?.rtoSeconds ?? Number.NaN,
      -1,
    );
    expect(engagement?.short?.served).toBeCloseTo(1, 3);
  });

  it("lead who keeps connections to the site that lives, by chance, long before checks have moved anybody", () => {
    const { short, kept, mobile } = predicted("site:oci-us-phoenix-1").feed ?? {};
    const at = (prediction: typeof kept, time: number) => valueAt(prediction?.curve ?? [], time);
    expect(at(short, 5)).toBeCloseTo(0.5, 3);
    // 62 % were measured in a drill with times like these.
    expect(at(kept, 5)).toBeGreaterThan(0.6);
    expect(at(kept, 5)).toBeLessThan(0.68);
    // A try at what is silent takes all of its client's patience.
    expect(at(mobile, 5)).toBeCloseTo(at(kept, 5), 3);
    expect(kept?.rtoSeconds).toBeLessThanOrEqual(short?.rtoSeconds ?? 0);
  });

  it("let a wrong answer be believed for as long as the drill's authority tells resolvers to", () => {
    const { short, kept } = predicted("authority-wrong:oci").feed ?? {};
    const seconds = (place: number) => platform.authorities[place]?.negativeSeconds ?? 0;
    expect(platform.authorities.map(({ provider }, place) => [provider, seconds(place)])).toEqual([
      ["aws", 180],
      ["oci", 60],
    ]);
    // Each asks anew every 6 s, and half of the rest come upon it each time: 0.5^3 after 18 s.
    expect(valueAt(short?.curve ?? [], 18)).toBeCloseTo(0.125, 2);
    // Who is connected is served until the connection closes.
    expect(valueAt(kept?.curve ?? [], 3)).toBeGreaterThan(valueAt(short?.curve ?? [], 3) + 0.05);
  });

  it("are of public names alone", () => {
    expect(Object.keys(predicted("site:oci-us-phoenix-1")).sort()).toEqual([
      "engagement",
      "feed",
      "status",
      "upload",
    ]);
  });
});

describe("when a curve is back", () => {
  it("is where it crosses the share for good", () => {
    expect(
      backAt(
        [
          [0, 0.5],
          [10, 0.5],
          [20, 1],
        ],
        0.99,
      ),
    ).toBeCloseTo(19.8);
  });

  it("is at the jump where it jumps", () => {
    expect(
      backAt(
        [
          [0, 0.5],
          [10, 0.5],
          [10, 1],
        ],
        0.99,
      ),
    ).toBe(10);
  });

  it("is never where it ends below, and at once where it never left", () => {
    expect(
      backAt(
        [
          [0, 1],
          [10, 0.5],
        ],
        0.99,
      ),
    ).toBeNull();
    expect(
      backAt(
        [
          [0, 1],
          [10, 1],
        ],
        0.99,
      ),
    ).toBe(0);
  });

  it("is a time after which all is above", () => {
    const curve = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(curve, (shares) => {
        const line = shares.map((served, n): readonly [number, number] => [n, served]);
        const at = backAt(line, 0.9);
        if (at === null) expect(shares.at(-1)).toBeLessThan(0.9);
        else expect(line.every(([time, served]) => time < at || served >= 0.9)).toBe(true);
      }),
    );
  });
});
