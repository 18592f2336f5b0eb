import { describe, expect, it } from "vitest";
import { crossZoneBalancing } from "../../../policies/rules/cross-zone-balancing";
import { placed, resource } from "../../graph/fixtures";
import { findings } from "../../support/findings";
import { changed, ofType, setting, stackGraph } from "../../support/graphs";

const type = "aws:lb/loadBalancer:LoadBalancer";
const edge = ofType(type, "aws-us-east-2-edge");
const wanted = "sends what comes to a zone to that zone's pods alone; wanted cross-zone load balancing";

describe("cross-zone-balancing", () => {
  it.each(["prod", "staging", "prod-unknown"] as const)("passes %s", (stack) => {
    expect(findings(crossZoneBalancing, stackGraph(stack))).toEqual([]);
  });

  it.each([false, undefined])("blocks a network balancer of three zones with %s", (value) => {
    const weak = changed(stackGraph("prod"), edge, setting(["enableCrossZoneLoadBalancing"], value));
    expect(findings(crossZoneBalancing, weak)).toEqual([`aws-us-east-2-edge ${wanted}`]);
  });

  it("says nothing of application balancers, which always do, nor of one zone", () => {
    const balancer = (name: string, inputs: object) => resource(type, name, { inputs: { ...inputs } });
    const subnets = ["a", "b"];
    expect(
      findings(
        crossZoneBalancing,
        placed([
          balancer("application", { loadBalancerType: "application", subnets }),
          balancer("single", { loadBalancerType: "network", subnets: ["a"] }),
          balancer("network", { loadBalancerType: "network", subnets }),
        ]),
      ),
    ).toEqual([`network ${wanted}`]);
  });
});
