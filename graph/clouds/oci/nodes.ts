/** Nodes of OKE: node pools, the bounds that the Cluster Autoscaler add-on gives them, and virtual nodes. */

import type { Graph, GraphResource, Value } from "../../resource";
import { addonsOf, clusterNamed } from "../../views/clusters";
import { endlessRoom, type PoolView, roomOf } from "../../views/pool";
import { at, isUnknown, listAt, madeFrom, numberAt, propertiesOf, textAt } from "../../views/read";
import { dangling, referredOne } from "../../views/references";
import { subnetTypes } from "../../views/subnets";
import { findRegion } from "../regions";
import { allocatable, type Room } from "./node-room";

export function* okePools(graph: Graph): Generator<PoolView> {
  for (const pool of graph.byType.get("oci:ContainerEngine/nodePool:NodePool") ?? []) {
    const cluster = clusterNamed(graph, pool, "clusterId");
    if (!cluster) continue;
    const properties = propertiesOf(pool);
    const placements = listAt(properties, "nodeConfigDetails", "placementConfigs");
    const size = numberAt(properties, "nodeConfigDetails", "size");
    const bounds = boundsOf(graph, cluster, pool);
    const each = nodeRoom(pool);
    yield {
      ...common(graph, pool, cluster, placements),
      // The pool starts with its size; from then on the autoscaler may go down to its own fewest.
      ...some("floor", roomOf(least(size, bounds?.fewest), each)),
      ...some("ceiling", roomOf(bounds ? bounds.most : size, each)),
      interruptible: placements.some((placement) => at(placement, "preemptibleNodeConfig") !== undefined),
    };
  }
  for (const pool of graph.byType.get("oci:ContainerEngine/virtualNodePool:VirtualNodePool") ?? []) {
    const cluster = clusterNamed(graph, pool, "clusterId");
    if (!cluster) continue;
    const placements = listAt(propertiesOf(pool), "placementConfigurations");
    yield {
      ...common(graph, pool, cluster, placements),
      floor: endlessRoom,
      ceiling: endlessRoom,
      interruptible: false,
    };
  }
}

function common(
  graph: Graph,
  pool: GraphResource,
  cluster: GraphResource,
  placements: readonly Value[],
): Pick<PoolView, "resource" | "cluster" | "zones" | "untold" | "tainted"> {
  // Nodes whose subnet has gone, or is another region's, stand nowhere.
  const isGone = dangling(graph, pool, subnetTypes).length > 0;
  const hasSubnet = (placement: Value): boolean => {
    const id = at(placement, "subnetId") ?? "";
    const subnet = referredOne(graph, pool, "nodeConfigDetails", id, subnetTypes);
    return id !== "" && (subnet === undefined || subnet.placement?.region === pool.placement?.region);
  };
  const places = placements.map((placement) =>
    !isGone && hasSubnet(placement) ? zonesOf(placement, pool) : [],
  );
  return {
    resource: pool,
    cluster,
    zones: [...new Set(places.flat())],
    untold: places.filter((zones) => zones.length === 0).length,
    tainted: listAt(propertiesOf(pool), "taints").length > 0,
  };
}

/** The availability domain of a placement or, where the region has one, its fault domains if it names any. */
function zonesOf(placement: Value, { placement: place }: GraphResource): string[] {
  const domain = textAt(placement, "availabilityDomain");
  if (domain === undefined) return [];
  const name = domain.slice(domain.indexOf(":") + 1);
  const zones = place ? (findRegion(place.provider, place.region)?.zones ?? []) : [];
  if (!zones.some(({ faultDomain }) => faultDomain !== undefined)) return [name];
  const named = [...listAt(placement, "faultDomains"), ...listAt(placement, "faultDomain")];
  return named
    .filter((fault) => typeof fault === "string" && !isUnknown(fault))
    .map((fault) => `${name}/${fault}`);
}

interface Bounds {
  readonly fewest?: number;
  /** Infinite where only a deployment will know: the add-on is told the pool's id. */
  readonly most: number;
}

/** What the Cluster Autoscaler add-on says of a pool in `nodes`: `<fewest>:<most>:<OCID>`, several with commas between. */
function boundsOf(graph: Graph, cluster: GraphResource, pool: GraphResource): Bounds | undefined {
  const addon = addonsOf(graph).get(cluster.urn)?.get("ClusterAutoscaler");
  if (!addon) return undefined;
  const nodes = listAt(propertiesOf(addon), "configurations").find((item) => textAt(item, "key") === "nodes");
  const value = at(nodes, "value");
  if (isUnknown(value) || pool.id === undefined) {
    const isTold = madeFrom(addon, "configurations").includes(pool.urn);
    return isTold ? { most: Number.POSITIVE_INFINITY } : undefined;
  }
  for (const told of typeof value === "string" ? value.split(",") : []) {
    const [fewest, most, id] = told.trim().split(":");
    if (id === pool.id) return { ...some("fewest", numberAt(fewest)), most: numberAt(most) ?? 0 };
  }
  return undefined;
}

/** Undefined for a fixed shape, whose size stands in no property. */
function nodeRoom(pool: GraphResource): Room | undefined {
  const properties = propertiesOf(pool);
  const shape = textAt(properties, "nodeShape");
  const ocpus = numberAt(properties, "nodeShapeConfig", "ocpus");
  const memoryGb = numberAt(properties, "nodeShapeConfig", "memoryInGbs");
  return shape === undefined || ocpus === undefined || memoryGb === undefined
    ? undefined
    : allocatable({ shape, ocpus, memoryGb });
}

const least = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);

const some = <K extends string, T>(key: K, value: T | undefined): { [k in K]?: T } =>
  value === undefined ? {} : ({ [key]: value } as { [k in K]?: T });
