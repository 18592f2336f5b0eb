import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { overlaps } from "../../../components/cidr";
import { loadSettings, Secret } from "../../../stacks/config";
import { video } from "../../fixtures/catalogs/video";
import { example, exampleWith, problemsOf, withShares } from "../example";

describe("settings in which something is wrong", () => {
  it("tell of a site that is named twice, at its second place", () => {
    const again = { provider: "oci", region: "us-chicago-1", share: 0, cidr: "10.30.0.0/16" };
    expect(problemsOf(exampleWith({ "sites.2": again }))).toEqual([
      "twincloud:sites[2]: found oci-us-chicago-1 again, wanted each site once; sites[0] is the same",
    ]);
  });

  it("tell of a negative share, and not also of the sum that it spoils", () => {
    expect(problemsOf(exampleWith({ "sites.1.share": -40 }))).toEqual([
      "twincloud:sites[1].share: found -40, wanted a number from 0 to 100 percent of the traffic",
    ]);
  });

  it("tell of a second drain of a site", () => {
    const drain = { site: "aws-us-east-2", until: "2026-10-01T06:00:00Z", reason: "storm" };
    expect(problemsOf(exampleWith({ drain: [drain, drain] }))).toEqual([
      'twincloud:drain[1].site: found "aws-us-east-2" again, wanted one drain a site',
    ]);
  });

  it("tell of an assumption that isn't known, once the known ones are named", () => {
    const config = exampleWith({ assumptions: { demnad: 0.4 } });
    expect(problemsOf(config)).toEqual([]);
    expect(problemsOf(config, { assumptionNames: ["demand", "mirrorLag"] })).toEqual([
      "twincloud:assumptions.demnad: found an assumption that isn't known, wanted demand (one of demand, mirrorLag)",
    ]);
  });

  it("tell of a domain that a public name fits before, and a site's own doesn't", () => {
    const fits = `${"a.".repeat(112)}b.com`;
    expect(`upload-oci-us-chicago-1.${fits}`).toHaveLength(253);
    expect(problemsOf(exampleWith({ domain: fits }))).toEqual([]);
    expect(problemsOf(exampleWith({ domain: `cc.${fits}` }))).toEqual([
      `twincloud:domain: found ${fits.length + 3} characters, wanted ${fits.length} at most, as upload-oci-us-chicago-1 is put before it`,
    ]);
  });

  it("tell of a site whose names would be another's", () => {
    const odd = video.capabilities.map((capability) =>
      capability.name === "status" ? { ...capability, publicLabel: "feed-aws-us-east-2" } : capability,
    );
    expect(problemsOf(example(), { catalog: { ...video, capabilities: odd } })).toEqual([
      'twincloud:sites[1]: found aws-us-east-2, whose name "feed-aws-us-east-2" is a public name too, wanted a site that every public label can be put before: another label in the catalog',
    ]);
  });

  it("tell of a key without a namespace", () => {
    expect(problemsOf({ ...example(), drain: [] })).toEqual([
      "drain: found a key without a namespace, wanted twincloud:drain",
    ]);
  });

  it("tell of a misspelt namespace, whose settings would be passed over", () => {
    expect(problemsOf({ ...example(), "twinclod:drain": [] })).toEqual([
      "twinclod:drain: found a namespace that isn't known, wanted twincloud:drain",
    ]);
  });

  it("tell everything at once, in the order of the schema", () => {
    const config = exampleWith({
      domain: "nowhere",
      "sites.0.share": -1,
      "sites.1.cidr": "10.10.0.0/20",
      "sites.1.regoin": "us-east-2",
      "aws.accountId": "1",
      "dns.ttl": 0,
      drain: [{ site: "aws", until: "soon", reason: "" }],
      extra: true,
    });
    expect(problemsOf(config).map((line) => line.split(": ")[0])).toEqual([
      "twincloud:domain",
      "twincloud:sites[0].share",
      "twincloud:sites[1].regoin",
      "twincloud:sites[1].cidr",
      "twincloud:aws.accountId",
      "twincloud:dns.ttl",
      "twincloud:drain[0].until",
      "twincloud:drain[0].reason",
      "twincloud:drain[0].site",
      "twincloud:extra",
    ]);
  });

  it("tell of shares whenever they don't sum to 100", () => {
    const shares = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(shares, (given) => {
        const sum = given.reduce((total, share) => total + share, 0);
        fc.pre(sum !== 100);
        expect(problemsOf(withShares(given))).toEqual([
          `twincloud:sites: found shares that sum to ${sum}, wanted shares that sum to 100`,
        ]);
      }),
    );
  });

  it("tell of two networks exactly when they overlap", () => {
    const network = fc.tuple(fc.integer({ min: 16, max: 20 }), fc.nat({ max: 63 })).map(([prefix, block]) => {
      // Blocks of a /20 below 10.8.0.0, moved down to where a network of the length can begin.
      const start = block - (block % 2 ** (20 - prefix));
      return `10.${8 + Math.floor(start / 16)}.${(start % 16) * 16}.0/${prefix}`;
    });
    fc.assert(
      fc.property(network, network, (a, b) => {
        const lines = problemsOf(exampleWith({ "sites.0.cidr": a, "sites.1.cidr": b }));
        expect(lines).toHaveLength(overlaps(a, b) ? 1 : 0);
      }),
    );
  });

  it("tell, whatever stands under a key, and never throw", () => {
    const keys = Object.keys(example());
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.jsonValue(), (key, value) => {
        const loaded = loadSettings({ ...example(), [key]: value }, { file: "file", catalog: video });
        if (!loaded.ok) expect(loaded.problems.length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });

  it("show no more of a long text than fits on a line", () => {
    const [line = ""] = problemsOf(exampleWith({ domain: "a\n".repeat(10_000) }));
    expect(line.length).toBeLessThan(300);
    expect(line).not.toContain("\n");
  });

  it("never show what was meant to be secret", () => {
    const secret = fc.string({ minLength: 8, unit: fc.constantFrom("q", "Q", "7", "#") });
    fc.assert(
      fc.property(secret, (text) => {
        const config = exampleWith({ edgeTls: { certificate: text, key: text }, domain: new Secret(text) });
        expect(problemsOf(config).join("\n")).not.toContain(text);
      }),
    );
  });
});
