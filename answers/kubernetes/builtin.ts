/** The kinds that every Kubernetes API server has. */
import type { ValidatingWebhookConfiguration } from "@pulumi/kubernetes/admissionregistration/v1";
import type { ValidatingWebhookConfigurationArgs } from "@pulumi/kubernetes/admissionregistration/v1/validatingWebhookConfiguration";
import type {
  CustomResourceDefinition,
  CustomResourceDefinitionArgs,
} from "@pulumi/kubernetes/apiextensions/v1/customResourceDefinition";
import type { APIService, APIServiceArgs } from "@pulumi/kubernetes/apiregistration/v1/apiservice";
import type { DaemonSet, DaemonSetArgs } from "@pulumi/kubernetes/apps/v1/daemonSet";
import type { DaemonSetPatch, DaemonSetPatchArgs } from "@pulumi/kubernetes/apps/v1/daemonSetPatch";
import type { Deployment, DeploymentArgs } from "@pulumi/kubernetes/apps/v1/deployment";
import type { StatefulSet, StatefulSetArgs } from "@pulumi/kubernetes/apps/v1/statefulSet";
import type {
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerArgs,
} from "@pulumi/kubernetes/autoscaling/v2/horizontalPodAutoscaler";
import type { CronJob, CronJobArgs } from "@pulumi/kubernetes/batch/v1/cronJob";
import type { Job, JobArgs } from "@pulumi/kubernetes/batch/v1/job";
import type { ConfigMap, ConfigMapArgs } from "@pulumi/kubernetes/core/v1/configMap";
import type { ConfigMapPatch, ConfigMapPatchArgs } from "@pulumi/kubernetes/core/v1/configMapPatch";
import type { LimitRange, LimitRangeArgs } from "@pulumi/kubernetes/core/v1/limitRange";
import type { Namespace, NamespaceArgs } from "@pulumi/kubernetes/core/v1/namespace";
import type { NamespacePatch, NamespacePatchArgs } from "@pulumi/kubernetes/core/v1/namespacePatch";
import type {
  PersistentVolumeClaim,
  PersistentVolumeClaimArgs,
} from "@pulumi/kubernetes/core/v1/persistentVolumeClaim";
import type { ResourceQuota, ResourceQuotaArgs } from "@pulumi/kubernetes/core/v1/resourceQuota";
import type { Secret, SecretArgs } from "@pulumi/kubernetes/core/v1/secret";
import type { Service, ServiceArgs } from "@pulumi/kubernetes/core/v1/service";
import type { ServiceAccount, ServiceAccountArgs } from "@pulumi/kubernetes/core/v1/serviceAccount";
import type {
  ServiceAccountPatch,
  ServiceAccountPatchArgs,
} from "@pulumi/kubernetes/core/v1/serviceAccountPatch";
import type { NetworkPolicy, NetworkPolicyArgs } from "@pulumi/kubernetes/networking/v1/networkPolicy";
import type {
  PodDisruptionBudget,
  PodDisruptionBudgetArgs,
} from "@pulumi/kubernetes/policy/v1/podDisruptionBudget";
import type { ClusterRole, ClusterRoleArgs } from "@pulumi/kubernetes/rbac/v1/clusterRole";
import type {
  ClusterRoleBinding,
  ClusterRoleBindingArgs,
} from "@pulumi/kubernetes/rbac/v1/clusterRoleBinding";
import type { Role, RoleArgs } from "@pulumi/kubernetes/rbac/v1/role";
import type { RoleBinding, RoleBindingArgs } from "@pulumi/kubernetes/rbac/v1/roleBinding";
import type { PriorityClass, PriorityClassArgs } from "@pulumi/kubernetes/scheduling/v1/priorityClass";
import type { StorageClass, StorageClassArgs } from "@pulumi/kubernetes/storage/v1/storageClass";
import { providerNames } from "../../graph/clouds/facts";
import { privateAddress } from "../addresses";
import type { Ingress } from "../cloud";
import { clouds } from "../clouds";
import { UNKNOWN } from "../contract";
import { type Added, kind } from "./object";

