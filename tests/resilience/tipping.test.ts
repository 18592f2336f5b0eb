/** The values of assumptions at which verdicts turn. */
import { describe, expect, it } from "vitest";
import type { Overrides } from "../../resilience/assumptions";
import { fault } from "../../resilience/faults/faults";
import { scenarioOf } from "../../resilience/faults/scenarios";
import type { Platform } from "../../resilience/platform/platform";
import { missesOf } from "../../resilience/verdict/objectives";
import { Survey } from "../../resilience/verdict/survey";
import { surveyOf } from "../../resilience/verdict/survival";
import { type TippingPoints, tippingPoints } from "../../resilience/verdict/tipping";
import { tightestBounds } from "../../resilience/verdict/tipping-text";
import { stackGraph } from "../support/graphs";
import { platform, type Sketch } from "./synthetic";

const objectives: NonNullable<Platform["objectives"]> = {
  survive: ["site"],
  maxRtoSeconds: 100,
  maxRpoSeconds: {},
  maxStalenessSeconds: {},
  capacity: { atOnce: 0.6, withinSeconds: 900, then: 0.6 },
};
const two: Sketch = {
  sites: [
    { region: "a", share: 60 },
    { region: "b", share: 40 },
  ],
};
/** 4.5 places at a pod over all 90 of the edge: at 5 requests a second those take 0.9 s of the 5, so that overload is shed. */
const places = { placesPerServer: 0.05, queueSeconds: 5, answerSeconds: 5 };
const limits = { keepAliveSeconds: 0, byCapability: { feed: places, upload: places } };
const held = (sketch: Sketch, more: Partial<typeof objectives> = {}) =>
  new Survey({ ...platform({ limits, ...sketch }), objectives: { ...objectives, ...more } });
const tips = (points: TippingPoints, scenario: string, capability = "feed") =>
  points.get(scenario)?.[capability]?.map(({ text }) => text) ?? [];

describe("a verdict's tipping points", () => {
  it("are the last second at which service is back in time", () => {
    // Checks need 42 s, and answers age for 30 s: 99 % are served again at 42 + 30 * (1 - 0.01 / 0.4) = 71.25 s without
    // propagation, which is 0 here. 100 - 71.25 = 28.75: at 28 s it is met, at 29 s no longer.
    expect(tips(tippingPoints(held(two)), "site:aws-b")).toEqual([
      "met while DNS heeds a check within 28 s or less",
    ]);
  });

  it("are the first value at which what is missed would be met", () => {
    const slow = { ...two, assumptions: { dnsPropagationSeconds: 40 } };
    expect(tips(tippingPoints(held(slow)), "site:aws-b")).toEqual([
      "would be met while DNS heeds a check within 28 s or less",
    ]);
  });

  it("are none where nothing plausible turns it, and none of what the objectives don't cover", () => {
    expect(tips(tippingPoints(held(two, { maxRtoSeconds: 132 })), "site:aws-b")).toEqual([]);
    expect(tippingPoints(held(two, { survive: [] })).size).toBe(0);
  });

  it("are each verdict's own", () => {
    const sites = [
      { region: "a", share: 30 },
      { region: "b", share: 70 },
    ];
    // b: 42 + 30 * (1 - 0.01 / 0.7) = 71.57; a: 42 + 30 * (1 - 0.01 / 0.3) = 71. 100 less those: 28 s, and 29 s.
    const every = tippingPoints(held({ sites }));
    expect([tips(every, "site:aws-a"), tips(every, "site:aws-b")]).toEqual([
      ["met while DNS heeds a check within 29 s or less"],
      ["met while DNS heeds a check within 28 s or less"],
    ]);
  });

  it("are looked for on both sides of what is in the middle", () => {
    // a is aws's and lost, and aws doesn't see it: of the resolvers that ask aws, 60 % go on getting it. 99 % are served
    // while 0.6 times their share is 1 % or less: up to 1.67 %, so that of whole percents 1 is met and 2 is not.
    const sites = two.sites.map((site, at) => ({ ...site, provider: at === 0 ? "aws" : "oci" }));
    const survey = held({ sites, authorities: ["aws", "oci"] }, { survive: ["provider-blind"] });
    expect(tips(tippingPoints(survey), "provider-blind:aws")).toEqual([
      "would be met while the share of resolvers that prefer the first authority is 1 % or less",
    ]);
  });

  const alter = (survey: Survey, overrides: Overrides) => survey.assuming(overrides);
  it("hold at the value that they name, and no longer at the next", () => {
    const survey = surveyOf(stackGraph("prod"), new Date("2026-11-22T00:00:00Z"));
    const scenario = scenarioOf(fault("site", "oci-us-chicago-1"));
    const missed = (overrides: Overrides) => {
      const at = alter(survey, overrides);
      const { objectives: asked } = at.platform;
      if (!asked) throw new Error("prod states objectives");
      return (asked.demand ?? [0.5]).some((demand) =>
        missesOf(asked, scenario, at.atDemand(demand).briefs(scenario), demand).some(
          ({ capability }) => capability === "feed",
        ),
      );
    };
    const found = tippingPoints(survey).get(scenario.id)?.feed ?? [];
    expect(found.map(({ assumption }) => assumption)).toContain("ociFailureThreshold");
    for (const { assumption, at } of found) {
      if (assumption !== "ociFailureThreshold" && assumption !== "dnsPropagationSeconds") continue;
      expect(missed({ [assumption]: at }), assumption).toBe(false);
      expect(missed({ [assumption]: Number(at) + 1 }), assumption).toBe(true);
    }
    // 4 * (10 + 10) + 10 + 30 * (1 - 0.01 / 0.15) = 118 s of 120; a fifth round makes it 138.
    expect(tips(new Map([[scenario.id, { feed: found }]]), scenario.id)).toContain(
      "met while OCI leaves an address out after 4 or fewer failed rounds",
    );
  });
});

describe("what holds a stack's objectives together", () => {
  const one = (at: number, and: "less" | "more") => ({ assumption: "x", at, and, text: `met while ${at}` });
  it("is the bound that is reached first, of each assumption and side", () => {
    const scenarios: Parameters<typeof tightestBounds>[0] = [
      { id: "s", verdicts: { feed: { tipping: [one(30, "less"), one(5, "more")] } } },
      { id: "t", verdicts: { feed: { tipping: [one(20, "less"), one(9, "more")] }, upload: {} } },
    ];
    expect(
      tightestBounds(scenarios).map(({ tipping, scenario, verdicts }) => [tipping.at, scenario, verdicts]),
    ).toEqual([
      [20, "t", 2],
      [9, "t", 2],
    ]);
  });
});
