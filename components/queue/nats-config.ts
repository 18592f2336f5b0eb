import { edgePorts, queuePaths, queuePorts } from "../ports";
import { type Account, accountLimits, accountsAt, type Import, type User } from "./accounts";
import { account, checkPlan, peersOf, type QueuePlan, reservedBytes } from "./model";

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
  /** After how long a mirror notices that its origin is silent (a constant of nats-server). */
  mirrorSilenceSeconds: 10,
  /** How long it then takes to ask again: 5 s for an answer, and after every one that doesn't come longer, which the first
   * sign of life of the origin's consumer cuts short (likewise). */
  mirrorRequestSeconds: 30,
} as const;

/** The servers of one site. */
export interface QueueInput {
  plan: QueuePlan;
  site: string;
  /** Host names of this site's servers, one per replica, as on the certificate `server`. */
  servers: readonly string[];
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

function user({ name, connection, publish, subscribe }: User): string {
  return `      {
        user: ${quote(name)}
        allowed_connection_types: [${quote(connection)}]
        permissions {
          publish { allow: ${list(publish, "          ")} }
          subscribe { allow: ${list(subscribe, "          ")} }
        }
      }`;
}

const lines = (title: string, items: readonly string[]): string =>
  items.length === 0 ? "" : `\n    ${title}: [\n${items.join("\n")}\n    ]`;

/** What others import is what one exports: to them alone. */
function exported(own: Account, all: readonly Account[]): string[] {
  const shares = new Map<string, { share: Import; to: string[] }>();
  for (const other of all) {
    for (const share of other.imports.filter(({ from }) => from === own.name)) {
      const key = `${share.kind} ${share.subject}`;
      shares.set(key, { share, to: [...new Set([...(shares.get(key)?.to ?? []), other.name])] });
    }
  }
  return [...shares.values()].map(
    ({ share: { kind, subject, manyAnswers }, to }) =>
      `      { ${kind}: ${quote(subject)}${manyAnswers ? ", response_type: stream" : ""}, accounts: [${to.map(quote).join(", ")}] }`,
  );
}

const imported = ({ kind, from, subject, to }: Import): string =>
  `      { ${kind}: { account: ${quote(from)}, subject: ${quote(subject)} }${to === undefined ? "" : `, to: ${quote(to)}`} }`;

function accountBlock(own: Account, all: readonly Account[]): string {
  const { jetstream, limits } = own;
  return `  ${quote(own.name)} {${
    jetstream === undefined
      ? ""
      : `\n    jetstream { max_streams: ${jetstream.streams}, max_consumers: ${jetstream.consumers} }`
  }
    limits { max_connections: ${limits.connections}, max_leafnodes: ${limits.leafLinks}, max_subscriptions: ${limits.subscriptions}, max_payload: ${limits.payload} }${lines("exports", exported(own, all))}${lines("imports", own.imports.map(imported))}${lines("users", own.users.map(user))}
  }`;
}

const certificateFiles = (tls: string, name: string): string => `ca_file: ${quote(`${tls}/${name}/ca.crt`)}
    cert_file: ${quote(`${tls}/${name}/tls.crt`)}
    key_file: ${quote(`${tls}/${name}/tls.key`)}
    min_version: "1.3"`;

/**
 * The configuration of the nats-servers of one site, the same for all of them; each takes its name, which must be
 * unique in the site, from the environment's `SERVER_NAME`. For nats-server 2.15. It includes `LEAF_REMOTES_FILE` from
 * its own folder: a file of its own, so that all else can be read before the other sites' addresses are known. Throws
 * when the plan is unsound or does not fit the volume.
 */
export function natsConfig(input: QueueInput): string {
  const { plan, site } = input;
  checkPlan(plan);
  if (!plan.sites.includes(site)) throw new Error(`queue: site ${quote(site)} is not in the plan's sites`);
  const needed = reservedBytes(plan);
  if (needed > input.maxFileStoreBytes) {
    throw new Error(
      `queue: the streams of ${plan.sites.length} sites reserve ${needed} bytes on each server, but maxFileStoreBytes is ${input.maxFileStoreBytes}; raise it or lower the families' maxBytes`,
    );
  }
  const accounts = accountsAt(plan, site);
  const local = input.local;
  const { tls, data, run } = local ?? queuePaths;
  const certificate = (name: string) => certificateFiles(tls, name);
  const listen = local ?? {
    client: `0.0.0.0:${queuePorts.client}`,
    monitor: `0.0.0.0:${queuePorts.monitor}`,
    cluster: `0.0.0.0:${queuePorts.cluster}`,
    leaf: `0.0.0.0:${queuePorts.leaf}`,
  };
  const routes = local?.routes ?? input.servers.map((h) => `tls://${h}:${queuePorts.cluster}`);
  return `server_name: $SERVER_NAME
listen: "${listen.client}"
http: "${listen.monitor}"
pid_file: ${quote(`${run}/nats.pid`)}
logtime_utc: true
max_payload: ${input.maxPayloadBytes}
max_pending: ${accountLimits.pendingBytes}
max_connections: ${accountLimits.serverConnections}
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

# each site's leaf links lead to every other site, one per server; at neither end into an account with JetStream
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
  include ${quote(LEAF_REMOTES_FILE)}
}

accounts {
${accounts.map((one) => accountBlock(one, accounts)).join("\n")}
}
`;
}

/** Name of the file with the leaf links, beside the configuration that includes it. */
export const LEAF_REMOTES_FILE = "leaf-remotes.conf";

/** The other sites as a site's leaf links reach them. */
export interface LeafInput extends Pick<QueueInput, "plan" | "site" | "local"> {
  /** Edge addresses by site id: of every other site. */
  leafAddresses: Readonly<Record<string, readonly string[]>>;
}

/** The leaf links of a site, one to every other site. Throws when the plan is unsound or an address is missing. */
export function leafRemotes({ plan, site, leafAddresses, local }: LeafInput): string {
  checkPlan(plan);
  const { tls } = local ?? queuePaths;
  const remote = (p: string) => {
    const addresses = leafAddresses[p] ?? [];
    if (addresses.length === 0)
      throw new Error(`queue: no edge address of site ${quote(p)} in leafAddresses`);
    return `  {
    account: ${quote(account.dialling(p))}
    urls: ${list(
      addresses.map((a) => `tls://${a}:${edgePorts.leaf}`),
      "    ",
    )}
    tls {
    ${certificateFiles(tls, "leaf-dial")}
    timeout: 5
    handshake_first: true
    }
  }`;
  };
  return `remotes: [
${peersOf(plan, site).map(remote).join("\n")}
]
`;
}
