/** When the edge and the authorities' checkers notice, on the stack's own settings. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EdgeHealth } from "../../../components/edge/edge-health";
import {
  brownoutSeen,
  healthyCheckers,
  serverDownSeconds,
  serverUpSeconds,
  storeDownSeconds,
} from "../../../resilience/play/detection";
import { health } from "../synthetic";

const { errorLimit: _, ...windowOnly }: EdgeHealth = health;
const { brownout: __, ...runOnly }: EdgeHealth = health;
const byWindow = (share: number, perSecond: number) =>
  brownoutSeen(windowOnly, share, perSecond, 4)?.detectSeconds;

describe("a server that is lost", () => {
  it("is down in 6 s when it refuses, in 12 s when it hangs, and up again 60 s after it answers", () => {
    expect(serverDownSeconds(health, "refused")).toBe(6);
    expect(serverDownSeconds(health, "hung")).toBe(12);
    expect(serverDownSeconds(health)).toBe(12);
    expect(serverUpSeconds(health)).toBe(60);
    // A store is asked every 4 s: 3 × (4 + 2).
    expect(storeDownSeconds(health)).toBe(18);
  });
});

describe("the window of live failures", () => {
  it("shows a brownout of everything soon, one of a quarter after two windows, one of a tenth never", () => {
    expect(byWindow(1, 100)).toBeCloseTo(60 * (1 - Math.sqrt(0.75)), 6);
    expect(byWindow(0.25, 100)).toBe(60);
    expect(byWindow(0.1, 100)).toBeUndefined();
    expect(byWindow(0, 100)).toBeUndefined();
  });

  it("says nothing at a pod with too few requests", () => {
    // 200 in 30 s.
    expect(byWindow(1, 6)).toBeUndefined();
    expect(byWindow(1, 7)).toBeDefined();
  });

  it("shows a worse brownout no later", () => {
    const share = fc.double({ min: 0.25, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, (a, b) => {
        const [mild, bad] = a < b ? [a, b] : [b, a];
        expect(byWindow(bad, 50)).toBeLessThanOrEqual(byWindow(mild, 50) ?? Number.NaN);
      }),
    );
  });
});

describe("failures in a row", () => {
  const seconds = (share: number, perSecond: number, servers: number) =>
    brownoutSeen(runOnly, share, perSecond, servers)?.detectSeconds;

  it("mark a server that fails everything down after ten requests, one that fails half after two thousand", () => {
    expect(seconds(1, 10, 1)).toBeCloseTo(1, 9);
    // A run of ten heads takes 2^11 - 2 throws.
    expect(seconds(0.5, 2046, 1)).toBeCloseTo(1, 6);
  });

  it("take as much longer as there are servers to share the requests", () => {
    expect(seconds(1, 10, 6)).toBeCloseTo(6, 9);
  });

  it("never leave too few servers where those marked first are back before the last are down", () => {
    // 2046 × 2 requests at 60 a second take 68 s; a server is up again after 60.
    expect(seconds(0.5, 60, 2)).toBeUndefined();
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
