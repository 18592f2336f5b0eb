/** The platform of the article, in one Oracle region: what its users lost on 3 March 2026. */
import { describe, expect, it } from "vitest";
import { loadIncidents } from "../../resilience/faults/load-incidents";
import { incidentResults, surveyOf, survivalOf } from "../../resilience/verdict/survival";
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
    // 90 % of 63,540 s until recovery was seen, and 25 % of 8,460 s until it was resolved: 57,186 + 2,115.
    expect(day?.verdicts.feed?.lostSeconds).toBeCloseTo(59_301, 0);
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

describe("the same day on two clouds", () => {
  const day = loadIncidents().find(({ id }) => id === "oracle-ashburn-2026-03");
  const on = (stack: "prod" | "staging") => {
    if (!day) throw new Error("no such incident");
    return incidentResults(surveyOf(stackGraph(stack), new Date("2026-03-03T00:00:00Z")), day);
  };

  it("costs prod, a fifth of which stands there, less than a fortieth of what it cost Ashburn alone", () => {
    const [was] = on("prod");
    for (const verdict of Object.values(was?.verdicts ?? {})) {
      expect(verdict.state).not.toBe("down");
      expect(verdict.served).toBeGreaterThan(0.98);
    }
    expect(was?.verdicts.feed?.lostSeconds).toBeLessThan(59_301 / 40);
    // Its edges live, and hand on what fails there.
    expect(was?.verdicts.feed?.rtoSeconds).toBeLessThan(10);
  });

  it("takes only OCI's checks from staging, which loses nothing by it", () => {
    const [was] = on("staging");
    expect(was?.faults.map(({ id }) => id)).toEqual(["health-checks:oci", "health-checks:oci"]);
    for (const verdict of Object.values(was?.verdicts ?? {}))
      expect(verdict).toMatchObject({ state: "up", lostSeconds: 0 });
  });

  it("would have cost staging little where staging stands, and says so apart", () => {
    const [, moved] = on("staging");
    expect(moved?.transposedFrom).toBe("oracle-ashburn-2026-03");
    // Half of its users are there, and the other site has room for all at half of the peak: only what fails until the edge
    // has noticed is lost.
    expect(moved?.verdicts.feed?.served).toBeGreaterThan(0.99);
    expect(moved?.verdicts.feed?.lostSeconds).toBeGreaterThan(0);
    expect(moved?.verdicts.feed?.lostSeconds).toBeLessThan(10);
  });
});
