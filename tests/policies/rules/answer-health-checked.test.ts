import { describe, expect, it } from "vitest";
import type { Graph } from "../../../graph/resource";
import { answerHealthChecked } from "../../../policies/rules/answer-health-checked";
import { placed, provider, resource } from "../../graph/fixtures";
import { types } from "../../support/dns";
import { findings } from "../../support/findings";
import { changed, ofType, setting, stackGraph, without } from "../../support/graphs";

const prod = () => stackGraph("prod");
const say = (graph: Graph) => findings(answerHealthChecked, graph);
const own = "; wanted a health check of that address";

describe("answer-health-checked", () => {
  it.each(["prod", "staging", "prod-unknown"] as const)("passes %s", (stack) => {
    expect(say(stackGraph(stack))).toEqual([]);
  });

  describe("on Route 53's records", () => {
    const record = ofType(types.record, "feed-aws-us-east-2-1");
    const check = ofType(types.check, "feed-aws-us-east-2-1");

    it("blocks one without a health check", () => {
      expect(say(changed(prod(), record, setting(["healthCheckId"], undefined)))).toEqual([
        expect.stringMatching(
          /^feed-aws-us-east-2-1 answers feed\.clips\.example\.com with 198\.[\d.]+ without a health check; wanted/,
        ),
      ]);
    });

    it("blocks it though a workload calls the public name its site's own", () => {
      const unchecked = changed(prod(), record, setting(["healthCheckId"], undefined));
      const called = changed(
        unchecked,
        ofType("kubernetes:apps/v1:Deployment", "aws-us-east-2-training"),
        setting(["metadata", "annotations", "twincloud.dev/site-name"], "feed.clips.example.com"),
      );
      expect(say(called)).toEqual(say(unchecked));
      expect(say(called)).toHaveLength(1);
    });

    it.each(["prod", "prod-unknown"] as const)("blocks one whose check is gone, in %s", (stack) => {
      expect(say(without(stackGraph(stack), check))).toEqual([
        expect.stringMatching(/^feed-aws-us-east-2-1 .* by a health check that isn't in the program; wanted/),
      ]);
    });

    it("blocks a check that is disabled, or turned around", () => {
      expect(say(changed(prod(), check, setting(["disabled"], true)))).toEqual([
        "feed-aws-us-east-2-1 is disabled, and so always well; wanted a check that is on",
      ]);
      expect(say(changed(prod(), check, setting(["invertHealthcheck"], true)))).toEqual([
        "feed-aws-us-east-2-1 is inverted, and well when what it asks is down; wanted a check that is on",
      ]);
    });

    it("blocks a check of another address", () => {
      expect(say(changed(prod(), check, setting(["ipAddress"], "198.51.100.77")))).toEqual([
        expect.stringMatching(/^feed-aws-us-east-2-1 .* by a health check of 198\.51\.100\.77; wanted/),
      ]);
    });

    it("blocks a check of another record, in a graph in which nothing is known too", () => {
      const graph = stackGraph("prod-unknown");
      const other = graph.resources.find(ofType(types.check, "feed-aws-us-west-2-1"));
      const crossed = changed(graph, record, (found) => ({
        ...found,
        propertyDependencies: { ...found.propertyDependencies, healthCheckId: [other?.urn ?? ""] },
      }));
      expect(say(crossed)).toEqual([
        `feed-aws-us-east-2-1 answers feed.clips.example.com with aws-us-east-2-edge-1 by a health check of aws-us-west-2-edge-1${own}`,
      ]);
    });
  });

  describe("on OCI's steering policies", () => {
    const policy = ofType(types.policy, "oci-feed");
    const monitor = ofType(types.monitor, "oci-feed");

    it("blocks an answer that is no target of its monitor", () => {
      const graph = changed(prod(), monitor, setting(["targets", 0], undefined));
      expect(say(graph)).toEqual([
        expect.stringMatching(
          /^oci-feed answers feed\.clips\.example\.com with 198\.[\d.]+, which is no target of oci-feed and so assumed well; wanted answers that are exactly targets of their monitor$/,
        ),
      ]);
    });

    it("blocks answers of which it can't tell whether they are targets", () => {
      const graph = changed(stackGraph("prod-unknown"), monitor, setting(["targets", 0], undefined));
      expect(say(graph)).toHaveLength(8);
      expect(say(graph)).toContain(
        "oci-feed answers feed.clips.example.com with aws-us-east-2-1, of which can't be told whether oci-feed asks it; wanted answers that are exactly targets of their monitor",
      );
    });

    it("blocks a policy without a monitor, or with one that is gone or off", () => {
      expect(say(changed(prod(), policy, setting(["healthCheckMonitorId"], undefined)))).toEqual([
        "oci-feed answers feed.clips.example.com without a monitor; wanted a monitor of every answer",
      ]);
      expect(say(without(prod(), monitor))).toEqual([
        "oci-feed answers feed.clips.example.com by a monitor that isn't in the program; wanted a monitor of every answer",
      ]);
      expect(say(changed(prod(), monitor, setting(["isEnabled"], false)))).toEqual([
        "oci-feed is disabled, and so always well; wanted a check that is on",
      ]);
    });

    it("blocks a policy that doesn't ask its monitor, or asks after it has chosen", () => {
      const wanted = "; wanted FILTER, HEALTH, then PRIORITY or WEIGHTED, and LIMIT";
      expect(say(changed(prod(), policy, setting(["rules", 1], undefined)))).toEqual([
        `oci-feed has no HEALTH rule for feed.clips.example.com${wanted}`,
      ]);
      const late = changed(prod(), policy, (found) => {
        const rules = found.inputs.rules as never[];
        return setting(["rules"], [...rules.filter((_, i) => i !== 1), ...rules.slice(1, 2)])(found);
      });
      expect(say(late)).toEqual([
        `oci-feed runs its rules in the order FILTER, WEIGHTED, LIMIT, HEALTH for feed.clips.example.com${wanted}`,
      ]);
    });

    it("blocks an answer that is switched off, by itself or by a filter", () => {
      const off =
        "oci-feed never answers feed.clips.example.com with oci-us-chicago-1-1, which is switched off; wanted every answer on";
      expect(say(changed(prod(), policy, setting(["answers", 0, "isDisabled"], true)))).toEqual([off]);
      const filtered = changed(
        prod(),
        policy,
        setting(["rules", 0, "defaultAnswerDatas", 0, "answerCondition"], "answer.name == 'aws-us-east-2-1'"),
      );
      expect(say(filtered)).toContain(off);
      expect(say(filtered)).toHaveLength(7);
    });

    it("blocks records that nothing steers", () => {
      expect(say(without(prod(), ofType(types.attachment, "oci-feed")))).toEqual([
        expect.stringMatching(
          /^oci-feed answers feed\.clips\.example\.com with .*, whether well or not; wanted a steering policy with a monitor, attached above the records$/,
        ),
      ]);
      expect(say(without(prod(), policy))).toEqual([
        "oci-feed steers feed.clips.example.com by a policy that isn't in the program; wanted its policy",
      ]);
    });
  });

  describe("on a program that isn't ours", () => {
    const aws = provider("aws", "aws", { inputs: { region: "us-east-1" } });
    const on = { provider: aws.urn };
    const balancer = resource("aws:lb/loadBalancer:LoadBalancer", "web", on);
    const alias = (evaluateTargetHealth: boolean) =>
      resource(types.record, "www", {
        ...on,
        inputs: {
          name: "www.example.com",
          type: "A",
          aliases: [{ name: "web-1.us-east-1.elb.amazonaws.com", zoneId: "Z35", evaluateTargetHealth }],
        },
        propertyDependencies: { aliases: [balancer.urn] },
      });

    it("takes an alias that evaluates its target for checked", () => {
      expect(say(placed([aws, balancer, alias(true)]))).toEqual([]);
      expect(say(placed([aws, balancer, alias(false)]))).toEqual([
        `www answers www.example.com with web-1.us-east-1.elb.amazonaws.com without a health check${own}`,
      ]);
    });

    it("blocks a check that asks the very name that it is to judge", () => {
      const check = resource(types.check, "www", {
        ...on,
        id: "check-1",
        inputs: { type: "HTTPS", fqdn: "www.example.com", resourcePath: "/health" },
      });
      const record = resource(types.record, "www", {
        ...on,
        inputs: {
          name: "www.example.com",
          type: "A",
          ttl: 60,
          records: ["198.51.100.1"],
          healthCheckId: "check-1",
        },
      });
      expect(say(placed([aws, check, record]))).toEqual([
        `www answers www.example.com with 198.51.100.1 by a health check of www.example.com, whichever address that gives${own}`,
      ]);
    });

    it("says nothing of a program without names", () => {
      expect(say(placed([aws, balancer]))).toEqual([]);
    });
  });
});
