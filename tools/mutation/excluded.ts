/**
 * What no mutation is made of, as nobody's redundancy hangs on it, with the reason: of every cloud's resources and
 * clusters. What is one cloud's is in clouds/.
 */
import { clouds } from "./clouds";
import { type Excluded, excludedBecause, matcher } from "./lists";

const common: readonly Excluded[] = [
  ...excludedBecause(
    "who may do what: a right too few is an error at the first use, a right too many is no matter of redundancy",
    [
      { type: "kubernetes:rbac*" },
      { type: "kubernetes:core/v1:ServiceAccount" },
      { type: "kubernetes:*", path: "*securityContext*" },
      { type: "kubernetes:*", path: "*automountServiceAccountToken" },
      { type: "kubernetes:*", path: "*serviceAccountName" },
      { type: "kubernetes:*", path: "*imagePullSecrets*" },
      { type: "kubernetes:core/v1:Namespace", path: "*labels*" },
    ],
  ),
  ...excludedBecause(
    "who trusts whom: without its certificate or its key a pod doesn't become ready, and the roll-out stops there",
    [{ type: "tls:*" }, { type: "kubernetes:core/v1:Secret" }],
  ),
  ...excludedBecause("tells people: answers move and copies are made without", [
    { type: "*", path: "*tags*" },
    { type: "*", path: "*escription" },
    { type: "*", path: "displayName" },
    { type: "*", path: "comment" },
    { type: "kubernetes:*", path: "metadata.labels*" },
    { type: "kubernetes:*", path: "*labels.app.kubernetes.io/part-of" },
    { type: "kubernetes:*", path: "*labels.twincloud.dev/*" },
    { type: "kubernetes:*", path: "*terminationMessagePolicy" },
    { type: "kubernetes:*", path: "*HistoryLimit" },
  ]),
  ...excludedBecause(
    "who may talk to whom: a way too few turns the site's checks red before users are sent there",
    [
      { type: "kubernetes:networking.k8s.io/v1:NetworkPolicy", path: "spec.ingress*" },
      { type: "kubernetes:networking.k8s.io/v1:NetworkPolicy", path: "spec.egress*" },
    ],
  ),
  ...excludedBecause(
    "the platform under the pods: without it no node joins its cluster, and the first deploy ends there",
    [
      { type: "kubernetes:apiextensions*" },
      { type: "kubernetes:apps/v1:DaemonSet" },
      { type: "*", path: "cidrBlock*" },
      { type: "kubernetes:core/v1:Namespace" },
      { type: "*", path: "*kubernetesVersion" },
    ],
  ),
  ...excludedBecause(
    "how a node is replaced: budgets say how many pods may go at a time, whatever replaces the nodes",
    [{ type: "kubernetes:policy/v1:PodDisruptionBudget", path: "spec.unhealthyPodEvictionPolicy" }],
  ),
  ...excludedBecause("how a pod starts and leaves, which its probes and its budget bound", [
    { type: "kubernetes:*", path: "*lifecycle*" },
    { type: "kubernetes:*", path: "*terminationGracePeriodSeconds" },
    { type: "kubernetes:*", path: "*startupProbe*" },
    { type: "kubernetes:*", path: "*minReadySeconds" },
    { type: "kubernetes:*", path: "spec.strategy*" },
    { type: "kubernetes:*", path: "*enableServiceLinks" },
    { type: "kubernetes:*", path: "*restartPolicy" },
    { type: "kubernetes:batch/v1:Job" },
    { type: "kubernetes:batch/v1:CronJob", path: "*backoffLimit" },
    { type: "kubernetes:batch/v1:CronJob", path: "*podFailurePolicy*" },
    { type: "kubernetes:batch/v1:CronJob", path: "*Deadline*" },
    { type: "kubernetes:batch/v1:CronJob", path: "*concurrencyPolicy" },
    { type: "kubernetes:batch/v1:CronJob", path: "*timeZone" },
    { type: "kubernetes:*", path: "*tolerations[].effect" },
    { type: "kubernetes:*", path: "*tolerations[].key" },
    { type: "kubernetes:*", path: "*tolerations[].operator" },
  ]),
  ...excludedBecause(
    "what a container is told and where its files are: it doesn't become ready without, and tests run the real programs with it",
    [
      { type: "kubernetes:*", path: "*containers[].env*" },
      { type: "kubernetes:*", path: "*containers[].command*" },
      { type: "kubernetes:*", path: "*containers[].args*" },
      { type: "kubernetes:*", path: "*containers[].volumeMounts*" },
      { type: "kubernetes:*", path: "*containers[].ports*" },
      { type: "kubernetes:*", path: "*containers[].name" },
      { type: "kubernetes:*", path: "*.volumes*" },
      { type: "kubernetes:*", path: "*annotations.twincloud.dev/configuration" },
      { type: "kubernetes:*", path: "*annotations.twincloud.dev/files" },
      { type: "kubernetes:*", path: "*nodeSelector*" },
      { type: "kubernetes:core/v1:ConfigMap", path: "data.start.sh*" },
      { type: "kubernetes:core/v1:ConfigMap", path: "data.setup.sh*" },
      { type: "kubernetes:core/v1:ConfigMap", path: "data.mirror.sh*" },
      { type: "kubernetes:core/v1:ConfigMap", path: "data.consumer.*" },
      { type: "kubernetes:core/v1:ConfigMap", path: "data.endpoints.json*" },
      { type: "kubernetes:core/v1:ConfigMap", path: "data.rclone.conf*" },
      { type: "kubernetes:core/v1:ConfigMap", path: "data.enable-network-policy-controller" },
    ],
  ),
  ...excludedBecause(
    "what HAProxy is told: edge-answers reads its lines in order, of which dropping one says little; the edge's lane attacks the real program with it",
    [{ type: "kubernetes:core/v1:ConfigMap", path: "data.haproxy.cfg*" }],
  ),
  ...excludedBecause("the engine and the API server refuse another one", [
    { type: "*", path: "__defaults*" },
    { type: "*", path: "__internal*" },
    { type: "kubernetes:*", path: "apiVersion" },
    { type: "kubernetes:*", path: "kind" },
    { type: "*", path: "*namespace" },
    { type: "kubernetes:*", path: "metadata" },
    { type: "kubernetes:*", path: "spec" },
    { type: "kubernetes:*", path: "spec.template" },
    { type: "kubernetes:*", path: "spec.template.spec" },
    { type: "kubernetes:*", path: "*jobTemplate" },
    { type: "kubernetes:*", path: "*scaleTargetRef.apiVersion" },
  ]),
  ...excludedBecause("how fast or how much, where more and less both serve", [
    { type: "kubernetes:*", path: "*Probe.failureThreshold" },
    { type: "kubernetes:*", path: "*Probe.periodSeconds" },
    { type: "kubernetes:*", path: "*Probe.timeoutSeconds" },
    { type: "kubernetes:*", path: "spec.behavior*" },
    { type: "kubernetes:storage.k8s.io/v1:StorageClass", path: "parameters*" },
    { type: "kubernetes:storage.k8s.io/v1:StorageClass", path: "allowVolumeExpansion" },
  ]),
];

export const excluded: readonly Excluded[] = [
  ...common,
  ...Object.values(clouds).flatMap((cloud) => cloud.excluded),
];

/** Whether no mutation is made of it. Without a path: of the resource as a whole. */
export function isExcluded(type: string, path: string): boolean {
  return compiled.some(
    ({ ofType, ofPath }) => ofType(type) && (ofPath === undefined || (path !== "" && ofPath(path))),
  );
}

const compiled = excluded.map(({ type, path }) => ({
  ofType: matcher(type),
  ofPath: path === undefined ? undefined : matcher(path),
}));
