import { describe, expect, it } from "vitest";
import { UNKNOWN, type Value } from "../../../graph/resource";
import { podProbes } from "../../../policies/rules/pod-probes";
import { onCluster, twoSites } from "../../graph/fixtures";
import { findings } from "../../support/findings";
import { changed, ofType, setting, stackGraph } from "../../support/graphs";

const name = "aws-us-west-2-engagement";
const engagement = ofType("kubernetes:apps/v1:Deployment", name);
const container = ["spec", "template", "spec", "containers", 0];
const wanted = "wanted one of each, which ask different things";

const probed = (probe: "readinessProbe" | "livenessProbe", value: Value | undefined) =>
  changed(stackGraph("prod"), engagement, setting([...container, probe], value));

describe("pod-probes", () => {
  it.each(["prod", "staging", "prod-unknown"] as const)("passes %s", (stack) => {
    expect(findings(podProbes, stackGraph(stack))).toEqual([]);
  });

  it("blocks a container without a readiness or without a liveness probe", () => {
    expect(findings(podProbes, probed("readinessProbe", undefined))).toEqual([
      `${name} has no readiness probe on container engagement; ${wanted}`,
    ]);
    expect(findings(podProbes, probed("livenessProbe", undefined))).toEqual([
      `${name} has no liveness probe on container engagement; ${wanted}`,
    ]);
  });

  it("blocks one probe for both, however its port is named and however often it is asked", () => {
    const same = probed("livenessProbe", { httpGet: { path: "/readyz", port: "http" }, periodSeconds: 60 });
    expect(findings(podProbes, same)).toEqual([
      `${name} asks the same for readiness and liveness on container engagement (HTTP 8080 /readyz); wanted a liveness probe that stays green when the pod only can't serve`,
    ]);
  });

  it("blocks a probe of a port that the container doesn't have, the start-up's too", () => {
    const path = [...container, "startupProbe", "httpGet", "port"];
    const elsewhere = changed(stackGraph("prod"), engagement, setting(path, 8081));
    expect(findings(podProbes, elsewhere)).toEqual([
      `${name} asks the port 8081 for its startupProbe on container engagement, which doesn't have it; wanted a port of the container`,
    ]);
  });

  it("blocks readiness that is lost too late to help", () => {
    const path = [...container, "readinessProbe", "failureThreshold"];
    const late = changed(stackGraph("prod"), engagement, setting(path, 30));
    expect(findings(podProbes, late)).toEqual([
      `${name} takes 90 s (30 x 3 s) until a broken pod of container engagement gets no more traffic; wanted 60 s or less, half of the time to recover`,
    ]);
  });

  it("blocks an agent of the cluster without a liveness probe", () => {
    const agent = ofType("kubernetes:apps/v1:DaemonSet", "oci-us-chicago-1-calico-node");
    const bare = changed(stackGraph("prod"), agent, setting([...container, "livenessProbe"], undefined));
    expect(findings(podProbes, bare)).toEqual([
      `oci-us-chicago-1-calico-node has no liveness probe on container calico-node; ${wanted}`,
    ]);
  });

  it("fails closed where a probe or all containers aren't known yet", () => {
    expect(findings(podProbes, probed("readinessProbe", UNKNOWN))).toHaveLength(1);
    const unknown = changed(stackGraph("prod"), engagement, setting(["spec"], UNKNOWN));
    expect(findings(podProbes, unknown)).toEqual([`${name} runs containers that can't be told; ${wanted}`]);
  });

  it("asks it of containers that listen, in any program, and of none that end", () => {
    const port = { containerPort: 80 };
    const probes = {
      readinessProbe: { tcpSocket: { port: 80 } },
      livenessProbe: { exec: { command: ["true"] } },
    };
    const containers = [{ name: "web", ports: [port], ...probes }, { name: "helper" }];
    const spec = { template: { spec: { containers } } };
    const bare = { template: { spec: { containers: [{ name: "worker" }] } } };
    const graph = twoSites(
      onCluster("aws", "apps/v1", "Deployment", "web", { inputs: { spec } }),
      onCluster("aws", "apps/v1", "Deployment", "worker", { inputs: { spec: bare } }),
      onCluster("aws", "batch/v1", "Job", "once", { inputs: { spec: bare } }),
    );
    expect(findings(podProbes, graph)).toEqual([
      `aws-worker has no readiness and no liveness probe on container worker; ${wanted}`,
    ]);
  });
});
