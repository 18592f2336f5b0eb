/** Network policies that let in or out more than the ways of their pods need. */
import type { Graph, GraphResource, Value } from "../resource";
import { at, isUnknown, listAt, mapAt, numberAt, propertiesOf, textAt } from "../views/read";
import type { WorkloadView } from "../views/workloads";
import { isInside } from "./addresses";
import { doorTargets } from "./door-targets";
import { callsInternet } from "./expected";
import { policiesOf } from "./policies";
import type { SiteWays } from "./sites";
import type { Excess } from "./way";

export function openPolicies(graph: Graph, site: SiteWays): Excess[] {
  return site.workloads.flatMap((workload) => [
    ...policiesOf(graph, workload, "Ingress").flatMap((policy) => tooManyIn(graph, site, workload, policy)),
    ...policiesOf(graph, workload, "Egress").flatMap((policy) => tooFarOut(workload, policy)),
  ]);
}

const rulesOf = (policy: GraphResource, direction: string): readonly Value[] =>
  listAt(propertiesOf(policy), "spec", direction);

function tooManyIn(graph: Graph, site: SiteWays, workload: WorkloadView, policy: GraphResource): Excess[] {
  const led = doorTargets(graph, site, workload);
  return rulesOf(policy, "ingress").flatMap((rule) => {
    const from = at(rule, "from");
    if (isUnknown(rule) || isUnknown(from)) return [];
    const peers = listAt(from);
    const who = peers.length === 0 ? "everybody" : peers.map(strangers).find((each) => each !== undefined);
    if (who === undefined) return [];
    const ports = portsOf(rule);
    if (who !== EVERY_POD && led.size > 0 && ports.length > 0 && ports.every((port) => led.has(port)))
      return [];
    return [
      {
        at: policy,
        found: `lets ${who} in to ${workload.name}'s pods on ${portsText(ports)}`,
        wanted: "the pods that call them, by their labels, and the ports that they call",
      },
    ];
  });
}

const EVERY_POD = "every pod of the cluster";

/** Whom a peer names who is more than some pods or inside addresses; undefined where it names none. */
function strangers(peer: Value): string | undefined {
  const cidr = textAt(peer, "ipBlock", "cidr");
  if (cidr !== undefined) return isInside(cidr) || cidr.includes(":") ? undefined : cidr;
  const spaces = at(peer, "namespaceSelector");
  const isAll =
    spaces !== undefined && spaces !== null && !isUnknown(spaces) && Object.keys(mapAt(spaces)).length === 0;
  const pods = at(peer, "podSelector");
  return isAll && Object.keys(mapAt(pods)).length === 0 && !isUnknown(pods) ? EVERY_POD : undefined;
}

/** Ports by their numbers or names; none where a rule names none. */
const portsOf = (rule: Value): readonly (number | string)[] =>
  listAt(rule, "ports").flatMap((item): (number | string)[] => {
    const from = numberAt(item, "port");
    const to = numberAt(item, "endPort") ?? from;
    if (from === undefined || to === undefined) return [textAt(item, "port") ?? "every port"];
    return to - from < 16 ? Array.from({ length: to - from + 1 }, (_, i) => from + i) : [`${from} to ${to}`];
  });

const portsText = (ports: readonly (number | string)[]): string =>
  ports.length === 0 ? "every port" : ports.join(", ");

function tooFarOut(workload: WorkloadView, policy: GraphResource): Excess[] {
  return rulesOf(policy, "egress").flatMap((rule) => {
    const to = at(rule, "to");
    if (isUnknown(rule) || isUnknown(to)) return [];
    const peers = listAt(to);
    const ports = portsOf(rule);
    const where =
      peers.length === 0 ? "everywhere" : peers.map(internetIn).find((each) => each !== undefined);
    if (
      where === undefined ||
      (peers.length > 0 && ports.every((port) => callsInternet(workload, port)) && ports.length > 0)
    )
      return [];
    return [
      {
        at: policy,
        found: `lets ${workload.name}'s pods out to ${where} on ${portsText(ports)}`,
        wanted: "the pods and the addresses that they call, and the ports",
        mild: true,
      },
    ];
  });
}

/** Ranges of the Internet so wide that they name nobody. */
function internetIn(peer: Value): string | undefined {
  const cidr = textAt(peer, "ipBlock", "cidr");
  return cidr !== undefined && /\/[0-7]$/.test(cidr) && !isInside(cidr) ? cidr : undefined;
}
