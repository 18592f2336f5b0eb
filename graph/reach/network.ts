/** Whether a cloud's network lets calls through: between two of its points, outward, and in from outside. */
import type { GateView, PointView } from "../clouds/ways-views";
import type { Graph, GraphResource } from "../resource";
import { perGraph } from "../views/per-graph";
import { ANYWHERE } from "./addresses";
import { type Peer, passes } from "./gates";
import { type Destination, leaves, staysNear, tableOf, waysOf } from "./routes";
import { first, type Passage, type Traffic, trafficText } from "./way";

/** A point as firewalls at the other end see it: in one of its subnets. */
function peerAt(point: PointView, subnet: GraphResource): Peer {
  const ranges = waysOf(subnet)?.rangesOf(subnet) ?? [];
  return { name: point.name, ranges: [...ranges], groups: point.groups };
}

const placesOf = (point: PointView): Passage =>
  point.untold
    ? { at: point.resource, because: point.untold, unsure: true }
    : point.subnets.length === 0
      ? { at: point.resource, because: `has ${point.name} in no subnet of the program`, unsure: true }
      : undefined;

/** Whether calls from every subnet of one point reach every subnet of another of the same network. */
export function between(graph: Graph, from: PointView, to: PointView, traffic: Traffic): Passage {
  const known = asked(graph);
  const key = `${idOf(from)} ${idOf(to)} ${trafficText(traffic)}`;
  const before = known.get(key);
  if (before) return before.passage;
  const steps = pairs(from, to).map(([a, b]) => step(graph, from, a, to, b, traffic));
  const passage = first([placesOf(from), placesOf(to), ...steps]);
  known.set(key, { passage });
  return passage;
}

/** Many ways lead between the same points. */
const asked = perGraph(() => new Map<string, { readonly passage: Passage }>());

function idOf(point: PointView): number {
  const id = ids.get(point) ?? nextId++;
  ids.set(point, id);
  return id;
}
const ids = new WeakMap<PointView, number>();
let nextId = 0;

const pairs = (from: PointView, to: PointView): [GraphResource, GraphResource][] =>
  from.subnets.flatMap((a) => to.subnets.map((b): [GraphResource, GraphResource] => [a, b]));

function step(
  graph: Graph,
  from: PointView,
  a: GraphResource,
  to: PointView,
  b: GraphResource,
  traffic: Traffic,
): Passage {
  const [leaving, arriving] = [waysOf(a), waysOf(b)];
  if (!leaving || !arriving) return undefined;
  return first([
    ...gatesPass(graph, from, a, "out", traffic, peerAt(to, b), a === b),
    staysNear(graph, leaving, a, arriving.rangesOf(b)),
    staysNear(graph, arriving, b, leaving.rangesOf(a)),
    ...gatesPass(graph, to, b, "in", traffic, peerAt(from, a), a === b),
  ]);
}

/** @param near both ends are in the subnet, whose own list of rules doesn't see what stays in it */
function gatesPass(
  graph: Graph,
  point: PointView,
  subnet: GraphResource,
  direction: "in" | "out",
  traffic: Traffic,
  peer: Peer,
  near: boolean,
): Passage[] {
  return gatesOf(graph, point, subnet)
    .filter(({ kind }) => !(near && kind === "ordered"))
    .map((gate) => passes(gate, direction, traffic, peer));
}

const gatesKnown = perGraph(() => new Map<string, readonly GateView[]>());

/** The firewalls of a point in one of its subnets, read once. */
export function gatesOf(graph: Graph, point: PointView, subnet: GraphResource): readonly GateView[] {
  const known = gatesKnown(graph);
  const key = `${idOf(point)} ${subnet.urn}`;
  const gates = known.get(key) ?? waysOf(subnet)?.gates(graph, point, subnet) ?? [];
  known.set(key, gates);
  return gates;
}

/** Whom calls outward are for. */
export interface Outside {
  /** As messages call it. */
  readonly name: string;
  readonly to: Destination;
  /** URN of a public address that isn't known yet. */
  readonly address?: string;
}

export const internet: Outside = { name: "the Internet", to: { kind: "anywhere" } };

const outsidePeer = ({ name, to, address }: Outside): Peer => ({
  name,
  ranges: to.kind === "address" ? (to.ip === undefined ? [] : [to.ip]) : [ANYWHERE],
  groups: [],
  ...(address === undefined ? {} : { address }),
  ...(to.kind === "services" ? { services: true as const } : {}),
});

/** Whether calls from every subnet of a point reach something outside. */
export function outward(graph: Graph, from: PointView, outside: Outside, traffic: Traffic): Passage {
  const known = asked(graph);
  const key = `${idOf(from)} ${trafficText(traffic)} ${JSON.stringify(outside)}`;
  const before = known.get(key);
  if (before) return before.passage;
  const steps = from.subnets.map((subnet) => outFrom(graph, from, subnet, outside, traffic));
  const passage = first([placesOf(from), ...steps]);
  known.set(key, { passage });
  return passage;
}

function outFrom(
  graph: Graph,
  from: PointView,
  subnet: GraphResource,
  outside: Outside,
  traffic: Traffic,
): Passage {
  const ways = waysOf(subnet);
  if (!ways) return undefined;
  const { passage, hop } = leaves(graph, ways, subnet, outside.to);
  const peer = outsidePeer(outside);
  const passed = first([...gatesPass(graph, from, subnet, "out", traffic, peer, false), passage]);
  if (passed || !hop) return passed;
  if (hop.kind === "internet") {
    const because = "leads straight to the Internet, where what has no public address gets no answer";
    return { at: tableOf(graph, ways, subnet).resource, because };
  }
  return hop.kind === "nat" && hop.subnet ? throughGateway(graph, hop.subnet, outside, traffic) : undefined;
}

/** A gateway of one zone calls on from its own subnet, which must lead to the Internet. */
function throughGateway(graph: Graph, subnet: GraphResource, outside: Outside, traffic: Traffic): Passage {
  const ways = waysOf(subnet);
  if (!ways) return undefined;
  const point: PointView = { name: "gateway", resource: subnet, subnets: [subnet], groups: [] };
  const { passage, hop } = leaves(graph, ways, subnet, outside.to);
  const lists = ways.gates(graph, point, subnet).filter(({ kind }) => kind === "ordered");
  const stopped = first([
    passage,
    ...lists.map((gate) => passes(gate, "out", traffic, outsidePeer(outside))),
  ]);
  if (stopped || hop?.kind === "internet") return stopped;
  const because = "holds a gateway to the Internet, and its routes don't lead there";
  return { at: subnet, because };
}

/** Callers from outside: everybody, or one address. */
export function inward(graph: Graph, from: Outside, to: PointView, traffic: Traffic): Passage {
  return first([placesOf(to), ...to.subnets.map((subnet) => inTo(graph, from, to, subnet, traffic))]);
}

function inTo(graph: Graph, from: Outside, to: PointView, subnet: GraphResource, traffic: Traffic): Passage {
  const ways = waysOf(subnet);
  if (!ways) return undefined;
  const closed = ways.takesPublicAddresses(subnet);
  const { passage, hop } = leaves(graph, ways, subnet, from.to);
  const back: Passage =
    passage ??
    (hop?.kind === "internet"
      ? undefined
      : {
          at: tableOf(graph, ways, subnet).resource,
          because: `leads answers to ${from.name} through something else than an Internet gateway`,
        });
  return first([
    closed === undefined ? undefined : { at: subnet, because: closed },
    ...gatesPass(graph, to, subnet, "in", traffic, outsidePeer(from), false),
    back,
  ]);
}
