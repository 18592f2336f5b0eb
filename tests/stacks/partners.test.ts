import { describe, expect, it } from "vitest";
import { mirrorShare, otherProviders } from "../../stacks/partners";

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

describe("mirrorShare", () => {
  const sites = [chicago, ashburn, ohio, oregon];
  const ids = (site: typeof ohio, among: readonly (typeof ohio)[], reachesPeers = true) => {
    const { sources, left } = mirrorShare(site, among, reachesPeers);
    return [sources.map(({ id }) => id), left.map(({ id }) => id)];
  };

  it("gives each source to one site of a provider that carries on what it is given, and leaves it to no other", () => {
    expect(ids(ohio, sites)).toEqual([["oci-us-chicago-1"], ["oci-us-ashburn-1"]]);
    expect(ids(oregon, sites)).toEqual([["oci-us-ashburn-1"], ["oci-us-chicago-1"]]);
  });

  it("gives all to the only site, and to each one where a provider carries nothing on", () => {
    expect(ids(ohio, [chicago, ashburn, ohio])).toEqual([["oci-us-chicago-1", "oci-us-ashburn-1"], []]);
    expect(ids(chicago, sites, false)).toEqual([["aws-us-east-2", "aws-us-west-2"], []]);
  });

  it("covers every source at every site, each at once at exactly one", () => {
    const sets = [[ohio], [ohio, oregon], [ohio, oregon, { id: "aws-eu-west-1", provider: "aws" }]];
    for (const own of sets) {
      for (const others of [[chicago], [chicago, ashburn]]) {
        const all = [...others, ...own];
        for (const source of others) {
          const first = own.filter((site) => mirrorShare(site, all, true).sources.includes(source));
          expect(first).toHaveLength(1);
        }
        for (const site of own) {
          const { sources, left } = mirrorShare(site, all, true);
          expect(new Set([...sources, ...left])).toEqual(new Set(others));
        }
      }
    }
  });
});
