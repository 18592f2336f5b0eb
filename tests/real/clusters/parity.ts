/** The same manifests give the same objects on both clouds, but for what a cloud's traits say. */
import type { Lane } from "../../../drill/frame/lane";
import type { Cluster } from "./cluster";
import { type KubeObject, nameOf } from "./kube";

/** What may differ, by kind and path; `*` is any one step. */
const traits: readonly RegExp[] = [
  // How long the cloud's balancer goes on sending to a pod that leaves, and what follows from it.
  /^Deployment edge\/edge: spec\.template\.spec\.(containers\.\d+\.lifecycle\.preStop\.sleep\.seconds|terminationGracePeriodSeconds)$/,
  // What another site's mirror is waited for, where the cloud's stores copy to each other.
  /^CronJob mirror\/mirror-late-(full|recent): (spec\.suspend|metadata\.annotations\.twincloud\.dev\/copies-after)$/,
  // Names of the site, the region and the registry.
  /\.labels\.twincloud\.dev\/site$/,
  /\.annotations\.twincloud\.dev\/site-name$/,
  /\.image$/,
  /\.imagePullSecrets(\..*)?$/,
  // The configuration of a site names its peers: another digest.
  /\.annotations\.twincloud\.dev\/(configuration|copies-from|copies-to)$/,
  // Who a pod is to its own cloud and to the other one.
  /^ServiceAccount .*(annotations|automountServiceAccountToken|imagePullSecrets)/,
  /\.automountServiceAccountToken$/,
  /\.containers\.\d+\.(env|envFrom|volumeMounts)(\..*)?$/,
  /\.volumes(\..*)?$/,
  /^StatefulSet .*\.volumeClaimTemplates\.0\.spec\.storageClassName$/,
  // Addresses of DNS, of identity and of the other sites, as the network policies have them.
  /^NetworkPolicy .*\.(egress|ingress)\./,
  // How an edge is reached.
  /^Namespace edge: metadata\.labels\.eks\.amazonaws\.com\/pod-readiness-gate-inject$/,
];

const kinds = new Set([
  "Namespace",
  "ServiceAccount",
  "NetworkPolicy",
  "Service",
  "PodDisruptionBudget",
  "Deployment",
  "StatefulSet",
  "HorizontalPodAutoscaler",
  "CronJob",
]);

/** Objects that only one of the clouds has, for the way in which it does a thing. */
const alone =
  /^(Service edge\/edge-public|(DaemonSet|Deployment|ServiceAccount|PodDisruptionBudget|Service) kube-system\/)/;

export async function samePlatform(lane: Lane, [one, other]: readonly Cluster[]): Promise<void> {
  if (!one || !other) throw new Error("two clusters are wanted");
  const [mine, theirs] = await Promise.all([one, other].map(live));
  const names = new Set([...(mine?.keys() ?? []), ...(theirs?.keys() ?? [])]);
  const differ: string[] = [];
  let compared = 0;
  for (const name of names) {
    const [a, b] = [mine?.get(name), theirs?.get(name)];
    if (!a || !b) {
      if (!alone.test(name)) differ.push(`${name} is only at ${a ? one.site : other.site}`);
      continue;
    }
    compared++;
    for (const path of differences(a, b, "")) {
      const where = `${name}: ${path.slice(1)}`;
      if (!traits.some((trait) => trait.test(where))) differ.push(where);
    }
  }
  lane.expect(
    `${compared} objects are the same at ${one.site} and ${other.site}, but for the traits`,
    compared > 40 && differ.length === 0,
    differ.slice(0, 8).join("; ") || undefined,
  );
}

/** What the API servers hold of the manifests' objects, without what each of them adds to any object. */
async function live({ kube, objects }: Cluster): Promise<Map<string, object>> {
  const found = new Map<string, object>();
  for (const object of objects) {
    if (!kinds.has(object.kind)) continue;
    const { metadata, status, spec, ...rest } = await kube.read(object);
    // Given by each cluster, or the autoscaler's at this moment.
    const { clusterIP, clusterIPs, replicas, ...ownSpec } = (spec ?? {}) as Record<string, unknown>;
    void [status, clusterIP, clusterIPs, replicas];
    found.set(nameOf(object), {
      metadata: {
        labels: without(metadata.labels, "kubernetes.io/metadata.name"),
        annotations: without(metadata.annotations, "deployment.kubernetes.io/revision"),
      },
      spec: ownSpec,
      ...(rest as Omit<KubeObject, "metadata">),
    });
  }
  return found;
}

const without = (map: Readonly<Record<string, string>> | undefined, key: string): object =>
  Object.fromEntries(Object.entries(map ?? {}).filter(([name]) => name !== key));

function differences(a: unknown, b: unknown, path: string): string[] {
  if (a instanceof Date || b instanceof Date || typeof a !== "object" || typeof b !== "object" || !a || !b)
    return JSON.stringify(a) === JSON.stringify(b) ? [] : [path];
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].flatMap((key) =>
    differences((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key], `${path}.${key}`),
  );
}
