import { describe, expect, it } from "vitest";
import { type Properties, UNKNOWN, type Value } from "../../../graph/resource";
import { networkDefaultDeny } from "../../../policies/rules/network-default-deny";
import { onCluster, placed, provider, resource, twoSites } from "../../graph/fixtures";
import { findings } from "../../support/findings";
import { changed, ofType, setting, stackGraph, without } from "../../support/graphs";

const policy = (name: string) => ofType("kubernetes:networking.k8s.io/v1:NetworkPolicy", name);
const deny = policy("aws-us-east-2-edge-default-deny");
const wanted = "wanted a default-deny policy for Ingress and Egress";

describe("network-default-deny", () => {
  it.each(["prod", "staging", "prod-unknown"] as const)("passes %s", (stack) => {
    expect(findings(networkDefaultDeny, stackGraph(stack))).toEqual([]);
  });

  it("blocks a namespace whose default-deny is gone: the policy that lets out DNS denies no way in", () => {
    expect(findings(networkDefaultDeny, without(stackGraph("prod"), deny))).toEqual([
      `aws-us-east-2-edge lets pods of the namespace edge have any Ingress traffic; ${wanted}`,
    ]);
  });

  it.each([
    ["selects some pods only", ["spec", "podSelector"], { matchLabels: { app: "edge" } }],
    ["is about one direction only", ["spec", "policyTypes"], ["Egress"]],
    ["selects pods that aren't known yet", ["spec", "podSelector"], UNKNOWN],
  ])("blocks a namespace whose default-deny %s", (_, path, value) => {
    const weak = changed(stackGraph("prod"), deny, setting(path, value));
    expect(findings(networkDefaultDeny, weak)).toEqual([
      `aws-us-east-2-edge lets pods of the namespace edge have any Ingress traffic; ${wanted}`,
    ]);
  });

  it.each<Value>([[{}], [{ from: [] }]])("blocks a policy that lets everything in: %j", (rule) => {
    const open = changed(stackGraph("prod"), deny, setting(["spec", "ingress"], [rule]));
    expect(findings(networkDefaultDeny, open)).toEqual([
      `aws-us-east-2-edge lets pods of the namespace edge have any Ingress traffic; ${wanted}`,
      "aws-us-east-2-edge-default-deny lets through all Ingress traffic of the namespace edge, whatever the other policies deny; wanted rules that name peers and ports",
    ]);
  });

  it("blocks clusters on which nothing enforces the policies", () => {
    const cni = ofType("kubernetes:core/v1:ConfigMap", "aws-us-east-2-network-policies");
    const wantedAgent = "wanted the VPC CNI's controller switched on, or Calico or Cilium";
    expect(findings(networkDefaultDeny, without(stackGraph("prod"), cni))).toEqual([
      `aws-us-east-2 has network policies that nothing enforces; ${wantedAgent}`,
    ]);
    const calico = ofType("kubernetes:apps/v1:DaemonSet", "oci-us-chicago-1-calico-node");
    expect(findings(networkDefaultDeny, without(stackGraph("prod"), calico))).toEqual([
      `oci-us-chicago-1 has network policies that nothing enforces; ${wantedAgent}`,
    ]);
  });
});

describe("network-default-deny, in a program that isn't ours", () => {
  const web = (rest: Properties = {}, namespace = "web"): Properties => ({
    metadata: { name: "web", namespace },
    spec: { template: { spec: rest } },
  });

  it("leaves empty namespaces, the cluster's own and pods on the node's network alone", () => {
    const graph = twoSites(
      onCluster("aws", "v1", "Namespace", "empty"),
      onCluster("aws", "apps/v1", "Deployment", "dns", { inputs: web({}, "kube-system") }),
      onCluster("aws", "apps/v1", "DaemonSet", "agent", { inputs: web({ hostNetwork: true }) }),
    );
    expect(findings(networkDefaultDeny, graph)).toEqual([]);
  });

  it("blocks the namespace that is named, made here or not", () => {
    const graph = twoSites(
      onCluster("aws", "v1", "Namespace", "web"),
      onCluster("aws", "apps/v1", "Deployment", "web", { inputs: web() }),
      onCluster("oci", "apps/v1", "Deployment", "web", { inputs: { spec: { template: {} } } }),
    );
    const found = (space: string) =>
      `lets pods of the namespace ${space} have any Ingress and Egress traffic`;
    expect(findings(networkDefaultDeny, graph)).toEqual([
      `aws-web ${found("web")}; ${wanted}`,
      `oci-web ${found("default")}; ${wanted}`,
    ]);
  });

  it("takes the VPC CNI's add-on for enforcement only where it is told to enforce", () => {
    const aws = provider("aws", "aws", { inputs: { region: "us-east-1" } });
    const cluster = resource("aws:eks/cluster:Cluster", "eks", { id: "eks", provider: aws.urn });
    const kubernetes = provider("kubernetes", "k8s", { propertyDependencies: { kubeconfig: [cluster.urn] } });
    const denied = resource("kubernetes:networking.k8s.io/v1:NetworkPolicy", "deny", {
      provider: kubernetes.urn,
      inputs: { spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] } },
    });
    const withValues = (configurationValues: string) =>
      resource("aws:eks/addon:Addon", "cni", {
        provider: aws.urn,
        inputs: { clusterName: "eks", addonName: "vpc-cni", configurationValues },
      });
    const all = [aws, cluster, kubernetes, denied];
    const enforcing = withValues('{"enableNetworkPolicy":"true"}');
    expect(findings(networkDefaultDeny, placed([...all, enforcing]))).toEqual([]);
    expect(findings(networkDefaultDeny, placed([...all, withValues("{}")]))).toHaveLength(1);
    // A program of Kubernetes alone doesn't show what enforces.
    expect(findings(networkDefaultDeny, placed([denied]))).toEqual([]);
  });
});
