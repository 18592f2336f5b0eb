import { describe, expect, it } from "vitest";
import type { Graph } from "../../../graph/resource";
import { answerSetComplete } from "../../../policies/rules/answer-set-complete";
import { placed, provider, resource } from "../../graph/fixtures";
import { drained, types } from "../../support/dns";
import { findings } from "../../support/findings";
import { changed, ofType, setting, stackGraph, without } from "../../support/graphs";

const prod = () => stackGraph("prod");
const say = (graph: Graph) => findings(answerSetComplete, graph);

/** Without the answers of a site in both authorities, for one name. */
const unanswered = (graph: Graph, capability: string, site: string) =>
  changed(
    without(graph, ({ type, name }) => type === types.record && name.startsWith(`${capability}-${site}`)),
    ofType(types.policy, `oci-${capability}`),
    (policy) => {
      const answers = policy.inputs.answers as { name: string }[];
      return setting(["answers"], answers.filter(({ name }) => !name.startsWith(site)) as never)(policy);
    },
  );

describe("answer-set-complete", () => {
  it.each(["prod", "staging", "prod-unknown"] as const)("passes %s", (stack) => {
    expect(say(stackGraph(stack))).toEqual([]);
  });

  it.each(["prod", "prod-unknown"] as const)(
    "blocks a site that serves and that no authority answers with, in %s",
    (stack) => {
      expect(say(unanswered(stackGraph(stack), "feed", "oci-us-chicago-1"))).toEqual([
        "feed-aws-us-east-2-1 answers feed.clips.example.com from Route 53 without oci-us-chicago-1, which serves it; wanted an answer for every site that serves the name",
        "oci-feed answers feed.clips.example.com from OCI DNS without oci-us-chicago-1, which serves it; wanted an answer for every site that serves the name",
      ]);
    },
  );

  it.each(["prod", "prod-unknown"] as const)(
    "blocks answers of a site that no longer serves, in %s",
    (stack) => {
      const graph = without(
        stackGraph(stack),
        ofType("kubernetes:apps/v1:Deployment", "oci-us-ashburn-1-upload"),
      );
      expect(say(graph)).toEqual([
        expect.stringMatching(
          /^upload-at-oci-us-ashburn-1 answers .* from Route 53 with .* doesn't serve it/,
        ),
        expect.stringMatching(
          /^oci-upload-at-oci-us-ashburn-1 answers .* from OCI DNS with .* doesn't serve it/,
        ),
        expect.stringMatching(
          /^upload-oci-us-ashburn-1-1 answers upload\.clips\.example\.com from Route 53 with \S+ of oci-us-ashburn-1, which doesn't serve it; wanted the addresses of aws-us-east-2, aws-us-west-2, oci-us-chicago-1$/,
        ),
        expect.stringMatching(/^oci-upload answers .* from OCI DNS with \S+ of oci-us-ashburn-1/),
      ]);
    },
  );

  it("blocks answers to a name that nothing serves any more", () => {
    const graph = without(
      prod(),
      ({ type, name }) => type.endsWith(":Deployment") && name.endsWith("-status"),
    );
    // Eight answers at each authority, and as many of the sites' own names.
    expect(say(graph)).toHaveLength(32);
    expect(say(graph)[0]).toMatch(/which doesn't serve it; wanted a workload that serves it$/);
  });

  it("blocks an address that isn't of this program", () => {
    const graph = changed(
      prod(),
      ofType(types.record, "feed-aws-us-east-2-1"),
      setting(["records", 0], "203.0.113.9"),
    );
    expect(say(graph)).toContain(
      "feed-aws-us-east-2-1 answers feed.clips.example.com from Route 53 with 203.0.113.9, which is no address of this program; wanted an address that a site's load balancer listens on",
    );
  });

  it("blocks a site's own name that leads to another site, or not to all of its own", () => {
    const elsewhere = prod().resources.find(ofType("aws:ec2/eip:Eip", "aws-us-west-2-edge-1"));
    const name = ofType(types.record, "feed-at-aws-us-east-2");
    const led = changed(prod(), name, setting(["records", 0], elsewhere?.outputs.publicIp));
    expect(say(led)).toContainEqual(
      expect.stringMatching(
        /^feed-at-aws-us-east-2 answers .* with 198\.[\d.]+ of aws-us-west-2, which doesn't serve it; wanted the addresses of aws-us-east-2$/,
      ),
    );
    const partly = changed(prod(), name, setting(["records", 2], undefined));
    expect(say(partly)).toEqual([
      expect.stringMatching(
        /^feed-at-aws-us-east-2 answers .* without .* on which aws-us-east-2-edge listens too/,
      ),
    ]);
  });

  it("blocks the address of a NAT gateway, where nobody listens", () => {
    const nat = prod().resources.find(ofType("aws:ec2/eip:Eip", "aws-us-east-2-nat-1"));
    const graph = changed(
      prod(),
      ofType(types.record, "feed-aws-us-east-2-1"),
      setting(["records", 0], nat?.outputs.publicIp),
    );
    expect(say(graph)).toContainEqual(
      expect.stringMatching(
        /^feed-aws-us-east-2-1 answers feed\.clips\.example\.com from Route 53 with 198\.[\d.]+, on which no load balancer listens; wanted/,
      ),
    );
  });

  it("blocks an address of a load balancer that is left out", () => {
    const graph = without(prod(), ofType(types.record, "feed-aws-us-east-2-3"));
    expect(say(graph)).toEqual([
      expect.stringMatching(
        /^feed-aws-us-east-2-\d answers feed\.clips\.example\.com from Route 53 without 198\.[\d.]+, on which aws-us-east-2-edge listens too; wanted every address of the load balancer$/,
      ),
    ]);
  });

  it.each(["prod", "prod-unknown"] as const)(
    "blocks an address that is gone, or that the load balancer lost, in %s",
    (stack) => {
      const gone = without(stackGraph(stack), ofType("aws:ec2/eip:Eip", "aws-us-east-2-edge-1"));
      expect(say(gone).length).toBeGreaterThan(0);
      const lost = changed(
        stackGraph(stack),
        ofType("aws:lb/loadBalancer:LoadBalancer", "aws-us-east-2-edge"),
        setting(["subnetMappings", 0], undefined),
      );
      expect(say(lost)).toContainEqual(expect.stringMatching(/on which no load balancer listens/));
    },
  );

  it("blocks a load balancer that takes users and passes them to nothing", () => {
    const why = (graph: Graph) => say(graph)[0]?.replace(/ on \S+,/, " on it,");
    expect(why(without(prod(), ofType("aws:lb/listener:Listener", "aws-us-east-2-edge-https")))).toBe(
      "aws-us-east-2-edge takes the users of engage.clips.example.com on it, but is a load balancer which has no listener on port 443; wanted port 443 open and led to the workloads",
    );
    const unbound = without(
      prod(),
      ({ type, name }) => type.endsWith(":TargetGroupBinding") && name === "aws-us-east-2-edge-https",
    );
    expect(why(unbound)).toContain("whose listener on port 443 leads to a target group without targets");
    const service = changed(
      prod(),
      ofType("kubernetes:core/v1:Service", "oci-us-chicago-1-edge-public"),
      setting(["spec", "ports", 0, "port"], 8443),
    );
    expect(why(service)).toContain("which has no port 443");
  });

  describe("with weights of 0", () => {
    const weightless = changed(
      prod(),
      ofType(types.record, "feed-oci-us-chicago-1-1"),
      setting(["weightedRoutingPolicies", 0, "weight"], 0),
    );

    it("takes an answer that nobody draws for none", () => {
      expect(say(weightless)).toEqual([
        "feed-aws-us-east-2-1 answers feed.clips.example.com from Route 53 without oci-us-chicago-1, which serves it; wanted an answer for every site that serves the name",
      ]);
    });

    it("passes a site without a share of the traffic", () => {
      const standby = changed(
        weightless,
        ofType("pulumi:pulumi:Stack"),
        setting(["twincloud", "shares", "oci-us-chicago-1"], 0),
      );
      expect(say(standby)).toEqual([]);
    });

    it("passes a site that is drained, until the drain is over", () => {
      expect(say(drained(prod(), "aws-us-east-2", "2026-09-02T00:00:00Z"))).toEqual([]);
      expect(say(drained(prod(), "aws-us-east-2", "2026-08-31T00:00:00Z"))).toHaveLength(4);
    });
  });

  it("says nothing of a program whose workloads name nothing public", () => {
    const aws = provider("aws", "aws", { inputs: { region: "us-east-1" } });
    const record = resource(types.record, "www", {
      provider: aws.urn,
      inputs: { name: "www.example.com", type: "A", ttl: 60, records: ["203.0.113.9"] },
    });
    expect(say(placed([aws, record]))).toEqual([]);
  });
});
