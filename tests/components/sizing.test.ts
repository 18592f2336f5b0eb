import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LEAST_REPLICAS, nodePlan, type SizedSite, siteReplicas } from "../../components/sizing";

const chicago: SizedSite = { id: "oci-us-chicago-1", provider: "oci", metro: "Chicago", share: 30 };
const ashburn: SizedSite = { id: "oci-us-ashburn-1", provider: "oci", metro: "Northern Virginia", share: 20 };
const ohio: SizedSite = { id: "aws-us-east-2", provider: "aws", metro: "Columbus", share: 30 };
const oregon: SizedSite = { id: "aws-us-west-2", provider: "aws", metro: "Oregon", share: 20 };
const four = [chicago, ashburn, ohio, oregon];

const someSites = fc
  .array(
    fc.record({
      provider: fc.constantFrom("oci" as const, "aws" as const),
      metro: fc.constantFrom("a", "b", "c"),
      share: fc.integer({ min: 0, max: 50 }),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((sites) => sites.map((site, i) => ({ ...site, id: `s${i}` })));
const objective = fc.record({ atOnce: fc.double({ min: 0.1, max: 1, noNaN: true }), then: fc.constant(1) });

describe("siteReplicas", () => {
  it("sizes prod's upload by hand: 24 at the peak, 0.6 at once, all of it then", () => {
    // Chicago takes 30 of the 50 that are left without AWS: 24 x 0.6 x 0.6 = 8.64, and 24 x 0.6 = 14.4.
    expect(siteReplicas(24, chicago, four, { atOnce: 0.6, then: 1 })).toEqual({ floor: 9, ceiling: 15 });
  });

  it("never goes below three, and leaves room above the floor", () => {
    expect(siteReplicas(1, chicago, four, { atOnce: 0.6, then: 1 })).toEqual({ floor: 3, ceiling: 4 });
  });

  it("leaves enough after the loss of any one site, metro or provider", () => {
    fc.assert(
      fc.property(someSites, objective, fc.integer({ min: 1, max: 500 }), (sites, goal, peak) => {
        const size = new Map(sites.map((site) => [site.id, siteReplicas(peak, site, sites, goal)]));
        for (const key of ["id", "metro", "provider"] as const) {
          for (const lost of sites) {
            const left = sites.filter((site) => site[key] !== lost[key]);
            if (left.length === 0) continue;
            const sum = (bound: "floor" | "ceiling") =>
              left.reduce((total, site) => total + (size.get(site.id)?.[bound] ?? 0), 0);
            expect(sum("floor")).toBeGreaterThanOrEqual(peak * goal.atOnce - 1e-6);
            expect(sum("ceiling")).toBeGreaterThanOrEqual(peak * goal.then - 1e-6);
          }
        }
        for (const { floor, ceiling } of size.values()) {
          expect(floor).toBeGreaterThanOrEqual(LEAST_REPLICAS);
          expect(ceiling).toBeGreaterThan(floor);
        }
      }),
    );
  });
});

describe("nodePlan", () => {
  it("adds up what the pods request at their floors and at their ceilings", () => {
    expect(
      nodePlan([
        { replicas: { floor: 3, ceiling: 6 }, cpuMillis: 500, memoryMiB: 1024, diskMiB: 2048 },
        { replicas: { floor: 2, ceiling: 2 }, cpuMillis: 250, memoryMiB: 512, diskMiB: 512 },
      ]),
    ).toEqual({
      floor: { cpus: 2, memoryGiB: 4, diskGiB: 7 },
      ceiling: { cpus: 3.5, memoryGiB: 7, diskGiB: 13 },
    });
  });
});
