/** Whom a rule of a network policy names. */
import type { Graph, GraphResource, Value } from "../resource";
import { selects } from "../views/labels";
import { namedInNamespace, objectName } from "../views/objects";
import { perGraph } from "../views/per-graph";
import { at, isUnknown, listAt, madeFrom, propertiesOf, textsAt } from "../views/read";
import { contains, isInside } from "./addresses";

const NAMESPACE = "kubernetes:core/v1:Namespace";

export type Direction = "Ingress" | "Egress";

/** Who is at the other end: pods, or addresses. */
export interface PolicyPeer {
  readonly name: string;
  readonly pods?: {
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly ranges: readonly string[];
  };
  /** Every one of them must pass. */
  readonly ranges?: readonly string[];
  /** URN of a public address that isn't known yet. */
  readonly address?: string;
}

export type Match = "yes" | "no" | "untold";

/** Whether a rule names a peer. */
export function peersMatch(
  graph: Graph,
  policy: GraphResource,
  rule: Value,
  direction: Direction,
  peer: PolicyPeer,
): Match {
  const named = at(rule, direction === "Ingress" ? "from" : "to");
  if (isUnknown(named)) return "untold";
  const list = listAt(named);
  // Nobody named is everybody.
  if (list.length === 0) return "yes";
  const matches = list.map((item) => peerMatches(graph, policy, item, peer));
  return matches.includes("yes") ? "yes" : matches.includes("untold") ? "untold" : "no";
}

function peerMatches(graph: Graph, policy: GraphResource, item: Value, peer: PolicyPeer): Match {
  const block = at(item, "ipBlock");
  if (block !== undefined && block !== null) return blockMatches(graph, policy, block, peer);
  if (!peer.pods) return "no";
  const spaces = at(item, "namespaceSelector");
  const pods = at(item, "podSelector");
  if ([spaces, pods].some((selector) => isUnknown(selector) || isUnknown(at(selector, "matchLabels"))))
    return "untold";
  const inSpace =
    spaces === undefined || spaces === null
      ? peer.pods.namespace === objectName(policy, graph).namespace
      : selects(spaces, labelsOfNamespace(graph, policy.provider, peer.pods.namespace));
  const isSelected = pods === undefined || pods === null || selects(pods, peer.pods.labels);
  return inSpace && isSelected ? "yes" : "no";
}

/** Every namespace has its own name as a label, whoever made it. */
function labelsOfNamespace(
  graph: Graph,
  provider: string | undefined,
  name: string,
): Readonly<Record<string, string>> {
  const cache = spaceLabels(graph);
  const key = `${provider} ${name}`;
  const labels = cache.get(key) ?? readLabels(graph, provider, name);
  cache.set(key, labels);
  return labels;
}
const spaceLabels = perGraph(() => new Map<string, Readonly<Record<string, string>>>());

function readLabels(
  graph: Graph,
  provider: string | undefined,
  name: string,
): Readonly<Record<string, string>> {
  const resource = namedInNamespace(graph, NAMESPACE, provider, "default", name);
  const labels = resource ? textsAt(propertiesOf(resource), "metadata", "labels") : {};
  return { ...labels, "kubernetes.io/metadata.name": name };
}

function blockMatches(graph: Graph, policy: GraphResource, block: Value, peer: PolicyPeer): Match {
  const cidr = at(block, "cidr");
  if (isUnknown(cidr)) {
    const from = madeFrom(policy, "spec");
    if (peer.address !== undefined && from.includes(peer.address)) return "yes";
    // Made from addresses: it is one of theirs, and of nobody else's.
    const isTold = from.some((urn) => /[Ii]p:|[Aa]ddress:/.test(graph.byUrn.get(urn)?.type ?? ""));
    return isTold || peer.pods ? "no" : "untold";
  }
  const ranges = peer.pods ? peer.pods.ranges : (peer.ranges ?? []);
  if (ranges.length === 0) return peer.pods ? "no" : String(cidr) === "0.0.0.0/0" ? "yes" : "no";
  const except = listAt(block, "except").map(String);
  const isIn = ranges.every(
    (range) => contains(String(cidr), range) && !except.some((out) => touches(out, range)),
  );
  return isIn ? "yes" : "no";
}

/** Of everybody, what is excepted as inside of networks is nobody from outside. */
const touches = (excepted: string, range: string): boolean =>
  contains(excepted, range) ||
  (range !== "0.0.0.0/0" && contains(range, excepted)) ||
  (range === "0.0.0.0/0" && !isInside(excepted));
