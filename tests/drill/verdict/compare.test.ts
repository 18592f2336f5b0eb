import { describe, expect, it } from "vitest";
import { noticingFactors } from "../../../drill/plan/noticing";
import type { Prediction } from "../../../drill/plan/predict";
import { compare, comparisons } from "../../../drill/verdict/compare";
import type { Line } from "../../../resilience/verdict/verdicts";
import { ramp, requestsFrom, step } from "./synthetic";

const stretch = { faultAt: 0, endAt: 60, minServedShare: 0.99 };
const prediction = (curve: Line, rtoSeconds: number | null): Prediction => ({
  rtoSeconds,
  served: curve.at(-1)?.[1] ?? 1,
  curve,
  because: [],
});
const half = prediction(step(0.5, 16), 16);
const measured = (curve: Line, perSecond = 150) => requestsFrom(curve, { perSecond, seed: 4, until: 60 });

describe("a comparison", () => {
  it("is within its band where what is measured is what was predicted", () => {
    const found = compare(half, measured(step(0.5, 16)), stretch);
    expect(found).toMatchObject({ withinBand: true, mayBeChance: false });
    expect(found.measured.rtoSeconds).toBeCloseTo(16, 0);
    expect(found.measured.served).toBe(1);
    expect(found.measured.lostSeconds).toBeCloseTo(8, 0);
    expect(found.because).toMatch(
      /^Service was back after 1[56](\.\d)? s, predicted after 16 s: 0(\.\d)? s apart, within the 3\.2 s allowed; the curves are \d(\.\d)? points apart over 35 s, within the 5 allowed; \d(\.\d)? would be chance alone\.$/,
    );
  });

  it("allows a fifth of the predicted RTO", () => {
    expect(compare(half, measured(step(0.5, 19)), stretch).rto.withinBand).toBe(true);
    expect(compare(half, measured(step(0.5, 20)), stretch).rto.withinBand).toBe(false);
  });

  it("allows a second where a fifth is less", () => {
    const soon = prediction(step(0, 2), 2);
    expect(compare(soon, measured(step(0, 2.9)), stretch).rto.withinBand).toBe(true);
    expect(compare(soon, measured(step(0, 3.2)), stretch).rto.withinBand).toBe(false);
  });

  it("allows three tenths where an edge notices by failures", () => {
    const noticed = { ...prediction(step(0.5, 10), 10), alike: [step(0.5, 10)] };
    const backAfter = (seconds: number) =>
      compare(noticed, measured(step(0.5, seconds)), stretch).rto.withinBand;
    expect([backAfter(12.7), backAfter(13.6)]).toEqual([true, false]);
  });

  it("can't be told from chance where the edge may as well have noticed at that moment", () => {
    // Ten seconds on average, of which each fifth of all times has a middle: 5.8 to 14.7.
    const alike = noticingFactors.map((factor) => step(0.5, 10 * factor));
    const backAfter = (seconds: number) =>
      compare({ ...prediction(step(0.5, 10), 10), alike }, measured(step(0.5, seconds)), stretch);
    expect(backAfter(14)).toMatchObject({ withinBand: false, mayBeChance: true });
    expect(backAfter(25)).toMatchObject({ withinBand: false, mayBeChance: false });
  });

  it("can't be told from chance where one of a dozen kinds may lie so far off, and can where none does", () => {
    // Two requests a second for a minute, of which half should be served for 16 s.
    const few = (curve: Line, seed: number) =>
      compare(half, requestsFrom(curve, { perSecond: 2, seed, until: 60 }), stretch);
    const seeds = Array.from({ length: 12 }, (_, seed) => seed + 1);
    const told = seeds.filter((seed) => {
      const { withinBand, mayBeChance } = few(step(0.5, 16), seed);
      return !withinBand && !mayBeChance;
    });
    expect(told).toEqual([]);
    expect(few(step(0, 60), 1)).toMatchObject({ withinBand: false, mayBeChance: false });
  });

  it("is outside where the curves are more than 5 points apart, however right the RTO is", () => {
    const found = compare(half, measured(step(0.3, 16)), stretch);
    expect(found.rto.withinBand).toBe(true);
    expect(found.distance.points).toBeGreaterThan(5);
    expect(found).toMatchObject({ withinBand: false, mayBeChance: false });
  });

  it("is outside where service doesn't come back against the prediction, and the other way round", () => {
    const never = prediction([[0, 0.5]], null);
    expect(compare(half, measured([[0, 0.5]]), stretch).rto).toMatchObject({
      offBy: null,
      withinBand: false,
    });
    expect(compare(never, measured(step(0.5, 16)), stretch).because).toMatch(/predicted not to come back/);
    expect(compare(never, measured([[0, 0.5]]), stretch).withinBand).toBe(true);
  });

  it("takes what reading it off so few requests adds for no difference", () => {
    const slow = prediction(ramp(0.5, 8, 30), 37.4);
    const found = compare(slow, measured(slow.curve, 30), stretch);
    const { median } = found.rto.reading;
    expect(median).toBeLessThan(37);
    expect(found.rto.offBy).toBeCloseTo((found.measured.rtoSeconds ?? 0) - (median ?? 0));
    expect(found.because).toContain("as so few requests show it)");
  });

  it("says how far chance alone would be, which is more for few requests", () => {
    const few = compare(half, measured(step(0.5, 16), 4), stretch).distance.chancePoints;
    const many = compare(half, measured(step(0.5, 16), 150), stretch).distance.chancePoints;
    expect(few).toBeGreaterThan(3);
    expect(many).toBeLessThan(1);
  });

  it("is further from what few clients are served that stay where they are, and ask often", () => {
    const samples = measured(step(0.5, 16), 40);
    const among = (clients: number) =>
      samples.map((one) => ({ ...one, crowd: { id: "feed kept", clients } }));
    const points = (asked: typeof samples) => compare(half, asked, stretch).distance.chancePoints;
    expect(points(among(3))).toBeGreaterThan(2 * points(samples));
    expect(points(among(100_000))).toBeCloseTo(points(samples), 0);
  });

  it("can't be told from chance where few requests are a little outside", () => {
    const outside = Array.from({ length: 40 }, (_, seed) =>
      compare(half, requestsFrom(step(0.5, 16), { perSecond: 3, seed, until: 60 }), stretch),
    ).filter(({ withinBand }) => !withinBand);
    expect(outside.length).toBeGreaterThan(0);
    expect(outside.filter(({ mayBeChance }) => mayBeChance).length).toBeGreaterThan(0.8 * outside.length);
    const one = outside.find(({ mayBeChance }) => mayBeChance);
    expect(one?.because).toContain("So few requests can't tell that from chance.");
  });

  it("of nobody's requests is not within any band", () => {
    const found = compare(half, [], stretch);
    expect(found).toMatchObject({ withinBand: false, mayBeChance: false });
    expect(found.because).toBe("No request was sent since the fault, so that nothing can be told.");
  });

  it("counts from the fault, whenever the requests' clock began", () => {
    const later = measured(step(0.5, 16)).map((one) => ({ ...one, at: one.at + 25 }));
    const { measured: found, distance } = compare(half, later, { ...stretch, faultAt: 25 });
    const expected = compare(half, measured(step(0.5, 16)), stretch);
    expect(found.bins).toEqual(expected.measured.bins);
    expect(found.rtoSeconds).toBeCloseTo(expected.measured.rtoSeconds ?? Number.NaN, 6);
    expect(distance.points).toBeCloseTo(expected.distance.points ?? Number.NaN, 6);
  });

  it("reads the RTO until all was repaired", () => {
    const never = prediction(step(0.5, 40), null);
    const found = compare(never, measured(step(0.5, 40)), { ...stretch, repairedAt: 40 });
    expect(found.measured.rtoSeconds).toBeNull();
    expect(found.withinBand).toBe(true);
  });
});

