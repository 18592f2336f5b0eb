import { describe, expect, it } from "vitest";
import { providerNames } from "../../graph/clouds/facts";
import { findRegion, regionAdvice, regionOf, regionsOf } from "../../graph/clouds/regions";

const all = providerNames.flatMap((provider) => regionsOf(provider));
const label = (region: { provider: string; name: string }) => `${region.provider} ${region.name}`;

/** AWS lists every zone of these prefixes, and EKS refuses cluster subnets in these three. */
const refusedByEks = ["use1-az3", "usw1-az2", "cac1-az3"];

describe("the table of regions", () => {
  it("lists every commercial region: 44 of OCI, 34 of AWS", () => {
    expect(regionsOf("oci")).toHaveLength(44);
    expect(regionsOf("aws")).toHaveLength(34);
  });

  it("lists no region twice", () => {
    expect(new Set(all.map(label)).size).toBe(all.length);
  });

  it("files each region under its own provider", () => {
    for (const provider of providerNames) {
      for (const region of regionsOf(provider)) expect(region.provider).toBe(provider);
    }
  });

  it.each([
    ["oci", "us-ashburn-1", "Northern Virginia", ["US-ASHBURN-AD-1", "US-ASHBURN-AD-2", "US-ASHBURN-AD-3"]],
    ["oci", "us-phoenix-1", "Phoenix", ["PHX-AD-1", "PHX-AD-2", "PHX-AD-3"]],
    ["oci", "us-chicago-1", "Chicago", ["US-CHICAGO-1-AD-1", "US-CHICAGO-1-AD-2", "US-CHICAGO-1-AD-3"]],
    ["aws", "us-east-1", "Northern Virginia", ["use1-az1", "use1-az2", "use1-az4"]],
    ["aws", "us-east-2", "Columbus", ["use2-az1", "use2-az2", "use2-az3"]],
    ["aws", "us-west-1", "San Francisco Bay", ["usw1-az1", "usw1-az3"]],
    ["aws", "us-west-2", "Oregon", ["usw2-az1", "usw2-az2", "usw2-az3"]],
    [
      "oci",
      "eu-frankfurt-1",
      "Frankfurt",
      ["EU-FRANKFURT-1-AD-1", "EU-FRANKFURT-1-AD-2", "EU-FRANKFURT-1-AD-3"],
    ],
    ["oci", "uk-london-1", "London", ["UK-LONDON-1-AD-1", "UK-LONDON-1-AD-2", "UK-LONDON-1-AD-3"]],
  ] as const)("knows metro and zones of %s %s", (provider, name, metro, zones) => {
    const region = regionOf(provider, name);
    expect(region.metro).toBe(metro);
    expect(region.zones.map((zone) => zone.name)).toEqual(zones);
  });

  it("takes the fault domains of an only availability domain for zones", () => {
    expect(regionOf("oci", "us-sanjose-1").zones).toEqual([
      { id: "1", name: "US-SANJOSE-1-AD-1", faultDomain: "FAULT-DOMAIN-1" },
      { id: "2", name: "US-SANJOSE-1-AD-1", faultDomain: "FAULT-DOMAIN-2" },
      { id: "3", name: "US-SANJOSE-1-AD-1", faultDomain: "FAULT-DOMAIN-3" },
    ]);
  });

  it("gives three availability domains to the five OCI regions that have them, and to no other", () => {
    const several = regionsOf("oci").filter(({ zones }) => new Set(zones.map(({ name }) => name)).size > 1);
    expect(several.map(({ name }) => name).sort()).toEqual([
      "eu-frankfurt-1",
      "uk-london-1",
      "us-ashburn-1",
      "us-chicago-1",
      "us-phoenix-1",
    ]);
  });

  it("offers three zones everywhere but in us-west-1, numbered from 1", () => {
    for (const region of all) {
      const ids = label(region) === "aws us-west-1" ? ["1", "2"] : ["1", "2", "3"];
      expect(
        region.zones.map(({ id }) => id),
        label(region),
      ).toEqual(ids);
    }
  });

  it("never offers a zone in which EKS takes no cluster subnets", () => {
    const offered = regionsOf("aws").flatMap(({ zones }) => zones.map(({ name }) => name));
    expect(offered.filter((name) => refusedByEks.includes(name))).toEqual([]);
  });

  it("names no AWS zone, and no OCI fault domain, twice", () => {
    const names = all.flatMap(({ zones }) => zones.map(({ name, faultDomain }) => `${name} ${faultDomain}`));
    expect(new Set(names).size).toBe(names.length);
  });

  it("gives every OCI region a key of its own, as service names carry it", () => {
    const keys = regionsOf("oci").map(({ key }) => key);
    expect(keys.filter((key) => !/^[a-z]{3}$/.test(key ?? ""))).toEqual([]);
    expect(new Set(keys).size).toBe(keys.length);
    expect(regionOf("oci", "us-ashburn-1").key).toBe("iad");
  });

  it("puts a metro in one country only", () => {
    const countries = new Map<string, string>();
    for (const { metro, country } of all) {
      expect(country).toMatch(/^[a-z]{2}$/);
      expect(countries.get(metro) ?? country, metro).toBe(country);
      countries.set(metro, country);
    }
  });

  it("spells a metro that both providers stand in the same way", () => {
    const aws = new Set(regionsOf("aws").map(({ metro }) => metro));
    const shared = new Set(regionsOf("oci").flatMap(({ metro }) => (aws.has(metro) ? [metro] : [])));
    expect([...shared].sort()).toEqual(
      [
        "Dubai",
        "Frankfurt",
        "Hyderabad",
        "London",
        "Melbourne",
        "Milan",
        "Montreal",
        "Mumbai",
        "Northern Virginia",
        "Osaka",
        "Paris",
        "Querétaro",
        "San Francisco Bay",
        "Seoul",
        "Singapore",
        "Stockholm",
        "Sydney",
        "São Paulo",
        "Tokyo",
        "Zurich",
      ].sort(),
    );
  });

  it("spells no two metros alike but for accents, case or spaces", () => {
    const metros = [...new Set(all.map(({ metro }) => metro))];
    const plain = metros.map((metro) =>
      metro
        .normalize("NFD")
        .replace(/[^A-Za-z]/g, "")
        .toLowerCase(),
    );
    expect(new Set(plain).size).toBe(metros.length);
  });
});

describe("regionOf", () => {
  it("names the nearest known regions and the file to add a new one to", () => {
    expect(() => regionOf("aws", "us-est-2")).toThrow(
      new RangeError(
        'unknown aws region "us-est-2": nearest: us-east-2, us-west-2; ' +
          "a region that is new is added in graph/clouds/aws/regions.ts",
      ),
    );
  });

  it("says so when it is a region of the other provider", () => {
    expect(regionAdvice("oci", "us-east-2")).toBe(
      "us-east-2 is a region of aws; a region that is new is added in graph/clouds/oci/regions.ts",
    );
  });

  it("knows a region under its own provider only", () => {
    expect(findRegion("aws", "us-ashburn-1")).toBeUndefined();
    expect(findRegion("oci", "us-ashburn-1")?.metro).toBe("Northern Virginia");
  });
});
