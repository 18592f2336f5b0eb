/** What a platform's authorities are like, by the facts of their clouds and what a stack says of them. */
import { describe, expect, it } from "vitest";
import type { Value } from "../../../graph/resource";
import { checkRegions } from "../../../resilience/faults/regions";
import { platformOf } from "../../../resilience/platform/from-graph";
import { changed, ofType, setting, stackGraph } from "../../support/graphs";

const NOW = new Date("2026-11-30T00:00:00Z");

function prodWith(key: string, value: Value) {
  const graph = changed(
    stackGraph("prod"),
    ofType("pulumi:pulumi:Stack"),
    setting(["twincloud", key], value),
  );
  const platform = platformOf(graph, NOW);
  const place = (provider: string) =>
    platform.authorities.findIndex((authority) => authority.provider === provider);
  return { platform, place };
}

describe("an authority of a platform", () => {
  it("needs the regions of its checks where its cloud is assumed to, and no longer where a stack says no", () => {
    const usual = prodWith("assumptions", {});
    expect(checkRegions(usual.platform)[usual.place("aws")]?.size).toBe(0);
    expect(checkRegions(usual.platform)[usual.place("oci")]?.size).toBeGreaterThan(0);
    const { platform, place } = prodWith("assumptions", { ociMonitorsNeedTheirRegion: false });
    expect(checkRegions(platform)[place("oci")]?.size).toBe(0);
  });

  it("answers nothing or all when all is red, as a stack assumes", () => {
    const usual = prodWith("assumptions", {});
    expect(usual.platform.authorities[usual.place("aws")]?.allUnhealthy).toBe("all");
    expect(usual.platform.authorities[usual.place("oci")]?.allUnhealthy).toBe("none");
    const { platform, place } = prodWith("assumptions", { ociAllUnhealthyAnswers: "all" });
    expect(platform.authorities[place("oci")]?.allUnhealthy).toBe("all");
  });

  it("gives a drained site no weight where weights are edited, and leaves it to the checks elsewhere", () => {
    const site = "aws-us-east-2";
    const until = "2026-12-01T00:00:00Z";
    const { platform, place } = prodWith("drain", [{ site, until, reason: "a test" }]);
    const [feed] = platform.capabilities.filter(({ name }) => name === "feed");
    const weights = (authority: string) =>
      (feed?.answers[place(authority)]?.answers ?? [])
        .filter(({ address }) => platform.sites[feed?.addresses[address]?.site ?? -1]?.id === site)
        .map(({ weight }) => weight > 0);
    expect(weights("aws")).toEqual([false, false, false]);
    expect(weights("oci")).toEqual([true, true, true]);
  });
});
