import { describe, expect, it } from "vitest";
import { UNKNOWN, type Value } from "../../../graph/resource";
import { topologySpread } from "../../../policies/rules/topology-spread";
import { onCluster, placed, provider, resource, twoSites } from "../../graph/fixtures";
import { findings } from "../../support/findings";
import { changed, ofType, setting, stackGraph } from "../../support/graphs";

const name = "oci-us-ashburn-1-feed";
const feed = ofType("kubernetes:apps/v1:Deployment", name);
const pod = ["spec", "template", "spec"];
const constraints = [...pod, "topologySpreadConstraints"];
const zone = [...constraints, 0];
const hard = "a hard spread (DoNotSchedule) over topology.kubernetes.io/zone";

const feedWith = (path: readonly (string | number)[], value: Value | undefined) =>
  findings(topologySpread, changed(stackGraph("prod"), feed, setting(path, value)));

describe("topology-spread", () => {
  it.each(["prod", "staging", "prod-unknown"] as const)("passes %s", (stack) => {
    expect(findings(topologySpread, stackGraph(stack))).toEqual([]);
  });

  it("blocks pods without a hard spread over zones", () => {
    expect(feedWith(constraints, [])).toEqual([`${name} is not spread over zones; wanted ${hard}`]);
    expect(feedWith(zone, undefined)).toEqual([
      `${name} is spread over kubernetes.io/hostname only; wanted ${hard}`,
    ]);
    expect(feedWith([...zone, "whenUnsatisfiable"], "ScheduleAnyway")).toEqual([
      `${name} is spread over zones only as far as is convenient (ScheduleAnyway); wanted ${hard}`,
    ]);
    // A region with three domains: fault domains are only parts of one.
    expect(feedWith([...zone, "topologyKey"], "oci.oraclecloud.com/fault-domain")).toContain(
      `${name} is spread over oci.oraclecloud.com/fault-domain, kubernetes.io/hostname only; wanted ${hard}`,
    );
  });

  it("blocks a skew that lets most pods stand in one zone", () => {
    // 9 replicas, 3 zones: with a skew of 5 one zone may hold (9 + 2 x 5) / 3 = 6.
    expect(feedWith([...zone, "maxSkew"], 5)).toEqual([
      `${name} may have 6 of its 9 replicas in one zone (maxSkew 5); wanted maxSkew 1`,
    ]);
    expect(feedWith([...zone, "maxSkew"], UNKNOWN)).toHaveLength(1);
    expect(feedWith([...zone, "maxSkew"], 0)).toEqual([
      `${name} has a maxSkew of 0, which Kubernetes refuses; wanted maxSkew 1`,
    ]);
  });

  it("blocks a spread that counts other pods", () => {
    const path = [...zone, "labelSelector", "matchLabels", "app.kubernetes.io/name"];
    expect(feedWith(path, "feeds")).toEqual([
      `${name} spreads over topology.kubernetes.io/zone by a selector ({"app.kubernetes.io/name":"feeds"}) that doesn't match its own pods; wanted the labels of its pods`,
    ]);
    expect(feedWith([...zone, "labelSelector"], undefined)).toHaveLength(1);
  });

  it("blocks a spread that counts the pods of others too", () => {
    const [found, ...more] = feedWith([...zone, "labelSelector", "matchLabels"], {
      "app.kubernetes.io/part-of": "twincloud",
    });
    expect(found).toBe(
      `${name} spreads over topology.kubernetes.io/zone by a selector that counts the pods of upload, engagement, recommendations, training, monetization, status too; wanted the labels that only its own pods have`,
    );
    expect(more).toEqual([]);
  });

  it("blocks a spread that strands pods when a zone is lost", () => {
    expect(feedWith([...zone, "nodeTaintsPolicy"], undefined)).toEqual([
      `${name} counts the tainted nodes of a lost topology.kubernetes.io/zone when it spreads, which strands pods until they are back; wanted nodeTaintsPolicy: Honor`,
    ]);
    expect(feedWith([...zone, "minDomains"], 3)).toEqual([
      `${name} asks for 3 zones (minDomains), which strands pods when one is lost; wanted 2 or fewer`,
    ]);
  });

  it("blocks pods that stay on a lost node: five minutes by default, or for ever", () => {
    const wanted = "wanted a toleration of 60 s or less";
    expect(feedWith([...pod, "tolerations"], [])).toEqual([
      `${name} stays 300 s, Kubernetes' default, on a node that is not-ready; ${wanted}`,
      `${name} stays 300 s, Kubernetes' default, on a node that is unreachable; ${wanted}`,
    ]);
    expect(feedWith([...pod, "tolerations", 0, "tolerationSeconds"], 300)).toEqual([
      `${name} stays 300 s on a node that is not-ready; ${wanted}`,
    ]);
    expect(feedWith([...pod, "tolerations", 1, "tolerationSeconds"], undefined)).toEqual([
      `${name} stays for ever on a node that is unreachable; ${wanted}`,
    ]);
    expect(feedWith([...pod, "tolerations", 1, "tolerationSeconds"], UNKNOWN)).toEqual([
      `${name} stays a time not known yet on a node that is unreachable; ${wanted}`,
    ]);
  });

  it("wants fault domains where OCI's region has one availability domain", () => {
    const oci = provider("oci", "oci", { inputs: { region: "us-sanjose-1" } });
    const cluster = resource("oci:ContainerEngine/cluster:Cluster", "oke", { provider: oci.urn });
    const kubernetes = provider("kubernetes", "k8s", { propertyDependencies: { kubeconfig: [cluster.urn] } });
    const spreadOver = (topologyKey: string) => {
      const labels = { app: "web" };
      const constraint = {
        maxSkew: 1,
        topologyKey,
        whenUnsatisfiable: "DoNotSchedule",
        nodeTaintsPolicy: "Honor",
        labelSelector: { matchLabels: labels },
      };
      const tolerations = [{ effect: "NoExecute", operator: "Exists", tolerationSeconds: 5 }];
      const template = {
        metadata: { labels },
        spec: { topologySpreadConstraints: [constraint], tolerations },
      };
      const web = resource("kubernetes:apps/v1:Deployment", "web", {
        provider: kubernetes.urn,
        inputs: { spec: { replicas: 3, template } },
      });
      return findings(topologySpread, placed([oci, cluster, kubernetes, web]));
    };
    expect(spreadOver("oci.oraclecloud.com/fault-domain")).toEqual([]);
    expect(spreadOver("topology.kubernetes.io/zone")).toEqual([
      "web is spread over topology.kubernetes.io/zone only; wanted a hard spread (DoNotSchedule) over oci.oraclecloud.com/fault-domain",
    ]);
  });

  it("leaves DaemonSets, Jobs, single pods and the cluster's own agents alone", () => {
    const spec = { replicas: 3, template: {} };
    const graph = twoSites(
      onCluster("oci", "apps/v1", "DaemonSet", "agent", { inputs: { spec } }),
      onCluster("oci", "batch/v1", "CronJob", "nightly"),
      onCluster("oci", "apps/v1", "Deployment", "single", { inputs: { spec: { template: {} } } }),
      onCluster("oci", "apps/v1", "Deployment", "dns", {
        inputs: { metadata: { name: "dns", namespace: "kube-system" }, spec },
      }),
    );
    expect(findings(topologySpread, graph)).toEqual([]);
  });
});
