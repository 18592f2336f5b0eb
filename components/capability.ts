/**
 * From a capability to the arguments of its workload: pure, and blind to the cloud it will run on but for the
 * traits it is handed.
 */

import type * as pulumi from "@pulumi/pulumi";
import { type AuthorityStage, firstAuthority, stageText } from "../graph/authority-stage";
import { type Dependency, keys, writeDependencies } from "../graph/dependencies";
import type { ForeignCredentials, Traits } from "./contracts";
import { scratchMiB } from "./disk";
import { endpointLagSeconds } from "./edge/timings";
import { foreignEnv, foreignSecretEnv, tokenMounts } from "./foreign-credentials";
import type { Mount } from "./mounts";
import type { Peer } from "./network-policy";
import type { OtherSites } from "./other-sites";
import type { PodSize } from "./pod";
import { queuePorts, workloadPaths, workloadPort } from "./ports";
import { siteHost } from "./site-names";
import { sitesText } from "./sites-text";
import type { Replicas } from "./sizing";
import { readBy, type UsesStores, writtenBy } from "./store-keys";
import type { WorkloadArgs } from "./workload";

/** One thing that a user can do, and the workload that serves it. */
export interface Capability extends UsesStores {
  readonly name: string;
  /** First label of its public name; without one it is reached from inside only. */
  readonly publicLabel?: string;
  readonly needs: readonly Dependency[];
  readonly prefers: readonly Dependency[];
  /** What users have when something it prefers is lost. */
  readonly whenDegraded?: string;
  /** Families of events that it publishes and consumes. */
  readonly publishes: readonly string[];
  readonly consumes: readonly string[];
  /** Capabilities whose Services its pods call. */
  readonly calls: readonly string[];
  /** Whether its pods ask the edges of the other sites, on 443: they are told the addresses, and let out to these. */
  readonly asksOtherSites?: true;
  /** Whether its image does its operation for real and for nobody when it is asked to (docs: "What your images must do"). */
  readonly canary?: true;
  readonly pod: PodSize;
  /**
   * Requests that one pod is sent at a time, by the floor of the edge's pods; by its ceiling two thirds more. What is answered
   * after `responseSeconds`, or when its client has gone, is work for nobody: where one pod needs longer for all of them (at 5 s
   * and 50 answers a second more than about 125), overload leaves nobody served. survival-objective says how many fit.
   */
  readonly requestsPerReplica: number;
  /** Seconds that the edge waits for an answer. */
  readonly responseSeconds: number;
  /** Seconds that a pod may take to finish what it has begun, the drain not counted. */
  readonly graceSeconds: number;
}

/** Namespaces of every site. */
export const namespaces = { platform: "platform", edge: "edge", queue: "queue", mirror: "mirror" } as const;

/** What is mounted where in a capability's pods. */
export const paths = {
  stores: "/etc/twincloud/stores",
  queueCertificate: "/etc/twincloud/queue",
  scratch: "/tmp",
} as const;

/** ConfigMap with the site's stores, for every capability that uses one. */
export const STORES_CONFIG = "stores";

/** Name of the Secret with other clouds' keys for one service account. */
export const foreignSecret = (app: string): string => `${app}-other-stores`;
/** Name of the Secret with the certificate by which a workload is known to the queue. */
export const queueSecret = (app: string): string => `${app}-queue-client`;

export interface CapabilitySite {
  readonly site: string;
  readonly domain: string;
  readonly traits: Traits;
  readonly pullSecret: boolean;
  readonly image: string;
  readonly replicas: Replicas;
  /** Everything the site serves, to know who calls whom. */
  readonly catalog: readonly Capability[];
  /** Which of the queue's authorities are trusted: its pods read that when they start. */
  readonly queueAuthority: AuthorityStage;
  /** How its pods reach other clouds' stores, if they do. */
  readonly credentials: readonly ForeignCredentials[];
  /** The sites beside it that are trusted. */
  readonly otherSites: OtherSites;
}

export const usesQueue = ({ publishes, consumes }: Capability): boolean =>
  publishes.length > 0 || consumes.length > 0;
export const usesStores = ({ ownStore, otherStores }: Capability): boolean =>
  ownStore !== undefined || otherStores !== undefined;

/** The fully qualified public name of a capability, or undefined where it has none. */
export function publicName({ publicLabel }: Capability, domain: string): string | undefined {
  return publicLabel === undefined ? undefined : `${publicLabel}.${domain}`;
}

