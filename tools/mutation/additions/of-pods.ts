/** What could be said of an object of Kubernetes that no type lists the values of. Pure. */
import type { Value } from "../../../graph/resource";
import { type Path, valueAt, type WeakValue } from "../weaken";

/** Where pods are described, by the kinds that do. */
const PODS: Readonly<Record<string, Path>> = {
  "kubernetes:apps/v1:Deployment": ["spec", "template", "spec"],
  "kubernetes:apps/v1:StatefulSet": ["spec", "template", "spec"],
  "kubernetes:apps/v1:DaemonSet": ["spec", "template", "spec"],
  "kubernetes:batch/v1:Job": ["spec", "template", "spec"],
  "kubernetes:batch/v1:CronJob": ["spec", "jobTemplate", "spec", "template", "spec"],
};

const term = (key: string, value: string) => ({
  requiredDuringSchedulingIgnoredDuringExecution: {
    nodeSelectorTerms: [{ matchExpressions: [{ key, operator: "In", values: [value] }] }],
  },
});

const apart = {
  requiredDuringSchedulingIgnoredDuringExecution: [
    { labelSelector: {}, topologyKey: "topology.kubernetes.io/region" },
  ],
};

const OF_PODS: readonly (readonly [string, Value])[] = [
  ["nodeName", "node-1"],
  ["nodeSelector", { disktype: "ssd" }],
  ["nodeSelector", { "topology.kubernetes.io/zone": "us-east-2a" }],
  ["schedulerName", "elsewhere"],
  ["priorityClassName", "elsewhere"],
  ["runtimeClassName", "elsewhere"],
  ["affinity", { nodeAffinity: term("disktype", "ssd") }],
  ["affinity", { nodeAffinity: term("topology.kubernetes.io/zone", "us-east-2a") }],
  ["affinity", { nodeAffinity: term("kubernetes.io/arch", "arm64") }],
  ["affinity", { podAntiAffinity: apart }],
  ["schedulingGates", [{ name: "example.com/later" }]],
  ["readinessGates", [{ conditionType: "example.com/later" }]],
  ["hostAliases", [{ ip: "203.0.113.9", hostnames: ["queue.queue.svc"] }]],
  ["dnsConfig", { nameservers: ["203.0.113.9"] }],
  ["dnsPolicy", "None"],
  ["initContainers", [{ name: "wait", image: "busybox", command: ["sleep", "infinity"] }]],
  ["serviceAccountName", "elsewhere"],
  ["imagePullSecrets", [{ name: "elsewhere" }]],
  ["tolerations", [{ operator: "Exists" }]],
  ["securityContext", { runAsUser: 0, runAsNonRoot: true }],
  ["os", { name: "windows" }],
  ["overhead", { cpu: "3" }],
];

const OF_CONTAINERS: readonly (readonly [string, Value])[] = [
  ["command", ["sleep", "infinity"]],
  ["args", ["--help"]],
  ["image", "docker.io/library/busybox:latest"],
  ["workingDir", "/nowhere"],
  ["envFrom", [{ secretRef: { name: "elsewhere" } }]],
  ["envFrom", [{ configMapRef: { name: "elsewhere" } }]],
  ["lifecycle", { postStart: { exec: { command: ["false"] } } }],
  ["lifecycle", { preStop: { exec: { command: ["sleep", "3600"] } } }],
  ["resources", { limits: { cpu: "10m", memory: "16Mi" } }],
  ["resources", { requests: { cpu: "64", memory: "512Gi" } }],
  ["livenessProbe", { httpGet: { path: "/elsewhere", port: 1 }, periodSeconds: 1, failureThreshold: 1 }],
  ["livenessProbe", { exec: { command: ["false"] } }],
  ["readinessProbe", { exec: { command: ["false"] } }],
  ["readinessProbe", { exec: { command: ["true"] } }],
  ["startupProbe", { exec: { command: ["false"] } }],
];

