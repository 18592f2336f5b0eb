/** Policies that open a way on one side alone. */
import type { Graph, Value } from "../resource";
import { at, isUnknown, listAt, numberAt, propertiesOf, textAt } from "../views/read";
import { selected } from "../views/selection";
import type { WorkloadView } from "../views/workloads";
import type { PodWay } from "./pods";
import { podsAsPeer, policiesOf, policiesPass } from "./policies";
import type { SiteWays } from "./sites";
import { tcp } from "./way";

/** A policy that lets out to pods that don't let in, or in from pods that aren't let out, opens nothing. */
export function halfOpenWays(graph: Graph, site: SiteWays): PodWay[] {
  const found: PodWay[] = [];
  for (const a of site.workloads) {
    for (const [b, port] of namedPods(graph, site, a, "Egress")) {
      const back = policiesPass(graph, b, "Ingress", tcp(port), podsAsPeer(a, site.podRanges));
      found.push({ path: `${a.name} -> ${b.name}, port ${port}`, passage: back });
    }
    for (const [b, port] of namedPods(graph, site, a, "Ingress")) {
      const back = policiesPass(graph, b, "Egress", tcp(port), podsAsPeer(a, site.podRanges));
      found.push({ path: `${b.name} -> ${a.name}, port ${port}`, passage: back });
    }
  }
  return found;
}

/** Workloads that the rules of a workload's policies name by their own labels, with the ports. */
function namedPods(
  graph: Graph,
  site: SiteWays,
  workload: WorkloadView,
  direction: "Ingress" | "Egress",
): [WorkloadView, number][] {
  return policiesOf(graph, workload, direction).flatMap((policy) =>
    listAt(propertiesOf(policy), "spec", direction.toLowerCase()).flatMap((rule) => {
      const ports = listAt(rule, "ports").flatMap((item) => {
        const name = at(item, "port");
        const isTcp = (at(item, "protocol") ?? "TCP") === "TCP";
        return isTcp ? (numberAt(name) ?? []) : [];
      });
      const named = listAt(rule, direction === "Ingress" ? "from" : "to").flatMap((peer) =>
        podsMeant(graph, site, workload, peer),
      );
      return named.flatMap((pods) => ports.map((port): [WorkloadView, number] => [pods, port]));
    }),
  );
}

function podsMeant(
  graph: Graph,
  site: SiteWays,
  { namespace }: WorkloadView,
  peer: Value,
): readonly WorkloadView[] {
  const pods = at(peer, "podSelector");
  if (Object.keys((at(pods, "matchLabels") as object) ?? {}).length === 0 || isUnknown(pods)) return [];
  const spaces = at(peer, "namespaceSelector");
  const space =
    spaces === undefined || spaces === null
      ? namespace
      : textAt(spaces, "matchLabels", "kubernetes.io/metadata.name");
  return space === undefined ? [] : selected(graph, site.provider, space, pods);
}
