import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  brownoutSeconds,
  edgeTerminationSeconds,
  edgeTimings,
  endpointLagSeconds,
  minimumServers,
  requestsUntilMarkedDown,
  serverDownSeconds,
  serverUpSeconds,
} from "../../../components/edge/timings";

describe("the edge's timings", () => {
  it("take a dead server out in 6 s when it refuses, in 12 s when it hangs, and back in 60 s", () => {
    expect(serverDownSeconds("refused")).toBe(6);
    expect(serverDownSeconds("hung")).toBe(12);
    expect(serverUpSeconds).toBe(60);
  });

  it("leave a workload green that lost one zone of three", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 300 }), (floor) => {
        const lost = Math.ceil(floor / 3);
        expect(floor - lost).toBeGreaterThanOrEqual(minimumServers(floor));
      }),
    );
  });

  it("see a brownout of everything within the window, and one of a tenth never", () => {
    const through = 100;
    expect(brownoutSeconds(1, through)).toBeCloseTo(60 * (1 - Math.sqrt(0.75)), 6);
    expect(brownoutSeconds(0.25, through)).toBe(60);
    expect(brownoutSeconds(0.1, through)).toBeNull();
    expect(brownoutSeconds(0, through)).toBeNull();
  });

  it("say nothing of a brownout at a pod with too few requests", () => {
    expect(brownoutSeconds(1, 6)).toBeNull();
    expect(brownoutSeconds(1, 7)).not.toBeNull();
  });

  it("see a worse brownout no later", () => {
    const share = fc.double({ min: 0.25, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, (a, b) => {
        const [mild, bad] = a < b ? [a, b] : [b, a];
        expect(brownoutSeconds(bad, 50)).toBeLessThanOrEqual(brownoutSeconds(mild, 50) ?? Number.NaN);
      }),
    );
  });

  it("mark a server that fails everything down after ten requests, one that fails half after two thousand", () => {
    expect(requestsUntilMarkedDown(1)).toBe(10);
    // A run of ten heads: 2^11 - 2 throws.
    expect(requestsUntilMarkedDown(0.5)).toBeCloseTo(2046, 6);
  });

  it("don't take one bad server for a brownout of the site", () => {
    const failuresNeeded = (edgeTimings.failureMinimumRequests * edgeTimings.failurePercent) / 100;
    expect(failuresNeeded).toBeGreaterThan(4 * edgeTimings.errorLimit);
  });

  it("leave a pod time to finish after its load balancer has let go of it", () => {
    expect(edgeTerminationSeconds).toBeGreaterThan(
      edgeTimings.deregistrationSeconds + edgeTimings.hardStopSeconds,
    );
    expect(endpointLagSeconds).toBe(36);
  });
});
