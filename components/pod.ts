/**
 * What every pod of the platform has in common: restricted security, a spread that survives a zone, short
 * waits for lost nodes. Pure: plain data in, parts of a pod's specification out.
 */
import type { core } from "@pulumi/kubernetes/types/input";
import type { Traits } from "./contracts";
import { diskOf } from "./disk";
import type { Mount } from "./mounts";

/** The numeric user of all our pods: `nobody` of distroless images. */
export const POD_USER = 65532;

export const podSecurity: core.v1.PodSecurityContext = {
  runAsNonRoot: true,
  runAsUser: POD_USER,
  runAsGroup: POD_USER,
  fsGroup: POD_USER,
  seccompProfile: { type: "RuntimeDefault" },
};

export const containerSecurity: core.v1.SecurityContext = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
};

/**
 * Seconds that a pod stays bound to a node that is not ready or can't be reached. Kubernetes' own 300 would
 * hold a lost zone's pods back for five minutes; much less would move pods on every hiccup of a kubelet.
 */
export const LOST_NODE_SECONDS = 10;

export const tolerations: core.v1.Toleration[] = ["not-ready", "unreachable"].map((condition) => ({
  key: `node.kubernetes.io/${condition}`,
  operator: "Exists",
  effect: "NoExecute",
  tolerationSeconds: LOST_NODE_SECONDS,
}));

/**
 * How uneven nodes may be. Karpenter takes a soft constraint for a hard one while it plans, and counts from nodes
 * that are empty: with 1 it would start a node for every pod.
 */
const NODE_SKEW = 3;

/** Time that Kubernetes' objects get to become ready: Pulumi's own ten minutes end before the slowest roll-out. */
export const PATIENCE = { create: "30m", update: "30m" } as const;

/**
 * Evenly over zones, and over nodes where that can be had. A tainted zone doesn't count (`nodeTaintsPolicy`):
 * else the pods of a lost zone stay Pending until it is back. `revisionKey` keeps the spread through a roll-out.
 */
export function spread(
  traits: Pick<Traits, "zoneKey">,
  matchLabels: Readonly<Record<string, string>>,
  revisionKey?: string,
): core.v1.TopologySpreadConstraint[] {
  const common = {
    labelSelector: { matchLabels },
    nodeTaintsPolicy: "Honor",
    ...(revisionKey ? { matchLabelKeys: [revisionKey] } : {}),
  };
  return [
    { ...common, maxSkew: 1, topologyKey: traits.zoneKey, whenUnsatisfiable: "DoNotSchedule" },
    {
      ...common,
      maxSkew: NODE_SKEW,
      topologyKey: "kubernetes.io/hostname",
      whenUnsatisfiable: "ScheduleAnyway",
    },
  ];
}

export interface PodSize {
  readonly cpuMillis: number;
  readonly memoryMiB: number;
}

/**
 * Requests, and limits on memory and disk alone: a limit on CPU would throttle just when others have failed. Without a
 * request for disk a node takes more pods than it can hold the writing of, and evicts whichever when it is full.
 */
export function resources(
  { cpuMillis, memoryMiB }: PodSize,
  mounts: readonly Mount[],
): core.v1.ResourceRequirements {
  const bounded = { memory: `${memoryMiB}Mi`, "ephemeral-storage": `${diskOf(mounts)}Mi` };
  return { requests: { cpu: `${cpuMillis}m`, ...bounded }, limits: bounded };
}

/** A request that must be answered with success, or (`tcp`) a port that must take a connection. */
export type Probe = { readonly path: string; readonly port: number } | { readonly tcp: number };

export interface Probes {
  readonly startup: Probe;
  readonly readiness: Probe;
  readonly liveness: Probe;
  /** Seconds that starting up may take; two minutes unless given. */
  readonly startupSeconds?: number;
}

const asks = (probe: Probe): Pick<core.v1.Probe, "httpGet" | "tcpSocket"> =>
  "tcp" in probe ? { tcpSocket: { port: probe.tcp } } : { httpGet: { ...probe } };

const STARTUP_PERIOD_SECONDS = 2;

/** Readiness leaves after 6 s of failing, liveness kills after 30 s. */
export function probes({
  startup,
  readiness,
  liveness,
  startupSeconds = 120,
}: Probes): Pick<core.v1.Container, "startupProbe" | "readinessProbe" | "livenessProbe"> {
  return {
    startupProbe: {
      ...asks(startup),
      periodSeconds: STARTUP_PERIOD_SECONDS,
      failureThreshold: Math.ceil(startupSeconds / STARTUP_PERIOD_SECONDS),
      timeoutSeconds: 2,
    },
    readinessProbe: { ...asks(readiness), periodSeconds: 3, failureThreshold: 2, timeoutSeconds: 2 },
    livenessProbe: { ...asks(liveness), periodSeconds: 10, failureThreshold: 3, timeoutSeconds: 3 },
  };
}
