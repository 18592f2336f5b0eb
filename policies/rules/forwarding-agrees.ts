import type { AddressView } from "../../graph/clouds/dns-views";
import type { Graph } from "../../graph/resource";
import { addressOfIp } from "../../graph/views/addresses";
import { closedBecause, entrancesAt } from "../../graph/views/entrances";
import { type ForwardingEdge, forwardingEdges, type PeerView } from "../../graph/views/forwarding";
import type { Finding, Rule } from "../rule";

export const forwardingAgrees: Rule = {
  id: "forwarding-agrees",
  title: "What one site's edge hands on, the other's takes",
  level: "mandatory",
  severity: "high",
  about: ["workloads"],
  beside: true,
  why: "A port that is shut, a certificate that isn't expected or an address that isn't let in is noticed by nobody until a site is sick and its requests have nowhere to go.",
  mend: "Name the peers' public addresses, open their port there, and list each edge's certificate and the addresses that its pods call out from at every edge that it hands requests to.",
  counterparts: [],
  check(graph) {
    const edges = forwardingEdges(graph);
    return edges.flatMap((edge) => {
      const { urn } = edge.workload.resource;
      const wanted = "an edge there that takes it";
      const found = edge.peers.flatMap((peer) => {
        const { address } = peer;
        if (address === undefined)
          return [{ found: "hands requests to an address that can't be told", unsure: true }];
        return judge(graph, edge, { ...peer, address }, edges).map((found) => ({ found, unsure: false }));
      });
      const each = new Map(found.map((one) => [one.found, one]));
      return [...each.values()].map((one): Finding => ({ urn, wanted, ...one }));
    });
  },
};

function judge(
  graph: Graph,
  { workload, certificate }: ForwardingEdge,
  { address, port, subject }: PeerView & { readonly address: AddressView },
  edges: readonly ForwardingEdge[],
): string[] {
  const { site } = address;
  if (site === undefined) return [`hands requests to ${address.ip}, which is no site's public address`];
  if (site === workload.site) return ["hands requests to itself"];
  const to = `hands requests to ${site}`;
  const closed = entrancesAt(graph, address).flatMap((entrance) => {
    const why = closedBecause(graph, entrance, port);
    return why === undefined ? [] : [`${to} by ${entrance.name}, ${why}`];
  });
  const there = edges.find((edge) => edge.workload.site === site);
  const takes = there?.takes;
  if (!takes) return [...closed, `${to}, whose edge takes none`];
  const [own, theirs] = [certificate?.commonName, there.certificate?.commonName];
  const disagreements: readonly (readonly [string, boolean])[] = [
    [`${to} on port ${port}, where its edge takes none`, !takes.ports.includes(port)],
    [
      `${to}, whose edge doesn't take the certificate of ${own}`,
      own !== undefined && !takes.subjects.includes(own),
    ],
    [
      `expects the certificate of ${subject} at ${site}, whose edge has that of ${theirs}`,
      theirs !== undefined && theirs !== subject,
    ],
    [
      `${to}, whose edge doesn't trust the authority of its certificate`,
      !isTrusted(certificate?.signedBy, there.certificate?.trusted),
    ],
    [
      `${to}, whose edge takes no request from where its pods call out`,
      !isLetIn(graph, workload.site, takes),
    ],
  ];
  return [...closed, ...disagreements.flatMap(([what, isSo]) => (isSo ? [what] : []))];
}

/** Whether one of those that signed is trusted; where either isn't made here it isn't known, and not a fault. */
const isTrusted = (
  signedBy: readonly string[] | undefined,
  trusted: readonly string[] | undefined,
): boolean => !signedBy?.length || !trusted?.length || signedBy.some((urn) => trusted.includes(urn));

/** Networks that are no site's own addresses are taken for the balancers', which have a firewall of their own. */
function isLetIn(
  graph: Graph,
  site: string | undefined,
  { sources }: NonNullable<ForwardingEdge["takes"]>,
): boolean {
  if (sources === undefined || !sources.known) return true;
  const sites = sources.networks.map((network) => addressOfIp(graph, network.replace(/\/32$/, "")).site);
  return sites.includes(site) || sites.includes(undefined);
}
