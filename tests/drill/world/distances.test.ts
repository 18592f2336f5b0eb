import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { betweenMs } from "../../../drill/world/net/distances";
import { providerNames } from "../../../graph/clouds/facts";
import { regionsOf } from "../../../graph/clouds/regions";

const metros = [
  ...new Set(providerNames.flatMap((provider) => regionsOf(provider).map(({ metro }) => metro))),
];
const metro = fc.constantFrom(...metros);

describe("the time between two metros", () => {
  it("is known for every region that a site can stand in", () => {
    for (const name of metros) expect(() => betweenMs(name, name)).not.toThrow();
  });

  it("is the same in both directions", () => {
    fc.assert(
      fc.property(metro, metro, (a, b) => {
        expect(betweenMs(a, b)).toBe(betweenMs(b, a));
      }),
    );
  });

  it("is no longer than by way of a third metro", () => {
    fc.assert(
      fc.property(metro, metro, metro, (a, b, c) => {
        // Each is rounded to a tenth.
        expect(betweenMs(a, c)).toBeLessThanOrEqual(betweenMs(a, b) + betweenMs(b, c) + 0.2);
      }),
    );
  });

  it("is that of the ends alone within a metro, and at most half the globe's elsewhere", () => {
    fc.assert(
      fc.property(metro, metro, (a, b) => {
        expect(betweenMs(a, a)).toBe(0.3);
        expect(betweenMs(a, b)).toBeGreaterThanOrEqual(0.3);
        expect(betweenMs(a, b)).toBeLessThan(141);
      }),
    );
  });

  it.each([
    ["Northern Virginia", "Columbus", 3, 5],
    ["Northern Virginia", "Oregon", 24, 30],
    ["London", "Northern Virginia", 36, 44],
  ])("between %s and %s is about half of what is seen there and back", (a, b, least, most) => {
    expect(betweenMs(a, b)).toBeGreaterThan(least);
    expect(betweenMs(a, b)).toBeLessThan(most);
  });

  it("names a metro that it doesn't know, and where to add it", () => {
    expect(() => betweenMs("Chicago", "Atlantis")).toThrow(/Atlantis.*distances\.ts/);
  });
});
