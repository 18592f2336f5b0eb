import { edgePorts, queuePaths, queuePorts } from "../ports";
import {
  apiPrefix,
  checkPlan,
  deliverPrefix,
  identity,
  inboxPrefix,
  peersOf,
  type QueuePlan,
  streamName,
} from "./model";
import { reservedBytes } from "./streams";

/** Times of the queue, with their reasons. */
export const queueTimings = {
  /** Between pings of every link, and how many may go unanswered: a link that fell silent is dropped in a minute. */
  pingSeconds: 20,
  pingsUnanswered: 2,
  /** Between tries of a leaf link. */
  leafReconnectSeconds: 2,
  /** Over which a server that ends moves its clients on, after handing over its leaderships; 30 is the least NATS takes. */
  lameDuckSeconds: 30,
  lameDuckGraceSeconds: 5,
  /** For a server of a pod that is deleted: the lame duck and its shutdown. */
  terminationSeconds: 60,
  /** How soon a mirror notices that its origin is silent, and how often it tries again (constants of nats-server). */
  mirrorRetrySeconds: 10,
} as const;

/** The servers of one site. */
export interface QueueInput {
  plan: QueuePlan;
  site: string;
  /** Host names of this site's servers, one per replica, as on the certificate `server`. */
  servers: readonly string[];
  /** Edge addresses by site id: of every other site. */
  leafAddresses: Readonly<Record<string, readonly string[]>>;
  /** Largest message, bytes, 1,024 to 8,388,608 (NATS advises against more). */
  maxPayloadBytes: number;
  /** Bytes of the volume that JetStream may use, on each server. */
  maxFileStoreBytes: number;
  /** Bytes of memory for streams in memory; there are none, so that only what NATS needs itself counts. */
  maxMemoryStoreBytes: number;
  /** For tests on one machine: where one server listens (`address:port`), its routes, and where its files are. */
  local?: {
    client: string;
    monitor: string;
    cluster: string;
    leaf: string;
    routes: readonly string[];
    tls: string;
    data: string;
    run: string;
  };
}

const quote = (s: string) => JSON.stringify(s);
const list = (items: readonly string[], indent: string) =>
  items.length === 0 ? "[]" : `[\n${items.map((i) => `${indent}  ${quote(i)}`).join("\n")}\n${indent}]`;

/** What one workload may publish: its families' subjects, and asking for and acknowledging what it consumes. */
function workloadPermissions(plan: QueuePlan, site: string, name: string) {
  const workload = plan.workloads.find((w) => w.name === name);
  if (!workload) throw new Error(`queue: no workload ${quote(name)} in the plan`);
  const subjects = plan.families
    .filter((f) => workload.publishes.includes(f.name))
    .flatMap((f) => f.subjects);
  const consuming = [...workload.consumes].sort().flatMap((family) =>
    [site, ...peersOf(plan, site)].flatMap((origin) => {
      const [stream, api] = [streamName(family, origin), apiPrefix(site, origin)];
      return [
        `${api}.CONSUMER.INFO.${stream}.${name}`,
        `${api}.CONSUMER.MSG.NEXT.${stream}.${name}`,
        `$JS.ACK.${stream}.${name}.>`,
      ];
    }),
  );
  return { publish: [...subjects, ...consuming], subscribe: [`${inboxPrefix(name)}.>`] };
}

/** What the setup Job may do: make and change streams and consumers; not delete, purge, read or publish. */
function setupPermissions(plan: QueuePlan, site: string) {
  const publish = [site, ...peersOf(plan, site)].flatMap((origin) => {
    const api = apiPrefix(site, origin);
    return [
      `${api}.INFO`,
      `${api}.STREAM.INFO.*`,
      `${api}.STREAM.NAMES`,
      `${api}.STREAM.LIST`,
      `${api}.STREAM.CREATE.*`,
      `${api}.STREAM.UPDATE.*`,
      `${api}.CONSUMER.INFO.*.*`,
      `${api}.CONSUMER.NAMES.*`,
      `${api}.CONSUMER.LIST.*`,
      `${api}.CONSUMER.CREATE.>`,
      `${api}.CONSUMER.DURABLE.CREATE.*.*`,
    ];
  });
  return { publish, subscribe: [`${inboxPrefix("setup")}.>`] };
}

/** What another site's leaf link may do here: make its mirrors' consumers and receive what they deliver. */
function leafPermissions(plan: QueuePlan, site: string, peer: string) {
  const streams = plan.families.map((f) => streamName(f.name, site)).sort();
  const api = `$JS.${site}.API`;
  return {
    publish: [
      ...streams.map((s) => `${api}.CONSUMER.CREATE.${s}.>`),
      ...streams.map((s) => `${api}.CONSUMER.CREATE.${s}`),
      "$JS.FC.>",
    ],
    subscribe: [`${deliverPrefix(peer)}.>`, "$JSC.R.>"],
  };
}

function user(
  name: string,
  connection: "STANDARD" | "LEAFNODE",
  may: { publish: string[]; subscribe: string[] },
): string {
  return `      {
        user: ${quote(name)}
        allowed_connection_types: [${quote(connection)}]
        permissions {
          publish { allow: ${list(may.publish, "          ")} }
          subscribe { allow: ${list(may.subscribe, "          ")} }
        }
      }`;
}

