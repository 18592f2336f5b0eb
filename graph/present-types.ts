/** Kubernetes' kinds under the names that they had before: what is called so is read as what it is called today. */

/** Kinds by the group and version that they were in, each with today's. */
const earlier: readonly (readonly [before: string, today: string, kinds: string])[] = [
  ["extensions/v1beta1", "apps/v1", "DaemonSet Deployment ReplicaSet"],
  ["extensions/v1beta1", "networking.k8s.io/v1", "Ingress NetworkPolicy"],
  ["apps/v1beta1", "apps/v1", "Deployment StatefulSet"],
  ["apps/v1beta2", "apps/v1", "DaemonSet Deployment ReplicaSet StatefulSet"],
  ["batch/v1beta1", "batch/v1", "CronJob"],
  ["batch/v2alpha1", "batch/v1", "CronJob"],
  ["policy/v1beta1", "policy/v1", "PodDisruptionBudget"],
  ["autoscaling/v2beta1", "autoscaling/v2", "HorizontalPodAutoscaler"],
  ["autoscaling/v2beta2", "autoscaling/v2", "HorizontalPodAutoscaler"],
  ["networking.k8s.io/v1beta1", "networking.k8s.io/v1", "Ingress"],
  ["discovery.k8s.io/v1beta1", "discovery.k8s.io/v1", "EndpointSlice"],
  ["storage.k8s.io/v1beta1", "storage.k8s.io/v1", "StorageClass"],
];

const types: ReadonlyMap<string, string> = new Map(
  earlier.flatMap(([before, today, kinds]) =>
    kinds.split(" ").map((kind) => [`kubernetes:${before}:${kind}`, `kubernetes:${today}:${kind}`] as const),
  ),
);

/** What a type of resources is called today; itself for all but Kubernetes' old ones. */
export const presentType = (type: string): string => types.get(type) ?? type;
