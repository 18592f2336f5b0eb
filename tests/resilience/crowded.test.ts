import { describe, expect, it } from "vitest";
import type { Graph } from "../../graph/resource";
import { platformOf } from "../../resilience/platform/from-graph";
import type { CapabilityPlan } from "../../resilience/platform/platform";
import { crowdedOf, crowdedText } from "../../resilience/verdict/crowded";
import { changed, ofType, setting, stackGraph } from "../support/graphs";
import { greedy } from "./greedy";

const now = new Date("2026-11-22T00:00:00Z");

function asked(graph: Graph, name = "feed") {
  const platform = platformOf(graph, now);
  const capability = platform.capabilities.find((one) => one.name === name) as CapabilityPlan;
  return { found: crowdedOf(platform, capability), text: crowdedText(platform, capability) };
}

describe("what pods are sent at a time", () => {
  it.each(["upload", "feed", "engagement", "status", "training"])("isn't too much for %s of prod", (name) => {
    expect(asked(stackGraph("prod"), name)).toEqual({ found: undefined, text: undefined });
  });

  it("is too much where a pod needs longer for it than is waited, and how much fits is told", () => {
    // In the west 5 pods of the edge may run, beside 15 of feed. They have 962 requests under way each, 64 for each pod of
    // feed, which is less than the 110: 320 in all, for which it needs 6.4 s at 50 a second. In the 5 s until they are given up
    // it answers 250, as if by chance: 250 - 2.33 * sqrt(250) = 213 with a chance of 99 in 100. 5 * 42 fit and 5 * 43 don't;
    // the catalog's value is shared by a floor of 3: 126. In the east 8 pods send 26 each, of a floor of 5: 130.
    const { found, text } = asked(greedy(110));
    expect(found).toMatchObject({ site: "aws-us-west-2", leftSeconds: 5, most: 126 });
    expect(text).toBe(
      "in overload the edge of aws-us-west-2 sends one pod of feed up to 320 requests at a time, which it answers in 6.4 s, and 5 s are waited for an answer (assumptions requestsPerReplicaPerSecond and clientPatienceSeconds); wanted requestsPerReplica of 126 or less in the catalog",
    );
  });

  it("fits with what is told, and with no more", () => {
    expect(asked(greedy(26)).found).toBeUndefined();
    expect(asked(greedy(27)).found).toMatchObject({ site: "aws-us-east-2", most: 130 });
  });

  it("can't be little enough where one request of each pod of the edge takes too long already", () => {
    // 5 pods of the edge, a request a second: 5 s, of which 5 are waited.
    const isStack = ofType("pulumi:pulumi:Stack");
    const assumptions = setting(["twincloud", "assumptions"], { requestsPerReplicaPerSecond: 1 });
    const { found, text } = asked(changed(stackGraph("prod"), isStack, assumptions));
    expect(found?.most).toBe(0);
    expect(text).toMatch(/; wanted more responseSeconds in the catalog$/);
  });
});
