import { describe, expect, it } from "vitest";
import { recordWeight } from "../../components/aws/route53-answers";
import { routedNames } from "../../components/routing";
import { drainedAt, zonesDrainedAt } from "../../graph/drains";
import { staysIn } from "../../report/drained";
import { questionsOf } from "../../rollout/gate";
import { stackGraph } from "../support/graphs";

const now = new Date("2026-09-01T00:00:00Z");
const drain = (zone?: string, until = "2026-09-02T00:00:00Z") => ({
  site: "aws-us-east-2",
  until,
  ...(zone === undefined ? {} : { zone }),
});

describe("a drain of one zone", () => {
  it("isn't one of the site, and ends when it said", () => {
    const drains = [drain("use2-az1"), drain("use2-az2", "2026-08-31T00:00:00Z")];
    expect([...drainedAt(drains, now)]).toEqual([]);
    expect([...zonesDrainedAt(drains, now)].map(([site, zones]) => [site, [...zones]])).toEqual([
      ["aws-us-east-2", ["use2-az1"]],
    ]);
    expect([...drainedAt([drain()], now)]).toEqual(["aws-us-east-2"]);
  });

  it("takes the weight of its address alone", () => {
    const site = { id: "aws-us-east-2", share: 100, addresses: 3, drained: false };
    const [name] = routedNames(
      [{ capability: "feed", host: "feed.example.com" }],
      [{ ...site, drainedAddresses: new Set([1]) }],
    );
    const weights = name?.answers.map(recordWeight) ?? [];
    expect(weights[1]).toBe(0);
    expect(weights[0]).toBeGreaterThan(0);
    expect(weights[2]).toBe(weights[0]);
  });

  it("isn't asked by a gate", () => {
    const graph = stackGraph("prod");
    const names = { feed: "feed.clips.example.com" };
    const asked = (without: readonly string[]) =>
      new Set(
        questionsOf(graph, { site: "aws-us-east-2", about: "health", without }, names).map(
          ({ address }) => address,
        ),
      ).size;
    expect([asked([]), asked(["use2-az1"])]).toEqual([3, 2]);
  });

  it("is said to leave OCI's half as it is", () => {
    expect(staysIn(drain("use2-az1"))).toContain("OCI DNS answers with its address until its checks are red");
    expect(staysIn(drain())).toBe("");
  });
});
