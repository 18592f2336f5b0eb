import { describe, expect, it } from "vitest";
import type { GraphResource } from "../../../graph/resource";
import { distinctMetros } from "../../../policies/rules/distinct-metros";
import { placed, provider, resource } from "../../graph/fixtures";
import { findings } from "../../support/findings";
import { changed, stackGraph, without } from "../../support/graphs";

const inRegion = (region: string) => (resource: GraphResource) => resource.placement?.region === region;

/** Production with Ashburn and, in place of Ohio, us-east-1. */
const northernVirginia = (stack: "prod" | "prod-unknown") =>
  changed(
    without(
      stackGraph(stack),
      (resource) => inRegion("us-chicago-1")(resource) || inRegion("us-west-2")(resource),
    ),
    inRegion("us-east-2"),
    (resource) => ({
      ...resource,
      placement: { provider: "aws", region: "us-east-1", metro: "Northern Virginia" },
    }),
  );

describe("distinct-metros", () => {
  it.each(["prod", "staging", "prod-unknown"] as const)("passes %s", (stack) => {
    expect(findings(distinctMetros, stackGraph(stack))).toEqual([]);
  });

  it.each(["prod", "prod-unknown"] as const)("blocks Ashburn with us-east-1 in %s", (stack) => {
    expect(findings(distinctMetros, northernVirginia(stack))).toContain(
      "twincloud-prod serves feed (feed.clips.example.com) from one metro, Northern Virginia (aws-us-east-1, oci-us-ashburn-1); wanted sites that the loss of any one metro leaves standing in another",
    );
  });

  it("blocks a capability of which only the sites in one metro are left", () => {
    const graph = changed(
      without(
        stackGraph("prod"),
        (resource) =>
          resource.name.endsWith("-status") &&
          (inRegion("us-west-2")(resource) || inRegion("us-chicago-1")(resource)),
      ),
      (resource) => resource.name === "aws-us-east-2-status",
      (resource) => ({
        ...resource,
        placement: { provider: "aws", region: "us-east-1", metro: "Northern Virginia" },
      }),
    );
    expect(findings(distinctMetros, graph)).toHaveLength(1);
  });

  it("leaves a single region to min-regions", () => {
    const graph = without(stackGraph("staging"), ({ placement }) => placement?.provider === "oci");
    expect(findings(distinctMetros, graph)).toEqual([]);
  });

  it("knows that San Jose and us-west-1 are one metro in any program", () => {
    const oci = provider("oci", "oci", { inputs: { region: "us-sanjose-1" } });
    const aws = provider("aws", "aws", { inputs: { region: "us-west-1" } });
    const graph = placed([
      oci,
      aws,
      resource("oci:LoadBalancer/loadBalancer:LoadBalancer", "a", { provider: oci.urn }),
      resource("aws:lb/loadBalancer:LoadBalancer", "b", { provider: aws.urn }),
    ]);
    expect(findings(distinctMetros, graph)).toEqual([
      "oci serves its users from one metro, San Francisco Bay (aws-us-west-1, oci-us-sanjose-1); wanted sites that the loss of any one metro leaves standing in another",
    ]);
  });
});
