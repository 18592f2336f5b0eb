import { describe, expect, it } from "vitest";
import { isWithin, jurisdictions } from "../../graph/jurisdiction";

describe("a jurisdiction", () => {
  it("that is a country holds that country alone", () => {
    expect(isWithin("us", "us")).toBe(true);
    expect(isWithin("ca", "us")).toBe(false);
  });

  it("that is the European Union holds its members, and no neighbour of theirs", () => {
    expect(["de", "es", "fr", "ie", "it", "nl", "se"].every((country) => isWithin(country, "eu"))).toBe(true);
    expect(["ch", "gb", "us"].some((country) => isWithin(country, "eu"))).toBe(false);
  });

  it("is offered once for every country with a region, and for the Union", () => {
    expect(jurisdictions).toEqual(expect.arrayContaining(["eu", "us", "de", "jp"]));
    expect(new Set(jurisdictions).size).toBe(jurisdictions.length);
  });
});
