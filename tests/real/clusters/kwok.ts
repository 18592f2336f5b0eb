/** What KWOK's nodes and pods do: nodes become ready, pods run, the Jobs' end well, what is deleted goes. */
import { stringify } from "yaml";

const V1 = "kwok.x-k8s.io/v1alpha1";
const absent = (key: string) => ({ key, operator: "DoesNotExist" });
const oneOf = (key: string, ...values: string[]) => ({ key, operator: "In", values });
const deleted = ".metadata.deletionTimestamp";
/** The reason of a pod that isn't ready, where that isn't the loss of its node. */
export const PROBE_FAILS = "ContainersNotReady";
const whyNotReady = '.status.conditions.[] | select( .type == "Ready" ) | .reason';
const isReady = '.status.conditions.[] | select( .type == "Ready" ) | .status';

const stage = (name: string, kind: string, expressions: readonly object[], next: object): object => ({
  apiVersion: V1,
  kind: "Stage",
  metadata: { name },
  spec: { resourceRef: { apiGroup: "v1", kind }, selector: { matchExpressions: expressions }, next },
});

/** A node that has just registered, or that was taken for lost, reports that it is well. */
const nodeStatus = `
{{ $now := Now }}
conditions:
{{ range NodeConditions }}
- lastHeartbeatTime: {{ $now | Quote }}
  lastTransitionTime: {{ $now | Quote }}
  message: {{ .message | Quote }}
  reason: {{ .reason | Quote }}
  status: {{ .status | Quote }}
  type: {{ .type | Quote }}
{{ end }}
addresses:
- address: {{ NodeIP | Quote }}
  type: InternalIP
- address: {{ NodeName | Quote }}
  type: Hostname
daemonEndpoints:
  kubeletEndpoint:
    Port: {{ NodePort }}
phase: Running
`;

const podStatus = `
{{ $now := Now }}
conditions:
{{ range $type := list "Initialized" "Ready" "ContainersReady" }}
- lastTransitionTime: {{ $now | Quote }}
  status: "True"
  type: {{ $type | Quote }}
{{ end }}
containerStatuses:
{{ range .spec.containers }}
- image: {{ .image | Quote }}
  name: {{ .name | Quote }}
  ready: true
  restartCount: 0
  state:
    running:
      startedAt: {{ $now | Quote }}
{{ end }}
{{ with NodeIPsWith .spec.nodeName }}
hostIP: {{ index . 0 | Quote }}
hostIPs:
{{ range . }}
- ip: {{ . | Quote }}
{{ end }}
{{ end }}
{{ with PodIPsWith .spec.nodeName ( or .spec.hostNetwork false ) ( or .metadata.uid "" ) ( or .metadata.name "" ) ( or .metadata.namespace "" ) }}
podIP: {{ index . 0 | Quote }}
podIPs:
{{ range . }}
- ip: {{ . | Quote }}
{{ end }}
{{ end }}
phase: Running
startTime: {{ $now | Quote }}
`;

/** A pod whose node was taken for lost and has come back; its addresses are as they were. */
const backStatus = `
{{ $now := Now }}
conditions:
- lastTransitionTime: {{ $now | Quote }}
  status: "True"
  type: Ready
`;

const jobPodStatus = `
{{ $now := Now }}
{{ $root := . }}
containerStatuses:
{{ range $index, $item := .spec.containers }}
- image: {{ $item.image | Quote }}
  name: {{ $item.name | Quote }}
  ready: false
  restartCount: 0
  started: false
  state:
    terminated:
      exitCode: 0
      finishedAt: {{ $now | Quote }}
      reason: Completed
      startedAt: {{ $now | Quote }}
{{ end }}
phase: Succeeded
`;

/** Annotation of a pod by which the lane says what CPU time it takes. */
export const USAGE = "kwok.x-k8s.io/usage-cpu";

const usage = {
  apiVersion: V1,
  kind: "ClusterResourceUsage",
  metadata: { name: "from-annotation" },
  spec: {
    usages: [
      {
        usage: {
          cpu: {
            expression: `"${USAGE}" in pod.metadata.annotations ? Quantity(pod.metadata.annotations["${USAGE}"]) : Quantity("10m")`,
          },
          memory: { expression: 'Quantity("64Mi")' },
        },
      },
    ],
  },
};

const figure = (name: string, dimension: string, kind: string, value: string): object => ({
  name,
  dimension,
  kind,
  help: name,
  value,
  ...(dimension === "node"
    ? {}
    : {
        labels: [
          ...(dimension === "container" ? [{ name: "container", value: "container.name" }] : []),
          { name: "namespace", value: "pod.metadata.namespace" },
          { name: "pod", value: "pod.metadata.name" },
        ],
      }),
});

/** The figures that metrics-server reads from a kubelet. */
const metric = {
  apiVersion: V1,
  kind: "Metric",
  metadata: { name: "resource" },
  spec: {
    path: "/metrics/nodes/{nodeName}/metrics/resource",
    metrics: [
      figure("container_start_time_seconds", "container", "gauge", "pod.SinceSecond()"),
      figure(
        "container_cpu_usage_seconds_total",
        "container",
        "counter",
        'pod.CumulativeUsage("cpu", container.name)',
      ),
      figure(
        "container_memory_working_set_bytes",
        "container",
        "gauge",
        'pod.Usage("memory", container.name)',
      ),
      figure("node_cpu_usage_seconds_total", "node", "counter", 'node.CumulativeUsage("cpu")'),
      figure("node_memory_working_set_bytes", "node", "gauge", 'node.Usage("memory")'),
    ],
  },
};

/** KWOK's configuration file. */
export function kwokConfiguration(): string {
  const isJobs = oneOf(".metadata.ownerReferences.[].kind", "Job");
  const noProbeFails = { key: whyNotReady, operator: "NotIn", values: [PROBE_FAILS] };
  const notReady = { key: isReady, operator: "NotIn", values: ["True"] };
  return [
    stage("node-well", "Node", [notReady], { statusTemplate: nodeStatus }),
    stage("pod-runs", "Pod", [absent(deleted), oneOf(".status.phase", "Pending"), notReady], {
      statusTemplate: podStatus,
    }),
    stage(
      "pod-is-back",
      "Pod",
      [absent(deleted), oneOf(".status.phase", "Running"), notReady, noProbeFails],
      {
        statusTemplate: backStatus,
      },
    ),
    stage("pod-of-job-ends", "Pod", [absent(deleted), oneOf(".status.phase", "Running"), isJobs], {
      statusTemplate: jobPodStatus,
    }),
    stage("pod-goes", "Pod", [{ key: deleted, operator: "Exists" }], { delete: true }),
    usage,
    metric,
  ]
    .map((document) => stringify(document, { lineWidth: 0 }))
    .join("---\n");
}
