/** What a resource is for, in a platform engineer's words, told from its type. */
import { cloudOf } from "../graph/clouds/facts";
import { moduleOf, packageOf } from "../graph/urn";
import { cloudKinds } from "./clouds/kinds";
import { type Kind, kindNames } from "./kind-names";

const order: readonly string[] = kindNames;

/** By the kind of the Kubernetes object, of whatever API version. */
const kubernetesKinds: Readonly<Record<string, Kind>> = {
  ClusterRole: "access",
  ClusterRoleBinding: "access",
  ConfigMap: "configuration",
  CronJob: "workloads",
  DaemonSet: "workloads",
  Deployment: "workloads",
  HorizontalPodAutoscaler: "autoscalers",
  Job: "workloads",
  LimitRange: "namespaces",
  Namespace: "namespaces",
  NetworkPolicy: "network policies",
  PersistentVolumeClaim: "storage",
  PodDisruptionBudget: "disruption budgets",
  PriorityClass: "cluster",
  ResourceQuota: "namespaces",
  Role: "access",
  RoleBinding: "access",
  Secret: "configuration",
  Service: "services",
  ServiceAccount: "access",
  StatefulSet: "workloads",
  StorageClass: "cluster",
};

/** The kind of a resource type; a type of an unknown module falls to the name of its package. */
export function kindOf(type: string): string {
  const pack = packageOf(type);
  if (pack === "kubernetes") {
    const name = (type.split(":")[2] ?? "").replace(/(?<=.)(Patch|List)$/, "");
    const builtIn = !moduleOf(type).includes(".") || moduleOf(type).includes(".k8s.io");
    return (builtIn ? kubernetesKinds[name] : undefined) ?? "custom resources";
  }
  if (pack === "tls") return "certificates";
  const cloud = cloudOf(type);
  const own = cloud ? cloudKinds[cloud] : {};
  return own[type.slice(pack.length + 1)] ?? own[moduleOf(type)] ?? pack;
}

/** Compares two kinds by their place in a report; unknown ones come last, by name. */
export function compareKinds(a: string, b: string): number {
  const rank = (kind: string) => (order.includes(kind) ? order.indexOf(kind) : order.length);
  return rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0);
}
