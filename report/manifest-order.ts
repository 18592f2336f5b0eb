/** The order in which a cluster takes objects: what others name or need comes first. */

const ranks: Readonly<Record<string, number>> = {
  CustomResourceDefinition: 0,
  Namespace: 5,
  PriorityClass: 10,
  RuntimeClass: 10,
  StorageClass: 10,
  IngressClass: 10,
  ResourceQuota: 15,
  LimitRange: 15,
  ServiceAccount: 20,
  Role: 25,
  ClusterRole: 25,
  RoleBinding: 26,
  ClusterRoleBinding: 26,
  ConfigMap: 30,
  Secret: 30,
  // Before the pods that they fence in.
  NetworkPolicy: 35,
  PersistentVolume: 40,
  PersistentVolumeClaim: 41,
  Service: 45,
  PodDisruptionBudget: 50,
  Pod: 55,
  ReplicaSet: 55,
  DaemonSet: 55,
  Deployment: 55,
  StatefulSet: 55,
  HorizontalPodAutoscaler: 60,
  CronJob: 65,
  Job: 65,
  Ingress: 65,
  // Answered by pods of the above, so that nothing before them waits for those.
  APIService: 80,
  MutatingWebhookConfiguration: 80,
  ValidatingWebhookConfiguration: 80,
};

/** Objects of custom resources and of kinds that no rank is known for. */
const otherRank = 70;

/** Whether an API group is one of Kubernetes' own. */
export function isBuiltIn(apiVersion: string): boolean {
  const [group = "", version] = apiVersion.split("/");
  return version === undefined || !group.includes(".") || group.endsWith(".k8s.io");
}

/** 0 to 99: lower ones are applied first. */
export function rankOf(apiVersion: string, kind: string): number {
  return isBuiltIn(apiVersion) && Object.hasOwn(ranks, kind) ? (ranks[kind] ?? otherRank) : otherRank;
}
