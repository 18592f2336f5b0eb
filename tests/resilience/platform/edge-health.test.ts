/** The edge's own words for when it notices, against what the model reads from its configuration. */
import { describe, expect, it } from "vitest";
import {
  brownoutSeconds,
  edgeTimings,
  serverDownSeconds as ownServerDown,
  requestsUntilMarkedDown,
} from "../../../components/edge/timings";
import { platformOf } from "../../../resilience/platform/from-graph";
import { brownoutSeen, healthyCheckers, serverDownSeconds } from "../../../resilience/play/detection";
import { stackGraph } from "../../support/graphs";

const [site] = platformOf(stackGraph("prod"), new Date("2026-11-22T00:00:00Z")).sites;
const edge = site?.health;
if (!edge) throw new Error("prod's first site has an edge that can be read");

describe("what is read from the edge's configuration", () => {
  it("is what it was written from", () => {
    expect(edge).toMatchObject({
      checkIntervalSeconds: edgeTimings.checkIntervalSeconds,
      checkTimeoutSeconds: edgeTimings.checkTimeoutSeconds,
      fall: edgeTimings.fall,
      rise: edgeTimings.rise,
      errorLimit: edgeTimings.errorLimit,
      retries: edgeTimings.retries,
      brownout: {
        windowSeconds: edgeTimings.failureWindowSeconds,
        minimumRequests: edgeTimings.failureMinimumRequests,
        failurePercent: edgeTimings.failurePercent,
        holdSeconds: edgeTimings.brownoutHoldSeconds,
      },
    });
    expect(edge.byCapability.upload).toMatchObject({
      minimumServers: 5,
      watchesStore: true,
      watchesQueue: false,
      drained: false,
    });
    expect(edge.byCapability.engagement).toMatchObject({ watchesStore: false, watchesQueue: true });
  });

  it("gives the edge's own times", () => {
    expect(serverDownSeconds(edge)).toBe(ownServerDown("hung"));
    for (const share of [0.3, 0.5, 0.9]) {
      expect(brownoutSeen(edge, share, 100, 1e9)?.detectSeconds).toBeCloseTo(
        brownoutSeconds(share, 100) ?? Number.NaN,
        9,
      );
    }
    // Too few requests for a window: 1 a second over 2 servers.
    const marked = requestsUntilMarkedDown(0.95) * 2;
    expect(brownoutSeen(edge, 0.95, 1, 2)?.detectSeconds).toBeCloseTo(marked, 9);
  });
});

describe("checkers that see a share of probes fail", () => {
  it("hold an address for healthy while it fails less often than not", () => {
    // Three in a row either way: at 50 % it is even; at 70 % a checker is down 51.5 of 57.9 probes.
    expect(healthyCheckers(0.5, 3)).toBeCloseTo(0.5, 9);
    expect(healthyCheckers(0.7, 3)).toBeCloseTo(6.38 / (6.38 + 51.48), 2);
    expect(healthyCheckers(0, 3)).toBe(1);
    expect(healthyCheckers(1, 3)).toBe(0);
  });
});
