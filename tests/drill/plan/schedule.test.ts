/** A scenario's waits are shortened, and its order is kept. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compressed, measuredSeconds } from "../../../drill/plan/schedule";
import { fault } from "../../../resilience/faults/faults";
import { inTime } from "../../../resilience/faults/scenarios";

const site = fault("site", "oci-us-ashburn-1", "brownout", 0.9);
const ashburn = inTime([
  { fault: site, start: 0, end: 63_540 },
  { fault: fault("site", "oci-us-ashburn-1", "brownout", 0.25), start: 63_540, end: 72_000 },
]);

describe("a scenario of hours", () => {
  it("has each of its stretches shortened, and says so", () => {
    const { scenario, shortened } = compressed(ashburn, 45);
    expect(scenario.faults.map(({ start, end }) => [start, end])).toEqual(
      expect.arrayContaining([
        [0, 45],
        [45, 90],
      ]),
    );
    expect(shortened).toEqual(["scenario: 63540 s of it -> 45 s", "scenario: 8460 s of it -> 45 s"]);
  });

  it("keeps its name: it is held to the same objectives", () => {
    const { scenario } = compressed({ ...ashburn, id: "oracle-ashburn-2026-03", kind: "incident" }, 45);
    expect([scenario.id, scenario.kind]).toEqual(["oracle-ashburn-2026-03", "incident"]);
  });

  it("has its beginnings and ends in the same order, none further apart than it may be", () => {
    const times = fc.array(fc.tuple(fc.nat(100_000), fc.integer({ min: 1, max: 100_000 })), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(times, (spans) => {
        const before = spans.map(([start, lasts]) => ({ fault: site, start, end: start + lasts }));
        const marksOf = (faults: readonly { start: number; end?: number | undefined }[]) =>
          faults.flatMap(({ start, end }) => [start, end ?? start]);
        const { scenario } = compressed({ ...ashburn, faults: before }, 45);
        const sorted = [...new Set(marksOf(scenario.faults))].sort((a, b) => a - b);
        expect(sorted.length).toBe(new Set(marksOf(before)).size);
        expect(sorted.every((mark, n) => n === 0 || mark - (sorted[n - 1] ?? 0) <= 45)).toBe(true);
      }),
    );
  });
});

describe("how long is measured", () => {
  const scenario = inTime([{ fault: site, start: 0 }]);

  const often = (rtoSeconds: number | null) => ({ rtoSeconds, requestsPerSecond: 100 });
  const limits = { least: 30, most: 75 };

  it("is twice the longest RTO, in whole bins", () => {
    expect(measuredSeconds(scenario.faults, [often(0), often(19.8)], limits)).toBe(40);
  });

  it("is until sixty requests of those who ask least can have told that they are back", () => {
    // 1.3 times 12 s, and 30 s for sixty requests.
    const seldom = { rtoSeconds: 12, requestsPerSecond: 2 };
    expect(measuredSeconds(scenario.faults, [often(4), seldom], limits)).toBe(50);
    expect(measuredSeconds(scenario.faults, [often(4), { ...seldom, rtoSeconds: 0 }], limits)).toBe(30);
  });

  it("is no less than is asked for, and no more", () => {
    expect(measuredSeconds(scenario.faults, [often(0)], limits)).toBe(30);
    expect(measuredSeconds(scenario.faults, [often(200)], limits)).toBe(75);
    expect(measuredSeconds(scenario.faults, [often(null)], limits)).toBe(75);
  });
});
