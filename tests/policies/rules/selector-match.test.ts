import { describe, expect, it } from "vitest";
import { UNKNOWN, type Value } from "../../../graph/resource";
import { selectorMatch } from "../../../policies/rules/selector-match";
import { onCluster, twoSites } from "../../graph/fixtures";
import { findings } from "../../support/findings";
import { changed, ofType, setting, stackGraph, type Which, without } from "../../support/graphs";

const site = "aws-us-east-2";
const app = "app.kubernetes.io/name";
const object = (type: string, name: string) => ofType(`kubernetes:${type}`, `${site}-${name}`);

const noService = `${site}-feed serves feed, and no Service leads to it; wanted a Service that selects its pods`;

const broken = (which: Which, path: readonly (string | number)[], value: Value | undefined) =>
  findings(selectorMatch, changed(stackGraph("prod"), which, setting(path, value)));

describe("selector-match", () => {
  it.each(["prod", "staging", "prod-unknown"] as const)("passes %s", (stack) => {
    expect(findings(selectorMatch, stackGraph(stack))).toEqual([]);
  });

  it("blocks a Service, a budget and a policy that select nothing", () => {
    expect(broken(object("core/v1:Service", "feed"), ["spec", "selector", app], "feeds")).toEqual([
      `${site}-feed selects {"${app}":"feeds"} in platform, which no pod has; wanted the labels of the pods that it leads to`,
      noService,
    ]);
    const budget = object("policy/v1:PodDisruptionBudget", "feed");
    expect(broken(budget, ["spec", "selector", "matchLabels", app], "feeds")).toEqual([
      `${site}-feed protects {"matchLabels":{"${app}":"feeds"}} in platform, which no pod has; wanted the labels of the pods that it protects`,
    ]);
    const policy = object("networking.k8s.io/v1:NetworkPolicy", "feed");
    expect(broken(policy, ["spec", "podSelector", "matchLabels", app], "feeds")).toEqual([
      `${site}-feed is about {"matchLabels":{"${app}":"feeds"}} in platform, which no pod has; wanted labels that pods have`,
    ]);
  });

  it("blocks all that led to pods whose labels were changed", () => {
    const labels = ["spec", "template", "metadata", "labels", app];
    const found = broken(object("apps/v1:Deployment", "status"), labels, "state");
    const lettingIn = (names: readonly string[]) => names.map((name) => `${site}-${name} lets in`);
    expect(found.map((text) => text.slice(0, text.indexOf(" {"))).sort()).toEqual([
      `${site}-edge lets out to`,
      ...lettingIn(["engagement", "feed", "monetization", "recommendations"]),
      `${site}-status is about`,
      `${site}-status looks for its pods by`,
      `${site}-status protects`,
      `${site}-status selects`,
      expect.stringContaining(`${site}-status serves status, and no Service leads to it`),
      ...lettingIn(["training", "upload"]),
    ]);
  });

  it("blocks a Service without a selector, unless the program gives it endpoints or another name", () => {
    const service = object("core/v1:Service", "feed");
    expect(broken(service, ["spec", "selector"], undefined)).toEqual([
      `${site}-feed selects no pods and has no endpoints of its own; wanted the labels of pods`,
      noService,
    ]);
    const graph = twoSites(
      onCluster("aws", "v1", "Service", "database", { inputs: { spec: {} } }),
      onCluster("aws", "v1", "Endpoints", "database"),
      onCluster("aws", "v1", "Service", "elsewhere", { inputs: { spec: { type: "ExternalName" } } }),
    );
    expect(findings(selectorMatch, graph)).toEqual([]);
  });

  it("blocks a Service that leads to a port which its pods don't have by that name", () => {
    const service = object("core/v1:Service", "feed");
    expect(broken(service, ["spec", "ports", 0, "targetPort"], "web")).toEqual([
      `${site}-feed leads to the port web, which its pods don't have; wanted a port of the pods`,
    ]);
    expect(broken(service, ["spec", "ports", 0, "targetPort"], "http")).toEqual([]);
  });

  it("blocks ports that the pods don't have: a Service's, and one that a policy opens", () => {
    expect(broken(object("core/v1:Service", "feed"), ["spec", "ports", 0, "targetPort"], 8081)).toEqual([
      `${site}-feed leads to the port 8081, which its pods don't have; wanted a port of the pods`,
    ]);
    const policy = object("networking.k8s.io/v1:NetworkPolicy", "status");
    expect(broken(policy, ["spec", "ingress", 0, "ports", 0, "port"], 8081)).toEqual([
      `${site}-status opens the port 8081 of pods that don't have it; wanted ports of the pods`,
    ]);
  });

  it("blocks a Service without ports, and rules of a policy that don't count", () => {
    expect(broken(object("core/v1:Service", "edge"), ["spec", "ports"], [])).toContain(
      `${site}-edge leads to no port; wanted a port of the pods`,
    );
    const policy = object("networking.k8s.io/v1:NetworkPolicy", "status");
    expect(broken(policy, ["spec", "policyTypes"], ["Egress"])).toEqual([
      `${site}-status has rules for Ingress that don't count, as its policyTypes leave it out; wanted Ingress among its policyTypes`,
    ]);
  });

  it("blocks a capability that no Service leads to any more", () => {
    expect(findings(selectorMatch, without(stackGraph("prod"), object("core/v1:Service", "feed")))).toEqual([
      noService,
    ]);
  });

  it.each(["prod", "prod-unknown"] as const)("blocks %s with a target group that nothing fills", (stack) => {
    const binding = object("eks.amazonaws.com/v1:TargetGroupBinding", "edge-https");
    expect(findings(selectorMatch, without(stackGraph(stack), binding))).toEqual([
      `${site}-edge-https has no targets: nothing binds pods or instances to it; wanted a binding`,
    ]);
  });

  it("blocks an autoscaler of another workload's name", () => {
    const scaler = object("autoscaling/v2:HorizontalPodAutoscaler", "feed");
    expect(broken(scaler, ["spec", "scaleTargetRef", "name"], "feeds")).toEqual([
      `${site}-feed scales the Deployment feeds in platform, which isn't there; wanted the name of a workload beside it`,
    ]);
  });

  it("blocks a target group binding to no Service, or to a port that it doesn't have", () => {
    const binding = object("eks.amazonaws.com/v1:TargetGroupBinding", "edge-https");
    expect(broken(binding, ["spec", "serviceRef", "name"], "edges")).toEqual([
      `${site}-edge-https leads to the Service edges, which isn't there; wanted the name of a Service beside it`,
    ]);
    expect(broken(binding, ["spec", "serviceRef", "port"], undefined)).toEqual([
      `${site}-edge-https leads to the Service edge at no port; wanted one of its ports`,
    ]);
    expect(broken(binding, ["spec", "serviceRef", "port"], "http")).toEqual([
      `${site}-edge-https leads to the Service edge at its port http, which it doesn't have; wanted one of its ports`,
    ]);
  });

  it("blocks a set whose Service is gone, or which names none", () => {
    const service = object("core/v1:Service", "queue");
    expect(findings(selectorMatch, without(stackGraph("prod"), service))).toEqual([
      `${site}-queue leads to the Service queue, which isn't there; wanted the name of a Service beside it`,
    ]);
    expect(broken(object("apps/v1:StatefulSet", "queue"), ["spec", "serviceName"], undefined)).toEqual([
      `${site}-queue names no Service to be reached by; wanted a Service beside it`,
    ]);
  });

  it("blocks a dependency that is misspelt", () => {
    const path = ["metadata", "annotations", "twincloud.dev/needs"];
    expect(broken(object("apps/v1:Deployment", "feed"), path, "edge,media-store/ani")).toEqual([
      `${site}-feed says that it hangs on media-store/ani, which nothing is called; wanted a dependency that is known`,
    ]);
  });

  it("blocks a dependency on a capability that nothing in the graph serves", () => {
    const path = ["metadata", "annotations", "twincloud.dev/prefers"];
    const found = broken(object("apps/v1:Deployment", "feed"), path, "capability/recommendation");
    expect(found).toHaveLength(1);
    expect(found[0]).toContain("capability/recommendation,");
    const allGone = without(stackGraph("chat"), ({ name }) => name.endsWith("-presence"));
    const named = findings(selectorMatch, allGone).filter((text) => text.includes("capability/presence"));
    expect(named.map((text) => text.split(" ")[0]).sort()).toEqual([
      "aws-eu-west-1-search",
      "oci-eu-frankfurt-1-search",
    ]);
  });
});

