import { describe, expect, it } from "vitest";
import { graphOf } from "../../../graph/graph";
import type { Graph, GraphResource, Properties, Value } from "../../../graph/resource";
import { podStarts } from "../../../policies/rules/pod-starts";
import { findings } from "../../support/findings";
import { changed, ofType, setting, stackGraph } from "../../support/graphs";
import { inCrossGuard } from "../../support/policy-view";

const staging = stackGraph("staging");
const SITE = "oci-us-phoenix-1";
const feed = ofType("kubernetes:apps/v1:Deployment", `${SITE}-feed`);
const edge = ofType("kubernetes:apps/v1:Deployment", `${SITE}-edge`);
const queue = ofType("kubernetes:apps/v1:StatefulSet", `${SITE}-queue`);
const copies = ({ type, name }: GraphResource): boolean =>
  type === "kubernetes:batch/v1:CronJob" && name.startsWith(SITE);
const scaler = ({ type, name }: GraphResource): boolean =>
  type.endsWith(":HorizontalPodAutoscaler") && name.startsWith(SITE) && name.includes("feed");
const service = ({ type, name }: GraphResource): boolean =>
  type === "kubernetes:core/v1:Service" && name.startsWith(SITE) && name.includes("feed");
const POD = ["spec", "template", "spec"];
const FIRST = [...POD, "containers", 0];
const about = (graph: Graph): string => findings(podStarts, graph).join("\n");

/** An object more, on the cluster of the workload. */
function beside(type: string, inputs: Properties): Graph {
  const like = staging.resources.find(feed);
  if (!like) throw new Error("no workload to put it beside");
  const urn = like.urn.replace(/[^:]+:[^:]+:[^:]+::[^:]+$/, `${type}::added`);
  return graphOf([...staging.resources, { ...like, urn, type, name: "added", inputs, outputs: inputs }]);
}

describe("pod-starts", () => {
  it.each(["prod", "staging", "chat", "prod-unknown"] as const)(
    "passes %s, also as CrossGuard shows it",
    (stack) => {
      expect(findings(podStarts, stackGraph(stack))).toEqual([]);
      expect(findings(podStarts, inCrossGuard(stackGraph(stack)))).toEqual([]);
    },
  );

  it.each<[string, (string | number)[], Value, string]>([
    ["nodes that there aren't", [...POD, "nodeSelector"], { disk: "ssd" }, "asks for nodes with disk"],
    ["one node", [...POD, "nodeName"], "node-1", "bound to the node node-1"],
    ["another scheduler", [...POD, "schedulerName"], "mine", "waits for the scheduler mine"],
    ["a gate", [...POD, "schedulingGates"], [{ name: "x" }], "open its schedulingGates"],
    [
      "a class that isn't made",
      [...POD, "priorityClassName"],
      "high",
      "priorityClassName high, which isn't made",
    ],
    ["names from elsewhere", [...POD, "dnsPolicy"], "Default", "dnsPolicy Default"],
    [
      "addresses written down",
      [...POD, "hostAliases"],
      [{ ip: "10.0.0.1", hostnames: ["queue"] }],
      "written down",
    ],
    ["the node's network", [...POD, "hostNetwork"], true, "runs in its nodes' network"],
    ["an end", [...POD, "activeDeadlineSeconds"], 60, "is ended after 60 s"],
    ["no time to end", [...POD, "terminationGracePeriodSeconds"], 0, "has 0 s to end"],
    ["a pause", ["spec", "paused"], true, "is paused"],
    ["a finalizer", ["metadata", "finalizers"], ["example.com/x"], "takes its finalizers away"],
    ["root", [...POD, "securityContext", "runAsUser"], 0, "root"],
    [
      "a limit below the request",
      [...FIRST, "resources", "limits", "memory"],
      "16Mi",
      "which the API refuses",
    ],
    ["no pull", [...FIRST, "imagePullPolicy"], "Never", "never pulls the image"],
    ["another command", [...FIRST, "command"], ["sleep", "1d"], "runs sleep 1d"],
    [
      "hasty restarts",
      [...FIRST, "livenessProbe"],
      { httpGet: { path: "/livez", port: 8080 }, periodSeconds: 1, failureThreshold: 1 },
      "restarts feed after 1 s",
    ],
    [
      "somebody else's health",
      [...FIRST, "readinessProbe", "httpGet", "host"],
      "example.com",
      "asks example.com how feed is",
    ],
    [
      "an object that isn't made",
      [...FIRST, "envFrom"],
      [{ configMapRef: { name: "nope" } }],
      "needs the ConfigMap nope",
    ],
  ])("finds %s", (_, path, value, wanted) => {
    expect(about(changed(staging, feed, setting(path, value)))).toContain(wanted);
  });

  it("finds files that aren't where they are run from", () => {
    const moved = changed(staging, edge, setting([...FIRST, "volumeMounts", 0, "mountPath"], "/elsewhere"));
    expect(about(moved)).toContain("where nothing of that name is mounted");
  });

  it("finds what keeps volumes from being made, or deletes them", () => {
    const claim = ["spec", "volumeClaimTemplates", 0, "spec"];
    expect(about(changed(staging, queue, setting([...claim, "storageClassName"], "nope")))).toContain(
      "of the class nope",
    );
    const retention = setting(["spec", "persistentVolumeClaimRetentionPolicy"], { whenDeleted: "Delete" });
    expect(about(changed(staging, queue, retention))).toContain("deletes its volumes with it");
  });

  it("finds what keeps copies, autoscalers and Services from their work", () => {
    expect(about(changed(staging, copies, setting(["spec", "concurrencyPolicy"], "Replace")))).toContain(
      "a long one is never done",
    );
    expect(about(changed(staging, copies, setting(["spec", "timeZone"], "Mars/Phobos")))).toContain(
      "which there isn't",
    );
    const never = setting(["spec", "behavior"], { scaleUp: { selectPolicy: "Disabled" } });
    expect(about(changed(staging, scaler, never))).toContain("never scales up");
    expect(about(changed(staging, service, setting(["spec", "internalTrafficPolicy"], "Local")))).toContain(
      "their own node only",
    );
  });

  it.each<[string, Properties, string]>([
    [
      "kubernetes:core/v1:ResourceQuota",
      { metadata: { name: "q", namespace: "platform" }, spec: { hard: { pods: "2" } } },
      "bounds what may be made",
    ],
    [
      "kubernetes:core/v1:Endpoints",
      { metadata: { name: "feed", namespace: "platform" } },
      "gives the Service feed addresses beside its pods",
    ],
    [
      "kubernetes:admissionregistration.k8s.io/v1:ValidatingWebhookConfiguration",
      { metadata: { name: "w" }, webhooks: [{ name: "a.b.c" }] },
      "while a.b.c doesn't answer",
    ],
    [
      "kubernetes:core/v1:ConfigMap",
      { metadata: { name: "coredns-custom", namespace: "kube-system" }, data: {} },
      "how a cluster answers names",
    ],
  ])("finds what is put in their way: %s", (type, inputs, wanted) => {
    expect(about(beside(type, inputs))).toContain(wanted);
  });

  it("says nothing of a quota where none of the platform's pods run", () => {
    const elsewhere = { metadata: { name: "q", namespace: "elsewhere" }, spec: { hard: { pods: "2" } } };
    expect(about(beside("kubernetes:core/v1:ResourceQuota", elsewhere))).toBe("");
  });
});
