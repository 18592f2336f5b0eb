import { describe, expect, it } from "vitest";
import { dnsTwoAuthorities } from "../../../policies/rules/dns-two-authorities";
import { placed, provider, resource } from "../../graph/fixtures";
import { drained, types } from "../../support/dns";
import { findings } from "../../support/findings";
import { changed, ofType, setting, stackGraph, without } from "../../support/graphs";

const prod = () => stackGraph("prod");
const say = (graph: ReturnType<typeof prod>) => findings(dnsTwoAuthorities, graph);

describe("dns-two-authorities", () => {
  it.each(["prod", "staging", "prod-unknown"] as const)("passes %s", (stack) => {
    expect(say(stackGraph(stack))).toEqual([]);
  });

  it("blocks a name that OCI no longer answers", () => {
    const graph = without(
      prod(),
      ({ type, name }) =>
        name === "oci-feed" && [types.attachment, types.policy, types.rrset].some((gone) => gone === type),
    );
    expect(say(graph)).toEqual([
      "feed-aws-us-east-2-1 answers feed.clips.example.com with A records from Route 53 alone; wanted the same answers from two authorities",
    ]);
  });

  it("blocks a name that Route 53 no longer answers", () => {
    const graph = without(prod(), ({ type, name }) => type === types.record && /^feed-(?!at-)/.test(name));
    expect(say(graph)).toEqual([
      "oci-feed answers feed.clips.example.com with A records from OCI DNS alone; wanted the same answers from two authorities",
    ]);
  });

  it("blocks a name on the workloads that nobody answers", () => {
    const graph = without(
      prod(),
      ({ type, name }) =>
        (type === types.record && /^status-(?!at-)/.test(name)) ||
        (name === "oci-status" && /steering|rrset/.test(type)),
    );
    expect(say(graph)).toEqual([
      "aws-us-east-2-status serves status.clips.example.com, which no authority answers; wanted the same answers from two authorities",
    ]);
  });

  it.each([
    [types.rrset, "oci-feed-at-aws-us-east-2", "feed-at-aws-us-east-2", "Route 53"],
    [types.record, "feed-at-aws-us-east-2", "oci-feed-at-aws-us-east-2", "OCI DNS"],
  ])("blocks a site's own name without its %s", (type, gone, left, alone) => {
    expect(say(without(prod(), ofType(type, gone)))).toEqual([
      `${left} answers feed-aws-us-east-2.clips.example.com with A records from ${alone} alone; wanted the same answers from two authorities`,
    ]);
  });

  it("blocks a site's own name that nobody answers, or one authority with less", () => {
    const unanswered = without(prod(), ({ name }) => /^(oci-)?feed-at-aws-us-east-2$/.test(name));
    expect(say(unanswered)).toEqual([
      "aws-us-east-2-feed serves feed-aws-us-east-2.clips.example.com, which no authority answers; wanted the same answers from two authorities",
    ]);
    const less = changed(
      prod(),
      ofType(types.record, "feed-at-aws-us-east-2"),
      setting(["records", 1], undefined),
    );
    expect(say(less)).toEqual([
      expect.stringMatching(
        /^feed-at-aws-us-east-2 doesn't answer feed-aws-us-east-2\.clips\.example\.com with/,
      ),
    ]);
    const sooner = changed(prod(), ofType(types.record, "feed-at-aws-us-east-2"), setting(["ttl"], 30));
    expect(say(sooner)).toEqual([
      expect.stringMatching(/time to live of 30 s from Route 53, 300 s from OCI DNS/),
    ]);
  });

  it.each(["prod", "prod-unknown"] as const)("blocks an address that one authority lacks, in %s", (stack) => {
    const graph = without(stackGraph(stack), ofType(types.record, "upload-aws-us-west-2-3"));
    expect(say(graph)).toEqual([
      expect.stringMatching(
        /^upload-aws-us-east-2-1 doesn't answer upload\.clips\.example\.com with (198\.\d+\.\d+\.\d+|aws-us-west-2-edge-3) from Route 53; wanted the answers that OCI DNS gives$/,
      ),
    ]);
  });

  it("blocks an address that can't be told", () => {
    const graph = without(stackGraph("prod-unknown"), ofType("aws:ec2/eip:Eip", "aws-us-east-2-edge-1"));
    expect(say(graph)).toContain(
      "feed-aws-us-east-2-1 answers feed.clips.example.com from Route 53 with addresses that can't be told; wanted those of the other authority",
    );
  });

  it("blocks other shares", () => {
    const graph = changed(
      prod(),
      ofType(types.record, "feed-oci-us-ashburn-1-1"),
      setting(["weightedRoutingPolicies", 0, "weight"], 60),
    );
    // 60 of 84 in place of 6 of 30.
    expect(say(graph)).toEqual([
      expect.stringMatching(
        /^feed-oci-us-ashburn-1-1 answers feed\.clips\.example\.com with [\d.]+ for 71\.4 % of the queries; wanted 20 %, as OCI DNS does$/,
      ),
    ]);
  });

  it("blocks a policy that no longer weighs every answer", () => {
    const graph = changed(
      prod(),
      ofType(types.policy, "oci-feed"),
      setting(["rules", 2, "defaultAnswerDatas", 0], undefined),
    );
    expect(say(graph)).toEqual([
      "oci-feed answers feed.clips.example.com from OCI DNS without a weight for every answer; wanted the shares that Route 53 gives",
    ]);
  });

  it("blocks a policy that gives several answers at a time", () => {
    const graph = changed(prod(), ofType(types.policy, "oci-feed"), setting(["rules", 3], undefined));
    expect(say(graph)).toEqual([
      "oci-feed gives all answers for feed.clips.example.com at a time; wanted one, as records with weights do",
    ]);
  });

  it("blocks other times to live, of a single record too", () => {
    const graph = changed(prod(), ofType(types.record, "feed-aws-us-east-2-2"), setting(["ttl"], 300));
    expect(say(graph)).toEqual([
      "feed-aws-us-east-2-2 answers feed.clips.example.com with a time to live of 30 and 300 s from Route 53, 30 s from OCI DNS; wanted one time to live",
    ]);
  });

  it("blocks a steering policy with nothing beneath it, or with something else", () => {
    expect(say(without(prod(), ofType(types.rrset, "oci-feed")))).toEqual([
      "oci-feed leaves feed.clips.example.com without an answer while its attachment is replaced; wanted a plain record set of all addresses beneath it",
    ]);
    expect(
      say(changed(prod(), ofType(types.rrset, "oci-feed"), setting(["items", 0, "rdata"], "203.0.113.9"))),
    ).toEqual([
      expect.stringMatching(/^oci-feed lacks [\d.]+ for feed/),
      expect.stringMatching(
        /^oci-feed holds 203\.0\.113\.9 for feed\.clips\.example\.com, which the policy lacks/,
      ),
    ]);
    expect(say(changed(prod(), ofType(types.rrset, "oci-feed"), setting(["items", 3, "ttl"], 3600)))).toEqual(
      [expect.stringMatching(/^oci-feed lives 30 and 3600 s for feed\.clips\.example\.com, not 30 s/)],
    );
  });

  describe("on the servers at the apex", () => {
    const wanted = "; wanted the servers of both authorities";

    it("blocks a server of OCI's that Route 53 leaves out", () => {
      const graph = changed(prod(), ofType(types.record, "route53-apex-ns"), (record) => {
        const servers = record.inputs.records as string[];
        return setting(
          ["records"],
          servers.filter((name) => !name.startsWith("ns1.p68")),
        )(record);
      });
      expect(say(graph)).toEqual([
        `route53-apex-ns leaves out 1 of the 4 servers of OCI DNS for clips.example.com: ns1.p68.dns.oraclecloud.net${wanted}`,
      ]);
    });

    it("blocks a set without Route 53's own", () => {
      const graph = changed(prod(), ofType(types.record, "route53-apex-ns"), (record) => {
        const servers = record.inputs.records as string[];
        return setting(
          ["records"],
          servers.filter((name) => name.includes("oraclecloud")),
        )(record);
      });
      expect(say(graph)).toEqual([
        expect.stringMatching(
          /^route53-apex-ns leaves out 4 of the 4 servers of Route 53 for clips\.example\.com: ns-/,
        ),
      ]);
    });

    it.each(["prod", "prod-unknown"] as const)("blocks one that OCI leaves out, in %s", (stack) => {
      const graph = without(stackGraph(stack), ofType(types.ociRecord, "oci-dns-aws-2"));
      expect(say(graph)).toEqual([
        expect.stringMatching(
          /^oci-dns-aws-1 leaves out 1 of the 4 servers of Route 53 for clips\.example\.com/,
        ),
      ]);
    });

    it.each(["prod", "prod-unknown"] as const)("blocks Route 53's own set, in %s", (stack) => {
      const graph = without(stackGraph(stack), ofType(types.record, "route53-apex-ns"));
      expect(say(graph)).toEqual([
        expect.stringMatching(/^route53-zone leaves out 4 of the 4 servers of OCI DNS/),
      ]);
    });

    it("blocks answers in a zone that isn't in the program", () => {
      expect(say(without(prod(), ofType(types.zone)))).toContain(
        "feed-aws-us-east-2-1 answers feed.clips.example.com from Route 53 in a zone that isn't in the program; wanted the zone of the name, so that its name servers can be told",
      );
    });
  });

  describe("with a drained site", () => {
    it("takes no weight in Route 53 for the drain that it is", () => {
      expect(say(drained(prod(), "aws-us-east-2", "2026-09-02T00:00:00Z"))).toEqual([]);
    });

    it("blocks it once the drain is over", () => {
      expect(say(drained(prod(), "aws-us-east-2", "2026-08-31T00:00:00Z")).length).toBeGreaterThan(0);
    });

    it("still compares the shares of the others", () => {
      const graph = changed(
        drained(prod(), "aws-us-east-2", "2026-09-02T00:00:00Z"),
        ofType(types.record, "feed-oci-us-ashburn-1-1"),
        setting(["weightedRoutingPolicies", 0, "weight"], 1),
      );
      expect(say(graph).length).toBeGreaterThan(0);
    });
  });

  describe("on a program that isn't ours", () => {
    const aws = provider("aws", "aws", { inputs: { region: "us-east-1" } });
    const oci = provider("oci", "oci", { inputs: { region: "us-phoenix-1" } });
    const record = (name: string, inputs: Record<string, string | number | string[]>) =>
      resource(types.record, name, { provider: aws.urn, inputs: { name, ttl: 60, ...inputs } });
    const set = (domain: string, ...addresses: string[]) =>
      resource(types.rrset, domain, {
        provider: oci.urn,
        inputs: {
          domain,
          rtype: "A",
          items: addresses.map((rdata) => ({ domain, rtype: "A", rdata, ttl: 60 })),
        },
      });

    it("blocks a name in Route 53 alone", () => {
      const www = record("www.example.com", { type: "A", records: ["198.51.100.1"] });
      expect(say(placed([aws, www]))).toEqual([
        "www.example.com answers www.example.com with A records from Route 53 alone; wanted the same answers from two authorities",
      ]);
    });

    it("passes plain sets that are the same at both", () => {
      const www = record("www.example.com", { type: "A", records: ["198.51.100.2", "198.51.100.1"] });
      expect(say(placed([aws, oci, www, set("www.example.com", "198.51.100.1", "198.51.100.2")]))).toEqual(
        [],
      );
    });

    it("compares IPv4 with IPv4", () => {
      const www = record("www.example.com", { type: "AAAA", records: ["2001:db8::1"] });
      expect(say(placed([aws, oci, www, set("www.example.com", "198.51.100.1")]))).toHaveLength(2);
    });

    it("says nothing of names for machines, of mail, or of names inside a network", () => {
      const inside = resource(types.zone, "inside", {
        provider: aws.urn,
        id: "Z1",
        inputs: { name: "example.com", vpcs: [{ vpcId: "vpc-1" }] },
      });
      const graph = placed([
        aws,
        inside,
        record("_acme.example.com", { type: "CNAME", records: ["x.acm-validations.aws"] }),
        record("example.com", { type: "MX", records: ["10 mail.example.net"] }),
        record("db.example.com", { type: "A", records: ["10.0.0.1"], zoneId: "Z1" }),
      ]);
      expect(say(graph)).toEqual([]);
    });
  });
});
