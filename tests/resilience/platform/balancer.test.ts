/** How soon a region's load balancer leaves a lost zone's pods out, from the checks that a graph holds. */
import { describe, expect, it } from "vitest";
import type { Graph } from "../../../graph/resource";
import { parseFault } from "../../../resilience/faults/faults";
import { scenarioOf } from "../../../resilience/faults/scenarios";
import { platformOf } from "../../../resilience/platform/from-graph";
import { Survey } from "../../../resilience/verdict/survey";
import { changed, ofType, setting, stackGraph } from "../../support/graphs";

const now = new Date("2026-11-22T00:00:00Z");
const prod = stackGraph("prod");
const secondsAt = (graph: Graph, site: string) =>
  platformOf(graph, now).sites.find(({ id }) => id === site)?.balancerSeconds;
const annotation = "oci-network-load-balancer.oraclecloud.com/health-check-interval";
const service = ofType("kubernetes:core/v1:Service", "oci-us-chicago-1-edge-public");

describe("the load balancer of a site's edge", () => {
  it("takes its own check's threshold, each time the interval and a check that hangs", () => {
    // 3 * (10 s + 3 s) by the Service's annotations; 2 * (5 s + 4 s) by the target group that the pods are bound to.
    expect(secondsAt(prod, "oci-us-chicago-1")).toBe(39);
    expect(secondsAt(prod, "aws-us-east-2")).toBe(18);
  });

  it("is read alike before anything is made", () => {
    expect(secondsAt(stackGraph("prod-unknown"), "aws-us-east-2")).toBe(18);
  });

  it("is slower with a slower check, and so is the loss of a zone", () => {
    const slow = changed(prod, service, setting(["metadata", "annotations", annotation], "30000"));
    expect(secondsAt(slow, "oci-us-chicago-1")).toBe(3 * (30 + 3));
    const lost = (graph: Graph) => {
      const survey = new Survey(platformOf(graph, now));
      const zone = parseFault("zone:oci-us-chicago-1/US-CHICAGO-1-AD-1", survey.platform);
      return survey.verdicts(scenarioOf(zone)).status?.lostSeconds ?? Number.NaN;
    };
    expect(lost(slow)).toBeGreaterThan(lost(prod));
  });

  it("can't be told where one of the three is missing: the assumption stands in", () => {
    const bare = changed(prod, service, setting(["metadata", "annotations", annotation], undefined));
    expect(secondsAt(bare, "oci-us-chicago-1")).toBeUndefined();
  });
});