describe("the comparisons of a drill", () => {
  const predictions = { feed: { short: prediction(step(0.4, 10), 10), kept: prediction(step(0.8, 20), 20) } };
  const of = (kind: string, curve: Line, perSecond: number) =>
    requestsFrom(curve, { perSecond, seed: 9, until: 60, kind });
  const requests = [...of("short", step(0.4, 10), 100), ...of("kept", step(0.8, 20), 100)];

  it("are of each capability and kind, of both together, and of all", () => {
    const { all, capabilities } = comparisons(predictions, requests, stretch);
    expect(Object.keys(capabilities.feed?.clients ?? {})).toEqual(["short", "kept"]);
    expect(capabilities.feed?.clients.short?.measured.rtoSeconds).toBeCloseTo(10, 0);
    expect(capabilities.feed?.all.predicted.curve.slice(0, 4)).toEqual([
      [0, 0.6],
      [10, 0.6],
      [10, 0.9],
      [20, 0.9],
    ]);
    expect(all).toEqual(capabilities.feed?.all);
    expect(all.withinBand).toBe(true);
  });

  it("weigh kinds by how much each asked", () => {
    const { all } = comparisons(
      predictions,
      [...of("short", step(0.4, 10), 30), ...of("kept", step(0.8, 20), 90)],
      stretch,
    );
    expect(all.predicted.curve[0]).toEqual([0, 0.7]);
  });

  it("count neither what was never sent nor who nothing was predicted for", () => {
    const unsent = requests.map((one) => ({ ...one, ok: false, unsent: true }));
    const strangers = requests.map((one) => ({ ...one, ok: false, kind: "unheard-of" }));
    expect(comparisons(predictions, [...requests, ...unsent, ...strangers], stretch)).toEqual(
      comparisons(predictions, requests, stretch),
    );
  });
});
