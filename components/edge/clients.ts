/**
 * What one client may take of an edge pod, by its address. Pure. Only where the balancers tell that address: without it
 * everybody would be one client.
 *
 * A failing, slow or idle client can't be told from an honest one by a single request; so each address gets a share
 * that a whole carrier's NAT lives with, and that leaves the others theirs.
 */
import type { EdgeCapability } from "./input";
import type { PerClient } from "./per-client";
import { edgeTimings as t } from "./timings";

/** Over which requests and new connections of one client are counted. */
const RATE_SECONDS = 10;
/** Addresses that are kept, in thousands, and as many for each host; those not seen for longest go first. */
const ADDRESSES = 20;
/** Connections that one client may open in a window, for each that it may hold. */
const TURNOVER = 2;

/**
 * Failures in a window, with its requests under way, from which a client isn't heard: too few to mark one server down, or
 * to send a workload's requests to a peer.
 */
export const heardFailures = Math.min(t.errorLimit, t.sickMinimumFailures) - 1;

/** Requests of one client that a workload takes at a time through this pod. */
export function placesOf(c: EdgeCapability, perClient: PerClient): number {
  return Math.max(1, Math.floor((c.floor * c.requestsPerReplica * perClient.placesPercent) / 100));
}

/** Places at a replica for the clients that aren't heard, beside those of the others. */
export const unheardPlaces = (c: EdgeCapability): number => Math.max(1, Math.floor(c.requestsPerReplica / 4));

const tooMany = 'content-type text/plain hdr Retry-After 5 string "too many requests from your address\\n"';

/** For the public frontend, before anything is answered: connections and requests of one address. */
export function connectionRules(perClient: PerClient): string {
  const { connections, requestsPerSecond } = perClient;
  return `  # one client's connections; more are closed after TLS
  tcp-request session track-sc1 src table every_client
  tcp-request session reject if { sc1_conn_cur(every_client) gt ${connections} } or { sc1_conn_rate(every_client) gt ${connections * TURNOVER} }
  http-request return status 429 ${tooMany} if { sc1_http_req_rate(every_client) gt ${requestsPerSecond * RATE_SECONDS} }`;
}

/**
 * For the public frontend, before it chooses a backend: whether an address is heard for what it asks of a capability.
 * Counted for hosts that are served alone: made-up ones would drive the others out of the table.
 */
export function hearingRules(capabilities: readonly EdgeCapability[]): string {
  const hosts = capabilities.map(hostOf).join(" ");
  return `  http-request track-sc2 src,concat(/,txn.host) table clients_by_host if { var(txn.host) -m str ${hosts} }
${unheardRules}`;
}

const unheardRules = `  http-request set-var(txn.failed) sc2_http_fail_rate(clients_by_host)
  http-request set-var(txn.unheard) bool(true) if { sc2_conn_cur(clients_by_host),add(txn.failed) gt ${heardFailures} }`;

/**
 * For the frontend of peers, behind `unheard` as above: the client is whom the peer's edge has seen, and its limits were
 * that edge's to keep.
 */
export function peersHearing(): string {
  return `  http-request track-sc2 req.hdr_ip(x-forwarded-for,1),concat(/,txn.host) table clients_by_host
${unheardRules}`;
}

/**
 * For each backend of a workload, before all else: what one address may hold of it. Where a peer's edge has asked, that
 * address is one of its clients.
 */
export function placesRule(c: EdgeCapability, perClient: PerClient): string {
  return `  http-request return status 429 ${tooMany} if { sc2_conn_cur(clients_by_host) gt ${placesOf(c, perClient)} } !{ var(txn.peer) -m found }`;
}

/** Where a client is served that isn't heard: the same pods, none of which is marked down for what it makes fail. */
export const isUnheard = "{ var(txn.unheard) -m bool }";

const hostOf = (c: EdgeCapability): string => c.host.toLowerCase();
/** The longest text of an address. */
const ADDRESS_LENGTH = 45;

/** The tables that count clients. */
export function clientTables(capabilities: readonly EdgeCapability[]): string {
  const window = `(${t.failureWindowSeconds}s)`;
  const length = ADDRESS_LENGTH + 1 + Math.max(0, ...capabilities.map((c) => hostOf(c).length));
  return `# clients by address: connections and requests at this pod
backend every_client
  stick-table type ip size ${ADDRESSES}k expire ${RATE_SECONDS * 6}s store conn_cur,conn_rate(${RATE_SECONDS}s),http_req_rate(${RATE_SECONDS}s)

# and by address and host: requests under way and failures
backend clients_by_host
  stick-table type string len ${length} size ${ADDRESSES * Math.max(1, capabilities.length)}k expire ${t.failureWindowSeconds * 2}s store conn_cur,http_fail_rate${window}
`;
}
