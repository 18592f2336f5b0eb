/** The outages that are replayed, as they were and moved to where a platform stands. */
import { describe, expect, it } from "vitest";
import { type Incident, incidentSchema } from "../../../resilience/faults/incident";
import { loadIncidents } from "../../../resilience/faults/load-incidents";
import { replay, transposed } from "../../../resilience/faults/replay";
import { platformOf } from "../../../resilience/platform/from-graph";
import { Survey } from "../../../resilience/verdict/survey";
import { stackGraph } from "../../support/graphs";
import { platform } from "../synthetic";

const incidents = loadIncidents();
const named = (id: string) => {
  const found = incidents.find((incident) => incident.id === id);
  if (!found) throw new Error(`no incident ${id}`);
  return found;
};
const east = platform({ sites: [{ region: "us-east-1", share: 100 }], authorities: ["aws"] });
const two = platform({
  sites: [
    { region: "us-east-2", share: 70 },
    { region: "us-west-2", share: 30 },
  ],
  authorities: ["aws", "oci"],
});

describe("incidents", () => {
  it("are all there", () => {
    expect(incidents.map(({ id }) => id)).toEqual([
      "aws-me-2026-03",
      "aws-use1-2021-12",
      "aws-use1-2025-10",
      "aws-use1-az4-2026-05",
      "azure-front-door-2025-10",
      "azure-identity-2026-02",
      "cloudflare-2025-11",
      "cloudflare-2026-02",
      "dyn-2016-10",
      "gcp-2025-06",
      "oci-2024-01",
      "oracle-2026-01",
      "oracle-ashburn-2026-03",
      "oracle-dyn-2022-05",
    ]);
  });

  it("follow the clock: what is known in UTC is what is played in seconds", () => {
    const at = (id: string, index: number, which: "start" | "end") =>
      new Date(
        Date.parse(named(id).begins) + 1000 * (named(id).failed[index]?.[which] ?? Number.NaN),
      ).toISOString();
    // Recovery seen, and resolved, on 4 March.
    expect(at("oracle-ashburn-2026-03", 0, "end")).toBe("2026-03-04T07:03:00.000Z");
    expect(at("oracle-ashburn-2026-03", 1, "end")).toBe("2026-03-04T09:24:00.000Z");
    // The second zone, and the one of the other region on the next day.
    expect(at("aws-me-2026-03", 1, "start")).toBe("2026-03-01T17:46:00.000Z");
    expect(at("aws-me-2026-03", 2, "start")).toBe("2026-03-02T14:56:00.000Z");
    // 05:30 and 14:09 in the Pacific's summer time.
    expect(at("aws-use1-2025-10", 2, "start")).toBe("2025-10-20T12:30:00.000Z");
    expect(at("aws-use1-2025-10", 2, "end")).toBe("2025-10-20T21:09:00.000Z");
  });

  it("hit what the platform has in the failed region, for as long as it took", () => {
    const { scenario, nothing } = replay(named("aws-use1-2021-12"), east);
    expect(scenario.faults).toMatchObject([
      { fault: { id: "site:aws-us-east-1:brownout:0.5" }, start: 0, end: 24_720 },
      { fault: { id: "health-checks:aws" }, start: 0, end: 24_720 },
    ]);
    expect(nothing).toEqual([]);
  });

  it("say so where the platform has nothing there, which is not surviving it", () => {
    const { scenario, nothing } = replay(named("oracle-ashburn-2026-03"), east);
    expect(scenario.faults).toEqual([]);
    expect(nothing).toEqual(["This platform has nothing in Oracle Cloud's us-ashburn-1."]);
    expect(new Survey(east).incident(named("oracle-ashburn-2026-03"))).toMatchObject({
      touchesNothing: true,
    });
    expect(new Survey(east).incident(named("aws-use1-2021-12")).touchesNothing).toBeUndefined();
  });

  it("take an authority's checks along where only those stand in the failed region", () => {
    // Staging's sites are in Phoenix and Ohio, its OCI monitors in the home region.
    const staging = platformOf(stackGraph("staging"), new Date("2026-11-22T00:00:00Z"));
    const ids = (incident: Incident) =>
      replay(incident, staging).scenario.faults.map(({ fault }) => fault.id);
    expect(ids(named("oracle-ashburn-2026-03"))).toEqual(["health-checks:oci", "health-checks:oci"]);
  });

  it("spare zones that the platform doesn't use", () => {
    expect(replay(named("aws-use1-az4-2026-05"), east).scenario.faults).toEqual([]);
  });

  it("are refused when they end before they begin, or name what isn't known", () => {
    const good = named("aws-use1-2025-10");
    const bad = {
      ...good,
      failed: [{ what: "zones", provider: "aws", region: "r", count: 1, start: 2, end: 1 }],
    };
    expect(incidentSchema.safeParse(bad).success).toBe(false);
    expect(incidentSchema.safeParse({ ...good, severity: 1 }).success).toBe(false);
    expect(incidentSchema.safeParse({ ...good, sources: ["a status page"] }).success).toBe(false);
  });
});

describe("an incident moved to where a platform stands", () => {
  const ids = (incident: Incident, on = two) =>
    transposed(incident, on).map(({ id, faults }) => [id, faults.map(({ fault }) => fault.id)]);

  it("could have hit each of its sites", () => {
    expect(ids(named("aws-use1-az4-2026-05"))).toEqual([
      ["aws-use1-az4-2026-05-at-aws-us-east-2", ["zone:aws-us-east-2/us-east-2-1"]],
      ["aws-use1-az4-2026-05-at-aws-us-west-2", ["zone:aws-us-west-2/us-west-2-1"]],
    ]);
  });

  it("takes zones one after the other, and those of another region from another site", () => {
    expect(ids(named("aws-me-2026-03"))[0]).toEqual([
      "aws-me-2026-03-at-aws-us-east-2",
      ["zone:aws-us-east-2/us-east-2-1", "zone:aws-us-east-2/us-east-2-2", "zone:aws-us-west-2/us-west-2-1"],
    ]);
    expect(ids(named("aws-me-2026-03"), east)).toEqual([
      [
        "aws-me-2026-03-at-aws-us-east-1",
        ["zone:aws-us-east-1/us-east-1-1", "zone:aws-us-east-1/us-east-1-2"],
      ],
    ]);
  });

  it("hits each authority where only an authority had it", () => {
    expect(ids(named("oracle-dyn-2022-05"))).toEqual([
      ["oracle-dyn-2022-05-at-aws", ["authority-wrong:aws"]],
      ["oracle-dyn-2022-05-at-oci", ["authority-wrong:oci"]],
    ]);
  });

  it("is told of the place where it hurts most, and where it is from", () => {
    // The site with 70 % of the users.
    const worst = new Survey(two).transposed(named("cloudflare-2026-02"));
    expect(worst).toMatchObject({
      id: "cloudflare-2026-02-at-aws-us-east-2",
      kind: "transposed",
      transposedFrom: "cloudflare-2026-02",
      covered: false,
    });
    // 70 % for 42 s, and then falling to nothing over 30 s: 0.7 * 42 + 0.7 * 15 = 39.9 s of all requests. Back after
    // 6 h 7 min, the site gets its users again and nothing more is lost.
    expect(worst?.verdicts.feed?.lostSeconds).toBeCloseTo(39.9, 1);
  });

  it("isn't told twice where it hit just that", () => {
    const ashburn = platform({ sites: [{ provider: "oci", region: "us-ashburn-1", share: 100 }] });
    expect(new Survey(ashburn).transposed(named("oracle-ashburn-2026-03"))).toBeUndefined();
  });
});
