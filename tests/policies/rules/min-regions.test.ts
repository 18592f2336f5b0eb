import { describe, expect, it } from "vitest";
import { minRegions } from "../../../policies/rules/min-regions";
import { placed, provider, resource } from "../../graph/fixtures";
import { findings } from "../../support/findings";
import { stackGraph, without } from "../../support/graphs";

describe("min-regions", () => {
  it.each(["prod", "staging", "prod-unknown"] as const)("passes %s", (stack) => {
    expect(findings(minRegions, stackGraph(stack))).toEqual([]);
  });

  it("blocks what is left of staging without its OCI site", () => {
    const graph = without(stackGraph("staging"), ({ placement }) => placement?.provider === "oci");
    expect(findings(minRegions, graph)).toContain(
      "twincloud-staging serves upload (upload.staging.clips.example.com) from one region (aws-us-east-2); wanted 2 or more regions",
    );
  });

  it("blocks one capability that runs at one site alone", () => {
    const graph = without(
      stackGraph("prod"),
      ({ name, placement }) => name.endsWith("-upload") && placement?.region !== "us-chicago-1",
    );
    expect(findings(minRegions, graph)).toEqual([
      "twincloud-prod serves upload (upload.clips.example.com) from one region (oci-us-chicago-1); wanted 2 or more regions",
    ]);
  });

  it("takes two load balancers in two regions for two regions, whichever names they have", () => {
    const regions = ["us-east-1", "us-east-2"].map((region) =>
      provider("aws", region, { inputs: { region } }),
    );
    const balancers = regions.map(({ urn, name }) =>
      resource("aws:lb/loadBalancer:LoadBalancer", `web-${name}`, { provider: urn }),
    );
    expect(findings(minRegions, placed([...regions, ...balancers]))).toEqual([]);
    expect(findings(minRegions, placed([...regions, ...balancers.slice(1)]))).toHaveLength(1);
  });

  it("says nothing of a program that serves nobody", () => {
    expect(findings(minRegions, placed([resource("random:index/randomId:RandomId", "id")]))).toEqual([]);
  });
});
