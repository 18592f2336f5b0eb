import { describe, expect, it } from "vitest";
import { otherProviders } from "../../stacks/partners";

const chicago = { id: "oci-us-chicago-1", provider: "oci" };
const ashburn = { id: "oci-us-ashburn-1", provider: "oci" };
const ohio = { id: "aws-us-east-2", provider: "aws" };
const oregon = { id: "aws-us-west-2", provider: "aws" };

describe("otherProviders", () => {
  it("pairs the sites of two providers in the order of the settings", () => {
    const sites = [chicago, ashburn, ohio, oregon];
    expect(sites.map((site) => otherProviders(site, sites)[0]?.id)).toEqual([
      "aws-us-east-2",
      "aws-us-west-2",
      "oci-us-chicago-1",
      "oci-us-ashburn-1",
    ]);
  });

  it("names every site of the other providers once, for when the preferred one is lost", () => {
    const sites = [chicago, ohio, oregon];
    expect(otherProviders(chicago, sites)).toEqual([ohio, oregon]);
    expect(otherProviders(oregon, sites)).toEqual([chicago]);
  });

  it("is empty where there is one provider", () => {
    expect(otherProviders(ohio, [ohio, oregon])).toEqual([]);
  });
});
