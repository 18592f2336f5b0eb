/** The routing model's plan in gdnsd's words: weighted answers, each behind its own deep HTTPS check. Pure. */
import type { RoutedName } from "../../../components/routing";

export interface DnsTimings {
  readonly ttl: number;
  readonly intervalSeconds: number;
  readonly failureThreshold: number;
}

export interface GdnsdInput {
  /** Where it answers, as `address:port`. */
  readonly listen: string;
  readonly run: string;
  readonly zone: string;
  readonly names: readonly RoutedName[];
  /** The public address of an answer, by the answer's name. */
  readonly addresses: Readonly<Record<string, string>>;
  /** On which the edges listen in the lane. */
  readonly port: number;
  readonly timings: DnsTimings;
}

/** gdnsd's main file. Its own HTTP check knows no TLS: curl asks for it. */
export function gdnsdConfig({ listen, run, names, addresses, port, timings }: GdnsdInput): string {
  const checks = names.map(({ capability, host, healthPath }) => {
    const command = [
      ...["/usr/bin/curl", "--silent", "--insecure", "--fail", "--output", "/dev/null", "--max-time", "1"],
      ...["--header", `Host: ${host}`, `https://%%ITEM%%:${port}${healthPath}`],
    ];
    return `  ${capability} => {
    plugin => extmon
    cmd => [${command.map((word) => JSON.stringify(word)).join(", ")}]
    interval => ${timings.intervalSeconds}
    timeout => ${timings.intervalSeconds - 1}
    up_thresh => ${timings.failureThreshold}
    ok_thresh => ${timings.failureThreshold}
    down_thresh => ${timings.failureThreshold}
  }`;
  });
  const resources = names.map(({ capability, answers }) => {
    const lines = answers
      .filter(({ drained, weight }) => !drained && weight > 0)
      .map(({ name, weight }) => `      ${name} => [${addresses[name]}, ${weight}]`);
    return `    ${capability} => {
      service_types => ${capability}
      multi => false
      up_thresh => 0.000001 # all are answered only when all are down
${lines.join("\n")}
    }`;
  });
  return `options => {
  listen => "${listen}"
  udp_threads => 1
  tcp_threads => 1
  run_dir => "${run}/run"
  state_dir => "${run}/state"
}
service_types => {
${checks.join("\n")}
}
plugins => {
  weighted => {
${resources.join("\n")}
  }
}
`;
}

/** The zone's file. */
export function gdnsdZone({ names, zone, timings }: GdnsdInput): string {
  const records = names.map(
    ({ capability, host }) => `${host.slice(0, -zone.length - 1)} ${timings.ttl} DYNA weighted!${capability}`,
  );
  return `@ SOA ns1.dns.test. hostmaster.dns.test. 1 7200 1800 259200 30
@ NS ns1.dns.test.
${records.join("\n")}
`;
}
