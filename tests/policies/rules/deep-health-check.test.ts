import { describe, expect, it } from "vitest";
import type { Graph, Value } from "../../../graph/resource";
import { deepHealthCheck } from "../../../policies/rules/deep-health-check";
import { placed, provider, resource } from "../../graph/fixtures";
import { types } from "../../support/dns";
import { findings } from "../../support/findings";
import { changed, ofType, setting, stackGraph } from "../../support/graphs";

const say = (graph: Graph) => findings(deepHealthCheck, graph);
const prodWith = (type: string, path: string[], value: Value | undefined) =>
  say(
    changed(
      stackGraph("prod"),
      ofType(type, type === types.monitor ? "oci-feed" : "feed-aws-us-east-2-1"),
      setting(path, value),
    ),
  );

describe("deep-health-check", () => {
  it.each(["prod", "staging", "prod-unknown"] as const)("passes %s", (stack) => {
    expect(say(stackGraph(stack))).toEqual([]);
  });

  it("blocks a check that only connects", () => {
    expect(prodWith(types.check, ["type"], "TCP")).toEqual([
      "feed-aws-us-east-2-1 asks TCP and no path for feed.clips.example.com; wanted HTTPS /healthz/feed",
    ]);
  });

  it("blocks a path that isn't the capability's", () => {
    expect(prodWith(types.check, ["resourcePath"], "/livez")).toEqual([
      "feed-aws-us-east-2-1 asks /livez for feed.clips.example.com; wanted /healthz/feed",
    ]);
    expect(prodWith(types.monitor, ["path"], "/healthz/status")).toEqual([
      "oci-feed asks /healthz/status for feed.clips.example.com; wanted /healthz/feed",
    ]);
    expect(prodWith(types.monitor, ["path"], undefined)).toEqual([
      "oci-feed asks no path that can be told for feed.clips.example.com; wanted /healthz/feed",
    ]);
  });

  it("blocks a check without TLS, or of a port where users don't come", () => {
    expect(prodWith(types.monitor, ["protocol"], "HTTP")).toEqual([
      "oci-feed asks feed.clips.example.com by HTTP; wanted HTTPS, as users do",
    ]);
    expect(prodWith(types.check, ["port"], 8404)).toEqual([
      "feed-aws-us-east-2-1 asks port 8404 for feed.clips.example.com; wanted 443, where users come",
    ]);
  });

  it("blocks a monitor of addresses without a Host, or with another", () => {
    expect(prodWith(types.monitor, ["headers"], undefined)).toEqual([
      "oci-feed asks an address for feed.clips.example.com without a Host; wanted the Host feed.clips.example.com",
    ]);
    expect(prodWith(types.monitor, ["headers"], { host: "feed.clips.example.com" })).toEqual([]);
    expect(prodWith(types.check, ["fqdn"], "status.clips.example.com")).toEqual([
      "feed-aws-us-east-2-1 asks for status.clips.example.com, not feed.clips.example.com; wanted the Host feed.clips.example.com",
    ]);
  });

  it("blocks too few places to look from", () => {
    expect(prodWith(types.check, ["regions"], ["us-east-1", "us-west-1"])).toEqual([
      "feed-aws-us-east-2-1 looks from us-east-1, us-west-1; wanted 3 or more checker regions",
    ]);
    expect(prodWith(types.check, ["regions"], undefined)).toEqual([]);
    expect(prodWith(types.monitor, ["vantagePointNames"], ["azr-ord", "azr-ord", "goo-chs"])).toEqual([
      "oci-feed looks from azr-ord, goo-chs; wanted 3 or more vantage points",
    ]);
    expect(prodWith(types.monitor, ["vantagePointNames"], undefined)).toEqual([
      "oci-feed names no vantage points; wanted 3 or more",
    ]);
  });

  it("blocks vantage points that all stand at one provider", () => {
    expect(prodWith(types.monitor, ["vantagePointNames"], ["aws-pdx", "aws-iad", "aws-cmh"])).toEqual([
      "oci-feed looks from aws-pdx, aws-iad, aws-cmh, all at one provider; wanted vantage points at two providers or more",
    ]);
  });

  describe("on a program that isn't ours", () => {
    const aws = provider("aws", "aws", { inputs: { region: "us-east-1" } });
    const on = { provider: aws.urn };
    const check = (name: string, inputs: Record<string, Value>) =>
      resource(types.check, name, { ...on, id: `id-of-${name}`, inputs });
    const record = (healthCheckId: string) =>
      resource(types.record, "www", {
        ...on,
        inputs: { name: "www.example.com", type: "A", ttl: 60, records: ["198.51.100.1"], healthCheckId },
      });

    it("takes any path but the root for one that says something", () => {
      const by = (resourcePath: string) =>
        check("www", {
          type: "HTTPS",
          ipAddress: "198.51.100.1",
          port: 8443,
          fqdn: "www.example.com",
          resourcePath,
        });
      expect(say(placed([aws, by("/status"), record("id-of-www")]))).toEqual([]);
      expect(say(placed([aws, by("/"), record("id-of-www")]))).toEqual([
        "www asks / for www.example.com; wanted a path that tests what users ask for",
      ]);
    });

    it("judges the checks that a calculated one is made of", () => {
      const child = check("child", { type: "TCP", ipAddress: "198.51.100.1", port: 443 });
      const parent = resource(types.check, "parent", {
        ...on,
        id: "id-of-parent",
        inputs: { type: "CALCULATED", childHealthchecks: ["id-of-child"] },
        propertyDependencies: { childHealthchecks: [child.urn] },
      });
      expect(say(placed([aws, child, parent, record("id-of-parent")]))).toEqual([
        "child asks TCP and no path for www.example.com; wanted HTTPS a path that tests what users ask for",
      ]);
    });

    it("blocks a check that watches an alarm, and says nothing of checks that no name hangs on", () => {
      const alarm = check("alarm", { type: "CLOUDWATCH_METRIC" });
      expect(say(placed([aws, alarm, record("id-of-alarm")]))).toHaveLength(1);
      expect(say(placed([aws, alarm]))).toEqual([]);
    });
  });
});
