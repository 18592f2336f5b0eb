/** Whether a load balancer leads calls from outside to pods. */
import type { DoorView, PointView } from "../clouds/ways-views";
import type { Graph } from "../resource";
import { numberAt } from "../views/read";
import type { WorkloadView } from "../views/workloads";
import { ANYWHERE, covers } from "./addresses";
import { between, inward, type Outside } from "./network";
import { containerPort, policiesPass } from "./policies";
import { rangesOf, type SiteWays } from "./sites";
import { first, type Passage, type Traffic } from "./way";

/** Callers to the balancer, the balancer to nodes or pods, nodes to pods, and the pods' own policies. */
export function doorOpens(
  graph: Graph,
  site: SiteWays,
  door: DoorView,
  target: WorkloadView,
  podPort: string,
  from: Outside,
): Passage {
  return first([
    says(door, target, podPort, from),
    inward(graph, from, door.point, { protocol: door.protocol, port: door.port }),
    ...inside(graph, site, door, target, from),
  ]);
}

/** What the balancer says by itself. */
function says(door: DoorView, target: WorkloadView, podPort: string, from: Outside): Passage {
  const at = door.resource;
  if (door.untold) return { at, because: door.untold, unsure: true };
  const because = door.closed ?? door.inside;
  if (because) return { at, because };
  const range = from.to.kind === "address" ? from.to.ip : ANYWHERE;
  if (door.onlyFrom && range !== undefined && !covers(door.onlyFrom, range))
    return { at, because: `takes calls from ${door.onlyFrom.join(", ")} alone, not from ${from.name}` };
  const wanted = containerPort(target, podPort);
  const led = podPortOf(door, target);
  if (wanted !== undefined && led !== undefined && wanted !== led)
    return {
      at,
      because: `leads its port ${door.port} to the pods' port ${led}, and not to ${podPort}, which is ${wanted}`,
    };
  return undefined;
}

const podPortOf = ({ podPort }: DoorView, target: WorkloadView): number | undefined =>
  podPort === undefined ? undefined : (numberAt(podPort) ?? containerPort(target, String(podPort)));

function* inside(
  graph: Graph,
  site: SiteWays,
  door: DoorView,
  target: WorkloadView,
  from: Outside,
): Generator<Passage> {
  const nodes = site.network?.nodes ?? [];
  const pods = site.network?.pods ?? [];
  const port = podPortOf(door, target);
  const called = door.calls === "pods" ? pods : nodes;
  const ports = [door.target, ...(door.check === undefined ? [] : [door.check])];
  for (const point of called) {
    for (const each of new Set(ports)) yield between(graph, door.point, point, tcp(each, door));
  }
  if (port === undefined) return;
  const traffic = tcp(port, door);
  for (const node of door.calls === "nodes" ? nodes : []) {
    for (const pod of pods) yield between(graph, node, pod, traffic);
  }
  const callers = door.showsCaller
    ? callersRange(from)
    : door.calls === "pods"
      ? rangesOf([door.point])
      : site.nodeRanges;
  const name = door.showsCaller ? from.name : door.calls === "pods" ? "the load balancer" : "nodes";
  const address = door.showsCaller && from.address !== undefined ? { address: from.address } : {};
  yield policiesPass(graph, target, "Ingress", traffic, { name, ranges: callers, ...address });
  if (door.calls === "pods" && door.check !== undefined)
    yield policiesPass(graph, target, "Ingress", tcp(door.check, door), {
      name: "the load balancer's checks",
      ranges: rangesOf([door.point as PointView]),
    });
}

const tcp = (port: number, { protocol }: DoorView): Traffic => ({ protocol, port });

const callersRange = ({ to }: Outside): readonly string[] =>
  to.kind === "address" ? (to.ip === undefined ? [] : [to.ip]) : [ANYWHERE];
