/** Nodes of EKS: what Auto Mode brings, Karpenter's node pools, managed node groups and Fargate. */
import type { Graph, GraphResource, Value } from "../../resource";
import { endlessRoom, roomOf } from "../../views/pool";
import { quantity } from "../../views/quantity";
import { at, booleanAt, isUnknown, listAt, numberAt, propertiesOf, textAt } from "../../views/read";
import { objectName } from "../../views/workloads";
import type { PoolView, Room } from "../views";
import { CLUSTER, clusterNamed, clusterPlaces } from "./clusters";
import { subnetPlaces } from "./subnets";

const GIB = 2 ** 30;
/** Share of a node that pods get: the rest is kept for its system, Kubernetes and the cluster's agents. An assumption. */
const PODS_SHARE = 0.9;

export function* awsPools(graph: Graph, clusters: ReadonlyMap<string, GraphResource>): Generator<PoolView> {
  for (const cluster of graph.byType.get(CLUSTER) ?? []) {
    const auto = at(propertiesOf(cluster), "computeConfig");
    // The other pool that Auto Mode brings, `system`, is kept for add-ons.
    if (booleanAt(auto, "enabled") !== true || !listAt(auto, "nodePools").includes("general-purpose"))
      continue;
    yield {
      resource: cluster,
      cluster,
      ...clusterPlaces(graph, cluster),
      ...bounds(endlessRoom, endlessRoom),
      ...plain,
    };
  }
  for (const version of ["v1", "v1beta1"]) {
    for (const pool of graph.byType.get(`kubernetes:karpenter.sh/${version}:NodePool`) ?? []) {
      const cluster = clusters.get(pool.provider ?? "");
      if (cluster) yield karpenterPool(graph, pool, cluster);
    }
  }
  for (const group of graph.byType.get("aws:eks/nodeGroup:NodeGroup") ?? []) {
    const cluster = clusterNamed(graph, group);
    if (cluster) yield nodeGroup(graph, group, cluster);
  }
  for (const profile of graph.byType.get("aws:eks/fargateProfile:FargateProfile") ?? []) {
    const cluster = clusterNamed(graph, profile);
    if (!cluster) continue;
    const places = subnetPlaces(graph, profile, "subnetIds", listAt(propertiesOf(profile), "subnetIds"));
    yield { resource: profile, cluster, ...places, ...bounds(endlessRoom, endlessRoom), ...plain };
  }
}

// Of EC2's capacity reservations nothing is read: none counts.
const plain = { interruptible: false, tainted: false, partsOfZones: [], reserved: 0 };

function bounds(floor: Room | undefined, ceiling: Room | undefined): Pick<PoolView, "floor" | "ceiling"> {
  return { ...(floor ? { floor } : {}), ...(ceiling ? { ceiling } : {}) };
}

/** Its nodes come when pods ask for them and stay while they do: what may run and what runs have one bound. */
function karpenterPool(graph: Graph, pool: GraphResource, cluster: GraphResource): PoolView {
  const properties = propertiesOf(pool);
  const requirements = listAt(properties, "spec", "template", "spec", "requirements");
  const valuesOf = (keys: readonly string[]): readonly Value[] | undefined => {
    const found = requirements.find(
      (item) => keys.includes(textAt(item, "key") ?? "") && textAt(item, "operator") === "In",
    );
    return found === undefined ? undefined : listAt(found, "values");
  };
  const named = valuesOf(["topology.kubernetes.io/zone", "topology.k8s.aws/zone-id"]);
  const places = named
    ? {
        zones: [...new Set(named.filter((zone) => typeof zone === "string" && !isUnknown(zone)))] as string[],
        untold: named.filter((zone) => isUnknown(zone)).length,
      }
    : clusterPlaces(graph, cluster);
  const capacity = valuesOf(["karpenter.sh/capacity-type"]);
  const limits = hasNodeClass(graph, pool, cluster) ? limitsOf(at(properties, "spec", "limits")) : undefined;
  return {
    resource: pool,
    cluster,
    ...places,
    ...bounds(limits, limits),
    interruptible: capacity?.every((type) => type === "spot") ?? false,
    tainted: listAt(properties, "spec", "template", "spec", "taints").length > 0,
    partsOfZones: [],
    reserved: 0,
  };
}

