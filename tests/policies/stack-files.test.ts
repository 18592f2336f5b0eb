import { beforeAll, describe, expect, it } from "vitest";
import type { Graph } from "../../graph/resource";
import { packSettings } from "../../policies/pack/settings";
import { rules } from "../../policies/rules/index";
import { stackGraph } from "../support/graphs";
import { runStacks, withSites } from "../support/run-stack";

const now = new Date("2026-09-01T00:00:00Z");

/** The survival model plays faults, a drain on top of them among others: tests/resilience judges that. */
const judged = rules.filter(({ id }) => id !== "survival-objective");

/** What of a graph blocks a deploy, by rule. */
function verdict(graph: Graph, at = now): Record<string, string[]> {
  const settings = packSettings(graph, at);
  const found = judged.map((rule): [string, string[]] => {
    const blocking = rule.check(graph, settings).filter(({ level = rule.level }) => level === "mandatory");
    return [rule.id, blocking.map((finding) => finding.found)];
  });
  return Object.fromEntries(found.filter(([, findings]) => findings.length > 0));
}

const aboutSites = ["min-providers", "min-regions", "distinct-metros"];
const blockedBy = (graph: Graph) => Object.keys(verdict(graph)).filter((id) => aboutSites.includes(id));

const inAWeek = new Date(Date.now() + 7 * 86_400_000).toISOString();

const variants = {
  oneSite: withSites("aws us-east-2 100"),
  oneProvider: withSites("oci us-chicago-1 60", "oci us-phoenix-1 40"),
  oneMetro: withSites("oci us-ashburn-1 50", "aws us-east-1 50"),
  // One availability domain, and shares that aren't equal.
  sanJoseAndOregon: withSites("oci us-sanjose-1 35", "aws us-west-2 65"),
  // One site of a cloud copies from the other cloud's, and the second has nothing left to copy.
  twoAndOne: withSites("oci us-chicago-1 40", "aws us-east-2 30", "aws us-west-2 30"),
  // Two zones.
  ashburnAndCalifornia: withSites("oci us-ashburn-1 50", "aws us-west-1 50"),
  drained: {
    ...withSites("oci us-chicago-1 50", "aws us-east-2 50"),
    "twincloud:drain": [{ site: "aws-us-east-2", until: inAWeek, reason: "rehearsal" }],
  },
};

describe("the pack on stack files", () => {
  let graphs: Record<keyof typeof variants, Graph>;
  beforeAll(async () => {
    graphs = await runStacks(variants);
    // Six programs from nothing, a second or two each on a machine that has nothing else to do.
  }, 180_000);

  it.each(["prod", "staging", "prod-unknown"] as const)("passes %s", (stack) => {
    expect(verdict(stackGraph(stack))).toEqual({});
  });

  it.each(["sanJoseAndOregon", "ashburnAndCalifornia", "twoAndOne"] as const)(
    "passes sound sites, one of a cloud or two: %s",
    (sites) => {
      expect(verdict(graphs[sites])).toEqual({});
    },
  );

  it("passes a pair of which one site is drained for now", () => {
    // Its end lies ahead of the day on which the settings were taken.
    expect(verdict(graphs.drained, new Date())).toEqual({});
  });

  it("blocks one site as a single region", () => {
    expect(verdict(graphs.oneSite)["min-regions"]).toContain(
      "serves feed (feed.clips.example.com) from one region (aws-us-east-2)",
    );
  });

  it("blocks two sites of one provider by that alone", () => {
    expect(blockedBy(graphs.oneProvider)).toEqual(["min-providers"]);
    expect(verdict(graphs.oneProvider)["min-providers"]).toContain(
      "serves feed (feed.clips.example.com) from one provider, oci (oci-us-chicago-1, oci-us-phoenix-1)",
    );
  });

  it("blocks Ashburn with us-east-1 as one metro, and for nothing else", () => {
    expect(Object.keys(verdict(graphs.oneMetro))).toEqual(["distinct-metros"]);
    expect(verdict(graphs.oneMetro)["distinct-metros"]).toContain(
      "serves feed (feed.clips.example.com) from one metro, Northern Virginia (aws-us-east-1, oci-us-ashburn-1)",
    );
  });
});