const rbac = "rbac.authorization.k8s.io/v1";

/** The counts of a workload that runs as it should. */
const running = (replicas = 1) => ({
  observedGeneration: 1,
  replicas,
  readyReplicas: replicas,
  availableReplicas: replicas,
  updatedReplicas: replicas,
});

/** The API server keeps `stringData` as `data` and never gives it back. */
function secretLive({ inputs }: Added<SecretArgs>) {
  const encode = (text: string): string =>
    text.includes(UNKNOWN) ? UNKNOWN : Buffer.from(text).toString("base64");
  const texts = Object.entries(inputs.stringData ?? {}).map(([key, text]) => [key, encode(text)]);
  return {
    type: inputs.type ?? "Opaque",
    data: { ...inputs.data, ...Object.fromEntries(texts) },
    stringData: undefined,
  };
}

/**
 * Where a Service of type LoadBalancer is reached: at the address asked for, else one of the choosing of the cloud
 * whose controller serves it; nowhere, if none does.
 */
function ingressOf({ inputs, urn, addresses }: Added<ServiceArgs>): Ingress[] {
  const { loadBalancerIP, loadBalancerClass } = inputs.spec ?? {};
  if (loadBalancerIP) return [{ ip: loadBalancerIP }];
  const service = loadBalancerClass === undefined ? {} : { loadBalancerClass };
  const server = providerNames.find((name) => clouds[name].serves(service));
  return server ? [clouds[server].ingress(addresses.public(server, `service:${urn}`))] : [];
}

function serviceLive(added: Added<ServiceArgs>) {
  const spec = added.inputs.spec ?? {};
  const clusterIP = spec.clusterIP ?? privateAddress(`service:${added.urn}`);
  const external = spec.type === "ExternalName";
  return {
    spec: {
      type: "ClusterIP",
      sessionAffinity: "None",
      ...spec,
      ...(external ? {} : { clusterIP, clusterIPs: [clusterIP] }),
    },
    status: { loadBalancer: spec.type === "LoadBalancer" ? { ingress: ingressOf(added) } : {} },
  };
}

const namespaceLive = ({ inputs, name }: Added<NamespaceArgs>) => ({
  metadata: { labels: { ...inputs.metadata?.labels, "kubernetes.io/metadata.name": name } },
  status: { phase: "Active" },
});

