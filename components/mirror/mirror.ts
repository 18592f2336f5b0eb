import * as batch from "@pulumi/kubernetes/batch/v1";
import * as core from "@pulumi/kubernetes/core/v1";
import * as networking from "@pulumi/kubernetes/networking/v1";
import type { core as coreInput } from "@pulumi/kubernetes/types/input";
import * as pulumi from "@pulumi/pulumi";
import { keys, writeStores } from "../../graph/dependencies";
import { foreignSecret, namespaces, paths } from "../capability";
import type { ForeignCredentials, MediaStore, Traits } from "../contracts";
import { scratchMiB } from "../disk";
import { foreignEnv, foreignSecretEnv, tokenMounts } from "../foreign-credentials";
import { type Mount, volumeMounts, volumes } from "../mounts";
import { PULL_SECRET } from "../namespace";
import { APP_LABEL, type Peer, policySpec } from "../network-policy";
import { containerSecurity, type PodSize, podSecurity, resources, tolerations } from "../pod";
import { mirrorPaths } from "../ports";
import { allRuns, deadlineSeconds, type MirrorRun, mirrorRuns, mirrorScript, rcloneConfig } from "./rclone";

/** Service account of the mirror's pods, in the namespace `mirror`. */
export const MIRROR_ACCOUNT = "mirror";
const APP = MIRROR_ACCOUNT;

export interface MirrorArgs {
  readonly site: string;
  readonly image: string;
  readonly pod: PodSize;
  /** The site's own store: all that is written to. */
  readonly own: MediaStore;
  /** Stores of other providers, the preferred one first: copied at once. With those left to others at least one. */
  readonly sources: readonly MediaStore[];
  /** Those that another site's mirror copies, and this one where that didn't. */
  readonly left: readonly MediaStore[];
  /** Prefixes of the keys that are copied: nothing else is. */
  readonly prefixes: readonly string[];
  /** How the mirror's pods reach the sources. */
  readonly credentials: readonly ForeignCredentials[];
  readonly traits: Traits;
  readonly pullSecret: boolean;
}

/**
 * Pulls into a site's own store what other providers' stores have and it lacks: what a dual write missed. A CronJob
 * for today and yesterday, one for all the rest at night; where another site's mirror copies a source and the provider
 * carries it on, two that take over what that left. A Job fails if a source did, and says so in its last lines.
 */
export class Mirror extends pulumi.ComponentResource {
  constructor(name: string, args: MirrorArgs, opts: pulumi.ComponentResourceOptions) {
    super("twincloud:Mirror", name, {}, opts);
    const child = { parent: this };
    const namespace = namespaces.mirror;
    const labels = {
      [APP_LABEL]: APP,
      "app.kubernetes.io/part-of": "twincloud",
      [keys.part]: "mirror",
      [keys.site]: args.site,
    };
    const metadata = { name: APP, namespace, labels };
    const { identityFromToken } = args.traits;

    const account = new core.ServiceAccount(
      name,
      {
        metadata: { ...metadata, name: MIRROR_ACCOUNT },
        automountServiceAccountToken: identityFromToken,
      },
      child,
    );
    const config = new core.ConfigMap(
      name,
      {
        metadata,
        data: {
          [file(mirrorPaths.config)]: rcloneConfig(args),
          [file(mirrorPaths.script)]: mirrorScript(args),
        },
      },
      child,
    );
    const firewall = new networking.NetworkPolicy(
      name,
      { metadata, spec: policySpec(APP, [], calls(args.traits)) },
      child,
    );

    for (const run of allRuns) {
      const { of, waitMinutes } = mirrorRuns[run];
      const annotations = {
        [keys.copiesFrom]: writeStores(args[of]),
        [keys.copiesTo]: writeStores([args.own]),
        ...(waitMinutes > 0 && args[of].length > 0 ? { [keys.copiesAfter]: String(waitMinutes * 60) } : {}),
      };
      new batch.CronJob(
        `${name}-${run}`,
        {
          metadata: { ...metadata, name: `${APP}-${run}`, annotations },
          spec: {
            schedule: mirrorRuns[run].schedule,
            // The same at every site; with nothing to do it waits for a stack that has.
            ...(args[of].length === 0 ? { suspend: true } : {}),
            timeZone: "Etc/UTC",
            concurrencyPolicy: "Forbid",
            startingDeadlineSeconds: mirrorRuns[run].startSeconds,
            successfulJobsHistoryLimit: 1,
            failedJobsHistoryLimit: 3,
            jobTemplate: {
              metadata: { labels },
              spec: {
                // rclone has tried again by itself; what still fails is to be seen, and the next run is due soon.
                backoffLimit: 0,
                // Pods that Kubernetes took away don't count.
                podFailurePolicy: {
                  rules: [
                    { action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] },
                  ],
                },
                activeDeadlineSeconds: deadlineSeconds(run),
                template: { metadata: { labels }, spec: podSpec(run, args) },
              },
            },
          },
        },
        { parent: this, dependsOn: [account, config, firewall] },
      );
    }
    this.registerOutputs({ site: args.site });
  }
}

const file = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
const folder = (path: string): string => path.slice(0, path.lastIndexOf("/"));

function podSpec(run: MirrorRun, args: MirrorArgs): coreInput.v1.PodSpec {
  const env: Record<string, string> = Object.assign(
    // Go collects before the container is killed for its memory; a fifth is left for what Go doesn't count.
    { GOMEMLIMIT: `${Math.floor(args.pod.memoryMiB * 0.8)}MiB` },
    args.traits.identityEnv,
    foreignEnv(args.credentials),
  );
  const needsSecret = Object.keys(foreignSecretEnv(args.credentials)).length > 0;
  const mounts = mountsOf(args.credentials);
  return {
    restartPolicy: "Never",
    serviceAccountName: MIRROR_ACCOUNT,
    automountServiceAccountToken: args.traits.identityFromToken,
    enableServiceLinks: false,
    ...(args.pullSecret ? { imagePullSecrets: [{ name: PULL_SECRET }] } : {}),
    securityContext: podSecurity,
    nodeSelector: { ...args.traits.nodeSelector },
    tolerations,
    // There is nothing to finish: an upload that was cut off never becomes an object.
    terminationGracePeriodSeconds: 5,
    containers: [
      {
        name: APP,
        image: args.image,
        command: ["/bin/sh", mirrorPaths.script],
        args: [run],
        env: Object.entries(env).map(([name, value]) => ({ name, value })),
        ...(needsSecret ? { envFrom: [{ secretRef: { name: foreignSecret(MIRROR_ACCOUNT) } }] } : {}),
        resources: resources(args.pod, mounts),
        securityContext: containerSecurity,
        // The last lines, which name the sources that failed, stand in the pod's status.
        terminationMessagePolicy: "FallbackToLogsOnError",
        volumeMounts: volumeMounts(mounts),
      },
    ],
    volumes: volumes(mounts),
  };
}

function mountsOf(credentials: readonly ForeignCredentials[]): Mount[] {
  return [
    { name: "config", path: folder(mirrorPaths.config), from: { configMap: APP } },
    { name: "scratch", path: paths.scratch, from: { scratchMiB: scratchMiB.mirror } },
    ...tokenMounts(credentials, (n) => `token-${n}`),
  ];
}

function calls(traits: Traits): Peer[] {
  return [
    { publicAddresses: true, ports: [443] },
    ...traits.identityEndpoints.map(({ cidr, port }): Peer => ({ cidrs: [cidr], ports: [port] })),
  ];
}
