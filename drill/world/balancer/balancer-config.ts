/** A load balancer of connections as the clouds have them before our edges, in HAProxy's words. Pure. */
import { edgePorts } from "../../../components/ports";
import type { ProviderName } from "../../../graph/clouds/contract";
import type { BalancerCheckView } from "../../../graph/clouds/views";

/** What differs between the clouds' balancers, as far as a drill can tell them apart. */
interface BalancerHabits {
  /** Which edge takes a connection. */
  readonly balance: string;
  /** Seconds without a byte until a connection is forgotten. */
  readonly idleSeconds: number;
}

/**
 * Alike for both: connections to an edge that is found unhealthy are left (the components ask for that), one that can't be
 * made isn't tried elsewhere, and with no healthy edge all are tried.
 */
const habits: Readonly<Record<ProviderName, BalancerHabits>> = {
  // A hash of addresses and ports, and 350 s, "fail open":
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/network/network-load-balancers.html, and .../target-group-health-checks.html
  aws: { balance: "random(1)", idleSeconds: 350 },
  // Round robin where a Service names no other; 300 s for TCP:
  // https://docs.oracle.com/iaas/Content/Balance/Reference/connectionreuse.htm
  oci: { balance: "roundrobin", idleSeconds: 300 },
};

export interface BalancerInput {
  readonly provider: ProviderName;
  /** Public addresses, each of which leads to all edges. */
  readonly addresses: readonly string[];
  readonly edges: readonly string[];
  readonly check: BalancerCheckView;
  /** Whether connections begin with the client's address (PROXY protocol, version 2). */
  readonly sendsProxyHeader: boolean;
}

export function balancerConfig({ provider, addresses, edges, check, sendsProxyHeader }: BalancerInput): string {
  const { balance, idleSeconds } = habits[provider];
  const doors = [
    { name: "https", port: 443, to: edgePorts.https, header: sendsProxyHeader ? " send-proxy-v2" : "" },
    { name: "leaf", port: edgePorts.leaf, to: edgePorts.leaf, header: "" },
  ];
  const checked = `check port ${edgePorts.status} inter ${check.intervalSeconds}s fall ${check.threshold} rise ${check.threshold}`;
  const sections = doors.map(
    ({ name, port, to, header }) => `frontend ${name}
${addresses.map((address) => `  bind ${address}:${port}`).join("\n")}
  use_backend ${name}_any if { nbsrv(${name}) lt 1 }
  default_backend ${name}

backend ${name}
  balance ${balance}
  option httpchk GET /livez
${edges.map((edge, n) => `  server edge-${n + 1} ${edge}:${to} ${checked}${header}`).join("\n")}

backend ${name}_any
  balance ${balance}
${edges.map((edge, n) => `  server edge-${n + 1} ${edge}:${to}${header}`).join("\n")}
`,
  );
  return `global
  maxconn 20000
  nbthread 1

defaults
  mode tcp
  retries 0
  timeout connect 60s
  timeout client ${idleSeconds}s
  timeout server ${idleSeconds}s
  timeout check ${check.timeoutSeconds}s

${sections.join("\n")}`;
}
