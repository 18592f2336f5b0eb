import { describe, expect, it } from "vitest";
import { replacingPaths } from "../../../answers/replacing/rules";
import { pathText } from "../../../graph/paths";
import type { Properties } from "../../../graph/resource";
import { differencesOf, leavesOf } from "../../../report/against/compare";

/** The paths that force a replacement, when a resource of this type changes so. */
function forcing(type: string, before: Properties, after: Properties, provider: Properties = {}): string[] {
  const changed = differencesOf(before, after, () => false).flatMap(leavesOf);
  return replacingPaths(changed, { type, before, after, provider }).map(pathText);
}

describe("what AWS resources are replaced for", () => {
  it("is a subnet's CIDR and not its tags", () => {
    const subnet = "aws:ec2/subnet:Subnet";
    expect(forcing(subnet, { cidrBlock: "10.0.0.0/24" }, { cidrBlock: "10.0.1.0/24" })).toEqual([
      "cidrBlock",
    ]);
    expect(forcing(subnet, { tags: { a: "1" } }, { tags: { a: "2" } })).toEqual([]);
  });

  it("is the region of any", () => {
    expect(forcing("aws:sqs/queue:Queue", { region: "us-east-1" }, { region: "us-east-2" })).toEqual([
      "region",
    ]);
  });

  it("is a health check's interval and not its threshold", () => {
    const check = "aws:route53/healthCheck:HealthCheck";
    const before = { requestInterval: 30, failureThreshold: 3 };
    expect(forcing(check, before, { requestInterval: 10, failureThreshold: 2 })).toEqual(["requestInterval"]);
  });

  it("is a subnet that a network load balancer loses, not one that it gains", () => {
    const balancer = "aws:lb/loadBalancer:LoadBalancer";
    const mapped = (...ids: string[]) => ({
      loadBalancerType: "network",
      subnetMappings: ids.map((subnetId) => ({ subnetId, allocationId: `eip-${subnetId}` })),
    });
    expect(forcing(balancer, mapped("a"), mapped("a", "b"))).toEqual([]);
    expect(forcing(balancer, mapped("a", "b"), mapped("a"))).not.toEqual([]);
    const application = (...ids: string[]) => ({ ...mapped(...ids), loadBalancerType: "application" });
    expect(forcing(balancer, application("a", "b"), application("a"))).toEqual([]);
  });

  it("is the first security group of a network load balancer, not another one", () => {
    const groups = (...ids: string[]) => ({ loadBalancerType: "network", securityGroups: ids });
    expect(forcing("aws:lb/loadBalancer:LoadBalancer", groups(), groups("a"))).toEqual(["securityGroups[0]"]);
    expect(forcing("aws:lb/loadBalancer:LoadBalancer", groups("a"), groups("b"))).toEqual([]);
  });

  it("is the sort of a rule's source, not another source of that sort", () => {
    const rule = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
    expect(forcing(rule, { cidrIpv4: "10.0.0.0/8" }, { cidrIpv4: "10.1.0.0/16" })).toEqual([]);
    expect(forcing(rule, { cidrIpv4: "10.0.0.0/8" }, { referencedSecurityGroupId: "sg" })).toEqual([
      "cidrIpv4",
      "referencedSecurityGroupId",
    ]);
  });
});

describe("what OCI resources are replaced for", () => {
  it("is any answer of a steering policy and not its time to live", () => {
    const policy = "oci:Dns/steeringPolicy:SteeringPolicy";
    const answers = (rdata: string) => [{ name: "a", rdata }];
    const before = { ttl: 30, answers: answers("192.0.2.1") };
    expect(forcing(policy, before, { ttl: 60, answers: answers("192.0.2.2") })).toEqual(["answers[0].rdata"]);
  });

  it("is nothing of an HTTP monitor", () => {
    expect(
      forcing("oci:HealthChecks/httpMonitor:HttpMonitor", { targets: ["a"] }, { targets: ["b"] }),
    ).toEqual([]);
  });

  it("is the subnet of a cluster's endpoint once it had one", () => {
    const cluster = "oci:ContainerEngine/cluster:Cluster";
    const at = (subnetId: string) => ({ endpointConfig: { subnetId } });
    expect(forcing(cluster, at("a"), at("b"))).toEqual(["endpointConfig.subnetId"]);
    expect(forcing(cluster, { endpointConfig: {} }, at("b"))).toEqual([]);
  });
});

