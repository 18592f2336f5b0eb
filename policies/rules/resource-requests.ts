import type { Properties, Value } from "../../graph/resource";
import { amountsAt, type ContainerView } from "../../graph/views/containers";
import { bytes } from "../../graph/views/quantity";
import { at, isUnknown, listAt, textAt } from "../../graph/views/read";
import { isBlank } from "../../graph/views/workload-kinds";
import { type WorkloadView, workloadsOf } from "../../graph/views/workloads";
import type { Finding, Rule } from "../rule";

/**
 * Every container of every workload, the short-lived included, as all share the nodes: requests for CPU and memory,
 * and a limit on memory; of every pod with an emptyDir on its node's disk, a request for what that may hold. A limit
 * counts as a request where there is none, as in Kubernetes; so do requests of the whole pod, but for disk. Agents of the `system-` priority classes need no limit: killing a node's agent takes more than its
 * memory gives back. No limit on CPU is asked for.
 */
export const resourceRequests: Rule = {
  id: "resource-requests",
  title: "Requests for CPU, memory and the disk written to, and a memory limit",
  level: "mandatory",
  severity: "medium",
  about: ["workloads"],
  why: "The scheduler and the autoscalers count requests only: without them a site that takes over another's traffic is overcommitted, and one leak evicts its neighbours.",
  mend: "Set resources.requests.cpu, resources.requests.memory and resources.limits.memory on every container, and resources.requests.ephemeral-storage where a pod has an emptyDir, as much as its sizeLimit.",
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
        : [
            ...[...workload.containers, ...workload.initContainers].flatMap((each) => judge(workload, each)),
            ...judgeDisk(workload),
          ],
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

const DISK = "ephemeral-storage";

/** The scheduler knows of an emptyDir by requests alone; more than it knows of fills a node, which then evicts others. */
function judgeDisk({ resource, pod, containers, initContainers }: WorkloadView): Finding[] {
  const onDisk = listAt(pod, "volumes").filter((volume) => {
    const dir = at(volume, "emptyDir");
    return dir !== undefined && dir !== null && textAt(dir, "medium") !== "Memory";
  });
  if (onDisk.length === 0) return [];
  const held = sum(onDisk.map((volume) => quantityAt(volume, "emptyDir", "sizeLimit")));
  const running = [...containers, ...initContainers.filter(({ goesOn }) => goesOn)];
  const asked = sum(
    running.map(
      ({ raw }) =>
        quantityAt(raw, "resources", "requests", DISK) ?? quantityAt(raw, "resources", "limits", DISK),
    ),
  );
  const wanted = `a request for ${DISK}, for all that its emptyDirs may hold`;
  // Where a request is said, a limit stands for it no more.
  if (running.some(({ raw }) => isUnknown(at(raw, "resources", "requests", DISK))))
    return [{ urn: resource.urn, found: "has a request for disk that can't be told", wanted, unsure: true }];
  if (asked > 0 && asked >= held) return [];
  const found =
    asked > 0
      ? `requests ${mib(asked)} of disk for emptyDirs that may hold ${mib(held)}`
      : "has no request for disk, and an emptyDir there";
  return [{ urn: resource.urn, found, wanted }];
}

const quantityAt = (value: Value | Properties, ...path: string[]): number | undefined => {
  const found = at(value, ...path);
  return typeof found === "string" || typeof found === "number" ? bytes(found) : undefined;
};
const sum = (amounts: readonly (number | undefined)[]): number =>
  amounts.reduce<number>((total, amount) => total + (amount ?? 0), 0);
const mib = (amount: number): string => `${Math.round(amount / 2 ** 20)} MiB`;

function isSystemCritical({ pod }: WorkloadView): boolean {
  return textAt(at(pod, "priorityClassName"))?.startsWith("system-") ?? false;
}
