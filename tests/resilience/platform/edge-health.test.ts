/** The edge's configuration found in a graph. */
import { describe, expect, it } from "vitest";
import { edgeTimings } from "../../../components/edge/timings";
import { platformOf } from "../../../resilience/platform/from-graph";
import { stackGraph } from "../../support/graphs";

const [site] = platformOf(stackGraph("prod"), new Date("2026-11-22T00:00:00Z")).sites;
const edge = site?.health;
if (!edge) throw new Error("prod's first site has an edge that can be read");

describe("what is read from the edge that a graph has", () => {
  it("is what its pods have mounted", () => {
    expect(edge.checkIntervalSeconds).toBe(edgeTimings.checkIntervalSeconds);
    expect(edge.byCapability.upload).toMatchObject({
      minimumServers: 5,
      watchesStore: true,
      watchesQueue: false,
      drained: false,
    });
    expect(edge.byCapability.engagement).toMatchObject({ watchesStore: false, watchesQueue: true });
  });
});
