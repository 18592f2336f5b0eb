/** How much of a graph is understood: what no view reads can hide what a verdict should know. Pure. */
import { allReaders } from "./clouds";
import type { CloudReader } from "./clouds/reader";
import { presentType } from "./present-types";
import type { Graph } from "./resource";

export interface Coverage {
  /** Managed resources of which something is read. */
  readonly understood: number;
  /** All managed resources: neither components nor providers nor the stack itself. */
  readonly total: number;
  /** Types of the others, the commonest first. */
  readonly unknown: readonly { readonly type: string; readonly count: number }[];
}

export function coverageOf(graph: Graph): Coverage {
  const known = knownTypes();
  const unknown = new Map<string, number>();
  let total = 0;
  for (const { type, custom } of graph.resources) {
    if (!custom || type.startsWith("pulumi:")) continue;
    total++;
    if (!known.has(presentType(type))) unknown.set(type, (unknown.get(type) ?? 0) + 1);
  }
  const left = [...unknown].map(([type, count]) => ({ type, count }));
  return {
    understood: total - left.reduce((sum, { count }) => sum + count, 0),
    total,
    unknown: left.sort((a, b) => b.count - a.count || (a.type < b.type ? -1 : 1)),
  };
}

const kubernetesKinds: readonly (readonly [group: string, kinds: string])[] = [
  ["apps/v1", "DaemonSet Deployment ReplicaSet StatefulSet"],
  ["autoscaling/v1", "HorizontalPodAutoscaler"],
  ["autoscaling/v2", "HorizontalPodAutoscaler"],
  ["batch/v1", "CronJob Job"],
  ["core/v1", "ConfigMap Endpoints Namespace PersistentVolume PersistentVolumeClaim Pod Secret Service"],
  ["discovery.k8s.io/v1", "EndpointSlice"],
  ["networking.k8s.io/v1", "Ingress NetworkPolicy"],
  ["policy/v1", "PodDisruptionBudget"],
  ["storage.k8s.io/v1", "StorageClass"],
];

function knownTypes(): ReadonlySet<string> {
  const kinds = kubernetesKinds.flatMap(([group, names]) =>
    names.split(" ").map((kind) => `kubernetes:${group}:${kind}`),
  );
  return new Set([...kinds, ...allReaders().flatMap(typesRead)]);
}

/** Every type that a cloud's reader reads. */
export const typesRead = ({
  clusters,
  addresses,
  dns,
  network,
  serving,
  ways,
  rights,
  data,
  images,
  services,
  alsoReads,
}: CloudReader): readonly string[] => [
  ...clusters.types,
  ...addresses.ipsOfType.keys(),
  ...addresses.keptTypes,
  ...dns.zoneTypes,
  ...network.networkTypes,
  ...network.subnetTypes,
  ...serving.entranceTypes,
  ...serving.namedTypes,
  ...serving.computeTypes,
  ...serving.callers,
  ...serving.bindingTypes,
  ...ways.types,
  ...rights.types,
  ...data.holding,
  ...data.lasting,
  ...data.alsoLost,
  ...images.repositoryTypes.keys(),
  ...services.types,
  ...alsoReads,
];
