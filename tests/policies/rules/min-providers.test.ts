import { describe, expect, it } from "vitest";
import { minProviders } from "../../../policies/rules/min-providers";
import { placed, provider, resource } from "../../graph/fixtures";
import { findings } from "../../support/findings";
import { changed, setting, stackGraph, without } from "../../support/graphs";

const isDeployment = ({ type }: { type: string }) => type === "kubernetes:apps/v1:Deployment";
const wanted = "; wanted 2 or more providers";

describe("min-providers", () => {
  it.each(["prod", "staging", "prod-unknown"] as const)("passes %s", (stack) => {
    expect(findings(minProviders, stackGraph(stack))).toEqual([]);
  });

  it.each(["prod", "prod-unknown"] as const)("blocks %s when all of AWS is taken out", (stack) => {
    const graph = without(stackGraph(stack), ({ placement }) => placement?.provider === "aws");
    expect(findings(minProviders, graph)).toEqual(
      ["engagement (engage", "feed (feed", "status (status", "upload (upload"].map(
        (name) =>
          `twincloud-prod serves ${name}.clips.example.com) from one provider, oci (oci-us-ashburn-1, oci-us-chicago-1)${wanted}`,
      ),
    );
  });

  it("blocks one capability that runs at one provider alone", () => {
    const graph = without(
      stackGraph("prod"),
      ({ name, placement }) => placement?.provider === "oci" && name.endsWith("-feed"),
    );
    expect(findings(minProviders, graph)).toEqual([
      `twincloud-prod serves feed (feed.clips.example.com) from one provider, aws (aws-us-east-2, aws-us-west-2)${wanted}`,
    ]);
  });

  it("doesn't count a workload that never has a replica", () => {
    const idle = changed(
      stackGraph("prod"),
      ({ type, name, placement }) =>
        type.endsWith(":HorizontalPodAutoscaler") &&
        placement?.provider === "aws" &&
        name.endsWith("-status"),
      (scaler) => setting(["spec", "maxReplicas"], 0)(setting(["spec", "minReplicas"], 0)(scaler)),
    );
    expect(findings(minProviders, idle)).toHaveLength(1);
  });

  it("doesn't count a cluster of which it can't tell where it stands", () => {
    const graph = changed(
      stackGraph("prod"),
      (object) => isDeployment(object) && object.placement?.provider === "aws",
      ({ placement: _, ...object }) => object,
    );
    expect(findings(minProviders, graph)[1]).toBe(
      "twincloud-prod serves feed (feed.clips.example.com) from one provider, oci (oci-us-ashburn-1, oci-us-chicago-1); the region of aws-us-east-2-feed, aws-us-west-2-feed can't be told; wanted 2 or more providers",
    );
  });

  it("wants as many as the pack's configuration says", () => {
    expect(findings(minProviders, stackGraph("staging"), { minProviders: 3 })).toHaveLength(4);
    expect(findings(minProviders, stackGraph("staging"), { minProviders: 1 })).toEqual([]);
  });

  describe("on a program that isn't ours", () => {
    const aws = provider("aws", "virginia", { inputs: { region: "us-east-1" } });
    const on = { provider: aws.urn };
    const balancer = resource("aws:lb/loadBalancer:LoadBalancer", "web", on);

    it("blocks a web program in a single region", () => {
      expect(findings(minProviders, placed([aws, balancer]))).toEqual([
        `virginia serves its users from one provider, aws (aws-us-east-1)${wanted}`,
      ]);
    });

    it("says nothing of storage alone, of a load balancer for the inside, or of an empty program", () => {
      const bucket = resource("aws:s3/bucket:Bucket", "files", on);
      const inside = resource("aws:lb/loadBalancer:LoadBalancer", "inside", {
        ...on,
        inputs: { internal: true },
      });
      expect(findings(minProviders, placed([aws, bucket]))).toEqual([]);
      expect(findings(minProviders, placed([aws, inside]))).toEqual([]);
      expect(findings(minProviders, placed([]))).toEqual([]);
    });

    it("judges a cluster, a function or a machine where nothing else lets users in", () => {
      for (const type of [
        "aws:eks/cluster:Cluster",
        "aws:lambda/function:Function",
        "aws:ec2/instance:Instance",
      ]) {
        expect(findings(minProviders, placed([aws, resource(type, "only", on)]))).toHaveLength(1);
      }
    });

    it("says nothing of a function that only the program's own steps, schedules and queues call", () => {
      const run = resource("aws:lambda/function:Function", "step", on);
      const naming = (type: string, more = {}) =>
        resource(type, "caller", { ...on, propertyDependencies: { target: [run.urn] }, ...more });
      const steps = naming("aws:sfn/stateMachine:StateMachine");
      const permits = (principal: string) =>
        naming("aws:lambda/permission:Permission", { inputs: { principal } });
      expect(findings(minProviders, placed([aws, run, steps]))).toEqual([]);
      expect(
        findings(minProviders, placed([aws, run, naming("aws:cloudwatch/eventTarget:EventTarget")])),
      ).toEqual([]);
      const scheduled = permits("events.amazonaws.com");
      expect(findings(minProviders, placed([aws, run, steps, scheduled]))).toEqual([]);
      const account = permits("123456789012");
      expect(findings(minProviders, placed([aws, run, steps, account]))).toHaveLength(1);
      // Who calls it can't be told: it may be users.
      expect(findings(minProviders, placed([aws, run, scheduled]))).toHaveLength(1);
    });

    it("judges what a content delivery network gets its content from", () => {
      const bucket = resource("aws:s3/bucket:Bucket", "site", on);
      const cdn = resource("aws:cloudfront/distribution:Distribution", "cdn", {
        ...on,
        propertyDependencies: { origins: [bucket.urn] },
      });
      expect(findings(minProviders, placed([aws, bucket, cdn]))).toEqual([
        `virginia serves its users from one provider, aws (aws-us-east-1)${wanted}`,
      ]);
    });

    it("can't tell where a Kubernetes-only program runs", () => {
      const kubernetes = provider("kubernetes", "cluster");
      const service = resource("kubernetes:core/v1:Service", "web", {
        provider: kubernetes.urn,
        inputs: { spec: { type: "LoadBalancer" } },
      });
      expect(findings(minProviders, placed([kubernetes, service]))).toEqual([
        `cluster serves its users from no provider; the region of web can't be told${wanted}`,
      ]);
    });

    it("follows each public name to what answers it", () => {
      const oci = provider("oci", "ashburn", { inputs: { region: "us-ashburn-1" } });
      const address = resource("aws:ec2/eip:Eip", "a", { ...on, outputs: { publicIp: "198.51.100.1" } });
      const other = resource("oci:Core/publicIp:PublicIp", "b", {
        provider: oci.urn,
        outputs: { ipAddress: "198.51.100.2" },
      });
      const record = (name: string, ...records: string[]) =>
        resource("aws:route53/record:Record", name, { ...on, inputs: { name, type: "A", ttl: 60, records } });
      const graph = placed([
        aws,
        oci,
        address,
        other,
        record("two.example.com", "198.51.100.1", "198.51.100.2"),
        record("one.example.com", "198.51.100.1"),
        // Nothing of this program answers it.
        record("vpn.example.com", "203.0.113.9"),
      ]);
      expect(findings(minProviders, graph)).toEqual([
        `virginia serves one.example.com from one provider, aws (aws-us-east-1)${wanted}`,
      ]);
    });
  });
});
