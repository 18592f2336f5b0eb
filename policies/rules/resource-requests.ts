import { amountsAt, type ContainerView } from "../../graph/views/containers";
import { at, textAt } from "../../graph/views/read";
import { isBlank } from "../../graph/views/workload-kinds";
import { type WorkloadView, workloadsOf } from "../../graph/views/workloads";
import type { Finding, Rule } from "../rule";

/**
 * Every container of every workload, the short-lived included, as all share the nodes: requests for CPU and memory,
 * and a limit on memory. A limit counts as a request where there is none, as in Kubernetes; so do requests of the
 * whole pod. Agents of the `system-` priority classes need no limit: killing a node's agent takes more than its
 * memory gives back. No limit on CPU is asked for.
 */
export const resourceRequests: Rule = {
  id: "resource-requests",
  title: "Requests for CPU and memory, and a memory limit",
  level: "mandatory",
  severity: "medium",
  about: ["workloads"],
  why: "The scheduler and the autoscalers count requests only: without them a site that takes over another's traffic is overcommitted, and one leak evicts its neighbours.",
  mend: "Set resources.requests.cpu, resources.requests.memory and resources.limits.memory on every container.",
  counterparts: [
    "kube-score: container-resources",
    "kube-linter: unset-cpu-requirements",
    "kube-linter: unset-memory-requirements",
    "Polaris: cpuRequestsMissing",
    "Polaris: memoryRequestsMissing",
    "Polaris: memoryLimitsMissing",
    "Kyverno: require-requests-limits",
    "Checkov: CKV_K8S_10",
    "Checkov: CKV_K8S_12",
    "Checkov: CKV_K8S_13",
    "Trivy: KSV015",
    "Trivy: KSV016",
    "Trivy: KSV018",
  ],
  check: (graph) =>
    workloadsOf(graph).flatMap((workload) =>
      isBlank(workload)
        ? [{ urn: workload.resource.urn, found: "runs containers that can't be told", wanted, unsure: true }]
        : [...workload.containers, ...workload.initContainers].flatMap((each) => judge(workload, each)),
    ),
};

const wanted = "requests for CPU and memory, and a limit on memory";

function judge(workload: WorkloadView, { name, requests, limits }: ContainerView): Finding[] {
  const ofPod = (kind: "requests" | "limits", what: "cpu" | "memory"): boolean =>
    !!amountsAt(workload.pod, "resources", kind)[what];
  const lacks = (what: "cpu" | "memory"): boolean =>
    !(requests[what] ?? limits[what]) && !ofPod("requests", what) && !ofPod("limits", what);
  const missing = [
    ...(lacks("cpu") ? ["no request for CPU"] : []),
    ...(lacks("memory") ? ["no request for memory"] : []),
    ...(!limits.memory && !ofPod("limits", "memory") && !isSystemCritical(workload)
      ? ["no limit on memory"]
      : []),
  ];
  if (missing.length === 0) return [];
  const found = `has ${missing.join(", ")} on container ${name}`;
  return [{ urn: workload.resource.urn, found, wanted }];
}

function isSystemCritical({ pod }: WorkloadView): boolean {
  return textAt(at(pod, "priorityClassName"))?.startsWith("system-") ?? false;
}
