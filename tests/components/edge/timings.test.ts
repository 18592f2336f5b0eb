import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  edgeLeavingSeconds,
  edgeTerminationSeconds,
  edgeTimings,
  endpointLagSeconds,
  minimumServers,
} from "../../../components/edge/timings";

describe("the edge's timings", () => {
  it("leave a workload green that lost one zone of three", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 300 }), (floor) => {
        const lost = Math.ceil(floor / 3);
        expect(floor - lost).toBeGreaterThanOrEqual(minimumServers(floor));
      }),
    );
  });

  it("don't take one bad server for a brownout of the site", () => {
    const failuresNeeded = (edgeTimings.failureMinimumRequests * edgeTimings.failurePercent) / 100;
    expect(failuresNeeded).toBeGreaterThan(4 * edgeTimings.errorLimit);
  });

  it("leave a pod time to finish after its load balancer has let go of it", () => {
    for (const drainSeconds of [60, 150]) {
      expect(edgeLeavingSeconds(drainSeconds)).toBe(drainSeconds + 120);
      expect(edgeTerminationSeconds(drainSeconds)).toBeGreaterThan(edgeLeavingSeconds(drainSeconds));
    }
    expect(endpointLagSeconds).toBe(36);
  });
});