describe("what Kubernetes objects are replaced for", () => {
  const object = (apiVersion: string, kind: string, rest: Properties): Properties => ({
    apiVersion,
    kind,
    ...rest,
  });
  const forcingObject = (
    apiVersion: string,
    kind: string,
    before: Properties,
    after: Properties,
    provider = {},
  ) =>
    forcing(
      "kubernetes:any:Thing",
      object(apiVersion, kind, before),
      object(apiVersion, kind, after),
      provider,
    );

  it("is the name and the namespace of any", () => {
    const before = { metadata: { name: "a", namespace: "x", labels: { l: "1" } } };
    const after = { metadata: { name: "b", namespace: "y", labels: { l: "2" } } };
    expect(forcingObject("v1", "ServiceAccount", before, after)).toEqual([
      "metadata.name",
      "metadata.namespace",
    ]);
  });

  it("is the selector of a Deployment and not its replicas", () => {
    const spec = (app: string, replicas: number) => ({
      spec: { replicas, selector: { matchLabels: { app } } },
    });
    expect(forcingObject("apps/v1", "Deployment", spec("a", 1), spec("b", 2))).toEqual([
      "spec.selector.matchLabels.app",
    ]);
  });

  it("is the volume template of a StatefulSet and the template of a Job", () => {
    const claims = (size: string) => ({ spec: { volumeClaimTemplates: [{ spec: { size } }] } });
    expect(forcingObject("apps/v1", "StatefulSet", claims("1Gi"), claims("2Gi"))).toHaveLength(1);
    const image = (tag: string) => ({ spec: { template: { spec: { containers: [{ image: tag }] } } } });
    expect(forcingObject("batch/v1", "Job", image("a"), image("b"))).toHaveLength(1);
    expect(forcingObject("batch/v1", "CronJob", image("a"), image("b"))).toEqual([]);
  });

  it("is the content of a ConfigMap unless its provider may change it", () => {
    const [before, after] = [{ data: { a: "1" } }, { data: { a: "2" } }];
    expect(forcingObject("v1", "ConfigMap", before, after)).toEqual(["data.a"]);
    expect(forcingObject("v1", "ConfigMap", before, after, { enableConfigMapMutable: "true" })).toEqual([]);
    const immutable = { immutable: true };
    expect(
      forcingObject(
        "v1",
        "ConfigMap",
        { ...before, ...immutable },
        { ...after, ...immutable },
        {
          enableConfigMapMutable: "true",
        },
      ),
    ).toEqual(["data.a"]);
  });

  it("is not the same for another group's kind of that name", () => {
    const spec = (app: string) => ({ spec: { selector: { app } } });
    expect(forcingObject("example.com/v1", "Deployment", spec("a"), spec("b"))).toEqual([]);
  });
});

describe("what a Kubernetes provider is replaced for", () => {
  const type = "pulumi:providers:kubernetes";

  it("is its cluster identifier alone where it has one", () => {
    const by = (clusterIdentifier: string, kubeconfig: string) => ({ clusterIdentifier, kubeconfig });
    expect(forcing(type, by("a", "old"), by("a", "new"))).toEqual([]);
    expect(forcing(type, by("a", "old"), by("b", "old"))).toEqual(["clusterIdentifier"]);
  });

  it("is its kubeconfig where it has none", () => {
    expect(forcing(type, { kubeconfig: "old" }, { kubeconfig: "new" })).toEqual(["kubeconfig"]);
  });
});
