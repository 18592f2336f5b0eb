import { describe, expect, it } from "vitest";
import { UNKNOWN, type Value } from "../../../graph/resource";
import { resourceRequests } from "../../../policies/rules/resource-requests";
import { onCluster, twoSites } from "../../graph/fixtures";
import { findings } from "../../support/findings";
import { changed, ofType, setting, stackGraph } from "../../support/graphs";

const name = "oci-us-chicago-1-status";
const status = ofType("kubernetes:apps/v1:Deployment", name);
const resources = ["spec", "template", "spec", "containers", 0, "resources"];
const wanted = "wanted requests for CPU and memory, and a limit on memory";

const statusWith = (path: readonly string[], value: Value | undefined) =>
  findings(resourceRequests, changed(stackGraph("prod"), status, setting([...resources, ...path], value)));

describe("resource-requests", () => {
  it.each(["prod", "staging", "prod-unknown"] as const)("passes %s", (stack) => {
    expect(findings(resourceRequests, stackGraph(stack))).toEqual([]);
  });

  it("blocks a container without requests, or without a memory limit", () => {
    expect(statusWith(["requests", "cpu"], undefined)).toEqual([
      `${name} has no request for CPU on container status; ${wanted}`,
    ]);
    expect(statusWith(["limits"], undefined)).toEqual([
      `${name} has no limit on memory on container status; ${wanted}`,
    ]);
    expect(statusWith([], undefined)).toEqual([
      `${name} has no request for CPU, no request for memory, no limit on memory on container status; ${wanted}`,
      expect.stringContaining(`${name} has no request for disk`),
    ]);
  });

  it("blocks a pod that asks for less disk than its emptyDirs may hold, or for none", () => {
    const disk = (path: readonly string[], value: string | undefined) =>
      statusWith([...path, "ephemeral-storage"], value);
    const wanted = "wanted a request for ephemeral-storage, for all that its emptyDirs may hold";
    // Its /tmp may hold a GiB.
    expect(disk(["requests"], "1000Mi")).toEqual([
      `${name} requests 1000 MiB of disk for emptyDirs that may hold 1024 MiB; ${wanted}`,
    ]);
    expect(disk(["requests"], "1Gi")).toEqual([]);
    expect(disk(["requests"], undefined)).toEqual([]);
    const unbounded = changed(
      stackGraph("prod"),
      status,
      setting([...resources, "limits", "ephemeral-storage"], undefined),
    );
    expect(findings(resourceRequests, unbounded)).toEqual([]);
    const neither = changed(
      unbounded,
      status,
      setting([...resources, "requests", "ephemeral-storage"], undefined),
    );
    expect(findings(resourceRequests, neither)).toEqual([
      `${name} has no request for disk, and an emptyDir there; ${wanted}`,
    ]);
  });

  it("asks for no disk where an emptyDir is in memory, or there is none", () => {
    const bounded = { resources: { requests: { cpu: "1", memory: "64Mi" }, limits: { memory: "64Mi" } } };
    const withVolumes = (volumes: Value) => {
      const spec = { containers: [{ name: "web", ...bounded }], volumes };
      const web = onCluster("aws", "apps/v1", "Deployment", "web", {
        inputs: { spec: { template: { spec } } },
      });
      return findings(resourceRequests, twoSites(web));
    };
    expect(withVolumes([{ name: "run", emptyDir: { medium: "Memory", sizeLimit: "1Gi" } }])).toEqual([]);
    expect(withVolumes([{ name: "config", configMap: { name: "config" } }])).toEqual([]);
    expect(withVolumes([{ name: "run", emptyDir: {} }])).toHaveLength(1);
  });

  it("takes nothing, and what is no quantity, for no request", () => {
    expect(statusWith(["requests", "cpu"], "0")).toHaveLength(1);
    expect(statusWith(["requests", "cpu"], "half a core")).toHaveLength(1);
    expect(statusWith(["requests", "cpu"], UNKNOWN)).toHaveLength(1);
  });

  it("takes a limit for a request, as Kubernetes does", () => {
    expect(statusWith(["requests", "memory"], undefined)).toEqual([]);
  });

  it("blocks Jobs too, as they share the nodes", () => {
    const job = ofType("kubernetes:batch/v1:CronJob", "aws-us-east-2-mirror-recent");
    const path = [
      "spec",
      "jobTemplate",
      "spec",
      "template",
      "spec",
      "containers",
      0,
      "resources",
      "requests",
    ];
    const bare = changed(stackGraph("prod"), job, setting([...path, "cpu"], undefined));
    expect(findings(resourceRequests, bare)).toEqual([
      `aws-us-east-2-mirror-recent has no request for CPU on container mirror; ${wanted}`,
    ]);
  });

  it("fails closed where the containers aren't known yet", () => {
    const unknown = changed(stackGraph("prod"), status, setting(["spec"], UNKNOWN));
    expect(findings(resourceRequests, unknown)).toEqual([
      `${name} runs containers that can't be told; ${wanted}`,
    ]);
  });

  it("wants no memory limit of the nodes' own agents, and takes requests of a whole pod", () => {
    const requests = { cpu: "100m", memory: "64Mi" };
    const agent = {
      priorityClassName: "system-node-critical",
      containers: [{ name: "agent", resources: { requests } }],
    };
    const whole = { resources: { requests, limits: { memory: "64Mi" } }, containers: [{ name: "web" }] };
    const graph = twoSites(
      onCluster("aws", "apps/v1", "DaemonSet", "agent", { inputs: { spec: { template: { spec: agent } } } }),
      onCluster("aws", "apps/v1", "Deployment", "web", { inputs: { spec: { template: { spec: whole } } } }),
    );
    expect(findings(resourceRequests, graph)).toEqual([]);
  });

  it("takes no requests of a whole pod that ask for nothing, or for what is no quantity", () => {
    const spec = { resources: { requests: { cpu: "0", memory: "lots" } }, containers: [{ name: "web" }] };
    const web = onCluster("aws", "apps/v1", "Deployment", "web", {
      inputs: { spec: { template: { spec } } },
    });
    expect(findings(resourceRequests, twoSites(web))).toEqual([
      `aws-web has no request for CPU, no request for memory, no limit on memory on container web; ${wanted}`,
    ]);
  });

  it("judges the containers that prepare a pod", () => {
    const limits = { cpu: "1", memory: "64Mi" };
    const spec = {
      containers: [{ name: "web", resources: { limits } }],
      initContainers: [{ name: "prepare" }],
    };
    const web = onCluster("aws", "apps/v1", "Deployment", "web", {
      inputs: { spec: { template: { spec } } },
    });
    expect(findings(resourceRequests, twoSites(web))).toEqual([
      `aws-web has no request for CPU, no request for memory, no limit on memory on container prepare; ${wanted}`,
    ]);
  });
});
