/** Whether the nodes of each cluster hold what its pods request. Pure. */
import type { Graph, GraphResource } from "../graph/resource";
import { clusterOfProvider, hasMetricsAddon } from "../graph/views/clusters";
import { type PoolView, poolsOf, type Room } from "../graph/views/nodes";
import { podRequest } from "../graph/views/pod-request";
import { listAt, propertiesOf, textAt } from "../graph/views/read";
import { isReplicated } from "../graph/views/workload-kinds";
import { type WorkloadView, workloadsOf } from "../graph/views/workloads";
import type { Finding } from "./rule";

const GIB = 2 ** 30;
type Bound = "floor" | "ceiling";

/**
 * What is wrong with the nodes of clusters in the graph. Counted are pods that run until they are stopped;
 * DaemonSets are in what a node keeps for itself, Jobs pass. Pods are spread evenly over zones, so the weakest zone
 * counts for all. Nodes that the provider may take back, or that are kept for pods with a toleration, don't count.
 * @param mustTell whether nodes of which nothing can be told are a finding.
 */
export function* nodesShort(graph: Graph, mustTell: boolean): Generator<Finding> {
  const pools = poolsOf(graph);
  for (const [cluster, workloads] of workloadsByCluster(graph)) {
    const all = pools.get(cluster.urn) ?? [];
    const counted = all.filter(({ interruptible, tainted }) => !interruptible && !tainted);
    if (mustTell) yield* withoutMetrics(graph, cluster, workloads);
    if (counted.length === 0) {
      if (all.length === 0 && !mustTell) continue;
      const found =
        all.length === 0
          ? "has no nodes that pods could run on"
          : "has only nodes that can be taken back at any time, or are kept for other pods";
      yield { urn: cluster.urn, found, wanted: "nodes that hold its pods" };
      continue;
    }
    for (const bound of ["floor", "ceiling"] as const) {
      yield* shortOf(cluster, counted, workloads, bound, mustTell);
    }
  }
}

function* shortOf(
  cluster: GraphResource,
  pools: readonly PoolView[],
  workloads: readonly WorkloadView[],
  bound: Bound,
  mustTell: boolean,
): Generator<Finding> {
  const asked = requests(workloads, bound);
  const held = evenRoom(pools, bound);
  const wanted = `${roomText(asked)}, which its pods request at their ${bound}s`;
  if (!held) {
    if (mustTell)
      yield { urn: cluster.urn, found: "has nodes whose size can't be told", wanted, unsure: true };
    return;
  }
  if (held.room.cpus >= asked.cpus && held.room.memoryGiB >= asked.memoryGiB) return;
  const which = bound === "floor" ? "run before anything is lost" : "may run at most";
  const found = `has nodes that ${which} with ${roomText(held.room)} for pods, as its weakest zone has`;
  yield { urn: held.weakest.urn, found, wanted };
}

function workloadsByCluster(graph: Graph): ReadonlyMap<GraphResource, readonly WorkloadView[]> {
  const clusters = clusterOfProvider(graph);
  const found = new Map<GraphResource, WorkloadView[]>();
  for (const workload of workloadsOf(graph).filter(isReplicated)) {
    const cluster = clusters.get(workload.cluster ?? "");
    if (cluster) {
      const group = found.get(cluster);
      if (group) group.push(workload);
      else found.set(cluster, [workload]);
    }
  }
  return found;
}

function requests(workloads: readonly WorkloadView[], bound: Bound): Room {
  const asked = workloads.map((workload) => ({ pods: workload[bound], each: podRequest(workload) }));
  return {
    cpus: asked.reduce((sum, { pods, each }) => sum + pods * each.cpu, 0),
    memoryGiB: asked.reduce((sum, { pods, each }) => sum + pods * each.memory, 0) / GIB,
  };
}

/** The room of all zones if each had what the weakest has; undefined where a pool's can't be told. */
function evenRoom(
  pools: readonly PoolView[],
  bound: Bound,
): { room: Room; weakest: GraphResource } | undefined {
  const zones = new Map<string, { cpus: number; memoryGiB: number; pool: GraphResource }>();
  for (const pool of pools) {
    const room = pool[bound];
    if (!room) return undefined;
    const names = pool.zones.length > 0 ? pool.zones : [""];
    for (const name of names) {
      const zone = zones.get(name) ?? { cpus: 0, memoryGiB: 0, pool: pool.resource };
      zone.cpus += room.cpus / names.length;
      zone.memoryGiB += room.memoryGiB / names.length;
      zones.set(name, zone);
    }
  }
  const all = [...zones.values()];
  const least = (of: "cpus" | "memoryGiB") => Math.min(...all.map((zone) => zone[of])) * all.length;
  const [weakest] = all.sort((a, b) => a.cpus - b.cpus || a.memoryGiB - b.memoryGiB);
  return weakest && { room: { cpus: least("cpus"), memoryGiB: least("memoryGiB") }, weakest: weakest.pool };
}

/** Autoscalers that go by what pods use need something in the cluster that measures it; without it floors are ceilings. */
function* withoutMetrics(
  graph: Graph,
  cluster: GraphResource,
  workloads: readonly WorkloadView[],
): Generator<Finding> {
  const measured = workloads.filter(
    ({ autoscaler }) =>
      autoscaler &&
      listAt(propertiesOf(autoscaler), "spec", "metrics").some(
        (metric) => textAt(metric, "type") === "Resource",
      ),
  );
  const has =
    hasMetricsAddon(graph, cluster) ||
    workloads.some(({ name }) => name === "metrics-server") ||
    (graph.byType.get("kubernetes:helm.sh/v3:Release") ?? []).some(
      (release) =>
        release.provider === workloads[0]?.cluster &&
        textAt(propertiesOf(release), "chart") === "metrics-server",
    );
  if (measured.length === 0 || has) return;
  const found = `has nothing that measures pods, so that ${measured.length} autoscalers never go beyond their floors`;
  yield { urn: cluster.urn, found, wanted: "a metrics server" };
}

/** Rounded to a tenth. */
const roomText = ({ cpus, memoryGiB }: Room): string =>
  `${Math.round(cpus * 10) / 10} vCPUs and ${Math.round(memoryGiB * 10) / 10} GiB`;
