/** A load balancer of connections as the clouds have them before our edges, in HAProxy's words. Pure. */
import { edgePorts, livezPath } from "../../../components/ports";
import type { ProviderName } from "../../../graph/clouds/contract";
import type { BalancerCheckView } from "../../../graph/clouds/views";

/** What differs between the clouds' balancers, as far as a drill can tell them apart. */
interface BalancerHabits {
  /** Which edge takes a connection. */
  readonly balance: string;
  /** Seconds without a byte until a connection is forgotten. */
  readonly idleSeconds: number;
  /** What becomes of new connections while no edge is healthy. */
  readonly withoutHealthy: "any edge is tried" | "refused";
}

/**
 * Alike for both: every address leads to all edges; connections to an edge that is found unhealthy are left (the components
 * ask AWS for that, Oracle's balancer does so unless it is told otherwise); one that can't be made isn't tried elsewhere.
 * Not imitated: what AWS' balancer learns from connections themselves, which no page gives a time for, and that it ends
 * after minutes what is left at an unhealthy edge.
 */
const habits: Readonly<Record<ProviderName, BalancerHabits>> = {
  // A hash of addresses, ports and sequence number; 350 s; fails open:
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/network/introduction.html, and there update-idle-timeout.html,
  // target-group-health-checks.html and target-group-health.html (connections to unhealthy targets).
  aws: { balance: "random(1)", idleSeconds: 350, withoutHealthy: "any edge is tried" },
  // A hash of addresses, ports and protocol (FIVE_TUPLE), `isInstantFailoverEnabled` off:
  // https://docs.oracle.com/iaas/api/#/en/networkloadbalancer/latest/BackendSet. 360 s:
  // https://docs.oracle.com/iaas/Content/NetworkLoadBalancer/NetworkLoadBalancers/configure-idle-timeout.htm.
  // It asks nodes, whose kube-proxy chooses the edge: one that vanishes with its node is left out as the node is. With no
  // edge at all the nodes refuse. (One that crashes alone would be left out sooner, once its cluster has noticed.)
  oci: { balance: "random(1)", idleSeconds: 360, withoutHealthy: "refused" },
};

export interface BalancerInput {
  readonly provider: ProviderName;
  /** Public addresses, each of which leads to all edges. */
  readonly addresses: readonly string[];
  readonly edges: readonly string[];
  /** An edge changes its state after `threshold` checks in a row, either way. */
  readonly check: BalancerCheckView;
  /** Whether connections of users and of peers begin with the client's address (PROXY protocol, version 2). */
  readonly sendsProxyHeader: boolean;
}

/** The configuration of one site's balancer; its edges are asked once each, for all ports. */
export function balancerConfig(input: BalancerInput): string {
  const { provider, addresses, edges, check, sendsProxyHeader } = input;
  const { balance, idleSeconds, withoutHealthy } = habits[provider];
  const servers = (each: (edge: string, name: string) => string): string =>
    edges.map((edge, n) => `  server ${each(edge, `edge-${n + 1}`)}`).join("\n");
  const header = sendsProxyHeader ? " send-proxy-v2" : "";
  const doors = [
    { name: "https", port: 443, to: edgePorts.https, header },
    { name: "leaf", port: edgePorts.leaf, to: edgePorts.leaf, header: "" },
    { name: "peers", port: edgePorts.peers, to: edgePorts.peers, header },
  ];
  const sections = doors.map(({ name, port, to, header }) => {
    const none = `{ nbsrv(${name}) lt 1 }`;
    const backend = (title: string, healthOf: (server: string) => string): string => `
backend ${title}
  balance ${balance}
${servers((edge, server) => `${server} ${edge}:${to}${healthOf(server)}${header}`)}
`;
    const [otherwise, any] =
      withoutHealthy === "refused"
        ? [`tcp-request connection reject if ${none}`, ""]
        : [`use_backend ${name}_any if ${none}`, backend(`${name}_any`, () => "")];
    return `frontend ${name}
${addresses.map((address) => `  bind ${address}:${port}`).join("\n")}
  ${otherwise}
  default_backend ${name}
${backend(name, (server) => ` track checked/${server}`)}${any}`;
  });
  return `global
  maxconn 8000
  nbthread 1

defaults
  mode tcp
  retries 0
  # A client loses its patience first.
  timeout connect 60s
  timeout client ${idleSeconds}s
  timeout server ${idleSeconds}s

# Nothing is sent here: with times of its own, a check that gets no connection fails as soon as one that gets no answer.
backend checked
  timeout connect ${check.timeoutSeconds}s
  timeout check ${check.timeoutSeconds}s
  option httpchk GET ${livezPath}
${servers((edge, server) => `${server} ${edge}:${edgePorts.status} check inter ${check.intervalSeconds}s fall ${check.threshold} rise ${check.threshold}`)}

${sections.join("\n")}`;
}
