/** What a resource is for, in a platform engineer's words, told from its type. */
import { moduleOf, packageOf } from "../graph/urn";

/** In the order in which a report lists them. */
const order = [
  "network",
  "addresses and load balancers",
  "cluster",
  "identity and keys",
  "storage",
  "registry",
  "namespaces",
  "access",
  "configuration",
  "network policies",
  "services",
  "workloads",
  "autoscalers",
  "disruption budgets",
  "custom resources",
  "routing",
  "alarms",
  "logs",
  "certificates",
];

/** By type, or by package and module where all of a module's types are for the same. */
const cloudKinds: Readonly<Record<string, string>> = {
  "aws:cloudwatch": "logs",
  "aws:cloudwatch/metricAlarm:MetricAlarm": "alarms",
  "aws:ec2": "network",
  "aws:ec2/eip:Eip": "addresses and load balancers",
  "aws:ecr": "registry",
  "aws:eks": "cluster",
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": "identity and keys",
  "aws:iam": "identity and keys",
  "aws:kms": "identity and keys",
  "aws:lb": "addresses and load balancers",
  "aws:route53": "routing",
  "aws:s3": "storage",
  "aws:sns": "alarms",
  "aws:vpc": "network",
  "oci:Artifacts": "registry",
  "oci:ContainerEngine": "cluster",
  "oci:Core": "network",
  "oci:Core/publicIp:PublicIp": "addresses and load balancers",
  "oci:Dns": "routing",
  "oci:HealthChecks": "routing",
  "oci:Identity": "identity and keys",
  "oci:Kms": "identity and keys",
  "oci:LoadBalancer": "addresses and load balancers",
  "oci:Logging": "logs",
  "oci:Monitoring": "alarms",
  "oci:NetworkLoadBalancer": "addresses and load balancers",
  "oci:ObjectStorage": "storage",
  "oci:Ons": "alarms",
  "tls:index": "certificates",
};

/** By the kind of the Kubernetes object, of whatever API version. */
const kubernetesKinds: Readonly<Record<string, string>> = {
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
  return cloudKinds[type] ?? cloudKinds[`${pack}:${moduleOf(type)}`] ?? pack;
}

/** Compares two kinds by their place in a report; unknown ones come last, by name. */
export function compareKinds(a: string, b: string): number {
  const rank = (kind: string) => (order.includes(kind) ? order.indexOf(kind) : order.length);
  return rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0);
}
