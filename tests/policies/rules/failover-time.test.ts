import { describe, expect, it } from "vitest";
import type { Graph, Value } from "../../../graph/resource";
import { failoverTime } from "../../../policies/rules/failover-time";
import { placed, provider, resource } from "../../graph/fixtures";
import { types } from "../../support/dns";
import { findings } from "../../support/findings";
import { changed, ofType, setting, stackGraph } from "../../support/graphs";

const say = (graph: Graph, maxRtoSeconds?: number) =>
  findings(failoverTime, graph, maxRtoSeconds === undefined ? {} : { maxRtoSeconds });
const prodWith = (type: string, name: string, path: string[], value: Value | undefined) =>
  changed(stackGraph("prod"), ofType(type, name), setting(path, value));
const wanted = (seconds: number) => `; wanted ${seconds} s or less, the objective maxRtoSeconds`;

describe("failover-time", () => {
  it.each(["prod", "staging", "prod-unknown"] as const)("passes %s", (stack) => {
    expect(say(stackGraph(stack))).toEqual([]);
  });

  it("bounds Route 53 by 72 s and OCI by 90 s, as prod is set", () => {
    expect(say(stackGraph("prod"), 90)).toEqual([]);
    // Every monitor, and no check.
    expect(say(stackGraph("prod"), 89)).toEqual(
      ["engage", "feed", "status", "upload"].map(
        (label) =>
          `oci-${label === "engage" ? "engagement" : label} lets a dead address of ${label}.clips.example.com go after 3 × (10 + 10) + 30 s to live = 90 s (OCI DNS)${wanted(89)}`,
      ),
    );
    expect(say(stackGraph("prod"), 72)).toHaveLength(4);
    expect(say(stackGraph("prod"), 71)).toHaveLength(36);
    expect(say(stackGraph("prod"), 71)).toContain(
      `feed-aws-us-east-2-1 lets a dead address of feed.clips.example.com go after 3 × (10 + 4) + 30 s to live = 72 s (Route 53)${wanted(71)}`,
    );
  });

  it("blocks a slow check", () => {
    const check = "feed-aws-us-east-2-1";
    expect(say(prodWith(types.check, check, ["requestInterval"], 30))).toEqual([
      `${check} lets a dead address of feed.clips.example.com go after 3 × (30 + 4) + 30 s to live = 132 s (Route 53)${wanted(120)}`,
    ]);
    expect(say(prodWith(types.check, check, ["failureThreshold"], 10))).toEqual([
      `${check} lets a dead address of feed.clips.example.com go after 10 × (10 + 4) + 30 s to live = 170 s (Route 53)${wanted(120)}`,
    ]);
  });

  it("blocks a slow monitor", () => {
    expect(say(prodWith(types.monitor, "oci-feed", ["intervalInSeconds"], 30))).toEqual([
      `oci-feed lets a dead address of feed.clips.example.com go after 3 × (30 + 10) + 30 s to live = 150 s (OCI DNS)${wanted(120)}`,
    ]);
  });

  it("blocks an answer that is kept too long, of a single record too", () => {
    expect(say(prodWith(types.policy, "oci-feed", ["ttl"], 90))).toEqual([
      `oci-feed lets a dead address of feed.clips.example.com go after 3 × (10 + 10) + 90 s to live = 150 s (OCI DNS)${wanted(120)}`,
    ]);
    expect(say(prodWith(types.record, "feed-aws-us-east-2-1", ["ttl"], 300)).length).toBeGreaterThan(0);
  });

  it("blocks what it can't tell", () => {
    expect(say(prodWith(types.policy, "oci-feed", ["ttl"], undefined))).toEqual([
      `oci-feed lets OCI DNS leave a dead address of feed.clips.example.com out after a time that can't be told${wanted(120)}`,
    ]);
    expect(say(prodWith(types.monitor, "oci-feed", ["intervalInSeconds"], undefined))).toHaveLength(1);
  });

  it("counts as many of OCI's rounds as the stack assumes", () => {
    const assumed = changed(
      stackGraph("prod"),
      ofType("pulumi:pulumi:Stack"),
      setting(["twincloud", "assumptions"], { ociFailureThreshold: 5 }),
    );
    expect(say(assumed)).toHaveLength(4);
    expect(say(assumed)[1]).toContain("5 × (10 + 10) + 30 s to live = 130 s");
  });

  describe("on a program that isn't ours", () => {
    const aws = provider("aws", "aws", { inputs: { region: "us-east-1" } });
    const check = resource(types.check, "www", {
      provider: aws.urn,
      id: "check-1",
      inputs: { type: "HTTPS", ipAddress: "198.51.100.1", fqdn: "www.example.com", resourcePath: "/status" },
    });
    const record = (inputs: Record<string, Value>) =>
      resource(types.record, "www", {
        provider: aws.urn,
        inputs: { name: "www.example.com", type: "A", healthCheckId: "check-1", ...inputs },
      });

    it("takes Route 53's own interval and threshold where none is named", () => {
      const graph = placed([aws, check, record({ ttl: 60, records: ["198.51.100.1"] })]);
      expect(say(graph)).toEqual([
        `www lets a dead address of www.example.com go after 3 × (30 + 4) + 60 s to live = 162 s (Route 53)${wanted(120)}`,
      ]);
      expect(say(graph, 300)).toEqual([]);
    });

    it("knows how long an alias lives", () => {
      const alias = record({ aliases: [{ name: "web.elb.amazonaws.com", zoneId: "Z35" }] });
      expect(say(placed([aws, check, alias]))[0]).toContain("3 × (30 + 4) + 60 s to live = 162 s");
    });

    it("leaves a name that nothing checks to the rule that is about it", () => {
      const bare = resource(types.record, "www", {
        provider: aws.urn,
        inputs: { name: "www.example.com", type: "A", ttl: 3600, records: ["198.51.100.1"] },
      });
      expect(say(placed([aws, bare]))).toEqual([]);
    });
  });
});
