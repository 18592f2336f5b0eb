import { describe, expect, it } from "vitest";
import type { ProviderName } from "../../graph/clouds/contract";
import type { SiteInGraph } from "../../graph/sites";
import { lossesOf, worstShare } from "../../graph/worst-share";

const site = (provider: ProviderName, region: string, metro: string): SiteInGraph => ({
  id: `${provider}-${region}`,
  provider,
  region,
  metro,
});
const chicago = site("oci", "us-chicago-1", "Chicago");
const ashburn = site("oci", "us-ashburn-1", "Northern Virginia");
const virginia = site("aws", "us-east-1", "Northern Virginia");
const oregon = site("aws", "us-west-2", "Oregon");

const names = (sites: readonly SiteInGraph[]) => lossesOf(sites).map(({ kind, name }) => `${kind} ${name}`);

describe("losses", () => {
  it("are every site, and the metros and providers of several", () => {
    expect(names([chicago, ashburn, virginia, oregon])).toEqual([
      "site oci-us-chicago-1",
      "site oci-us-ashburn-1",
      "site aws-us-east-1",
      "site aws-us-west-2",
      "metro Northern Virginia",
      "provider oci",
      "provider aws",
    ]);
  });

  it("name what goes down together once", () => {
    // Both sites of the metro are all that there is of it and of the program.
    expect(names([ashburn, virginia])).toEqual([
      "site oci-us-ashburn-1",
      "site aws-us-east-1",
      "metro Northern Virginia",
    ]);
    expect(names([])).toEqual([]);
  });
});

describe("the worst share of a site", () => {
  const shares = { [chicago.id]: 30, [ashburn.id]: 20, [virginia.id]: 30, [oregon.id]: 20 };
  const all = [chicago, ashburn, virginia, oregon];

  it("is what it gets of the traffic when the others that serve most are lost", () => {
    // Without Oracle's sites 20 of 50; without Northern Virginia 20 of 50 too, without Chicago 20 of 70.
    expect(worstShare(oregon, all, shares)).toMatchObject({ share: 0.4, loss: { kind: "metro" } });
    // Without Amazon's sites 30 of 50.
    expect(worstShare(chicago, all, shares).share).toBeCloseTo(0.6, 9);
  });

  it("counts the loss of a metro that two providers share", () => {
    // With Northern Virginia gone, Oregon alone is left.
    expect(worstShare(oregon, [ashburn, virginia, oregon], shares)).toMatchObject({
      share: 1,
      loss: { kind: "metro", name: "Northern Virginia" },
    });
  });

  it("is everything for one site alone, whatever is lost", () => {
    expect(worstShare(oregon, [oregon], { [oregon.id]: 100 })).toEqual({ share: 1 });
  });

  it("is an even part where nobody left has a share", () => {
    expect(worstShare(oregon, [chicago, oregon], { [chicago.id]: 100, [oregon.id]: 0 }).share).toBe(1);
    const standby = { [chicago.id]: 100, [virginia.id]: 0, [oregon.id]: 0 };
    expect(worstShare(virginia, [chicago, virginia, oregon], standby).share).toBe(1 / 2);
  });
});
