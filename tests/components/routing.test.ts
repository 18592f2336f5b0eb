import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressWeights, maxWeight, type RoutedSite, routedNames } from "../../components/routing";

const site = (id: string, share: number, addresses: number): RoutedSite => ({
  id,
  share,
  addresses,
  drained: false,
});

/** Two to eight sites of 1 to 6 addresses whose shares sum to 100. */
const someSites = fc
  .array(fc.record({ part: fc.integer({ min: 1, max: 60 }), addresses: fc.integer({ min: 1, max: 6 }) }), {
    minLength: 2,
    maxLength: 8,
  })
  .map((parts) => {
    const whole = parts.reduce((sum, { part }) => sum + part, 0);
    return parts.map(({ part, addresses }, i) => site(`s${i}`, (100 * part) / whole, addresses));
  });

describe("addressWeights", () => {
  it("splits a site's share over its addresses exactly where integers allow it", () => {
    // 30/1 : 20/1 : 30/3 : 20/3 = 30 : 20 : 10 : 6.67 = 9 : 6 : 3 : 2
    const weights = addressWeights([site("a", 30, 1), site("b", 20, 1), site("c", 30, 3), site("d", 20, 3)]);
    expect(Object.fromEntries(weights)).toEqual({ a: 9, b: 6, c: 3, d: 2 });
  });

  it("gives a site without a share no weight", () => {
    expect(Object.fromEntries(addressWeights([site("a", 100, 3), site("b", 0, 1)]))).toEqual({ a: 1, b: 0 });
  });

  it("keeps every weight an integer between 1 and the largest that both providers take", () => {
    fc.assert(
      fc.property(someSites, (sites) => {
        for (const weight of addressWeights(sites).values()) {
          expect(Number.isInteger(weight)).toBe(true);
          expect(weight).toBeGreaterThanOrEqual(1);
          expect(weight).toBeLessThanOrEqual(maxWeight());
        }
      }),
    );
  });

  it("keeps what a site gets within one percentage point of its share, or one weight of each address where that is more", () => {
    fc.assert(
      fc.property(someSites, (sites) => {
        const weights = addressWeights(sites);
        const whole = sites.reduce((sum, s) => sum + (weights.get(s.id) ?? 0) * s.addresses, 0);
        const addresses = sites.reduce((sum, s) => sum + s.addresses, 0);
        for (const s of sites) {
          const got = (100 * (weights.get(s.id) ?? 0) * s.addresses) / whole;
          // A small share of many addresses weighs 1 for each, however little it is of the largest.
          expect(Math.abs(got - s.share)).toBeLessThan(Math.max(1, (100 * addresses) / whole));
        }
      }),
    );
  });
});

describe("routedNames", () => {
  const names = [
    { capability: "upload", host: "upload.clips.example.com" },
    { capability: "feed", host: "feed.clips.example.com" },
  ];

  it("answers every name with one answer per address of every site", () => {
    const routed = routedNames(names, [site("oci-x", 50, 1), site("aws-y", 50, 2)]);
    expect(routed.map((name) => name.answers.map((answer) => answer.name))).toEqual([
      ["oci-x-1", "aws-y-1", "aws-y-2"],
      ["oci-x-1", "aws-y-1", "aws-y-2"],
    ]);
  });

  it("asks the edge about the capability that the name stands for", () => {
    expect(routedNames(names, [site("a", 100, 1)]).map((name) => name.healthPath)).toEqual([
      "/healthz/upload",
      "/healthz/feed",
    ]);
  });

  it("marks a drained site's answers and leaves their weight to the authority", () => {
    const [name] = routedNames(names, [{ ...site("a", 50, 1), drained: true }, site("b", 50, 1)]);
    expect(name?.answers.map(({ drained, weight }) => ({ drained, weight }))).toEqual([
      { drained: true, weight: 1 },
      { drained: false, weight: 1 },
    ]);
  });
});
