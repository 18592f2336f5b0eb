import { describe, expect, it } from "vitest";
import { nodeImageOf, placementOf, servicesLabel } from "../../../components/oci/account";
import { okeVersion } from "../../../components/oci/versions";
import { regionOf } from "../../../graph/clouds/regions";
import { account, chicago, sanJose } from "./fixture";

describe("the nodes of a zone", () => {
  it("stand in all fault domains of its availability domain", () => {
    const [zone] = chicago.region.zones;
    expect(zone && placementOf(account, zone)).toEqual({
      availabilityDomain: "Uocm:US-CHICAGO-1-AD-1",
      faultDomains: ["FAULT-DOMAIN-1", "FAULT-DOMAIN-2", "FAULT-DOMAIN-3"],
    });
  });

  it("stand in the one fault domain that is the zone where a region has one availability domain", () => {
    expect(sanJose.region.zones.map((zone) => placementOf(account, zone))).toEqual(
      [1, 2, 3].map((n) => ({
        availabilityDomain: "Uocm:US-SANJOSE-1-AD-1",
        faultDomains: [`FAULT-DOMAIN-${n}`],
      })),
    );
  });

  it("need an image of their region, and the error says which setting lacks it", () => {
    expect(nodeImageOf(account, "us-chicago-1")).toBe("ocid1.image.oc1.us-chicago-1.linux");
    expect(() => nodeImageOf(account, "us-ashburn-1")).toThrow(/twincloud:oci\.nodeImageIds.*us-ashburn-1/);
  });
});

describe("the label of a region's services", () => {
  it("is made of the region's key", () => {
    const label = (region: string) => servicesLabel(regionOf("oci", region));
    expect(label("us-ashburn-1")).toBe("all-iad-services-in-oracle-services-network");
    expect(label("us-chicago-1")).toBe("all-ord-services-in-oracle-services-network");
  });

  it("can't be made for a region without one", () => {
    const { key: _, ...keyless } = regionOf("oci", "us-chicago-1");
    expect(() => servicesLabel(keyless)).toThrow(/graph\/clouds\/oci\/regions\.ts.*us-chicago-1/);
  });
});

describe("a Kubernetes version", () => {
  it("is a full one for OKE", () => {
    expect(okeVersion("1.33")).toMatch(/^v1\.33\.\d+$/);
  });

  it("is taken as it is when it names its patch", () => {
    expect(okeVersion("1.33.1")).toBe("v1.33.1");
  });

  it("that isn't in the table is refused, with the place to add it", () => {
    expect(() => okeVersion("1.99")).toThrow(/"1\.99".*components\/oci\/versions\.ts/);
  });
});