export function capabilityWorkload(capability: Capability, at: CapabilitySite): WorkloadArgs {
  const { name } = capability;
  const host = publicName(capability, at.domain);
  const app = { name: "http", port: workloadPort };
  const needsSecret = Object.keys(foreignSecretEnv(at.credentials)).length > 0;
  return {
    app: name,
    namespace: namespaces.platform,
    image: at.image,
    replicas: at.replicas,
    pod: capability.pod,
    ports: [app],
    // The edge balances over the pods themselves, so that it sees each one fail.
    headless: true,
    probes: {
      startup: { path: workloadPaths.startup, port: workloadPort },
      readiness: { path: workloadPaths.readiness, port: workloadPort },
      liveness: { path: workloadPaths.liveness, port: workloadPort },
    },
    env: {
      TWINCLOUD_SITE: at.site,
      TWINCLOUD_SITES: sitesText([at.site, ...at.otherSites.ids]),
      TWINCLOUD_CAPABILITY: name,
      ...(host ? { TWINCLOUD_PUBLIC_NAME: host } : {}),
      ...(usesQueue(capability)
        ? { QUEUE_URL: `tls://queue.${namespaces.queue}.svc:${queuePorts.client}` }
        : {}),
      ...(capability.ownStore ? at.traits.identityEnv : {}),
      ...storeKeysEnv(capability),
      ...edgesEnv(capability, at.otherSites),
      ...foreignEnv(at.credentials),
    },
    ...(needsSecret ? { envFromSecret: foreignSecret(name) } : {}),
    mounts: mountsOf(capability, at.credentials),
    labels: { [keys.capability]: name, [keys.site]: at.site },
    annotations: {
      [keys.needs]: writeDependencies(capability.needs),
      [keys.prefers]: writeDependencies(capability.prefers),
      ...(capability.whenDegraded ? { [keys.whenDegraded]: capability.whenDegraded } : {}),
      ...(host ? { [keys.publicName]: host, [keys.siteName]: siteHost(host, at.site) } : {}),
    },
    ...(usesQueue(capability) ? authorityNote(at.queueAuthority) : {}),
    serviceAccountToken: at.traits.identityFromToken && capability.ownStore !== undefined,
    drainSeconds: endpointLagSeconds,
    graceSeconds: capability.graceSeconds + endpointLagSeconds,
    accepts: [...callers(capability, at.catalog)],
    calls: [...callees(capability, at)],
    traits: at.traits,
    pullSecret: at.pullSecret,
  };
}

/** Which keys its pods may write and read in the stores, so that no image has to know them. */
function storeKeysEnv(capability: Capability): Record<string, string> {
  if (!usesStores(capability)) return {};
  const writes = writtenBy(capability);
  return {
    TWINCLOUD_STORE_READS: readBy(capability).join(" "),
    ...(writes.length > 0 ? { TWINCLOUD_STORE_WRITES: writes.join(" ") } : {}),
  };
}

function edgesEnv(
  { asksOtherSites }: Capability,
  { ids, edges }: OtherSites,
): Record<string, pulumi.Output<string>> {
  return asksOtherSites && ids.length > 0 ? { TWINCLOUD_EDGES: edges } : {};
}

/** On the pods, so that each stage starts them anew; nothing while there has been only one authority. */
function authorityNote(stage: AuthorityStage): Pick<WorkloadArgs, "podAnnotations"> {
  const text = stageText(stage);
  return text === stageText(firstAuthority)
    ? {}
    : { podAnnotations: { "twincloud.dev/queue-authority": text } };
}

function mountsOf(capability: Capability, credentials: readonly ForeignCredentials[]): Mount[] {
  const mounts: Mount[] = [
    { name: "scratch", path: paths.scratch, from: { scratchMiB: scratchMiB.capability } },
  ];
  if (usesStores(capability)) {
    mounts.push({ name: "stores", path: paths.stores, from: { configMap: STORES_CONFIG } });
  }
  if (usesQueue(capability)) {
    mounts.push({
      name: "queue-client",
      path: paths.queueCertificate,
      from: { secret: queueSecret(capability.name) },
    });
  }
  return [...mounts, ...tokenMounts(credentials, (n) => (n === 0 ? "other-cloud" : `other-cloud-${n + 1}`))];
}

function callers(capability: Capability, catalog: readonly Capability[]): Peer[] {
  const peers: Peer[] = catalog
    .filter(({ calls }) => calls.includes(capability.name))
    .map(({ name }) => ({ pods: { namespace: namespaces.platform, app: name }, ports: [workloadPort] }));
  if (capability.publicLabel) {
    peers.push({ pods: { namespace: namespaces.edge, app: "edge" }, ports: [workloadPort] });
  }
  return peers;
}

function callees(capability: Capability, { traits, otherSites }: CapabilitySite): Peer[] {
  const peers: Peer[] = capability.calls.map((name) => ({
    pods: { namespace: namespaces.platform, app: name },
    ports: [workloadPort],
  }));
  if (usesQueue(capability)) {
    peers.push({ pods: { namespace: namespaces.queue, app: "queue" }, ports: [queuePorts.client] });
  }
  if (usesStores(capability)) {
    peers.push({ publicAddresses: true, ports: [443] });
    peers.push(...traits.identityEndpoints.map(({ cidr, port }): Peer => ({ cidrs: [cidr], ports: [port] })));
  }
  if (capability.asksOtherSites) peers.push({ cidrs: otherSites.cidrs, ports: [443] });
  return peers;
}
