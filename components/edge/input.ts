import { type ProxyProtocol, proxyProtocols } from "./doors";
import type { EdgeForwarding } from "./forwarding-input";
import { requestsWithin } from "./memory";
import type { PerClient } from "./per-client";

/** Addresses of one workload that HAProxy is given places for. */
export const MOST_REPLICAS = 200;

/** A part of the site that a capability can't do without, besides the edge and its own workload. */
export type EdgePart = "queue" | "mediaStore";

/** A public capability of this site and the workload that serves it. */
export interface EdgeCapability {
  /** The capability's name: lower-case letters, digits and hyphens. */
  name: string;
  /** The public host name that it answers. */
  host: string;
  /** The name by which this site alone answers it; none when left out. */
  siteHost?: string;
  /** Headless Service of the workload, fully qualified; one address per ready pod. */
  service: string;
  /** The pods' port, 1 to 65535, plain HTTP. */
  port: number;
  /** Most replicas that the workload can have, 1 to `MOST_REPLICAS`: so many addresses are taken from DNS. */
  ceiling: number;
  /** Replicas that it has at least, 1 to `ceiling`. */
  floor: number;
  /** The path of its readiness probe, which the edge checks too. */
  readinessPath: string;
  /** Requests that one pod of the edge sends one replica at a time; the others wait at the edge. */
  requestsPerReplica: number;
  /** Seconds from a whole request to the answer's first byte, and between bytes; then 504. */
  responseSeconds: number;
  /** Parts of this site that it can't serve without. */
  needs: readonly EdgePart[];
  /** Its image does, for `POST /canary`, what no user's request may be tried for twice. */
  canary?: boolean;
}

/** What the edge of one site needs to know. Everything in it is of this site: the far cloud does not appear. */
export interface EdgeInput {
  capabilities: readonly EdgeCapability[];
  /** Every health answer is red; traffic is still served. */
  drain: boolean;
  /** The queue's headless Service (all its pods, ready or not) and their number. */
  queue: { service: string; replicas: number };
  /** Host name of this site's media store, fully qualified; asked by HTTPS. */
  mediaStore: { host: string; port?: number };
  /** Networks from which leaf links are taken; all when left out (then the load balancer's rules decide). */
  leafSources?: readonly string[];
  /** Connections of one pod's public port at a time, 100 to 100,000; each takes about 40 kB and two file descriptors. */
  maxConnections: number;
  /** The pod's memory limit: as many requests are taken as fit beside the connections. */
  memoryMiB: number;
  /** Whether the balancers say who the client is. */
  proxyProtocol: ProxyProtocol;
  /** What one client may take, where clients are known. */
  perClient: PerClient;
  /** Threads: the pod's processor limit, rounded up. HAProxy would count the node's. */
  threads: number;
  /** Name servers, `address:port`; the pod's own when left out. */
  nameServers?: readonly string[];
  /** Address that the ports are bound on; all when left out. For tests on one machine. */
  bind?: { address: string; https: number; leaf: number; peers: number; status: number };
  /** Other sites' edges, to which requests are handed on; none when left out. */
  forwarding?: EdgeForwarding;
  /** The file of the document of endpoints (endpoints.ts); none is served when left out. */
  endpoints?: string;
  /** Folders of the certificate and of the run directory, when not `edgePaths`. */
  paths?: { tls: string; peers: string; run: string };
}

/** Servers of the site's queue without which it takes nothing. */
export const quorum = (input: Pick<EdgeInput, "queue">): number => Math.floor(input.queue.replicas / 2) + 1;

const nameForm = /^[a-z]([a-z0-9-]*[a-z0-9])?$/;
const hostForm = /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?\.?$/;
const pathForm = /^\/[A-Za-z0-9/._~?=&-]*$/;
/** An address, or a variable that stands for one (peer-addresses.ts). */
const addressForm = /^([0-9a-fA-F.:]+|"\$\{[A-Z][A-Z0-9_]*\}")$/;
const networkForm = /^([0-9a-fA-F.:]+(\/\d{1,3})?|"\$\{[A-Z][A-Z0-9_]*\}")$/;

function check(ok: boolean, key: string, found: unknown, wanted: string): void {
  if (!ok) throw new Error(`edge configuration: ${key} is ${JSON.stringify(found)}; it must be ${wanted}`);
}

/** Sections of the configuration that are no capability's. */
const taken: ReadonlySet<string> = new Set(["queue", "live", "lately"]);

