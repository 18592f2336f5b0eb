/** Nodes of OKE: node pools, the bounds that the Cluster Autoscaler add-on gives them, and virtual nodes. */
import type { Graph, GraphResource, Value } from "../../resource";
import { picked } from "../../views/picked";
import { endlessRoom, roomOf } from "../../views/pool";
import { at, isUnknown, listAt, madeFrom, numberAt, propertiesOf, textAt } from "../../views/read";
import { dangling, referredOne } from "../../views/references";
import { findRegion, zoneNameOf } from "../regions";
import type { PoolView, Room } from "../views";
import { addonOf, clusterNamed, growthAddon } from "./clusters";
import { allocatable } from "./node-room";
import { domainName, hasOneDomain } from "./place";
import { reservedNodes, reservedShare } from "./reservations";
import { subnetTypes } from "./subnets";

const NODE_POOL = "oci:ContainerEngine/nodePool:NodePool";

export function* ociPools(graph: Graph): Generator<PoolView> {
  for (const pool of graph.byType.get(NODE_POOL) ?? []) {
    const cluster = clusterNamed(graph, pool);
    if (!cluster) continue;
    const properties = propertiesOf(pool);
    const placements = listAt(properties, "nodeConfigDetails", "placementConfigs");
    const size = numberAt(properties, "nodeConfigDetails", "size");
    const bounds = boundsOf(graph, cluster, pool);
    const each = nodeRoom(pool);
    yield {
      ...common(graph, pool, cluster, placements),
      // The pool starts with its size; from then on the autoscaler may go down to its own fewest.
      ...picked("floor", roomOf(least(size, bounds?.fewest), each)),
      ...picked("ceiling", roomOf(bounds ? bounds.most : size, each)),
      interruptible: placements.some((placement) => at(placement, "preemptibleNodeConfig") !== undefined),
      partsOfZones: hasOneDomain(pool) ? [] : placements.flatMap(partOfDomain),
      reserved: reservedShare(
        reservedNodes(graph, pool),
        least(size, bounds?.fewest) ?? 0,
        bounds?.most ?? size ?? 0,
      ),
    };
  }
  for (const pool of graph.byType.get("oci:ContainerEngine/virtualNodePool:VirtualNodePool") ?? []) {
    const cluster = clusterNamed(graph, pool);
    if (!cluster) continue;
    const placements = listAt(propertiesOf(pool), "placementConfigurations");
    yield {
      ...common(graph, pool, cluster, placements),
      floor: endlessRoom,
      ceiling: endlessRoom,
      interruptible: false,
      partsOfZones: [],
      reserved: 0,
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

const FAULT_DOMAINS = 3;

/** A placement in one of several availability domains that keeps to some of its fault domains; none named means all. */
function partOfDomain(placement: Value): PoolView["partsOfZones"] {
  const named = new Set(listAt(placement, "faultDomains").filter((fault) => !isUnknown(fault))).size;
  return named === 0 || named >= FAULT_DOMAINS ? [] : [{ named, of: FAULT_DOMAINS }];
}

/** The availability domain of a placement or, where the region has one, its fault domains if it names any. */
function zonesOf(placement: Value, pool: GraphResource): string[] {
  const domain = textAt(placement, "availabilityDomain");
  if (domain === undefined) return [];
  const name = domainName(domain);
  if (!hasOneDomain(pool)) return [name];
  const named = [...listAt(placement, "faultDomains"), ...listAt(placement, "faultDomain")];
  return named
    .filter((fault) => typeof fault === "string" && !isUnknown(fault))
    .map((fault) => zoneNameOf({ name, faultDomain: String(fault) }));
}

interface Bounds {
  readonly fewest?: number;
  /** Infinite where only a deployment will know: the add-on is told the pool's id. */
  readonly most: number;
}

/** What the Cluster Autoscaler add-on says of a pool in `nodes`: `<fewest>:<most>:<OCID>`, several with commas between. */
function boundsOf(graph: Graph, cluster: GraphResource, pool: GraphResource): Bounds | undefined {
  const addon = addonOf(graph, cluster, growthAddon);
  if (!addon) return undefined;
  const nodes = listAt(propertiesOf(addon), "configurations").find((item) => textAt(item, "key") === "nodes");
  const value = at(nodes, "value");
  if (isUnknown(value) || pool.id === undefined) {
    const isTold = madeFrom(addon, "configurations").includes(pool.urn);
    return isTold ? { most: Number.POSITIVE_INFINITY } : undefined;
  }
  for (const told of typeof value === "string" ? value.split(",") : []) {
    const [fewest, most, id] = told.trim().split(":");
    if (id === pool.id) return { ...picked("fewest", numberAt(fewest)), most: numberAt(most) ?? 0 };
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

/** The zones of the node pools that stand where a cluster does. */
export function nodeZones(graph: Graph, { placement }: GraphResource): string[] {
  const named = (placement && findRegion("oci", placement.region)?.zones) ?? [];
  const pools = (graph.byType.get(NODE_POOL) ?? []).filter(
    (pool) => placement && pool.placement?.region === placement.region,
  );
  return pools.flatMap((pool) =>
    listAt(propertiesOf(pool), "nodeConfigDetails", "placementConfigs").flatMap((config) => {
      const domain = textAt(config, "availabilityDomain");
      if (domain === undefined) return [];
      const name = domainName(domain);
      const faults = new Set(listAt(config, "faultDomains"));
      const inOne = named.filter((zone) => zone.name === name && zone.faultDomain !== undefined);
      return inOne.length === 0
        ? [name]
        : inOne.filter(({ faultDomain }) => faults.has(faultDomain ?? "")).map(zoneNameOf);
    }),
  );
}
