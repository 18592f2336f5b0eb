import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { siteReplicas } from "../../../components/sizing";
import type { ProviderName } from "../../../graph/clouds/contract";
import { unexplained } from "../../../policies/parity/replica-parity";

const four = (["oci", "oci", "aws", "aws"] as const).map((provider, i) => ({
  id: `${provider}-${i}`,
  provider,
  region: String(i),
  metro: String(i),
}));
const shares = { "oci-0": 30, "oci-1": 20, "aws-2": 30, "aws-3": 20 };
const floors = (...numbers: number[]) => numbers.map((floor, i) => ({ site: four[i]?.id ?? "", floor }));

describe("floors that shares don't explain", () => {
  it("are none of those that go with the worst shares: 60 and 40 % of one number", () => {
    // 24 replicas at 60 % of the peak: 8.64 and 5.76.
    expect(unexplained(floors(9, 6, 9, 6), four, shares)).toEqual([]);
    // 6 of them: 2.16 and 1.44, and never below three.
    expect(unexplained(floors(3, 3, 3, 3), four, shares)).toEqual([]);
    // 12 of them: 4.32 and 2.88.
    expect(unexplained(floors(5, 3, 5, 3), four, shares)).toEqual([]);
  });

  it("are those of the site that is out of line", () => {
    expect(unexplained(floors(9, 6, 12, 6), four, shares)).toEqual([{ site: "aws-2", floor: 12 }]);
    expect(unexplained(floors(9, 6, 9, 3), four, shares)).toEqual([{ site: "aws-3", floor: 3 }]);
  });

  it("are of two the lower", () => {
    const pair = four.filter(({ id }) => id === "oci-0" || id === "aws-2");
    const two = [
      { site: "oci-0", floor: 9 },
      { site: "aws-2", floor: 4 },
    ];
    expect(unexplained(two, pair, { "oci-0": 50, "aws-2": 50 })).toEqual([{ site: "aws-2", floor: 4 }]);
  });

  it("are none where all are the same, whatever the shares", () => {
    expect(unexplained(floors(5, 5, 5, 5), four, shares)).toEqual([]);
    expect(unexplained([], four, shares)).toEqual([]);
  });

  it("are none of those that the sizing plans", () => {
    const site = fc.record({
      provider: fc.constantFrom<ProviderName>("oci", "aws"),
      region: fc.constantFrom("a", "b", "c"),
      metro: fc.constantFrom("A", "B", "C"),
      share: fc.integer({ min: 1, max: 100 }),
    });
    const sites = fc.uniqueArray(site, {
      selector: ({ provider, region }) => `${provider}-${region}`,
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(sites, fc.integer({ min: 1, max: 500 }), (drawn, peak) => {
        const sized = drawn.map((each) => ({ ...each, id: `${each.provider}-${each.region}` }));
        const planned = sized.map((each) => ({
          site: each.id,
          floor: siteReplicas(peak, each, sized, { atOnce: 0.6, then: 1 }).floor,
        }));
        const byId = Object.fromEntries(sized.map(({ id, share }) => [id, share]));
        expect(unexplained(planned, sized, byId)).toEqual([]);
      }),
    );
  });
});
