/** Capacity reservations: hosts that are kept for a node pool, whoever else asks. */
import type { Graph, GraphResource, Value } from "../../resource";
import { perGraph } from "../../views/per-graph";
import { at, listAt, numberAt, propertiesOf, textAt } from "../../views/read";
import { referredOne } from "../../views/references";
import { isWell } from "../../well";

const RESERVATION = new Set(["oci:Core/computeCapacityReservation:ComputeCapacityReservation"]);
const NODE_POOL = "oci:ContainerEngine/nodePool:NodePool";

/**
 * Nodes that are reserved for a pool: in the reservations that its placements name, for nodes of its own shape and
 * size. OKE starts every node of such a pool from them. What several pools name is shared out evenly.
 */
export function reservedNodes(graph: Graph, pool: GraphResource): number {
  let nodes = 0;
  for (const reservation of named(graph, pool)) {
    if (!isWell(reservation)) continue;
    const users = poolsOfReservation(graph).get(reservation.urn) ?? 1;
    nodes += countOf(reservation, pool) / users;
  }
  return nodes;
}

function named(graph: Graph, pool: GraphResource): Set<GraphResource> {
  const placements = listAt(propertiesOf(pool), "nodeConfigDetails", "placementConfigs");
  return new Set(placements.flatMap((placement) => reservationOf(graph, pool, placement) ?? []));
}

function reservationOf(graph: Graph, pool: GraphResource, placement: Value): GraphResource | undefined {
  const id = at(placement, "capacityReservationId");
  const found =
    id === null || id === "" ? undefined : referredOne(graph, pool, "nodeConfigDetails", id, RESERVATION);
  const domain = textAt(placement, "availabilityDomain");
  // One of another domain has no hosts where the nodes are to stand.
  return found && textAt(propertiesOf(found), "availabilityDomain") === domain ? found : undefined;
}

const poolsOfReservation = perGraph((graph): ReadonlyMap<string, number> => {
  const users = new Map<string, number>();
  for (const pool of graph.byType.get(NODE_POOL) ?? [])
    for (const { urn } of named(graph, pool)) users.set(urn, (users.get(urn) ?? 0) + 1);
  return users;
});

/** Instances of a pool's shape and size that a reservation holds, those in use among them; none of an unknown number. */
function countOf(reservation: GraphResource, pool: GraphResource): number {
  const wanted = propertiesOf(pool);
  const fits = (config: Value): boolean =>
    textAt(config, "instanceShape") === textAt(wanted, "nodeShape") &&
    (["ocpus", "memoryInGbs"] as const).every(
      (key) => numberAt(config, "instanceShapeConfig", key) === numberAt(wanted, "nodeShapeConfig", key),
    );
  return listAt(propertiesOf(reservation), "instanceReservationConfigs")
    .filter(fits)
    .reduce((sum: number, config) => sum + (numberAt(config, "reservedCount") ?? 0), 0);
}

/**
 * Of the nodes beyond a pool's floor, the share that is reserved. While the most that may run isn't known, anything
 * that is reserved beyond the floor is taken for all of it: it is sized by the same settings.
 */
export function reservedShare(reserved: number, floor: number, most: number): number {
  const beyond = Math.max(0, reserved - floor);
  if (most <= floor) return 1;
  if (most === Number.POSITIVE_INFINITY) return beyond > 0 ? 1 : 0;
  return Math.min(1, beyond / (most - floor));
}
