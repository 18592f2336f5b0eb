/** What a drill shortens is the same for the world and for the model, and nothing else is. */
import { describe, expect, it } from "vitest";
import { authorityPlans } from "../../../drill/plan/authorities";
import { layoutOf } from "../../../drill/plan/layout";
import { rewritten } from "../../../drill/plan/rewrite";
import {
  drillTimings,
  shortenings,
  withDrillConfigurations,
  withDrillTimings,
} from "../../../drill/plan/timings";
import { platformOf } from "../../../resilience/platform/from-graph";
import { stackGraph } from "../../support/graphs";

const now = new Date("2026-03-03T00:00:00Z");
const deployed = platformOf(stackGraph("staging"), now);
const drilled = withDrillTimings(
  platformOf(withDrillConfigurations(stackGraph("staging"), drillTimings), now),
  drillTimings,
);

describe("a drill's times", () => {
  it("leave how soon an edge notices a failure as it is deployed", () => {
    const noticing = (platform: typeof deployed) =>
      platform.sites.map(({ health }) => [
        health?.checkIntervalSeconds,
        health?.fall,
        health?.errorLimit,
        health?.brownout?.windowSeconds,
        health?.brownout?.failurePercent,
      ]);
    expect(noticing(drilled)).toEqual(noticing(deployed));
  });

  it("are read by the model from the very text that the edges run with", () => {
    const [site] = drilled.sites;
    expect(site?.health?.rise).toBe(drillTimings.riseChecks);
    expect(site?.health?.brownout?.holdSeconds).toBe(drillTimings.holdSeconds);
    expect(site?.limits?.keepAliveSeconds).toBe(drillTimings.keepAliveSeconds);
    expect(site?.forwarding?.byCapability.feed?.relapse?.lastsSeconds).toBe(drillTimings.relapseSeconds);
  });

  it("make DNS five times faster", () => {
    const times = (platform: typeof deployed) =>
      platform.capabilities.flatMap(({ answers }) =>
        answers.flatMap((name) =>
          name ? [name.ttlSeconds, ...name.answers.map(({ check }) => check?.deadSeconds ?? 0)] : [],
        ),
      );
    expect(times(drilled).map((seconds) => seconds * 5)).toEqual(times(deployed));
  });

  it("make what resolvers keep of names without an answer five times shorter, by the zones' own figures", () => {
    expect(deployed.authorities.map(({ provider, negativeSeconds }) => [provider, negativeSeconds])).toEqual([
      ["aws", 900],
      ["oci", 300],
    ]);
    const plans = authorityPlans(
      drilled,
      layoutOf(withDrillConfigurations(stackGraph("staging"), drillTimings), drilled),
    );
    expect(plans.map(({ provider, negativeSeconds }) => [provider, negativeSeconds])).toEqual([
      ["aws", 180],
      ["oci", 60],
    ]);
  });

  it("let the model wait for a mirror as long as the drill's does, and for nothing else", () => {
    const late = (platform: typeof deployed) =>
      platform.stores.flatMap(({ copies }) => copies.map(({ job, seconds }) => [job, seconds] as const));
    const { copySeconds } = deployed.assumptions;
    // Each five minutes, and at night.
    const [recent, daily] = [300, 86_400].map((seconds) => seconds + copySeconds);
    expect(late(deployed).filter(([job]) => job)).toEqual([
      [true, recent],
      [true, daily],
      [true, recent],
      [true, daily],
    ]);
    expect(late(drilled)).toEqual(
      late(deployed).map(([job, seconds]) => [job, seconds === recent ? 60 + copySeconds : seconds]),
    );
  });

  it("are all told, with what is deployed beside them", () => {
    expect(shortenings(deployed, drillTimings)).toContain("edge: red after a brownout 300 s -> 20 s");
    expect(shortenings(deployed, drillTimings)).toContain(
      "mirrors: a run for what is new each 300 s -> 60 s",
    );
  });
});

describe("a text that is rewritten", () => {
  it("is refused where nothing is found to rewrite: what is deployed has become another", () => {
    expect(() => rewritten("the edge", "bind :1", [{ from: /absent/g, to: "x" }])).toThrow(
      /the edge: nothing like absent/,
    );
  });

  it("has every place changed", () => {
    expect(rewritten("x", "a b a", [{ from: /a/g, to: "c" }])).toBe("c b c");
  });
});
