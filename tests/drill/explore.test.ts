import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { demands, exploredOf, smallerThan } from "../../drill/explore/scenario";
import { shrunk } from "../../drill/explore/shrink";
import { drillableFaults, ordersOf } from "../../drill/orders";
import type { DrillOutcome } from "../../drill/verdict/outcome";
import { fault } from "../../resilience/faults/fault";
import { inTime } from "../../resilience/faults/scenarios";
import { platformOf } from "../../resilience/platform/from-graph";
import { stackGraph } from "../support/graphs";

const platform = platformOf(stackGraph("staging"), new Date("2026-03-03T00:00:00Z"));
const faults = drillableFaults(platform);

describe("what is explored", () => {
  it("is the same for the same seed, whatever was explored before it", () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(49), (seed, number) => {
        expect(exploredOf(faults, seed, number, 50)).toEqual(exploredOf(faults, seed, number, 50));
      }),
    );
  });

  it("begins with one fault, then two, then three, of different parts, at times and a demand that one machine carries", () => {
    const counts = new Set<number>();
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(49), (seed, number) => {
        const { scenario, demand } = exploredOf(faults, seed, number, 50);
        counts.add(scenario.faults.length);
        expect(scenario.faults.length).toBeLessThanOrEqual(1 + Math.floor((3 * number) / 50));
        expect(demands).toContain(demand);
        expect(Math.min(...scenario.faults.map(({ start }) => start))).toBe(0);
        for (const { start, end } of scenario.faults) expect(end ?? start + 1).toBeGreaterThan(start);
        expect(new Set(scenario.faults.map(({ fault: one }) => one.name)).size).toBe(scenario.faults.length);
      }),
    );
    expect([...counts].sort()).toEqual([1, 2, 3]);
  });

  it("can all be drilled, each under a name of its own", () => {
    const orders = ordersOf({ fault: [], each: [], repeat: 1, seed: 3, explore: 50 }, platform);
    expect(orders).toHaveLength(50);
    expect(new Set(orders.map(({ id }) => id)).size).toBe(50);
  });
});

describe("what is smaller", () => {
  const one = { fault: fault("queue", "aws-us-east-2"), start: 5, end: 20 };
  const other = { fault: fault("media-store", "oci-us-phoenix-1"), start: 0 };
  const explored = { scenario: inTime([one, other]), demand: 0.4, seed: 1 };

  it("has a fault less, or lasts, or comes at once, or is asked for less", () => {
    expect(smallerThan(explored).map(({ scenario, demand }) => [scenario.id, demand])).toEqual([
      ["queue:aws-us-east-2@0-15", 0.4],
      ["media-store:oci-us-phoenix-1", 0.4],
      ["media-store:oci-us-phoenix-1+queue:aws-us-east-2@5", 0.4],
      ["media-store:oci-us-phoenix-1+queue:aws-us-east-2@0-15", 0.4],
      [explored.scenario.id, 0.2],
    ]);
  });

  it("is nothing of one fault from the beginning on, at the least demand", () => {
    const scenario = inTime([other]);
    expect(smallerThan({ scenario, demand: demands[0], seed: 1 })).toEqual([]);
  });

  const outcome = (broken: readonly string[]): DrillOutcome =>
    ({
      invariants: ["uploads-kept", "paid-once"].map((id) => ({
        id,
        held: !broken.includes(id),
        because: "",
      })),
      verdict: { verdict: broken.length > 0 ? "missed" : "met" },
    }) as unknown as DrillOutcome;

  it("is kept where it breaks the same, until nothing smaller does", async () => {
    const tried: string[] = [];
    const least = await shrunk({ explored, outcome: outcome(["paid-once"]) }, async ({ scenario }) => {
      tried.push(scenario.id);
      return outcome(scenario.id.includes("media-store") ? ["paid-once"] : ["uploads-kept"]);
    });
    expect(least.explored.scenario.id).toBe("media-store:oci-us-phoenix-1");
    expect(tried.length).toBeLessThanOrEqual(6);
  });
});
