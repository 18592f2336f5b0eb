/** The platform of the article, in one Oracle region: what its users lost on 3 March 2026. */
import { describe, expect, it } from "vitest";
import { loadIncidents } from "../../resilience/faults/load-incidents";
import { survivalOf } from "../../resilience/verdict/survival";
import { stackGraph } from "../support/graphs";

const survival = survivalOf(stackGraph("ashburn-alone"), {
  now: new Date("2026-03-03T00:00:00Z"),
  incidents: loadIncidents(),
});

describe("Ashburn alone", () => {
  it("misses its objectives for the loss of its site, its metro, its provider and for a brownout", () => {
    const kinds = new Set(
      survival.misses
        .filter(({ objective }) => objective === "state")
        .map(({ scenario }) => scenario.split(":")[0]),
    );
    expect([...kinds].sort()).toEqual(["metro", "provider", "site"]);
    expect(survival.misses.some(({ scenario }) => scenario.includes("brownout"))).toBe(true);
    expect(survival.verdict).toBe("missed");
  });

  it("lost uploads, feeds, engagement and what the recommender learns from, for as long as the brownout lasted", () => {
    const day = survival.scenarios.find(({ id }) => id === "oracle-ashburn-2026-03");
    for (const capability of ["upload", "feed", "engagement", "training"]) {
      expect(day?.verdicts[capability]).toMatchObject({ state: "down", served: 0.1, rtoSeconds: null });
    }
    // 20 hours without training, on top of what it takes when all is well.
    expect(day?.verdicts.recommendations?.stalenessSeconds).toBeGreaterThanOrEqual(72_000);
  });

  it("says by how much an objective was missed", () => {
    const miss = survival.misses.find(
      ({ scenario, capability }) => scenario === "site:oci-us-ashburn-1" && capability === "upload",
    );
    expect(miss?.text).toBe("is down: 0 % of its requests are served");
  });
});
