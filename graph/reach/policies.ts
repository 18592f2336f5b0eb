/** Network policies: whether a cluster lets pods call and be called. */
import type { Graph, GraphResource, Value } from "../resource";
import { objectName } from "../views/objects";
import { perGraph } from "../views/per-graph";
import { at, isUnknown, listAt, madeFrom, numberAt, propertiesOf, textsAt } from "../views/read";
import { selected, workloadsIn } from "../views/selection";
import { type WorkloadView, workloadsOf } from "../views/workloads";
import { covers } from "./addresses";
import { type Direction, type Match, type PolicyPeer, peersMatch } from "./policy-peers";
import { type Passage, type Traffic, trafficText } from "./way";

const POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
export const podsAsPeer = (workload: WorkloadView, ranges: readonly string[]): PolicyPeer => ({
  name: `${workload.name}'s pods`,
  pods: { namespace: workload.namespace, labels: workload.podLabels, ranges },
});

/** Whether the policies of a workload's namespace let its pods call (`Egress`) or be called (`Ingress`). */
export function policiesPass(
  graph: Graph,
  workload: WorkloadView,
  direction: Direction,
  traffic: Traffic,
  peer: PolicyPeer,
): Passage {
  const policies = policiesOf(graph, workload, direction);
  if (policies.length === 0) return undefined;
  const matches = policies.map((policy) => {
    const match = lets(graph, policy, workload, direction, traffic, peer);
    // Where it may be about the other direction alone, it lets through only what nobody else holds back.
    const isSure = !hasUntoldTypes(policy) || (match === "yes" && policies.length === 1);
    return { policy, match: isSure ? match : ("untold" as const) };
  });
  const way = direction === "Ingress" ? `${peer.name} in` : `${workload.name}'s pods out to ${peer.name}`;
  const unsure = matches.find(({ match }) => match === "untold");
  if (
    matches.some(({ match }) => match === "yes") ||
    coveredTogether(policies, workload, direction, traffic, peer)
  )
    return undefined;
  const own = unsure?.policy ?? ownPolicy(policies, workload, direction, traffic);
  const because = unsure
    ? `has rules that can't be read, so that it can't be told whether it lets ${way} on ${trafficText(traffic)}`
    : `doesn't let ${way} on ${trafficText(traffic)}, nor does another policy`;
  return { at: own, because, ...(unsure ? { unsure: true as const } : {}) };
}

/** The policy to mend: one that speaks of the port, else one that is about these pods more than about all. */
function ownPolicy(
  policies: readonly GraphResource[],
  workload: WorkloadView,
  direction: Direction,
  { port }: Traffic,
): GraphResource {
  const speaks = (policy: GraphResource): boolean =>
    listAt(propertiesOf(policy), "spec", direction.toLowerCase()).some((rule) =>
      listAt(rule, "ports").some((item) => numberOf(item, workload, direction) === port),
    );
  const isNarrow = (policy: GraphResource): boolean =>
    Object.keys(textsAt(propertiesOf(policy), "spec", "podSelector", "matchLabels")).length > 0;
  return policies.find(speaks) ?? policies.find(isNarrow) ?? (policies[0] as GraphResource);
}

const numberOf = (item: Value, workload: WorkloadView, direction: Direction): number | undefined => {
  const port = at(item, "port");
  return numberAt(port) ?? (direction === "Ingress" ? containerPort(workload, String(port)) : undefined);
};

/** Policies that select a workload's pods and are about a direction. */
export const policiesOf = (
  graph: Graph,
  workload: WorkloadView,
  direction: Direction,
): readonly GraphResource[] => policiesByPods(graph)[direction].get(workload) ?? none;

const none: readonly GraphResource[] = [];

/** Each policy finds its pods by their labels: to try each for each workload takes the square of their number. */
const policiesByPods = perGraph(
  (graph): Readonly<Record<Direction, ReadonlyMap<WorkloadView, readonly GraphResource[]>>> => {
    const found = {
      Ingress: new Map<WorkloadView, GraphResource[]>(),
      Egress: new Map<WorkloadView, GraphResource[]>(),
    };
    for (const policy of graph.byType.get(POLICY) ?? []) {
      const pods = podsOf(graph, policy);
      for (const direction of ["Ingress", "Egress"] as const) {
        if (!isAbout(policy, direction)) continue;
        for (const workload of pods) {
          const policies = found[direction].get(workload);
          if (policies) policies.push(policy);
          else found[direction].set(workload, [policy]);
        }
      }
    }
    return found;
  },
);

