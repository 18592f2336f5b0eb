/** Which workloads a rule about pods is meant for. */
import type { WorkloadKind, WorkloadView } from "./workloads";

const systemNamespaces: ReadonlySet<string> = new Set(["kube-system", "kube-public", "kube-node-lease"]);

/** An agent of the cluster itself: it serves nodes and controllers, not users. */
export const isSystem = ({ namespace }: Pick<WorkloadView, "namespace">): boolean =>
  systemNamespaces.has(namespace);

const replicated: ReadonlySet<WorkloadKind> = new Set(["Deployment", "StatefulSet", "ReplicaSet", "Pod"]);

/** Runs until it is told to stop, as often as it is asked for: not one a node (DaemonSet), not to an end (Jobs). */
export const isReplicated = ({ kind }: Pick<WorkloadView, "kind">): boolean => replicated.has(kind);

/** Runs until it is told to stop. */
export const isLasting = ({ kind }: Pick<WorkloadView, "kind">): boolean =>
  replicated.has(kind) || kind === "DaemonSet";

/** Whether nothing can be told of what a workload runs: a rule about containers must not pass it by. */
export const isBlank = ({ containers }: Pick<WorkloadView, "containers">): boolean => containers.length === 0;
