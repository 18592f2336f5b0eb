/**
 * Which properties of a Kubernetes object its API refuses to change although the provider sends the change as an
 * update: those that kubernetes.ts replaces for are not among them. Source: the API server's own validation of
 * updates, Kubernetes 1.33 (pkg/apis/<group>/validation, apiextensions' CustomResourceDefinition, and the rules in
 * Karpenter's definitions). Kinds that aren't named here have nothing of the sort, or can't be told: custom resources
 * have rules of their own.
 */
import type { Properties, Value } from "../../graph/resource";
import type { Subject, UnchangingProperty } from "./property";
import { unchanging as of, shrinks } from "./unchanging";

const specOf = ({ spec }: Properties): Properties => (isMap(spec) ? spec : {});

/** The class of a load balancer may change while the Service is none. */
const staysBalancer: UnchangingProperty["where"] = (_old, _now, { before, after }) =>
  [before, after].every((inputs) => specOf(inputs).type === "LoadBalancer");

/** What was immutable stays so. */
const wasImmutable: UnchangingProperty["where"] = (old) => old === true;

const byKind: Readonly<Record<string, readonly UnchangingProperty[]>> = {
  "apiextensions.k8s.io/CustomResourceDefinition": [
    of("spec.group"),
    of("spec.names.kind"),
    of("spec.names.plural"),
    of("spec.scope"),
  ],
  // The provider's table names the kind `Daemonset`, which no object is.
  "apps/DaemonSet": [of("spec.selector")],
  "apps/ReplicaSet": [of("spec.selector")],
  "apps/ControllerRevision": [of("data")],
  "batch/Job": [
    of("spec.backoffLimitPerIndex"),
    of("spec.completionMode", { byDefault: "NonIndexed" }),
    of("spec.managedBy"),
    of("spec.podFailurePolicy"),
    of("spec.successPolicy"),
  ],
  "certificates.k8s.io/CertificateSigningRequest": [of("spec")],
  "discovery.k8s.io/EndpointSlice": [of("addressType")],
  "karpenter.sh/NodePool": [
    of("spec.template.spec.nodeClassRef.group"),
    of("spec.template.spec.nodeClassRef.kind"),
  ],
  "networking.k8s.io/IngressClass": [of("spec.controller")],
  "node.k8s.io/RuntimeClass": [of("handler")],
  "scheduling.k8s.io/PriorityClass": [
    of("preemptionPolicy", { byDefault: "PreemptLowerPriority" }),
    of("value", { byDefault: 0 }),
  ],
  "storage.k8s.io/CSIDriver": [
    of("spec.attachRequired", { byDefault: true }),
    of("spec.volumeLifecycleModes", { byDefault: ["Persistent"] }),
  ],
  "storage.k8s.io/StorageClass": [
    of("reclaimPolicy", { byDefault: "Delete" }),
    of("volumeBindingMode", { byDefault: "Immediate" }),
  ],
  "storage.k8s.io/VolumeAttachment": [of("spec")],
  "storage.k8s.io/VolumeAttributesClass": [of("driverName"), of("parameters")],
  "/ConfigMap": [of("immutable", { where: wasImmutable })],
  "/PersistentVolume": [of("spec.volumeMode", { byDefault: "Filesystem" })],
  "/PersistentVolumeClaim": [
    of("spec.dataSource"),
    of("spec.dataSourceRef"),
    of("spec.resources.limits"),
    of("spec.resources.requests.storage", { where: shrinks }),
    of("spec.volumeMode", { byDefault: "Filesystem" }),
  ],
  "/Secret": [of("immutable", { where: wasImmutable })],
  "/Service": [
    // Of two families the first was there before, and stays; what isn't said is kept as it is.
    of("spec.clusterIPs.0", { when: ["change"] }),
    of("spec.ipFamilies.0", { when: ["change"] }),
    of("spec.healthCheckNodePort", { when: ["change"] }),
    of("spec.loadBalancerClass", { where: staysBalancer }),
  ],
};

/** Those of an object, by what it is now. */
export function kubernetesUnchanging({
  before,
  after,
}: Omit<Subject, "provider">): readonly UnchangingProperty[] {
  const { apiVersion, kind } = { ...before, ...after };
  const group = typeof apiVersion === "string" && apiVersion.includes("/") ? apiVersion.split("/")[0] : "";
  return byKind[`${group}/${typeof kind === "string" ? kind : ""}`] ?? [];
}

function isMap(value: Value | undefined): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
