import { describe, expect, it } from "vitest";
import { type Graph, UNKNOWN, type Value } from "../../../graph/resource";
import { providerNeutralAnswers } from "../../../policies/rules/provider-neutral-answers";
import { placed, provider, resource } from "../../graph/fixtures";
import { types } from "../../support/dns";
import { findings } from "../../support/findings";
import { changed, ofType, setting, stackGraph } from "../../support/graphs";

const say = (graph: Graph) => findings(providerNeutralAnswers, graph);
const wanted = "; wanted static addresses, or a name of your own";

describe("provider-neutral-answers", () => {
  it.each(["prod", "staging", "prod-unknown"] as const)("passes %s", (stack) => {
    expect(say(stackGraph(stack))).toEqual([]);
  });

  it("blocks a record that was made an alias of the load balancer", () => {
    const graph = changed(stackGraph("prod"), ofType(types.record, "feed-aws-us-east-2-1"), (record) => {
      const alias = {
        name: "twincloud-1.elb.us-east-2.amazonaws.com",
        zoneId: "Z3AADJGX6KTTL2",
        evaluateTargetHealth: true,
      };
      return setting(["aliases"], [alias])(setting(["records"], undefined)(record));
    });
    expect(say(graph)).toEqual([
      `feed-aws-us-east-2-1 answers feed.clips.example.com with an alias of twincloud-1.elb.us-east-2.amazonaws.com${wanted}`,
    ]);
  });

  it("blocks a CNAME into a provider's names, at OCI too", () => {
    const graph = changed(stackGraph("prod"), ofType(types.rrset, "oci-status"), (set) => {
      const items = [
        { domain: "www.clips.example.com", rdata: "d1.cloudfront.net.", rtype: "CNAME", ttl: 30 },
      ];
      return setting(
        ["items"],
        items,
      )(setting(["rtype"], "CNAME")(setting(["domain"], "www.clips.example.com")(set)));
    });
    expect(say(graph)).toEqual([
      `oci-status answers www.clips.example.com with a CNAME to d1.cloudfront.net.${wanted}`,
    ]);
  });

  describe("on a program that isn't ours", () => {
    const aws = provider("aws", "aws", { inputs: { region: "us-east-1" } });
    const on = { provider: aws.urn };
    const balancer = resource("aws:lb/loadBalancer:LoadBalancer", "web", on);
    const cname = (target: string, madeFrom: string[] = []) =>
      resource(types.record, "www", {
        ...on,
        inputs: { name: "www.example.com", type: "CNAME", ttl: 60, records: [target] },
        propertyDependencies: madeFrom.length > 0 ? { records: madeFrom } : {},
      });

    it.each([
      "web-1.us-east-1.elb.amazonaws.com",
      "WEB.US-EAST-1.ELB.AMAZONAWS.COM.",
      "bucket.objectstorage.us-phoenix-1.oci.customer-oci.com",
    ])("knows %s for a provider's name", (target) => {
      expect(say(placed([aws, cname(target)]))).toEqual([
        `www answers www.example.com with a CNAME to ${target}${wanted}`,
      ]);
    });

    it.each(["origin.example.com", "notamazonaws.com"])("passes a CNAME to %s", (target) => {
      expect(say(placed([aws, cname(target)]))).toEqual([]);
    });

    it("decides by what a name is made from while it isn't known", () => {
      expect(say(placed([aws, balancer, cname(UNKNOWN, [balancer.urn])]))).toEqual([
        `www answers www.example.com with a CNAME to a name not known yet, made from aws:lb/loadBalancer:LoadBalancer${wanted}`,
      ]);
      expect(say(placed([aws, cname(UNKNOWN)]))).toHaveLength(1);
    });

    it("passes an alias of a record of one's own, known or not", () => {
      const origin = resource(types.record, "origin", {
        ...on,
        inputs: { name: "origin.example.com", type: "A", ttl: 60, records: ["198.51.100.1"] },
      });
      const alias = (name: Value) =>
        resource(types.record, "www", {
          ...on,
          inputs: { name: "www.example.com", type: "A", aliases: [{ name, zoneId: "Z1" }] },
          propertyDependencies: { aliases: [origin.urn] },
        });
      expect(say(placed([aws, origin, alias("origin.example.com")]))).toEqual([]);
      expect(say(placed([aws, origin, alias(UNKNOWN)]))).toEqual([]);
    });

    it("says nothing of a certificate's validation", () => {
      const record = resource(types.record, "validation", {
        ...on,
        inputs: {
          name: "_x1.www.example.com",
          type: "CNAME",
          ttl: 60,
          records: ["_y1.acm-validations.amazonaws.com"],
        },
      });
      expect(say(placed([aws, record]))).toEqual([]);
    });
  });
});
