/** A database beside the platform: it stays in the region of one site, with an RTO and an RPO of its own. */
import { describe, expect, it } from "vitest";
import type { Graph } from "../../graph/resource";
import { fault } from "../../resilience/faults/faults";
import { together } from "../../resilience/faults/scenarios";
import { platformOf } from "../../resilience/platform/from-graph";
import { untoldOf } from "../../resilience/platform/untold";
import { surveyOf, survivalOf } from "../../resilience/verdict/survival";
import { changed, setting, stackGraph } from "../support/graphs";

const now = new Date("2026-11-01T00:00:00Z");
const HOME = "aws-eu-west-1";

/** The chat product, whose search needs a database of Dublin's region too. */
function chatWith(database: { rtoSeconds: number; rpoSeconds: number } | undefined): Graph {
  const needing = changed(
    stackGraph("chat"),
    ({ type, name }) => type === "kubernetes:apps/v1:Deployment" && name.endsWith("-search"),
    setting(["metadata", "annotations", "twincloud.dev/needs"], "edge,media-store/any,database/index"),
  );
  if (database === undefined) return needing;
  const isStack = ({ type }: { type: string }) => type === "pulumi:pulumi:Stack";
  return changed(
    needing,
    isStack,
    setting(["twincloud", "databases"], { index: { site: HOME, ...database } }),
  );
}

const lossOf = (graph: Graph, ...faults: Parameters<typeof together>[0]) =>
  surveyOf(graph, now).verdicts(together(faults));

describe("a database that stays in its region", () => {
  const graph = chatWith({ rtoSeconds: 3600, rpoSeconds: 300 });

  it("takes who needs it down at every site with its region, until its own RTO is over", () => {
    const { search, presence } = lossOf(graph, fault("site", HOME));
    expect(search?.rtoSeconds).toBeGreaterThanOrEqual(3600);
    expect(search?.rtoSeconds).toBeLessThan(3600 + 120);
    expect(search?.rpoSeconds).toBe(300);
    expect(search?.because.join(" ")).toContain(
      `the database index is lost with ${HOME}, and back after 3600 s`,
    );
    expect(presence?.rtoSeconds).toBeLessThan(120);
  });

  it("is nothing to the loss of another region", () => {
    const { search } = lossOf(graph, fault("site", "oci-eu-frankfurt-1"));
    expect(search).toMatchObject({ rpoSeconds: 0 });
    expect(search?.rtoSeconds).toBeLessThan(120);
  });

  it("is out of reach of the other cloud's site for as long as the link between them is cut", () => {
    const { search } = lossOf(graph, fault("link", "aws-oci"));
    expect(search?.because.join(" ")).toContain(
      `oci-eu-frankfurt-1 can't reach the database index at ${HOME}`,
    );
  });

  it("has its own RTO and RPO for an objective: the platform's count from when it is back", () => {
    const misses = survivalOf(graph, { now }).misses.filter(({ capability }) => capability === "search");
    const aboutRegion = misses.filter(({ scenario }) => !scenario.startsWith("link:"));
    expect(aboutRegion).toEqual([]);
  });

  it("can't be judged where the settings don't say where it stands", () => {
    const untold = untoldOf(chatWith(undefined)).map(({ capability, what }) => [capability, what]);
    expect(untold).toContainEqual(["search", "where the database index stands"]);
    expect(platformOf(chatWith(undefined), now).databases).toBeUndefined();
  });
});