function podsOf(graph: Graph, policy: GraphResource): readonly WorkloadView[] {
  const { namespace } = objectName(policy, graph);
  const selector = at(propertiesOf(policy), "spec", "podSelector");
  if (selector === undefined || selector === null) return workloadsIn(graph, policy.provider, namespace);
  if (isUnknown(selector) || isUnknown(at(selector, "matchLabels")))
    return madeFrom(policy, "spec").flatMap((urn) => workloadAt(graph, urn, policy.provider, namespace));
  return selected(graph, policy.provider, namespace, selector);
}

const workloadsByResource = perGraph(
  (graph) => new Map(workloadsOf(graph).map((workload) => [workload.resource, workload])),
);

function workloadAt(
  graph: Graph,
  urn: string,
  cluster: string | undefined,
  namespace: string,
): readonly WorkloadView[] {
  const resource = graph.byUrn.get(urn);
  const workload = resource && workloadsByResource(graph).get(resource);
  return workload && workload.cluster === cluster && workload.namespace === namespace ? [workload] : [];
}

/** Without types a policy is about Ingress, and about Egress if it has rules for it; with unknown ones perhaps about both. */
function isAbout(policy: GraphResource, direction: Direction): boolean {
  if (hasUntoldTypes(policy)) return true;
  const spec = at(propertiesOf(policy), "spec");
  const types = listAt(spec, "policyTypes");
  if (types.length > 0) return types.includes(direction);
  return direction === "Ingress" || at(spec, "egress") !== undefined;
}

const hasUntoldTypes = (policy: GraphResource): boolean => {
  const types = at(propertiesOf(policy), "spec", "policyTypes");
  return isUnknown(types) || listAt(types).some(isUnknown);
};

function lets(
  graph: Graph,
  policy: GraphResource,
  workload: WorkloadView,
  direction: Direction,
  traffic: Traffic,
  peer: PolicyPeer,
): Match {
  const rules = at(propertiesOf(policy), "spec", direction.toLowerCase());
  if (isUnknown(rules)) return "untold";
  const matches = listAt(rules).map((rule): Match => {
    const ports = portsMatch(rule, traffic, workload, direction);
    if (ports === "no") return "no";
    const peers = peersMatch(graph, policy, rule, direction, peer);
    return peers === "yes" && ports === "untold" ? "untold" : peers;
  });
  return matches.includes("yes") ? "yes" : matches.includes("untold") ? "untold" : "no";
}

function portsMatch(rule: Value, traffic: Traffic, workload: WorkloadView, direction: Direction): Match {
  const ports = at(rule, "ports");
  if (isUnknown(ports)) return "untold";
  const list = listAt(ports);
  if (list.length === 0) return "yes";
  const matches = list.map((item): Match => {
    const protocol = at(item, "protocol") ?? "TCP";
    const port = at(item, "port");
    if (isUnknown(protocol) || isUnknown(port)) return "untold";
    if (String(protocol).toLowerCase() !== traffic.protocol) return "no";
    if (port === undefined || port === null) return "yes";
    const from = numberOf(item, workload, direction);
    // A name of a port of pods elsewhere.
    if (from === undefined) return direction === "Egress" ? "untold" : "no";
    const to = numberAt(item, "endPort") ?? from;
    return from <= traffic.port && traffic.port <= to ? "yes" : "no";
  });
  return matches.includes("yes") ? "yes" : matches.includes("untold") ? "untold" : "no";
}

export function containerPort(workload: WorkloadView, name: string): number | undefined {
  const ports = workload.containers.flatMap(({ raw }) => listAt(raw, "ports"));
  return numberAt(
    ports.find((port) => at(port, "name") === name),
    "containerPort",
  );
}

/** Whether several blocks of several policies hold all of a peer's addresses together. */
function coveredTogether(
  policies: readonly GraphResource[],
  workload: WorkloadView,
  direction: Direction,
  traffic: Traffic,
  peer: PolicyPeer,
): boolean {
  const ranges = peer.ranges ?? peer.pods?.ranges ?? [];
  if (ranges.length === 0) return false;
  const blocks = policies.flatMap((policy) =>
    listAt(propertiesOf(policy), "spec", direction.toLowerCase())
      .filter((rule) => portsMatch(rule, traffic, workload, direction) === "yes")
      .flatMap((rule) => listAt(rule, direction === "Ingress" ? "from" : "to"))
      .flatMap((item) => {
        const cidr = at(item, "ipBlock", "cidr");
        const isWhole = listAt(item, "ipBlock", "except").length === 0;
        return typeof cidr === "string" && !isUnknown(cidr) && isWhole ? [cidr] : [];
      }),
  );
  return ranges.every((range) => covers(blocks, range));
}
