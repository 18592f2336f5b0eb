import * as apps from "@pulumi/kubernetes/apps/v1";
import * as batch from "@pulumi/kubernetes/batch/v1";
import * as core from "@pulumi/kubernetes/core/v1";
import * as networking from "@pulumi/kubernetes/networking/v1";
import * as policy from "@pulumi/kubernetes/policy/v1";
import type { core as coreInput } from "@pulumi/kubernetes/types/input";
import * as pulumi from "@pulumi/pulumi";
import { keys } from "../../graph/dependencies";
import { namespaces, queueSecret } from "../capability";
import type { Traits } from "../contracts";
import { digest } from "../digest";
import { scratchMiB } from "../disk";
import { type Mount, volumeMounts, volumes } from "../mounts";
import { PULL_SECRET } from "../namespace";
import { APP_LABEL, type Peer, policySpec } from "../network-policy";
import {
  containerSecurity,
  PATIENCE,
  type PodSize,
  podSecurity,
  probes,
  resources,
  spread,
  tolerations,
} from "../pod";
import { queueHealth, queuePaths, queuePorts } from "../ports";
import { type QueuePlan, reservedBytes } from "./model";
import { LEAF_REMOTES_FILE, leafRemotes, natsConfig, queueTimings } from "./nats-config";
import { clientHosts, QUEUE_APP, QUEUE_REPLICAS, serverHosts } from "./servers";
import { setupDeadlineSeconds, setupFiles } from "./setup";
import { recoverySeconds, volumeGiB } from "./sizes";
import type { Certificate, QueueTrust } from "./trust";

export interface QueueArgs {
  readonly site: string;
  readonly plan: QueuePlan;
  readonly image: string;
  readonly cliImage: string;
  readonly pod: PodSize;
  readonly jobPod: PodSize;
  /** Edge addresses by site id, of every other site. */
  readonly peers: Readonly<Record<string, readonly pulumi.Output<string>[]>>;
  readonly trust: QueueTrust;
  /** What must exist before the workloads' certificates can be put beside them. */
  readonly clients: readonly pulumi.Resource[];
  readonly traits: Traits;
  readonly pullSecret: boolean;
}

const SETUP_APP = "queue-setup";
const CONFIG = "queue";
const MAX_PAYLOAD = 2 ** 20;
/**
 * The queue of a site: three NATS servers in three zones, whose streams begin here and are mirrored by every
 * other site, and the Job that makes them.
 */
export class Queue extends pulumi.ComponentResource {
  readonly replicas = QUEUE_REPLICAS;
  /** By workload: what its pods need before they can connect. */
  readonly clientSecrets: readonly pulumi.Resource[];

  constructor(name: string, args: QueueArgs, opts: pulumi.ComponentResourceOptions) {
    super("twincloud:Queue", name, {}, opts);
    const namespace = namespaces.queue;
    const certificates = args.trust.of(args.site);
    const secrets = certificates
      .filter(({ plan }) => plan.holder.kind !== "workload")
      .map((certificate) => this.secret(name, namespace, tlsSecret(certificate.plan), certificate, []));
    this.clientSecrets = certificates.flatMap((certificate) =>
      certificate.plan.holder.kind === "workload"
        ? [
            this.secret(
              name,
              namespaces.platform,
              queueSecret(certificate.plan.holder.workload),
              certificate,
              args.clients,
            ),
          ]
        : [],
    );
    const servers = this.servers(name, args, certificates, secrets);
    this.setup(name, args, [...secrets, servers]);
    this.registerOutputs({ site: args.site });
  }

  private secret(
    name: string,
    namespace: string,
    secretName: string,
    { ca, certificate, key }: Certificate,
    after: readonly pulumi.Resource[],
  ): core.Secret {
    return new core.Secret(
      `${name}-${secretName}`,
      {
        metadata: { name: secretName, namespace },
        stringData: { "ca.crt": ca, "tls.crt": certificate, "tls.key": key },
      },
      { parent: this, dependsOn: [...after] },
    );
  }