/** Sets of any object, by its kind. */
const OF_KINDS: Readonly<Record<string, readonly (readonly [Path, Value])[]>> = {
  "kubernetes:karpenter.sh/v1:NodePool": [
    [["spec", "template", "spec", "taints"], [{ key: "dedicated", effect: "NoSchedule" }]],
    [["spec", "template", "spec", "startupTaints"], [{ key: "example.com/agent", effect: "NoSchedule" }]],
    [["spec", "disruption", "consolidateAfter"], "0s"],
    [["spec", "disruption", "budgets"], [{ nodes: "100%" }]],
    [["spec", "disruption", "budgets"], [{ nodes: "0" }]],
    [["spec", "limits"], { cpu: "1" }],
    [["spec", "template", "spec", "expireAfter"], "1h"],
    [["spec", "template", "spec", "nodeClassRef", "name"], "elsewhere"],
    [["spec", "weight"], 1],
  ],
  "kubernetes:apps/v1:Deployment": [
    [["spec", "paused"], true],
    [["spec", "strategy"], { type: "Recreate" }],
    [["spec", "strategy"], { rollingUpdate: { maxUnavailable: "100%", maxSurge: 0 } }],
    [["spec", "replicas"], 0],
    [["spec", "replicas"], 1],
    [["spec", "progressDeadlineSeconds"], 1],
  ],
  "kubernetes:apps/v1:StatefulSet": [
    [["spec", "updateStrategy"], { type: "OnDelete" }],
    [["spec", "updateStrategy"], { rollingUpdate: { partition: 3 } }],
    [["spec", "persistentVolumeClaimRetentionPolicy"], { whenDeleted: "Delete", whenScaled: "Delete" }],
    [["spec", "podManagementPolicy"], "Parallel"],
    [["spec", "replicas"], 1],
    [["spec", "ordinals"], { start: 3 }],
  ],
  "kubernetes:autoscaling/v2:HorizontalPodAutoscaler": [
    [["spec", "behavior", "scaleUp"], { selectPolicy: "Disabled" }],
    [["spec", "behavior", "scaleDown"], { stabilizationWindowSeconds: 0 }],
    [
      ["spec", "metrics"],
      [
        {
          type: "External",
          external: { metric: { name: "elsewhere" }, target: { type: "Value", value: "1" } },
        },
      ],
    ],
    [["spec", "scaleTargetRef", "name"], "elsewhere"],
  ],
  "kubernetes:batch/v1:CronJob": [
    [["spec", "suspend"], true],
    [["spec", "schedule"], "0 0 30 2 *"],
    [["spec", "schedule"], "0 0 1 1 *"],
    [["spec", "timeZone"], "Mars/Olympus"],
    [["spec", "startingDeadlineSeconds"], 1],
    [["spec", "concurrencyPolicy"], "Replace"],
    [["spec", "jobTemplate", "spec", "activeDeadlineSeconds"], 1],
    [["spec", "jobTemplate", "spec", "parallelism"], 0],
  ],
  "kubernetes:core/v1:Service": [
    [["spec", "type"], "NodePort"],
    [["spec", "type"], "ExternalName"],
    [["spec", "externalName"], "elsewhere.example.com"],
    [["spec", "internalTrafficPolicy"], "Local"],
    [["spec", "externalTrafficPolicy"], "Local"],
    [["spec", "sessionAffinity"], "ClientIP"],
    [["spec", "loadBalancerSourceRanges"], ["203.0.113.0/24"]],
    [["spec", "loadBalancerClass"], "example.com/elsewhere"],
    [["spec", "externalIPs"], ["203.0.113.9"]],
    [["spec", "publishNotReadyAddresses"], true],
    [["spec", "trafficDistribution"], "PreferClose"],
  ],
  "kubernetes:core/v1:Namespace": [
    [
      ["metadata", "labels"],
      {
        "pod-security.kubernetes.io/enforce": "restricted",
        "pod-security.kubernetes.io/enforce-version": "v1.99",
      },
    ],
    [["metadata", "annotations"], { "scheduler.alpha.kubernetes.io/node-selector": "disktype=ssd" }],
    [["metadata", "labels"], { "pod-security.kubernetes.io/enforce": "privileged" }],
  ],
  "kubernetes:core/v1:ConfigMap": [[["immutable"], true]],
  "kubernetes:core/v1:Secret": [[["immutable"], true]],
};

const OF_ALL: readonly (readonly [Path, Value])[] = [
  [["metadata", "finalizers"], ["example.com/never"]],
  [["metadata", "namespace"], "default"],
];

/** Every such value of one object that isn't what stands there. */
export function saidOfObjects(type: string, inputs: Value): WeakValue[] {
  if (!type.startsWith("kubernetes:")) return [];
  const pod = PODS[type];
  const ofPods = pod
    ? [
        ...OF_PODS.map(([key, value]) => [[...pod, key], value] as const),
        ...OF_CONTAINERS.map(([key, value]) => [[...pod, "containers", 0, key], value] as const),
        [[...pod, "topologySpreadConstraints"], []] as const,
      ]
    : [];
  return [...ofPods, ...(OF_KINDS[type] ?? []), ...OF_ALL].flatMap(([path, value]) => {
    const before = JSON.stringify(valueAt(inputs, path));
    const within = JSON.stringify(value);
    return before === within ? [] : [{ path, weakening: "set" as const, within, value }];
  });
}