function ownAccount(plan: QueuePlan, site: string): string {
  const peers = peersOf(plan, site);
  const families = plan.families.map((f) => f.name).sort();
  const users = [
    ...plan.workloads
      .map((w) => w.name)
      .sort()
      .map((w) => user(identity.workload(w, site), "STANDARD", workloadPermissions(plan, site, w))),
    user(identity.setup(site), "STANDARD", setupPermissions(plan, site)),
    ...peers.map((p) => user(identity.leaf(p), "LEAFNODE", leafPermissions(plan, site, p))),
  ];
  const imports = peers.flatMap((p) => [
    `      { service: { account: ${quote(p)}, subject: "$JS.API.>" }, to: ${quote(`${apiPrefix(site, p)}.>`)} }`,
    ...families.map(
      (f) =>
        `      { service: { account: ${quote(p)}, subject: ${quote(`$JS.ACK.${streamName(f, p)}.>`)} } }`,
    ),
  ]);
  return `  ${quote(site)} {
    jetstream: enabled
    users: [
${users.join("\n")}
    ]
    imports: [
${imports.join("\n")}
    ]
  }`;
}

/** Another site's account: its mirrors are here, and this site's workloads consume them through what it exports. */
function peerAccount(plan: QueuePlan, site: string, peer: string): string {
  const acks = plan.families.map((f) => `$JS.ACK.${streamName(f.name, peer)}.>`).sort();
  return `  ${quote(peer)} {
    jetstream: enabled
    exports: [
      { service: "$JS.API.>", response_type: stream, accounts: [${quote(site)}] }
${acks.map((a) => `      { service: ${quote(a)}, accounts: [${quote(site)}] }`).join("\n")}
    ]
  }`;
}

/**
 * The configuration of the nats-servers of one site, the same for all of them; each takes its name, which must be
 * unique in the site, from the environment's `SERVER_NAME`. For nats-server 2.15. Throws when the plan is unsound or
 * does not fit the volume.
 */
export function natsConfig(input: QueueInput): string {
  const { plan, site } = input;
  checkPlan(plan);
  const peers = peersOf(plan, site);
  if (peers.length === plan.sites.length)
    throw new Error(`queue: site ${quote(site)} is not in the plan's sites`);
  for (const p of peers) {
    if (!input.leafAddresses[p]?.length)
      throw new Error(`queue: no edge address of site ${quote(p)} in leafAddresses`);
  }
  const needed = reservedBytes(plan);
  if (needed > input.maxFileStoreBytes) {
    throw new Error(
      `queue: the streams of ${plan.sites.length} sites reserve ${needed} bytes on each server, but maxFileStoreBytes is ${input.maxFileStoreBytes}; raise it or lower the families' maxBytes`,
    );
  }
  const local = input.local;
  const { tls, data, run } = local ?? queuePaths;
  const listen = local ?? {
    client: `0.0.0.0:${queuePorts.client}`,
    monitor: `0.0.0.0:${queuePorts.monitor}`,
    cluster: `0.0.0.0:${queuePorts.cluster}`,
    leaf: `0.0.0.0:${queuePorts.leaf}`,
  };
  const routes = local?.routes ?? input.servers.map((h) => `tls://${h}:${queuePorts.cluster}`);
  const certificate = (name: string) => `ca_file: ${quote(`${tls}/${name}/ca.crt`)}
    cert_file: ${quote(`${tls}/${name}/tls.crt`)}
    key_file: ${quote(`${tls}/${name}/tls.key`)}
    min_version: "1.3"`;
  const remote = (p: string) => `    {
      account: ${quote(p)}
      urls: ${list(
        (input.leafAddresses[p] ?? []).map((a) => `tls://${a}:${edgePorts.leaf}`),
        "      ",
      )}
      tls {
    ${certificate("leaf-dial")}
      timeout: 5
      handshake_first: true
      }
    }`;
  return `server_name: $SERVER_NAME
listen: "${listen.client}"
http: "${listen.monitor}"
pid_file: ${quote(`${run}/nats.pid`)}
logtime_utc: true
max_payload: ${input.maxPayloadBytes}
ping_interval: "${queueTimings.pingSeconds}s"
ping_max: ${queueTimings.pingsUnanswered}
write_deadline: "10s"
lame_duck_duration: "${queueTimings.lameDuckSeconds}s"
lame_duck_grace_period: "${queueTimings.lameDuckGraceSeconds}s"

# a client is the user that its certificate names
tls {
    ${certificate("server")}
    verify_and_map: true
    timeout: 5
}

jetstream {
  store_dir: ${quote(data)}
  domain: ${quote(site)}
  max_file_store: ${input.maxFileStoreBytes}
  max_memory_store: ${input.maxMemoryStoreBytes}
  # acknowledged means on disk: the default syncs every two minutes
  sync_interval: always
}

cluster {
  name: ${quote(site)}
  listen: "${listen.cluster}"
  # pods' addresses are on no certificate, and clients find servers by the Service's name
  no_advertise: true
  routes: ${list(routes, "  ")}
  # a route must come from a server: workloads' certificates are of the same authority
  tls {
    ${certificate("server")}
    verify_cert_and_check_known_urls: true
    timeout: 5
  }
}

# each site's leaf links lead to every other site, one per server, into that site's account
leafnodes {
  listen: "${listen.leaf}"
  no_advertise: true
  # what one site asks for is not shown to the others
  isolate_leafnode_interest: true
  reconnect: "${queueTimings.leafReconnectSeconds}s"
  tls {
    ${certificate("leaf-listen")}
    verify_and_map: true
    handshake_first: true
    timeout: 5
  }
  remotes: [
${peers.map(remote).join("\n")}
  ]
}

accounts {
${[ownAccount(plan, site), ...peers.map((p) => peerAccount(plan, site, p))].join("\n")}
}
`;
}
