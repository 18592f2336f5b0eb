/** The outages that are replayed. */
import { describe, expect, it } from "vitest";
import { type Incident, incidentSchema, replay } from "../../../resilience/faults/incident";
import { loadIncidents } from "../../../resilience/faults/load-incidents";
import { platformOf } from "../../../resilience/platform/from-graph";
import { stackGraph } from "../../support/graphs";
import { platform } from "../synthetic";

const incidents = loadIncidents();
const named = (id: string) => {
  const found = incidents.find((incident) => incident.id === id);
  if (!found) throw new Error(`no incident ${id}`);
  return found;
};
const east = platform({ sites: [{ region: "us-east-1", share: 100 }], authorities: ["aws"] });

describe("incidents", () => {
  it("are all there", () => {
    expect(incidents.map(({ id }) => id)).toEqual([
      "aws-me-central-1-2026-03",
      "aws-use1-2021-12",
      "aws-use1-2025-10",
      "aws-use1-az4-2026-05",
      "dyn-2016-10",
      "gcp-2025-06",
      "oracle-2026-01",
      "oracle-ashburn-2026-03",
    ]);
  });

  it("hit what the platform has in the failed region, for as long as it took", () => {
    const { scenario, nothing } = replay(named("aws-use1-2025-10"), east);
    expect(scenario.faults).toMatchObject([
      { fault: { id: "site:aws-us-east-1:brownout:0.5" }, start: 0, end: 14.5 * 3600 },
    ]);
    expect(nothing).toEqual([]);
  });

  it("say so where the platform has nothing there", () => {
    const { scenario, nothing } = replay(named("oracle-ashburn-2026-03"), east);
    expect(scenario.faults).toEqual([]);
    expect(nothing).toEqual(["This platform has nothing in Oracle Cloud's us-ashburn-1."]);
  });

  it("take an authority's checks along where only those stand in the failed region or metro", () => {
    // Staging's sites are in Phoenix and Ohio, its OCI monitors in the home region.
    const staging = platformOf(stackGraph("staging"), new Date("2026-11-22T00:00:00Z"));
    const ids = (incident: Incident) =>
      replay(incident, staging).scenario.faults.map(({ fault }) => fault.id);
    const ashburn = named("oracle-ashburn-2026-03");
    expect(ids(ashburn)).toEqual(["health-checks:oci"]);
    const metro = { what: "metro" as const, metro: "northern-virginia", startHours: 0, endHours: 1 };
    expect(ids({ ...ashburn, failed: [metro] })).toEqual(["health-checks:oci"]);
    expect(ids({ ...ashburn, failed: [{ ...metro, metro: "chicago" }] })).toEqual([]);
  });

  it("spare zones that the platform doesn't use", () => {
    expect(replay(named("aws-use1-az4-2026-05"), east).scenario.faults).toEqual([]);
  });

  it("are refused when they end before they begin, or name what isn't known", () => {
    const good = named("aws-use1-2025-10");
    const bad = {
      ...good,
      failed: [{ what: "zones", provider: "aws", region: "r", count: 1, startHours: 2, endHours: 1 }],
    };
    expect(incidentSchema.safeParse(bad).success).toBe(false);
    expect(incidentSchema.safeParse({ ...good, severity: 1 }).success).toBe(false);
  });
});
