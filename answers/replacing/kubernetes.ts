/**
 * Which properties of a Kubernetes object its provider replaces it for: what the API refuses to change, and by
 * default the content of ConfigMaps and Secrets. Source: the provider's own rules, pulumi-kubernetes 4
 * (provider/pkg/provider/diff.go) for the kinds that a platform is likely to have.
 */
import type { Properties } from "../../graph/resource";
import type { Subject } from "./property";

const workload = ["spec.selector"];

/** Where a volume comes from. */
const volumeSources = [
  "awsElasticBlockStore",
  "azureDisk",
  "azureFile",
  "cephfs",
  "cinder",
  "csi",
  "fc",
  "flexVolume",
  "flocker",
  "gcePersistentDisk",
  "glusterfs",
  "hostPath",
  "iscsi",
  "local",
  "nfs",
  "photonPersistentDisk",
  "portworxVolume",
  "quobyte",
  "rbd",
  "scaleIO",
  "storageos",
  "vsphereVolume",
];

const byKind: Readonly<Record<string, readonly string[]>> = {
  "apps/Deployment": workload,
  "apps/StatefulSet": [
    "spec.podManagementPolicy",
    "spec.revisionHistoryLimit",
    "spec.selector",
    "spec.serviceName",
    "spec.volumeClaimTemplates",
  ],
  "batch/Job": ["spec.completions", "spec.parallelism", "spec.selector", "spec.template"],
  "/PersistentVolume": volumeSources.map((source) => `spec.${source}`),
  "/PersistentVolumeClaim": ["spec.accessModes", "spec.selector", "spec.storageClassName", "spec.volumeName"],
  "/ResourceQuota": ["spec.scopes"],
  "/Secret": ["type"],
  "/Service": ["spec.clusterIP"],
  "rbac.authorization.k8s.io/ClusterRoleBinding": ["roleRef"],
  "rbac.authorization.k8s.io/RoleBinding": ["roleRef"],
  "storage.k8s.io/StorageClass": ["parameters", "provisioner"],
};

const always = ["metadata.name", "metadata.namespace"];

/** Properties as `a.b`. */
export function kubernetesReplacing({ before, after, provider }: Omit<Subject, "type">): readonly string[] {
  const { apiVersion = "", kind = "" } = { ...before, ...after } as { apiVersion?: string; kind?: string };
  const group = apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
  const key = `${group}/${kind}`;
  const own = [...always, ...(byKind[key] ?? [])];
  const isImmutable = before.immutable === true || after.immutable === true;
  if (key === "/ConfigMap" && (isImmutable || !isOn(provider, "enableConfigMapMutable"))) {
    return [...own, "data", "binaryData"];
  }
  if (key === "/Secret" && (isImmutable || !isOn(provider, "enableSecretMutable"))) {
    return [...own, "data", "stringData"];
  }
  return own;
}

/**
 * A Kubernetes provider itself: with a `clusterIdentifier` it is replaced when that changes and never else (the
 * SDK's provider.d.ts); without one, when it leads to another cluster.
 */
export function kubernetesProvider({ before, after }: Omit<Subject, "type" | "provider">): readonly string[] {
  return typeof before.clusterIdentifier === "string" && typeof after.clusterIdentifier === "string"
    ? ["clusterIdentifier"]
    : ["kubeconfig", "context", "cluster"];
}

/** A provider's settings reach it as text. */
function isOn(provider: Properties, setting: string): boolean {
  return provider[setting] === true || provider[setting] === "true";
}