/**
 * Whether the class that a pool's nodes are made by is there: an object of the cluster or, in Auto Mode, the one
 * that comes with a pool of its own.
 */
function hasNodeClass(graph: Graph, pool: GraphResource, cluster: GraphResource): boolean {
  const wanted = at(propertiesOf(pool), "spec", "template", "spec", "nodeClassRef");
  const [kind, name] = [textAt(wanted, "kind"), textAt(wanted, "name")];
  if (kind === "NodeClass" && name === "default") {
    return listAt(propertiesOf(cluster), "computeConfig", "nodePools").length > 0;
  }
  const types = ["eks.amazonaws.com/v1", "karpenter.k8s.aws/v1", "karpenter.k8s.aws/v1beta1"];
  return types
    .flatMap((type) => graph.byType.get(`kubernetes:${type}:${kind}`) ?? [])
    .some((item) => item.provider === pool.provider && objectName(item).name === name);
}

/** What pods have of a Karpenter pool at its limits, which count whole nodes. */
function limitsOf(limits: Value | undefined): Room | undefined {
  const limit = (key: string): number | undefined => {
    const value = at(limits, key);
    if (value === undefined || value === null) return Number.POSITIVE_INFINITY;
    return typeof value === "string" || typeof value === "number" ? quantity(value) : undefined;
  };
  const cpus = limit("cpu");
  const memory = limit("memory");
  return cpus === undefined || memory === undefined
    ? undefined
    : { cpus: cpus * PODS_SHARE, memoryGiB: (memory / GIB) * PODS_SHARE };
}

function nodeGroup(graph: Graph, group: GraphResource, cluster: GraphResource): PoolView {
  const properties = propertiesOf(group);
  const scaling = at(properties, "scalingConfig");
  const types = listAt(properties, "instanceTypes");
  // Any of the types may run: the smallest is what can be counted on. EKS takes t3.medium where none is named.
  const rooms = types.length > 0 ? types.map(instanceRoom) : [instanceRoom("t3.medium")];
  const known = rooms.filter((room) => room !== undefined);
  const each =
    known.length < rooms.length || at(properties, "launchTemplate") !== undefined
      ? undefined
      : {
          cpus: Math.min(...known.map(({ cpus }) => cpus)),
          memoryGiB: Math.min(...known.map(({ memoryGiB }) => memoryGiB)),
        };
  const fewest = numberAt(scaling, "desiredSize") ?? numberAt(scaling, "minSize");
  return {
    resource: group,
    cluster,
    ...subnetPlaces(graph, group, "subnetIds", listAt(properties, "subnetIds")),
    ...bounds(roomOf(fewest, each), roomOf(numberAt(scaling, "maxSize"), each)),
    interruptible: textAt(properties, "capacityType") === "SPOT",
    tainted: listAt(properties, "taints").length > 0,
    partsOfZones: [],
    reserved: 0,
  };
}

/** GiB of memory per vCPU of the usual families: computing, general, memory. Source: EC2's instance types. */
const memoryPerCpu: Readonly<Record<string, number>> = { c: 2, m: 4, r: 8 };

/** What pods have of an EC2 instance: `m7g.2xlarge`; undefined for a family or a size that isn't plain. */
export function instanceRoom(type: Value): Room | undefined {
  if (type === "t3.medium") return { cpus: 2 * PODS_SHARE, memoryGiB: 4 * PODS_SHARE };
  const [, family = "", times, size] = /^([a-z])\d\w*\.(\d*)(large|xlarge)$/.exec(String(type)) ?? [];
  const perCpu = memoryPerCpu[family];
  if (perCpu === undefined) return undefined;
  const cpus = size === "large" ? 2 : 4 * Number(times || 1);
  return { cpus: cpus * PODS_SHARE, memoryGiB: cpus * perCpu * PODS_SHARE };
}