export const builtin = [
  kind<Namespace, NamespaceArgs>("core/v1", "Namespace", {
    namespaced: false,
    required: {},
    naming: "label",
    live: namespaceLive,
  }),
  kind<NamespacePatch, NamespacePatchArgs>("core/v1", "NamespacePatch", { namespaced: false, required: {} }),
  kind<ConfigMap, ConfigMapArgs>("core/v1", "ConfigMap", { namespaced: true, required: {} }),
  kind<ConfigMapPatch, ConfigMapPatchArgs>("core/v1", "ConfigMapPatch", { namespaced: true, required: {} }),
  kind<Secret, SecretArgs>("core/v1", "Secret", {
    namespaced: true,
    required: {},
    live: secretLive,
    secrets: ["data", "stringData"],
  }),
  kind<Service, ServiceArgs>("core/v1", "Service", {
    namespaced: true,
    required: {},
    naming: "label",
    live: serviceLive,
  }),
  kind<ServiceAccount, ServiceAccountArgs>("core/v1", "ServiceAccount", { namespaced: true, required: {} }),
  kind<ServiceAccountPatch, ServiceAccountPatchArgs>("core/v1", "ServiceAccountPatch", {
    namespaced: true,
    required: {},
  }),
  kind<PersistentVolumeClaim, PersistentVolumeClaimArgs>("core/v1", "PersistentVolumeClaim", {
    namespaced: true,
    required: {},
    live: () => ({ status: { phase: "Bound" } }),
  }),
  kind<LimitRange, LimitRangeArgs>("core/v1", "LimitRange", { namespaced: true, required: {} }),
  kind<ResourceQuota, ResourceQuotaArgs>("core/v1", "ResourceQuota", { namespaced: true, required: {} }),

  kind<Deployment, DeploymentArgs>("apps/v1", "Deployment", {
    namespaced: true,
    required: { spec: true },
    live: ({ inputs }) => ({ status: running(inputs.spec.replicas) }),
  }),
  kind<StatefulSet, StatefulSetArgs>("apps/v1", "StatefulSet", {
    namespaced: true,
    required: { spec: true },
    live: ({ inputs }) => ({ status: running(inputs.spec.replicas) }),
  }),
  kind<DaemonSet, DaemonSetArgs>("apps/v1", "DaemonSet", { namespaced: true, required: { spec: true } }),
  kind<DaemonSetPatch, DaemonSetPatchArgs>("apps/v1", "DaemonSetPatch", { namespaced: true, required: {} }),
  kind<Job, JobArgs>("batch/v1", "Job", {
    namespaced: true,
    required: {},
    live: ({ inputs }) => ({ status: { succeeded: inputs.spec?.completions ?? 1 } }),
  }),
  kind<CronJob, CronJobArgs>("batch/v1", "CronJob", { namespaced: true, required: { spec: true } }),
  kind<HorizontalPodAutoscaler, HorizontalPodAutoscalerArgs>("autoscaling/v2", "HorizontalPodAutoscaler", {
    namespaced: true,
    required: { spec: true },
    live: ({ inputs }) => ({ status: { currentReplicas: inputs.spec.minReplicas ?? 1 } }),
  }),
  kind<PodDisruptionBudget, PodDisruptionBudgetArgs>("policy/v1", "PodDisruptionBudget", {
    namespaced: true,
    required: {},
  }),

  kind<NetworkPolicy, NetworkPolicyArgs>("networking.k8s.io/v1", "NetworkPolicy", {
    namespaced: true,
    required: {},
  }),

  kind<Role, RoleArgs>(rbac, "Role", { namespaced: true, required: {}, naming: "path" }),
  kind<RoleBinding, RoleBindingArgs>(rbac, "RoleBinding", {
    namespaced: true,
    required: { roleRef: true },
    naming: "path",
  }),
  kind<ClusterRole, ClusterRoleArgs>(rbac, "ClusterRole", {
    namespaced: false,
    required: {},
    naming: "path",
  }),
  kind<ClusterRoleBinding, ClusterRoleBindingArgs>(rbac, "ClusterRoleBinding", {
    namespaced: false,
    required: { roleRef: true },
    naming: "path",
  }),

  kind<StorageClass, StorageClassArgs>("storage.k8s.io/v1", "StorageClass", {
    namespaced: false,
    required: { provisioner: true },
    live: ({ inputs }) => ({
      reclaimPolicy: inputs.reclaimPolicy ?? "Delete",
      volumeBindingMode: inputs.volumeBindingMode ?? "Immediate",
    }),
  }),
  kind<PriorityClass, PriorityClassArgs>("scheduling.k8s.io/v1", "PriorityClass", {
    namespaced: false,
    required: { value: true },
  }),
  kind<CustomResourceDefinition, CustomResourceDefinitionArgs>(
    "apiextensions.k8s.io/v1",
    "CustomResourceDefinition",
    { namespaced: false, required: { spec: true } },
  ),
  kind<APIService, APIServiceArgs>("apiregistration.k8s.io/v1", "APIService", {
    namespaced: false,
    required: {},
  }),
  kind<ValidatingWebhookConfiguration, ValidatingWebhookConfigurationArgs>(
    "admissionregistration.k8s.io/v1",
    "ValidatingWebhookConfiguration",
    { namespaced: false, required: {} },
  ),
];