/** Throws on a value that can't stand in the configuration, naming it. */
export function checkInput(input: EdgeInput): void {
  const whole = (n: number, low: number, high: number) => Number.isInteger(n) && n >= low && n <= high;
  check(whole(input.maxConnections, 100, 100_000), "maxConnections", input.maxConnections, "100 to 100,000");
  const fit = requestsWithin(input.memoryMiB, input.maxConnections);
  // Fewer than two for each of a hundred connections would refuse most of who is connected.
  check(
    fit >= 200,
    "memoryMiB",
    input.memoryMiB,
    `enough for ${input.maxConnections} connections and their requests`,
  );
  check(
    proxyProtocols.includes(input.proxyProtocol),
    "proxyProtocol",
    input.proxyProtocol,
    proxyProtocols.join(", "),
  );
  const { connections, requestsPerSecond, placesPercent } = input.perClient;
  check(whole(connections, 1, 100_000), "perClient.connections", connections, "1 to 100,000");
  check(
    whole(requestsPerSecond, 1, 100_000),
    "perClient.requestsPerSecond",
    requestsPerSecond,
    "1 to 100,000",
  );
  check(whole(placesPercent, 1, 100), "perClient.placesPercent", placesPercent, "1 to 100");
  check(whole(input.threads, 1, 64), "threads", input.threads, "1 to 64");
  check(hostForm.test(input.queue.service), "queue.service", input.queue.service, "a host name");
  check(whole(input.queue.replicas, 1, 9), "queue.replicas", input.queue.replicas, "1 to 9");
  check(hostForm.test(input.mediaStore.host), "mediaStore.host", input.mediaStore.host, "a host name");
  for (const n of input.leafSources ?? []) check(networkForm.test(n), "leafSources", n, "an address or CIDR");
  for (const n of input.nameServers ?? [])
    check(/^[0-9a-fA-F.:[\]]+:\d+$/.test(n), "nameServers", n, "address:port");
  if (input.forwarding) checkForwarding(input.forwarding);
  const seen = new Set<string>();
  for (const c of input.capabilities) {
    const key = `capability ${JSON.stringify(c.name)}`;
    check(
      nameForm.test(c.name) && !taken.has(c.name),
      `${key} name`,
      c.name,
      `lower-case and not ${[...taken].map((name) => `\`${name}\``).join(", ")}`,
    );
    check(hostForm.test(c.host), `${key} host`, c.host, "a host name");
    if (c.siteHost !== undefined)
      check(hostForm.test(c.siteHost), `${key} siteHost`, c.siteHost, "a host name");
    check(hostForm.test(c.service), `${key} service`, c.service, "a host name");
    check(pathForm.test(c.readinessPath), `${key} readinessPath`, c.readinessPath, "an absolute path");
    check(whole(c.port, 1, 65_535), `${key} port`, c.port, "1 to 65535");
    check(whole(c.ceiling, 1, MOST_REPLICAS), `${key} ceiling`, c.ceiling, `1 to ${MOST_REPLICAS}`);
    check(whole(c.floor, 1, c.ceiling), `${key} floor`, c.floor, `1 to its ceiling ${c.ceiling}`);
    check(
      whole(c.requestsPerReplica, 1, 100_000),
      `${key} requestsPerReplica`,
      c.requestsPerReplica,
      "1 to 100,000",
    );
    check(whole(c.responseSeconds, 1, 3600), `${key} responseSeconds`, c.responseSeconds, "1 to 3600");
    const hosts = [c.host, ...(c.siteHost === undefined ? [] : [c.siteHost])];
    for (const unique of [`name ${c.name}`, ...hosts.map((host) => `host ${host.toLowerCase()}`)]) {
      check(!seen.has(unique), key, unique, "the only one with that name and host");
      seen.add(unique);
    }
  }
}

function checkForwarding({ site, peers, sources, siblings }: EdgeForwarding): void {
  check(nameForm.test(site), "forwarding.site", site, "a site's id");
  check(peers.length > 0, "forwarding.peers", peers, "at least one other site; left out where there is none");
  // Without any, who may ask would be everybody.
  check(sources.length > 0, "forwarding.sources", sources, "the networks of the peers");
  for (const n of sources) check(networkForm.test(n), "forwarding.sources", n, "an address or CIDR");
  check(hostForm.test(siblings.service), "forwarding.siblings.service", siblings.service, "a host name");
  const whole = (n: number, low: number, high: number) => Number.isInteger(n) && n >= low && n <= high;
  check(
    whole(siblings.ceiling, 1, MOST_REPLICAS),
    "forwarding.siblings.ceiling",
    siblings.ceiling,
    `1 to ${MOST_REPLICAS}`,
  );
  const seen = new Set([site]);
  for (const { site: peer, addresses, weight } of peers) {
    check(nameForm.test(peer), "forwarding.peers", peer, "a site's id");
    check(
      !seen.has(peer),
      "forwarding.peers",
      peer,
      "another site than this and the others, or it would forward in a circle",
    );
    seen.add(peer);
    check(addresses.length > 0, `forwarding.peers ${peer} addresses`, addresses, "its edge's addresses");
    for (const address of addresses)
      check(addressForm.test(address), `forwarding.peers ${peer} addresses`, address, "an address");
    check(whole(weight, 1, 256), `forwarding.peers ${peer} weight`, weight, "1 to 256");
  }
}