describe("selector-match, in a program that isn't ours", () => {
  const labels = { app: "web" };
  const web = onCluster("oci", "apps/v1", "Deployment", "web", {
    inputs: { spec: { selector: { matchLabels: labels }, template: { metadata: { labels } } } },
  });

  it("tells a selector that isn't known yet by what it was made from", () => {
    const service = (propertyDependencies: Record<string, string[]>) =>
      onCluster("oci", "v1", "Service", "web", {
        inputs: { spec: { selector: UNKNOWN, ports: [{ port: 80 }] } },
        propertyDependencies,
      });
    expect(findings(selectorMatch, twoSites(web, service({ spec: [web.urn] })))).toEqual([]);
    expect(findings(selectorMatch, twoSites(web, service({})))).toHaveLength(1);
  });

  it("doesn't take a pod on another cluster, or in another namespace, for a match", () => {
    const spec = { selector: labels, ports: [{ port: 80 }] };
    const there = onCluster("oci", "v1", "Service", "web", { inputs: { spec } });
    const elsewhere = onCluster("aws", "v1", "Service", "web", { inputs: { spec } });
    const other = onCluster("oci", "v1", "Service", "other", {
      inputs: { metadata: { name: "other", namespace: "other" }, spec },
    });
    expect(
      findings(selectorMatch, twoSites(web, there, elsewhere, other)).map((text) => text.split(" ")[0]),
    ).toEqual(["aws-web", "oci-other"]);
  });

  it("leaves the cluster's own namespaces and peers in namespaces made elsewhere alone", () => {
    const dns = onCluster("oci", "v1", "Service", "dns", {
      inputs: { metadata: { name: "dns", namespace: "kube-system" }, spec: { selector: { app: "dns" } } },
    });
    const from = [
      {
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "monitoring" } },
        podSelector: { matchLabels: { app: "prometheus" } },
      },
    ];
    const policy = onCluster("oci", "networking.k8s.io/v1", "NetworkPolicy", "web", {
      inputs: { spec: { podSelector: { matchLabels: labels }, ingress: [{ from }] } },
    });
    expect(findings(selectorMatch, twoSites(web, dns, policy))).toEqual([]);
  });

  it("reads Ingresses, and autoscalers of kinds that the graph can show", () => {
    const backend = { service: { name: "shop", port: { number: 80 } } };
    const ingress = onCluster("oci", "networking.k8s.io/v1", "Ingress", "web", {
      inputs: { spec: { rules: [{ http: { paths: [{ backend }] } }] } },
    });
    const rollout = onCluster("oci", "autoscaling/v2", "HorizontalPodAutoscaler", "rollout", {
      inputs: { spec: { scaleTargetRef: { kind: "Rollout", name: "web" } } },
    });
    expect(findings(selectorMatch, twoSites(web, ingress, rollout))).toEqual([
      "oci-web leads to the Service shop, which isn't there; wanted the name of a Service beside it",
    ]);
  });
});
