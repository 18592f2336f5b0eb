import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sharesWithout, untrustedProviders, untrustedSites } from "../../graph/untrusted";

const sites = [
  { id: "oci-us-ashburn-1", provider: "oci" },
  { id: "oci-us-chicago-1", provider: "oci" },
  { id: "aws-us-east-2", provider: "aws" },
];

describe("who is hostile", () => {
  it("is every site of a provider that is named, and its API", () => {
    expect([...untrustedSites(["oci"], sites)]).toEqual(["oci-us-ashburn-1", "oci-us-chicago-1"]);
    expect(untrustedProviders(["oci"])).toEqual(["oci"]);
  });

  it("is one site alone where that is named, and not its provider's API", () => {
    expect([...untrustedSites(["oci-us-ashburn-1"], sites)]).toEqual(["oci-us-ashburn-1"]);
    expect(untrustedProviders(["oci-us-ashburn-1"])).toEqual([]);
  });
});

describe("the shares of the traffic once sites are hostile", () => {
  it("are the others', in the same proportions", () => {
    const shares = { "oci-us-ashburn-1": 20, "oci-us-chicago-1": 20, "aws-us-east-2": 60 };
    expect(sharesWithout(new Set(["oci-us-ashburn-1"]), shares)).toEqual({
      "oci-us-ashburn-1": 0,
      "oci-us-chicago-1": 25,
      "aws-us-east-2": 75,
    });
  });

  it("are alike where those that are left had none", () => {
    expect(sharesWithout(new Set(["a"]), { a: 100, b: 0, c: 0 })).toEqual({ a: 0, b: 50, c: 50 });
  });

  it("sum to 100, and leave a hostile site nothing, whichever these are", () => {
    const names = ["a", "b", "c", "d"];
    const arbitrary = fc.tuple(
      fc.subarray(names, { minLength: 1, maxLength: 3 }),
      fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 4, maxLength: 4 }),
    );
    fc.assert(
      fc.property(arbitrary, ([hostile, given]) => {
        const shares = Object.fromEntries(names.map((name, index) => [name, given[index] ?? 0]));
        const left = sharesWithout(new Set(hostile), shares);
        expect(hostile.map((name) => left[name])).toEqual(hostile.map(() => 0));
        expect(Object.values(left).reduce((sum, share) => sum + share, 0)).toBeCloseTo(100);
        const others = names.filter((name) => !hostile.includes(name));
        for (const [one, two] of others.flatMap((x) => others.map((y) => [x, y] as const))) {
          const [a, b] = [shares[one] ?? 0, shares[two] ?? 0];
          if (a > 0 || b > 0) expect((left[one] ?? 0) * b).toBeCloseTo((left[two] ?? 0) * a);
        }
      }),
    );
  });
});
