/** What the page opens on, and the sites of a program that has no cluster. */
import { describe, expect, it } from "vitest";
import { graphOf } from "../../../graph/graph";
import { pageData } from "../../../report/html/data";
import type { ScenarioResult } from "../../../resilience/verdict/survey";
import type { Survival } from "../../../resilience/verdict/survival";

const scenario = (id: string, kind: string, lostSeconds: number) =>
  ({
    ...{ id, kind, title: id, faults: [], silences: [], covered: false },
    verdicts: {
      feed: {
        ...{
          state: "up",
          served: 1,
          rtoSeconds: lostSeconds,
          rpoSeconds: 0,
          lostSeconds,
          stalenessSeconds: 0,
        },
        ...{
          capacity: { atOnce: 1, then: 1 },
          because: [],
          evidence: [],
          timeline: [],
          lastingAt: 0,
          flows: [],
        },
      },
    },
  }) as unknown as ScenarioResult;

const survival = (scenarios: ScenarioResult[], sites: Survival["sites"] = []) =>
  ({
    ...{ verdict: "unknown", because: [], nothing: false, misses: [], untold: [], calm: {}, demand: 0.5 },
    ...{ scenarios, sites, yearly: { kinds: {}, total: {}, untold: [] } },
  }) as unknown as Survival;

const data = (of: Survival) => pageData({ stack: "test", graph: graphOf([]), survival: of });

describe("what the page opens on", () => {
  it("is the outage of the past that cost most, though another fault costs more", () => {
    const all = [
      scenario("past", "incident", 3),
      scenario("worse", "incident", 9),
      scenario("site:a", "site", 99),
    ];
    expect(data(survival(all)).open).toBe("worse");
  });

  it("is what hurts most where no outage of the past would have been noticed", () => {
    const all = [scenario("past", "incident", 0), scenario("site:a", "site", 99)];
    expect(data(survival(all)).open).toBe("site:a");
  });
});

describe("the sites of a program without clusters", () => {
  it("are where it serves", () => {
    const sites = [{ id: "aws-eu-west-1", drained: false, place: { provider: "aws", metro: "Dublin" } }];
    expect(data(survival([], sites)).sites).toEqual([
      { id: "aws-eu-west-1", provider: "AWS", metro: "Dublin", drained: false },
    ]);
  });
});
