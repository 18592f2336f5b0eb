/** A platform on three clouds, one of which is none of those that there are. */
import { describe, expect, it } from "vitest";
import type { AuthorityTraits } from "../../graph/clouds/authority";
import { assumptionsWith } from "../../resilience/assumptions";
import { fault, faultNames } from "../../resilience/faults/faults";
import { together } from "../../resilience/faults/scenarios";
import { authorityChecks } from "../../resilience/platform/authority-checks";
import { Survey } from "../../resilience/verdict/survey";
import { platform, type Sketch } from "./synthetic";

const three: Sketch = {
  sites: [
    { provider: "acme", region: "x", share: 50 },
    { provider: "aws", region: "y", share: 30 },
    { provider: "oci", region: "z", share: 20 },
  ],
  authorities: ["acme", "aws", "oci"],
};
const feed = (...faults: Parameters<typeof together>[0]) =>
  new Survey(platform(three)).verdicts(together(faults)).feed;

describe("three authorities", () => {
  it("lose nothing with one, and name no particular other", () => {
    const verdict = feed(fault("dns-authority", "acme"));
    expect(verdict).toMatchObject({ state: "up", lostSeconds: 0 });
    expect(verdict?.because.join(" ")).toContain("acme is silent: resolvers ask another authority");
  });

  it("lose nothing with two", () => {
    expect(feed(fault("dns-authority", "acme"), fault("dns-authority", "oci"))).toMatchObject({
      state: "up",
      lostSeconds: 0,
    });
  });

  it("lose everybody with all three", () => {
    const gone = ["acme", "aws", "oci"].map((name) => fault("dns-authority", name));
    expect(feed(...gone)).toMatchObject({ state: "down", served: 0 });
  });

  it("blame what is assumed of each whose checks moved users", () => {
    const made = platform(three);
    const authorities = made.authorities.map((authority) => ({
      ...authority,
      assumed: { threshold: authority.provider === "aws" ? [] : [`${authority.provider}Rounds`], region: [] },
    }));
    const verdict = new Survey({ ...made, authorities }).verdicts(together([fault("site", "acme-x")])).feed;
    expect(verdict?.because.join(" ")).toContain(
      "(assumptions dnsPropagationSeconds, acmeRounds and ociRounds)",
    );
  });
});

describe("three clouds", () => {
  it("have a link between every two", () => {
    const ofProviders = faultNames(platform(three), "link").filter((name) => !/-to-|\//.test(name));
    expect(ofProviders).toEqual(["acme-aws", "acme-oci", "aws-oci"]);
  });

  it("lose what the third serves until checks and answers have moved its users", () => {
    const verdict = feed(fault("provider", "acme"));
    // 42 s of checks; half of all users then move over 30 s, until a hundredth is left: 42 + 30 * (1 - 0.01 / 0.5).
    expect(verdict).toMatchObject({ state: "up", detectSeconds: 42, rtoSeconds: 71.4 });
  });
});

describe("an authority's checks", () => {
  const checks = (own: Partial<AuthorityTraits["checks"]>): AuthorityTraits => ({
    title: "Acme DNS",
    module: "acme:dns",
    checks: {
      input: "check",
      threshold: 5,
      agreement: { unhealthyFrom: 0.5 },
      needTheirRegion: false,
      ...own,
    },
    checkers: { called: "probes", allUnlessNamed: true, inside: false },
    answers: { whenAllUnhealthy: "all", negativeSeconds: 60, drainedBy: "checks", recordsTakeChecks: true },
    limits: { checkIntervals: [10], maxWeight: 100 },
  });
  const assumptions = assumptionsWith({ podStartSeconds: 1 });

  it("are judged by what its cloud says", () => {
    expect(authorityChecks(checks({ connectSeconds: 2, intervalSeconds: 20 }), assumptions)).toEqual({
      threshold: 5,
      connectSeconds: 2,
      intervalSeconds: 20,
      unhealthyShare: 0.5,
    });
  });

  it("are unhealthy from the rest of a share above which they are healthy", () => {
    expect(
      authorityChecks(checks({ agreement: { healthyAbove: 0.25 } }), assumptions).unhealthyShare,
    ).toBeCloseTo(0.75);
  });

  it("heed what a stack assumes instead of what is assumed of the cloud", () => {
    const threshold = {
      name: "acmeRounds",
      value: 4,
      unit: "count",
      what: "Rounds.",
      source: "undocumented",
      reason: "Not found anywhere.",
    } as const;
    expect(authorityChecks(checks({ threshold }), assumptions).threshold).toBe(4);
    const overridden = { ...assumptions, acmeRounds: 7 };
    expect(authorityChecks(checks({ threshold }), overridden).threshold).toBe(7);
  });
});
