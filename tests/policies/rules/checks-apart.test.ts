import { describe, expect, it } from "vitest";
import { regionOf } from "../../../graph/clouds/regions";
import { checksApart } from "../../../policies/rules/checks-apart";
import { findings } from "../../support/findings";
import { changed, ofType, setting, stackGraph } from "../../support/graphs";

const MONITOR = "oci:HealthChecks/httpMonitor:HttpMonitor";

/** Production with OCI's monitors kept in another region. */
const keptIn = (region: string) =>
  changed(stackGraph("prod"), ofType(MONITOR), (monitor) => {
    const { provider, name, metro } = regionOf("oci", region);
    return { ...monitor, placement: { provider, region: name, metro } };
  });

describe("checks-apart", () => {
  it.each(["prod", "staging", "chat", "prod-unknown"] as const)("passes %s", (stack) => {
    expect(findings(checksApart, stackGraph(stack))).toEqual([]);
  });

  it("blocks monitors that are kept where a site stands, told once", () => {
    expect(findings(checksApart, keptIn("us-ashburn-1"))).toEqual([
      expect.stringMatching(
        /^oci-\w+ is kept in us-ashburn-1, where oci-us-ashburn-1 stands, and OCI DNS heeds it only while that region is up; wanted checks kept in a region without a site$/,
      ),
    ]);
  });

  it("blocks a stack of one region that keeps its monitors there", () => {
    expect(findings(checksApart, stackGraph("ashburn-alone"))).toHaveLength(1);
  });

  it("says nothing where the stack takes it that steering outlives the monitors' region", () => {
    const graph = changed(
      keptIn("us-ashburn-1"),
      ofType("pulumi:pulumi:Stack"),
      setting(["twincloud", "assumptions"], { ociMonitorsNeedTheirRegion: false }),
    );
    expect(findings(checksApart, graph)).toEqual([]);
  });

  // Route 53 needs no region: its checks are the same everywhere.
  it("passes checks of an authority that needs no region of theirs", () => {
    const graph = changed(stackGraph("prod"), ofType("aws:route53/healthCheck:HealthCheck"), (check) => ({
      ...check,
      placement: { provider: "aws", region: "us-east-2", metro: "Columbus" },
    }));
    expect(findings(checksApart, graph)).toEqual([]);
  });
});