  private servers(
    name: string,
    args: QueueArgs,
    certificates: readonly Certificate[],
    secrets: readonly pulumi.Resource[],
  ): apps.StatefulSet {
    const namespace = namespaces.queue;
    const selector = { [APP_LABEL]: QUEUE_APP };
    const labels = {
      ...selector,
      "app.kubernetes.io/part-of": "twincloud",
      [keys.part]: "queue",
      [keys.site]: args.site,
    };
    const metadata = { name: QUEUE_APP, namespace, labels };
    const child = { parent: this };
    const text = configuration(args);
    const remotes = leafLinks(args);
    const config = new core.ConfigMap(
      name,
      { metadata, data: { [file(queuePaths.config)]: text, [LEAF_REMOTES_FILE]: remotes } },
      child,
    );
    // Servers read their files when they start: a new configuration or certificate rolls them, one at a time.
    const files = pulumi
      .all([text, remotes, ...certificates.flatMap(({ ca, certificate }) => [ca, certificate])])
      .apply((all) => digest(all.join("\n")));
    const account = new core.ServiceAccount(name, { metadata, automountServiceAccountToken: false }, child);
    const firewall = new networking.NetworkPolicy(
      name,
      { metadata, spec: policySpec(QUEUE_APP, accepts, serverCalls(args.peers)) },
      child,
    );
    const ports = Object.entries(queuePorts).map(([port, number]) => ({ name: port, port: number }));
    const service = new core.Service(
      name,
      {
        metadata,
        // A server that is not ready must find the others to become so.
        spec: { clusterIP: "None", publishNotReadyAddresses: true, selector, ports },
      },
      child,
    );
    new policy.PodDisruptionBudget(
      name,
      {
        metadata,
        spec: {
          maxUnavailable: 1,
          selector: { matchLabels: selector },
          unhealthyPodEvictionPolicy: "AlwaysAllow",
        },
      },
      child,
    );
    const mounts: Mount[] = [
      { name: "config", path: folder(queuePaths.config), from: { configMap: CONFIG } },
      { name: "run", path: queuePaths.run, from: { scratchMiB: scratchMiB.queue } },
      ...certificates
        .filter(({ plan }) => plan.holder.kind === "servers")
        .map(({ plan }) => ({
          name: `tls-${plan.name}`,
          path: `${queuePaths.tls}/${plan.name}`,
          from: { secret: tlsSecret(plan) },
        })),
    ];
    const container: coreInput.v1.Container = {
      name: QUEUE_APP,
      image: args.image,
      command: ["nats-server", "--config", queuePaths.config],
      env: [{ name: "SERVER_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } }],
      ports: ports.map(({ name, port }) => ({ name, containerPort: port })),
      resources: resources(args.pod, mounts),
      securityContext: containerSecurity,
      // TERM would cut clients off; lame-duck mode hands leaderships and clients over first.
      lifecycle: {
        preStop: { exec: { command: ["nats-server", "--signal", `ldm=${queuePaths.run}/nats.pid`] } },
      },
      volumeMounts: [...volumeMounts(mounts), { name: "data", mountPath: queuePaths.data }],
      ...probes({
        startup: { path: queueHealth.enabled, port: queuePorts.monitor },
        startupSeconds: recoverySeconds(args.plan),
        readiness: { path: queueHealth.whole, port: queuePorts.monitor },
        liveness: { path: queueHealth.enabled, port: queuePorts.monitor },
      }),
    };
    return new apps.StatefulSet(
      name,
      {
        metadata,
        spec: {
          serviceName: QUEUE_APP,
          replicas: QUEUE_REPLICAS,
          selector: { matchLabels: selector },
          // One after the other would wait for a quorum that the first can't have.
          podManagementPolicy: "Parallel",
          minReadySeconds: 10,
          template: {
            metadata: { labels, annotations: { [keys.configuration]: files } },
            spec: {
              serviceAccountName: QUEUE_APP,
              automountServiceAccountToken: false,
              enableServiceLinks: false,
              ...(args.pullSecret ? { imagePullSecrets: [{ name: PULL_SECRET }] } : {}),
              securityContext: podSecurity,
              nodeSelector: { ...args.traits.nodeSelector },
              tolerations,
              topologySpreadConstraints: spread(args.traits, selector),
              terminationGracePeriodSeconds: queueTimings.terminationSeconds,
              containers: [container],
              volumes: volumes(mounts),
            },
          },
          volumeClaimTemplates: [
            {
              metadata: { name: "data" },
              spec: {
                accessModes: ["ReadWriteOnce"],
                storageClassName: args.traits.storageClass,
                resources: { requests: { storage: `${volumeGiB(args.plan)}Gi` } },
              },
            },
          ],
        },
      },
      {
        parent: this,
        dependsOn: [config, account, firewall, service, ...secrets],
        customTimeouts: PATIENCE,
      },
    );
  }

  private setup(name: string, args: QueueArgs, after: readonly pulumi.Resource[]): void {
    const namespace = namespaces.queue;
    const setupName = `${name}-setup`;
    const selector = { [APP_LABEL]: SETUP_APP };
    const labels = { ...selector, "app.kubernetes.io/part-of": "twincloud", [keys.site]: args.site };
    const metadata = { name: SETUP_APP, namespace, labels };
    const child = { parent: this };
    const host = clientHosts(namespace)[0] ?? QUEUE_APP;
    const data = setupFiles(args.plan, args.site, QUEUE_REPLICAS, host);
    const files = new core.ConfigMap(setupName, { metadata, data }, child);
    const account = new core.ServiceAccount(
      setupName,
      { metadata, automountServiceAccountToken: false },
      child,
    );
    const firewall = new networking.NetworkPolicy(
      setupName,
      {
        metadata,
        spec: policySpec(
          SETUP_APP,
          [],
          [{ pods: { namespace, app: QUEUE_APP }, ports: [queuePorts.client] }],
        ),
      },
      child,
    );
    const mounts: Mount[] = [
      { name: "files", path: queuePaths.setup, from: { configMap: SETUP_APP } },
      { name: "tls", path: `${queuePaths.tls}/setup`, from: { secret: tlsSecret({ name: "setup" }) } },
      { name: "scratch", path: "/tmp", from: { scratchMiB: scratchMiB.queueSetup } },
    ];
    new batch.Job(
      setupName,
      {
        // No name of its own: what it makes follows from its files, and another template is another Job.
        metadata: {
          namespace,
          labels,
          annotations: { "pulumi.com/replaceUnready": "true" },
        },
        spec: {
          backoffLimit: 5,
          activeDeadlineSeconds: 3 * setupDeadlineSeconds,
          template: {
            metadata: {
              labels,
              annotations: {
                "twincloud.dev/files": files.data.apply((data) => digest(JSON.stringify(data))),
              },
            },
            spec: {
              serviceAccountName: SETUP_APP,
              automountServiceAccountToken: false,
              enableServiceLinks: false,
              ...(args.pullSecret ? { imagePullSecrets: [{ name: PULL_SECRET }] } : {}),
              restartPolicy: "Never",
              securityContext: podSecurity,
              nodeSelector: { ...args.traits.nodeSelector },
              tolerations,
              containers: [
                {
                  name: SETUP_APP,
                  image: args.cliImage,
                  command: ["/bin/sh", `${queuePaths.setup}/setup.sh`],
                  resources: resources(args.jobPod, mounts),
                  securityContext: containerSecurity,
                  volumeMounts: volumeMounts(mounts),
                },
              ],
              volumes: volumes(mounts),
            },
          },
        },
      },
      {
        parent: this,
        dependsOn: [files, account, firewall, ...after],
        customTimeouts: PATIENCE,
      },
    );
  }
}

/** Name of the Secret with a certificate of the servers or of the setup Job. */
const tlsSecret = ({ name }: { readonly name: string }): string => `queue-tls-${name}`;

const file = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
const folder = (path: string): string => path.slice(0, path.lastIndexOf("/"));

function configuration(args: QueueArgs): string {
  return natsConfig({
    plan: args.plan,
    site: args.site,
    servers: serverHosts,
    maxPayloadBytes: MAX_PAYLOAD,
    maxFileStoreBytes: reservedBytes(args.plan),
    maxMemoryStoreBytes: 64 * 2 ** 20,
  });
}

/** An Output only because the other sites' addresses are. */
function leafLinks({ plan, site, peers }: QueueArgs): pulumi.Output<string> {
  return pulumi
    .all(peers as Record<string, pulumi.Output<string>[]>)
    .apply((leafAddresses) => leafRemotes({ plan, site, leafAddresses }));
}

/** Workloads and the setup Job as clients, the servers among themselves, leaf links and questions from the edge. */
const accepts: readonly Peer[] = [
  { pods: { namespace: namespaces.platform }, ports: [queuePorts.client] },
  { pods: { namespace: namespaces.queue, app: SETUP_APP }, ports: [queuePorts.client] },
  { pods: { namespace: namespaces.queue, app: QUEUE_APP }, ports: [queuePorts.cluster] },
  { pods: { namespace: namespaces.edge, app: "edge" }, ports: [queuePorts.leaf, queuePorts.monitor] },
];

/** Each other, and the other sites' edges. */
function serverCalls(peers: QueueArgs["peers"]): Peer[] {
  return [
    { pods: { namespace: namespaces.queue, app: QUEUE_APP }, ports: [queuePorts.cluster] },
    {
      cidrs: Object.values(peers).flatMap((addresses) => addresses.map((ip) => pulumi.interpolate`${ip}/32`)),
      ports: [queuePorts.leaf],
    },
  ];
}
