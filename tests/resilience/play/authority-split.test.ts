/** Which authority resolvers ask. */
import { describe, expect, it } from "vitest";
import { fault } from "../../../resilience/faults/faults";
import { together } from "../../../resilience/faults/scenarios";
import { Survey } from "../../../resilience/verdict/survey";
import { platform, type Sketch } from "../synthetic";

/** 60 % of the users at a, 40 % at b. */
const on = (firstAuthorityShare: number, authorities = ["aws", "oci"]): Sketch => ({
  sites: [
    { region: "a", share: 60 },
    { region: "b", share: 40 },
  ],
  authorities,
  assumptions: { firstAuthorityShare },
});
const served = (sketch: Sketch, ...faults: Parameters<typeof together>[0]) =>
  new Survey(platform(sketch)).verdicts(together(faults)).feed?.served;

describe("the share of resolvers that prefer the first authority", () => {
  const blind = [fault("site", "aws-b"), fault("health-checks", "aws")];

  it("is what stays with a lost site that only the first authority doesn't see", () => {
    // Who asks the other is led away; who asks the blind one still gets b for 40 %.
    expect(served(on(0.5), ...blind)).toBe(1 - 0.5 * 0.4);
    expect(served(on(1), ...blind)).toBe(1 - 0.4);
    expect(served(on(0), ...blind)).toBe(1);
    expect(served(on(0.7), ...blind)).toBeCloseTo(1 - 0.7 * 0.4, 4);
  });

  it("is against each one other of several", () => {
    // Weights of 0.5 each are even: a third asks the blind one. At 0.8 it weighs 0.8 beside twice 0.2.
    expect(served(on(0.5, ["aws", "oci", "third"]), ...blind)).toBeCloseTo(1 - 0.4 / 3, 4);
    expect(served(on(0.8, ["aws", "oci", "third"]), ...blind)).toBeCloseTo(1 - (0.4 * 0.8) / 1.2, 4);
  });

  it("matters to nobody while an authority is silent: whoever preferred it asks another", () => {
    for (const share of [0, 0.5, 1]) {
      expect(served(on(share), fault("dns-authority", "aws"))).toBe(1);
      expect(served(on(share), fault("dns-authority", "oci"))).toBe(1);
    }
  });
});
