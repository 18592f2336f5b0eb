import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../graph/resource";
import { noDefaultProvider } from "../../../policies/rules/no-default-provider";
import { component, placed, provider, resource, urnOf } from "../../graph/fixtures";
import { findings } from "../../support/findings";
import { changed, ofType, stackGraph, without } from "../../support/graphs";

const explicit = "; wanted an explicit provider, passed in the options of the resource or of its component";

describe("no-default-provider", () => {
  it.each(["prod", "staging", "prod-unknown"] as const)("passes %s", (stack) => {
    expect(findings(noDefaultProvider, stackGraph(stack))).toEqual([]);
  });

  it("blocks a bucket that lost its explicit provider", () => {
    const graph = changed(
      stackGraph("prod"),
      ofType("aws:s3/bucket:Bucket", "aws-us-east-2-media"),
      ({ provider: _, placement: __, ...bucket }) => ({
        ...bucket,
        provider: "urn:pulumi:prod::twincloud::pulumi:providers:aws::default_7_48_0",
      }),
    );
    expect(findings(noDefaultProvider, graph)).toEqual([
      `aws-us-east-2-media is made through the default provider default_7_48_0${explicit}`,
    ]);
  });

  it("blocks a resource with no provider at all, of a service without regions too", () => {
    const graph = changed(
      stackGraph("prod"),
      ofType("aws:route53/zone:Zone"),
      ({ provider: _, ...zone }) => zone,
    );
    expect(findings(noDefaultProvider, graph)).toEqual([
      `route53-zone is made through no provider of its own${explicit}`,
    ]);
  });

  it("blocks what a provider makes that isn't in the program any more", () => {
    const graph = without(stackGraph("prod"), ofType("pulumi:providers:tls"));
    expect(findings(noDefaultProvider, graph)).toEqual([]);
    const lost = without(stackGraph("prod"), ofType("pulumi:providers:aws", "aws-us-east-1"));
    expect(findings(noDefaultProvider, lost)).toContain(
      "route53-zone is made through the provider aws-us-east-1, which isn't in the program; wanted an explicit provider of the program",
    );
  });

  describe("on a program that isn't ours", () => {
    it("blocks a provider without a region, once for all that it makes", () => {
      const aws = provider("aws", "aws");
      const graph = placed([
        aws,
        resource("aws:s3/bucket:Bucket", "a", { provider: aws.urn }),
        resource("aws:s3/bucket:Bucket", "b", { provider: aws.urn }),
        resource("aws:iam/role:Role", "role", { provider: aws.urn }),
      ]);
      expect(findings(noDefaultProvider, graph)).toEqual([
        "aws names no region that can be told, for a and 1 more; wanted a region",
      ]);
    });

    it("blocks a region that only a deployment will know", () => {
      const oci = provider("oci", "oci", { inputs: { region: UNKNOWN } });
      const graph = placed([oci, resource("oci:Core/vcn:Vcn", "net", { provider: oci.urn })]);
      expect(findings(noDefaultProvider, graph)).toEqual([
        "oci names no region that can be told, for net; wanted a region",
      ]);
    });

    it("takes a region that a resource names itself", () => {
      const aws = provider("aws", "aws");
      const bucket = resource("aws:s3/bucket:Bucket", "a", {
        provider: aws.urn,
        inputs: { region: "us-east-2" },
      });
      expect(findings(noDefaultProvider, placed([aws, bucket]))).toEqual([]);
    });

    it("blocks a kubeconfig that leads it knows not where", () => {
      const kubernetes = provider("kubernetes", "k8s", { inputs: { kubeconfig: "from elsewhere" } });
      const graph = placed([
        kubernetes,
        resource("kubernetes:core/v1:ConfigMap", "settings", { provider: kubernetes.urn }),
      ]);
      expect(findings(noDefaultProvider, graph)).toEqual([
        "k8s leads to a cluster whose region can't be told, for settings; wanted a kubeconfig made from the cluster that it leads to",
      ]);
    });

    it("says nothing of components, of providers, or of what needs no cloud", () => {
      const utility = urnOf("pulumi:providers:random", "default_4_16_0");
      const graph = placed([
        component("my:index:Site", "site"),
        provider("aws", "unused"),
        resource("random:index/randomPassword:RandomPassword", "password", { provider: utility }),
      ]);
      expect(findings(noDefaultProvider, graph)).toEqual([]);
    });
  });
});
