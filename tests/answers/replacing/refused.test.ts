import { describe, expect, it } from "vitest";
import { refusedPaths } from "../../../answers/replacing/refused";
import { replacingPaths } from "../../../answers/replacing/rules";
import { type Properties, SECRET, UNKNOWN } from "../../../graph/resource";
import { differencesOf, leavesOf } from "../../../report/against/compare";

/** What the API refuses, when an object of this kind changes so. */
function refused(apiVersion: string, kind: string, before: Properties, after: Properties): string[] {
  const module = apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`;
  const of = (inputs: Properties) => ({ apiVersion, kind, ...inputs });
  const subject = { type: `kubernetes:${module}:${kind}`, before: of(before), after: of(after) };
  const changed = differencesOf(subject.before, subject.after, () => false).flatMap(leavesOf);
  // What its provider replaces for never gets so far.
  return replacingPaths(changed, { ...subject, provider: {} }).length > 0
    ? []
    : refusedPaths(changed, subject);
}

const spec = (fields: Properties): Properties => ({ spec: fields });

describe("what the Kubernetes API refuses to update", () => {
  it.each<[string, string, Properties, Properties, string[]]>([
    [
      "storage.k8s.io/v1",
      "StorageClass",
      { reclaimPolicy: "Retain" },
      { reclaimPolicy: "Delete" },
      ["reclaimPolicy"],
    ],
    [
      "storage.k8s.io/v1",
      "StorageClass",
      {},
      { volumeBindingMode: "WaitForFirstConsumer" },
      ["volumeBindingMode"],
    ],
    ["scheduling.k8s.io/v1", "PriorityClass", { value: 1 }, { value: 2 }, ["value"]],
    [
      "apps/v1",
      "DaemonSet",
      spec({ selector: { a: "1" } }),
      spec({ selector: { a: "2" } }),
      ["spec.selector"],
    ],
    ["batch/v1", "Job", spec({}), spec({ completionMode: "Indexed" }), ["spec.completionMode"]],
    ["v1", "PersistentVolumeClaim", spec({ volumeMode: "Block" }), spec({}), ["spec.volumeMode"]],
    ["v1", "ConfigMap", { immutable: true }, { immutable: false }, ["immutable"]],
    ["v1", "Secret", { immutable: true }, {}, ["immutable"]],
    [
      "networking.k8s.io/v1",
      "IngressClass",
      spec({ controller: "a" }),
      spec({ controller: "b" }),
      ["spec.controller"],
    ],
    [
      "apiextensions.k8s.io/v1",
      "CustomResourceDefinition",
      spec({ scope: "Cluster", names: { kind: "A" } }),
      spec({ scope: "Namespaced", names: { kind: "B" } }),
      ["spec.names.kind", "spec.scope"],
    ],
  ])("is of a %s %s from %j to %j", (apiVersion, kind, before, after, paths) => {
    expect(refused(apiVersion, kind, before, after)).toEqual(paths);
  });

  it("is no value that the API takes for none", () => {
    expect(refused("storage.k8s.io/v1", "StorageClass", {}, { reclaimPolicy: "Delete" })).toEqual([]);
    expect(refused("storage.k8s.io/v1", "StorageClass", { volumeBindingMode: "Immediate" }, {})).toEqual([]);
    expect(refused("v1", "ConfigMap", {}, { immutable: true })).toEqual([]);
  });

  it("is nothing that may be changed", () => {
    expect(refused("storage.k8s.io/v1", "StorageClass", {}, { allowVolumeExpansion: true })).toEqual([]);
    expect(refused("apps/v1", "StatefulSet", spec({ replicas: 3 }), spec({ replicas: 5 }))).toEqual([]);
    expect(refused("scheduling.k8s.io/v1", "PriorityClass", {}, { description: "x" })).toEqual([]);
    expect(
      refused("apps/v1", "DaemonSet", spec({ minReadySeconds: 1 }), spec({ minReadySeconds: 2 })),
    ).toEqual([]);
  });

  it("is nothing that the provider replaces for", () => {
    const selected = (app: string) => spec({ selector: { matchLabels: { app } } });
    expect(refused("apps/v1", "Deployment", selected("a"), selected("b"))).toEqual([]);
    expect(refused("apps/v1", "StatefulSet", spec({ serviceName: "a" }), spec({ serviceName: "b" }))).toEqual(
      [],
    );
  });

  it("is a claim that shrinks and not one that grows, in whatever unit", () => {
    const claim = (storage: string) => spec({ resources: { requests: { storage } } });
    expect(refused("v1", "PersistentVolumeClaim", claim("2Gi"), claim("1024Mi"))).toEqual([
      "spec.resources.requests.storage",
    ]);
    expect(refused("v1", "PersistentVolumeClaim", claim("1024Mi"), claim("2Gi"))).toEqual([]);
    expect(refused("v1", "PersistentVolumeClaim", claim("some"), claim("1Gi"))).toEqual([]);
  });

  it("is the first family of a Service and not a second one", () => {
    const families = (...ipFamilies: string[]) => spec({ ipFamilies });
    expect(refused("v1", "Service", families("IPv4"), families("IPv6"))).toEqual(["spec.ipFamilies[0]"]);
    expect(refused("v1", "Service", families("IPv4"), families("IPv4", "IPv6"))).toEqual([]);
  });

  it("is the class of a load balancer while the Service stays one", () => {
    const service = (type: string, loadBalancerClass?: string) =>
      spec({ type, ...(loadBalancerClass ? { loadBalancerClass } : {}) });
    const change = (before: Properties, after: Properties) => refused("v1", "Service", before, after);
    expect(change(service("LoadBalancer", "a"), service("LoadBalancer", "b"))).toEqual([
      "spec.loadBalancerClass",
    ]);
    expect(change(service("LoadBalancer"), service("LoadBalancer", "b"))).toEqual(["spec.loadBalancerClass"]);
    expect(change(service("ClusterIP"), service("LoadBalancer", "b"))).toEqual([]);
  });

  it.each([[UNKNOWN], [SECRET]])("can't be told of %s", (value) => {
    expect(refused("storage.k8s.io/v1", "StorageClass", {}, { reclaimPolicy: value })).toEqual([]);
  });

  it("is nothing of a kind of the same name in another group, nor of another type", () => {
    expect(refused("example.com/v1", "StorageClass", {}, { reclaimPolicy: "Retain" })).toEqual([]);
    const before = { apiVersion: "storage.k8s.io/v1", kind: "StorageClass", reclaimPolicy: "Delete" };
    const after = { ...before, reclaimPolicy: "Retain" };
    expect(refusedPaths([["reclaimPolicy"]], { type: "aws:s3/bucket:Bucket", before, after })).toEqual([]);
  });
});

describe("what the clouds' APIs refuse to update", () => {
  const change = (type: string, before: Properties, after: Properties) =>
    refusedPaths(differencesOf(before, after, () => false).flatMap(leavesOf), { type, before, after });

  it.each<[string, string, Properties, Properties]>([
    ["size", "aws:ebs/volume:Volume", { size: 100 }, { size: 50 }],
    ["allocatedStorage", "aws:rds/instance:Instance", { allocatedStorage: 100 }, { allocatedStorage: 99 }],
    ["sizeInGbs", "oci:Core/volume:Volume", { sizeInGbs: "100" }, { sizeInGbs: "50" }],
  ])("is a %s that shrinks and not one that grows, of %s", (path, type, large, small) => {
    expect(change(type, large, small)).toEqual([path]);
    expect(change(type, small, large)).toEqual([]);
  });

  it("is where a node pool stands, while its nodes are cycled with every update", () => {
    const type = "oci:ContainerEngine/nodePool:NodePool";
    const pool = (availabilityDomain: string, isNodeCyclingEnabled: boolean) => ({
      nodeConfigDetails: { placementConfigs: [{ availabilityDomain }] },
      nodePoolCyclingDetails: { isNodeCyclingEnabled },
    });
    expect(change(type, pool("AD-1", true), pool("AD-2", true))).toEqual([
      "nodeConfigDetails.placementConfigs",
    ]);
    expect(change(type, pool("AD-1", true), pool("AD-2", false))).toEqual([]);
    expect(change(type, pool("AD-1", false), pool("AD-1", true))).toEqual([]);
  });

  it("is a cluster's way of signing in that goes back", () => {
    const mode = (authenticationMode: string) => ({ accessConfig: { authenticationMode } });
    const cluster = "aws:eks/cluster:Cluster";
    expect(change(cluster, mode("API"), mode("API_AND_CONFIG_MAP"))).toEqual([
      "accessConfig.authenticationMode",
    ]);
    expect(change(cluster, mode("CONFIG_MAP"), mode("API"))).toEqual([]);
  });

  it("is versions of objects that are no longer kept, unless they are only suspended", () => {
    const bucket = "oci:ObjectStorage/bucket:Bucket";
    expect(change(bucket, { versioning: "Enabled" }, {})).toEqual(["versioning"]);
    expect(change(bucket, { versioning: "Enabled" }, { versioning: "Suspended" })).toEqual([]);
    const status = (text: string) => ({ versioningConfiguration: { status: text } });
    const versioning = "aws:s3/bucketVersioning:BucketVersioning";
    expect(change(versioning, status("Enabled"), status("Disabled"))).toEqual([
      "versioningConfiguration.status",
    ]);
    expect(change(versioning, status("Enabled"), status("Suspended"))).toEqual([]);
  });

  it("is a subnet that moves to other addresses, not one that gets more", () => {
    const to = (cidrBlock: string) =>
      change("oci:Core/subnet:Subnet", { cidrBlock: "10.1.2.0/24" }, { cidrBlock });
    expect(to("10.9.2.0/24")).toEqual(["cidrBlock"]);
    expect(to("10.1.3.0/24")).toEqual(["cidrBlock"]);
    expect(to("10.1.0.0/16")).toEqual([]);
    expect(to("no block")).toEqual([]);
  });

  it("is a network that gives addresses up, not one that gets more", () => {
    const to = (...cidrBlocks: string[]) =>
      change("oci:Core/vcn:Vcn", { cidrBlocks: ["10.1.0.0/16"] }, { cidrBlocks });
    expect(to("10.9.0.0/16")).toEqual(["cidrBlocks"]);
    expect(to("10.1.0.0/16", "10.9.0.0/16")).toEqual([]);
    expect(to("10.9.0.0/16", "10.1.0.0/16")).toEqual([]);
  });
});
