import { describe, expect, it } from "vitest";
import { areaOf, areas } from "../../graph/areas";
import { checkerPlace, checkerRegions, checkersNear } from "../../graph/clouds/aws/checker-regions";
import { facts } from "../../graph/clouds/facts";
import { vantagePlace } from "../../graph/clouds/oci/vantage-points";
import { jurisdictions } from "../../graph/jurisdiction";

const areaOfChecker = (name: string) => areaOf(checkerPlace(name)?.country ?? "");

describe("an area", () => {
  it("is known of every jurisdiction that a stack may have", () => {
    expect(jurisdictions.filter((jurisdiction) => areaOf(jurisdiction) === undefined)).toEqual([]);
  });

  it("is the Union's for all of its members with a region", () => {
    for (const country of ["de", "es", "fr", "ie", "it", "nl", "se"])
      expect(areaOf(country)).toBe(areaOf("eu"));
  });

  it("is unknown of what is no country", () => {
    expect(areaOf("atlantis")).toBeUndefined();
  });
});

describe("Route 53's checkers", () => {
  it("stand in regions of the table, one at least in every area", () => {
    expect(new Set(checkerRegions.map(areaOfChecker))).toEqual(new Set(areas));
  });

  it.each(jurisdictions)(
    "near %s are three, with all that its area has up to three of them first",
    (jurisdiction) => {
      const chosen = checkersNear(jurisdiction);
      const there = checkerRegions.filter((name) => areaOfChecker(name) === areaOf(jurisdiction));
      expect(new Set(chosen).size).toBe(3);
      expect(chosen.filter((name) => there.includes(name))).toHaveLength(Math.min(3, there.length));
      expect(there).toContain(chosen[0]);
    },
  );

  it("near the Union are Dublin's, and two that come by ways of their own", () => {
    expect(checkersNear("eu")).toEqual(["eu-west-1", "us-east-1", "ap-southeast-1"]);
  });

  it("are asked for near no place that isn't known", () => {
    expect(() => checkersNear("atlantis")).toThrow(/atlantis.*graph\/areas\.ts/);
  });
});

describe("OCI's vantage points", () => {
  it("stand where the airport of their name is, in their operator's networks", () => {
    expect(vantagePlace("aws-iad")).toEqual({ operator: "aws", country: "us", metro: "Northern Virginia" });
    expect(vantagePlace("goo-chs")).toEqual({ operator: "google", country: "us" });
  });

  it("are unknown by a name that says neither, and half known by one that says one", () => {
    expect(vantagePlace("constructor-toString")).toBeUndefined();
    expect(vantagePlace("azr-xyz")).toEqual({ operator: "azure" });
  });

  it("stand in metros of the tables of regions, where they name one", () => {
    const metros = Object.values(facts).flatMap(({ regions }) => regions.map(({ metro }) => metro));
    for (const airport of "cmh iad ord pdx phx sfo yul yyz gru ams arn cdg dub fra lhr mxp nrt sin syd".split(
      " ",
    )) {
      expect(metros).toContain(vantagePlace(`azr-${airport}`)?.metro);
    }
  });
});
