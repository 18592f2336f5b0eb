import * as apps from "@pulumi/kubernetes/apps/v1";
import * as autoscaling from "@pulumi/kubernetes/autoscaling/v2";
import * as core from "@pulumi/kubernetes/core/v1";
import * as networking from "@pulumi/kubernetes/networking/v1";
import * as policy from "@pulumi/kubernetes/policy/v1";
import type { core as coreInput } from "@pulumi/kubernetes/types/input";
import * as pulumi from "@pulumi/pulumi";
import type { Traits } from "./contracts";
import { type Mount, volumeMounts, volumes } from "./mounts";
import { PULL_SECRET } from "./namespace";
import { APP_LABEL, type Peer, policySpec } from "./network-policy";
import {
  containerSecurity,
  PATIENCE,
  type PodSize,
  type Probes,
  podSecurity,
  probes,
  resources,
  spread,
  tolerations,
} from "./pod";
import type { Replicas } from "./sizing";

export interface WorkloadArgs {
  /** Name of the Deployment and of all its objects in the cluster. */
  readonly app: string;
  readonly namespace: string;
  /** By digest, from the site's own registry. */
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly replicas: Replicas;
  readonly pod: PodSize;
  readonly ports: readonly { readonly name: string; readonly port: number }[];
  /** Whether its Service resolves to the pods themselves, for callers that balance by themselves. */
  readonly headless: boolean;
  readonly probes: Probes;
  readonly env: Readonly<Record<string, pulumi.Input<string>>>;
  /** Keys of a Secret that become environment. */
  readonly envFromSecret?: string;
  readonly mounts: readonly Mount[];
  /** Added to the labels of the Deployment and its pods. */
  readonly labels: Readonly<Record<string, string>>;
  /** On the Deployment: what the capability hangs on. */
  readonly annotations: Readonly<Record<string, string>>;
  /** On the pods: a change of their configuration rolls them. */
  readonly podAnnotations?: Readonly<Record<string, pulumi.Input<string>>>;
  /** Whether the pods read their cloud identity from the service-account token. */
  readonly serviceAccountToken: boolean;
  /** Seconds that a pod goes on serving after it was told to end, before SIGTERM; 0 where the image sees to it. */
  readonly drainSeconds: number;
  /** Seconds from being told to end until SIGKILL, the drain included. */
  readonly graceSeconds: number;
  readonly accepts: readonly Peer[];
  readonly calls: readonly Peer[];
  readonly traits: Traits;
  readonly pullSecret: boolean;
}

/** Share of a pod's CPU request, in percent, at which the autoscaler adds pods: 40 % are left for a fault. */
export const TARGET_CPU_PERCENT = 60;

/**
 * A stateless workload, the same on every cloud: Deployment, Service, autoscaler, disruption budget, service account and network policy.
 */
export class Workload extends pulumi.ComponentResource {
  readonly deployment: apps.Deployment;
  readonly service: core.Service;
  /** Labels that its pods, and no others in the namespace, have. */
  readonly selector: Readonly<Record<string, string>>;

  constructor(name: string, args: WorkloadArgs, opts: pulumi.ComponentResourceOptions) {
    super("twincloud:Workload", name, {}, opts);
    const selector = { [APP_LABEL]: args.app };
    this.selector = selector;
    const labels = { ...selector, "app.kubernetes.io/part-of": "twincloud", ...args.labels };
    const metadata = { name: args.app, namespace: args.namespace, labels };
    const child = { parent: this };

    const account = new core.ServiceAccount(
      name,
      { metadata, automountServiceAccountToken: args.serviceAccountToken },
      child,
    );
    const firewall = new networking.NetworkPolicy(
      name,
      { metadata, spec: policySpec(args.app, args.accepts, args.calls) },
      child,
    );
    this.service = new core.Service(
      name,
      {
        metadata,
        spec: {
          ...(args.headless ? { clusterIP: "None" } : {}),
          selector,
          ports: args.ports.map(({ name, port }) => ({ name, port, targetPort: port })),
        },
      },
      child,
    );

    const container: coreInput.v1.Container = {
      name: args.app,
      image: args.image,
      ...(args.command ? { command: [...args.command] } : {}),
      ...(args.args ? { args: [...args.args] } : {}),
      ports: args.ports.map(({ name, port }) => ({ name, containerPort: port })),
      env: Object.entries(args.env).map(([name, value]) => ({ name, value })),
      ...(args.envFromSecret ? { envFrom: [{ secretRef: { name: args.envFromSecret } }] } : {}),
      resources: resources(args.pod, args.mounts),
      securityContext: containerSecurity,
      ...(args.drainSeconds > 0 ? { lifecycle: { preStop: { sleep: { seconds: args.drainSeconds } } } } : {}),
      volumeMounts: volumeMounts(args.mounts),
      ...probes(args.probes),
    };
    this.deployment = new apps.Deployment(
      name,
      {
        metadata: { ...metadata, annotations: args.annotations },
        spec: {
          // No `replicas`: the autoscaler owns the number, and its floor holds without metrics too.
          selector: { matchLabels: selector },
          minReadySeconds: 5,
          revisionHistoryLimit: 3,
          strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: "25%" } },
          template: {
            metadata: { labels, ...(args.podAnnotations ? { annotations: args.podAnnotations } : {}) },
            spec: {
              serviceAccountName: args.app,
              automountServiceAccountToken: args.serviceAccountToken,
              enableServiceLinks: false,
              ...(args.pullSecret ? { imagePullSecrets: [{ name: PULL_SECRET }] } : {}),
              securityContext: podSecurity,
              nodeSelector: { ...args.traits.nodeSelector },
              tolerations,
              topologySpreadConstraints: spread(args.traits, selector, "pod-template-hash"),
              terminationGracePeriodSeconds: args.graceSeconds,
              containers: [container],
              volumes: volumes(args.mounts),
            },
          },
        },
      },
      { parent: this, dependsOn: [account, firewall, this.service], customTimeouts: PATIENCE },
    );

    new autoscaling.HorizontalPodAutoscaler(
      name,
      {
        metadata,
        spec: {
          scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: args.app },
          minReplicas: args.replicas.floor,
          maxReplicas: args.replicas.ceiling,
          metrics: [
            {
              type: "Resource",
              resource: {
                name: "cpu",
                target: { type: "Utilization", averageUtilization: TARGET_CPU_PERCENT },
              },
            },
          ],
          behavior: {
            scaleUp: {
              stabilizationWindowSeconds: 0,
              policies: [{ type: "Percent", value: 100, periodSeconds: 15 }],
            },
            scaleDown: {
              stabilizationWindowSeconds: 600,
              policies: [{ type: "Percent", value: 10, periodSeconds: 60 }],
            },
          },
        },
      },
      { parent: this, dependsOn: [this.deployment] },
    );
    new policy.PodDisruptionBudget(
      name,
      {
        metadata,
        // A quarter, at least one: an upgrade of the nodes goes on, and three quarters serve meanwhile.
        spec: {
          maxUnavailable: "25%",
          selector: { matchLabels: selector },
          unhealthyPodEvictionPolicy: "AlwaysAllow",
        },
      },
      child,
    );
    this.registerOutputs({ deployment: this.deployment.metadata.name });
  }
}
