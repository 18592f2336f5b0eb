/** Pods stand where their spread constraints say. */
import type { Cluster } from "./cluster";
import type { KubeObject } from "./kube";

interface Constraint {
  readonly maxSkew: number;
  readonly topologyKey: string;
  readonly whenUnsatisfiable: string;
}

export async function spread(cluster: Cluster): Promise<void> {
  const { lane, site } = cluster;
  const nodes = await cluster.kube.list("v1", "Node");
  const well = await cluster.wellNodes();
  const serving = await cluster.serving();
  for (const { kind, namespace, name, object } of cluster.workloads()) {
    if (!cluster.namespaces.includes(namespace)) continue;
    const pods = serving.get(`${namespace}/${name}`) ?? [];
    const constraints: Constraint[] = object.spec.template.spec.topologySpreadConstraints ?? [];
    const hard = constraints.filter(({ whenUnsatisfiable }) => whenUnsatisfiable === "DoNotSchedule");
    lane.expect(`${site}: ${kind} ${name} must be spread over zones`, hard.length > 0);
    for (const { topologyKey, maxSkew } of hard) {
      const counts = countsBy(
        nodes.filter(({ metadata }) => well.has(metadata.name)),
        pods,
        topologyKey,
      );
      const values = Object.values(counts);
      const skew = Math.max(...values) - Math.min(...values);
      lane.expect(
        `${site}: ${pods.length} pods of ${name} over ${values.length} of ${topologyKey}, ${maxSkew} apart at most`,
        values.length > 1 && pods.length > 0 && skew <= maxSkew,
        values.join("/"),
      );
    }
  }
}

/** Pods in each place that the nodes name, those without pods too. */
export function countsBy(
  nodes: readonly KubeObject[],
  pods: readonly KubeObject[],
  key: string,
): Record<string, number> {
  const place = new Map(nodes.map(({ metadata }) => [metadata.name, metadata.labels?.[key] ?? ""]));
  const counts: Record<string, number> = Object.fromEntries([...place.values()].map((value) => [value, 0]));
  for (const { spec } of pods) {
    const at = place.get(spec.nodeName);
    if (at !== undefined) counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts;
}
