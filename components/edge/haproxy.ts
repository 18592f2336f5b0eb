import { edgePaths, edgePorts, livezPath, metricsPath, queueHealth, queuePorts } from "../ports";
import { clientTables, connectionRules, hearingRules, isUnheard, placesRule, unheardPlaces } from "./clients";
import { clientsKnown, type Door, innerDoor, publicDoor } from "./doors";
import { endpointsRule } from "./endpoints";
import {
  awayBackends,
  awayRoutes,
  awayRules,
  innerConnections,
  innerFrontends,
  opinionRules,
  PEER_SHARE,
  peersFrontend,
  toHost,
} from "./forwarding";
import { healthAnswers, isHealth } from "./health-answers";
import { checkInput, type EdgeCapability, type EdgeInput } from "./input";
import { closingRules } from "./leaving";
import { requestsWithin, reserved, streamsPerConnection } from "./memory";
import { requestLines } from "./requests";
import { paceLimits, watchRules, watchTables } from "./sickness";
import { siteHostRules } from "./site-host";
import { edgeTimings } from "./timings";

const t = edgeTimings;

/** The ports' limits, and the process's above them: who fills one takes nothing from the others. */
interface Doors {
  readonly https: Door;
  readonly status: Door;
  readonly leaf: Door;
  readonly peers: Door;
}

/** Connections inside the process, by which a request is handed on. */
type Inner = number;

function globalAndDefaults(input: EdgeInput, run: string, doors: Doors, inner: Inner): string {
  const connections =
    input.maxConnections * doors.https.connections +
    reserved.status * doors.status.connections +
    reserved.leaf * doors.leaf.connections +
    (input.forwarding ? reserved.peers * doors.peers.connections + 2 * inner : 0);
  return `global
  log stdout format raw local0 info
  # what the ports take together: none of them can leave the others without
  maxconn ${connections}
  nbthread ${input.threads}
  # its lists are short: to look one through takes less time than to look up what was found before
  tune.pattern.cache-size 0
  tune.h2.max-concurrent-streams ${streamsPerConnection}
.if version_atleast(3.0)
  # no rule ends a busy connection of HTTP/2: so each is, some time, and its client looks the name up again
  tune.h2.fe.max-total-streams ${streamsPerConnection * t.streamsTurnover}
.endif
  # only hands its listeners to the process after it
  stats socket ${run}/admin.sock mode 600 level user expose-fd listeners
  # what is known of servers begins anew with each start and reload
  set-var proc.started date
  hard-stop-after ${t.hardStopSeconds}s
  close-spread-time ${Math.floor(t.hardStopSeconds / 4)}s
  # tls.crt's key is tls.key beside it, as Kubernetes' Secrets name them
  ssl-load-extra-del-ext
  ssl-load-extra-files key
  ssl-default-bind-options ssl-min-ver TLSv1.2
  ssl-default-bind-curves X25519:P-256
  ssl-default-bind-ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305
  ssl-default-bind-ciphersuites TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256

defaults
  mode http
  log global
  option dontlognull
  option abortonclose
  option redispatch 1
  retries ${t.retries}
  retry-on conn-failure
  timeout connect ${t.connectSeconds}s
  timeout check ${t.checkTimeoutSeconds}s
  timeout queue ${t.queueSeconds}s
  timeout http-request ${t.requestSeconds}s
  timeout http-keep-alive ${t.keepAliveSeconds}s
  timeout client ${t.clientSeconds}s
.if version_atleast(2.9)
  timeout client-hs ${t.requestSeconds}s
.endif
  timeout server ${t.clientSeconds}s
  # addresses come from the resolvers below, and one that DNS can't tell yet is no reason not to start
  default-server resolvers cluster resolve-prefer ipv4 init-addr none
`;
}

function resolvers(input: EdgeInput): string {
  const servers = input.nameServers?.map((address, i) => `  nameserver dns${i} ${address}`);
  return `resolvers cluster
${servers?.join("\n") ?? "  parse-resolv-conf"}
  accepted_payload_size 8192
  resolve_retries 3
  timeout resolve ${t.resolveSeconds}s
  timeout retry 1s
  hold valid ${t.resolveSeconds}s
  hold obsolete ${t.obsoleteSeconds}s
  hold nx 30s
  # DNS that is down or broken says nothing about the servers: keep what is known
  hold timeout ${t.resolverDeadSeconds}s
  hold refused ${t.resolverDeadSeconds}s
  hold other ${t.resolverDeadSeconds}s
`;
}

function statusFrontend(
  { before = "", bind }: Door,
  input: EdgeInput,
  capabilities: readonly EdgeCapability[],
): string {
  return `${before && `${before}\n`}frontend probes
  bind ${bind}
  maxconn ${reserved.status}
  http-request set-log-level silent
  http-request return status 200 content-type text/plain string "live\\n" if { path ${livezPath} }
  http-request use-service prometheus-exporter if { path ${metricsPath} }
${input.forwarding ? opinionRules(capabilities) : ""}  http-request return status 404
`;
}

function publicFrontend(
  input: EdgeInput,
  capabilities: readonly EdgeCapability[],
  { before = "", bind }: Door,
  tls: string,
  requests: number,
): string {
  const forwards = input.forwarding !== undefined;
  const known = clientsKnown[input.proxyProtocol];
  return `${before && `${before}\n`}frontend public
  bind ${bind} ssl crt ${tls}/tls.crt alpn h2,http/1.1
  option httplog
  # a connection that a stop would close gets one more answer first: the client may just be sending
  option idle-close-on-response
  maxconn ${input.maxConnections}
${known ? `${connectionRules(input.perClient)}\n` : ""}${requestLines()}
${input.endpoints === undefined ? "" : `${endpointsRule(input.endpoints)}\n`}${siteHostRules(capabilities)}${known && capabilities.length > 0 ? `${hearingRules(capabilities)}\n` : ""}${forwards && capabilities.length > 0 ? `${awayRules(capabilities)}\n` : ""}  use_backend health_answers if ${isHealth}
  # with every server marked down, the requests of those who still come are tried rather than refused
${capabilities
  .flatMap((c) => [
    ...(forwards ? awayRoutes(c, requests) : []),
    `  use_backend ${c.name}_any if ${toHost(c)} { nbsrv(${c.name}) lt 1 } !{ stopping }`,
    ...(known ? [`  use_backend ${c.name}_unheard if ${toHost(c)} ${isUnheard}`] : []),
    `  use_backend ${c.name} if ${toHost(c)}`,
  ])
  .join("\n")}
  default_backend unknown_host

${healthAnswers(capabilities, input)}
backend unknown_host
  http-request return status 421 content-type text/plain string "this host is not served here\\n"
`;
}

/**
 * Of a capability's requests under way, which share each of its backends may have: of those who are heard, and of each of
 * two others. Those that are handed on (`PEER_SHARE`) take three times the memory.
 */
const sharesOf = (input: EdgeInput): { readonly heard: number; readonly others: number } =>
  input.forwarding ? { heard: 0.7 - 3 * PEER_SHARE, others: 0.15 } : { heard: 0.7, others: 0.15 };

function workload(c: EdgeCapability, input: EdgeInput, requests: number): string {
  const known = clientsKnown[input.proxyProtocol];
  const shares = sharesOf(input);
  const places = known ? `${placesRule(c, input.perClient)}\n` : "";
  const full = (share: number) =>
    `${places}  http-request return status 503 content-type text/plain hdr Retry-After 5 string "too much at once\\n" if { be_conn gt ${Math.floor(requests * share)} }`;
  // A place at a server is for those whose body comes: one that drips in would hold it for nothing.
  const body = `  timeout server ${c.responseSeconds}s
  balance leastconn
  http-request wait-for-body time ${t.requestSeconds}s`;
  const observe = watchRules(c, input);
  const closing = closingRules(c, input);
  const trial = input.forwarding
    ? `  http-request set-timeout server ${t.trialSeconds}s if { var(txn.trial) -m bool }\n`
    : "";
  const [path, host] = [c.readinessPath, c.host.toLowerCase()];
  const unheard = `
# clients that make more fail than others are served by the same pods, and tell nothing of them
backend ${c.name}_unheard
${full(shares.others)}
${body}
  server-template ${c.name}_unheard ${c.ceiling} ${c.service}:${c.port} maxconn ${unheardPlaces(c)}
`;
  return `backend ${c.name}
${full(shares.heard)}
  http-request return status 429 content-type text/plain hdr Retry-After 5 string "too much at once\\n" if { avg_queue(${c.name}) ge ${t.waitingPerServer} }
${paceLimits(c)}${body}
${trial}${observe}
${closing}
  option httpchk
  http-check send meth GET uri ${path} ver HTTP/1.1 hdr Host ${host} hdr Connection close
  http-check expect status 200-399
  default-server check inter ${t.checkIntervalSeconds}s fall ${t.fall} rise ${t.rise} observe layer7 error-limit ${t.errorLimit} on-error mark-down
  server-template ${c.name} ${c.ceiling} ${c.service}:${c.port} maxconn ${c.requestsPerReplica}
${known ? unheard : ""}
# any pod that DNS knows, asked for when no server is up or, just after a reload, none is known yet
backend ${c.name}_any
${full(shares.others)}
${body}
${observe}
${closing}
  http-request do-resolve(txn.pod,cluster,ipv4) str(${c.service})
  http-request set-dst var(txn.pod)
  http-request set-dst-port int(${c.port})
  server pod 0.0.0.0:0 maxconn ${c.requestsPerReplica * c.floor}
`;
}

function queue(input: EdgeInput, { before = "", bind }: Door): string {
  const sources = input.leafSources && [...input.leafSources].sort().join(" ");
  return `${before && `${before}\n`}frontend leaf
  mode tcp
  option tcplog
  bind ${bind}
  maxconn ${reserved.leaf}
  timeout client ${t.leafSeconds}s
${sources === undefined ? "" : `  tcp-request session reject unless { src ${sources} }\n`}  default_backend queue

# each server is asked whether it follows a leader: a majority that says so is the queue's quorum
backend queue
  mode tcp
  balance leastconn
  timeout server ${t.leafSeconds}s
  option httpchk
  http-check send meth GET uri ${queueHealth.meta} ver HTTP/1.1 hdr Host queue hdr Connection close
  http-check expect status 200
  default-server check port ${queuePorts.monitor} inter ${t.checkIntervalSeconds}s fall ${t.fall} rise 2
  server-template queue ${input.queue.replicas} ${input.queue.service}:${queuePorts.leaf}
`;
}

function mediaStore(input: EdgeInput): string {
  const { host, port = 443 } = input.mediaStore;
  // Not verified: nothing secret is sent, and a stale list of authorities must not drain every site at once.
  return `# alive if it answers at all; without credentials it refuses
backend media_store
  option httpchk
  http-check send meth HEAD uri / ver HTTP/1.1 hdr Host ${host} hdr Connection close
  http-check expect status 100-499
  default-server check check-ssl check-sni ${host} ssl verify none inter ${t.checkIntervalSeconds * 2}s fall ${t.fall} rise 2
  server-template store 3 ${host}:${port}
`;
}

/**
 * HAProxy's configuration for the edge of one site: TLS, routing by host to this site's workloads, health per
 * capability, the queue's leaf links. Works with HAProxy 2.6 and 3.x. Throws on a value that can't stand in it.
 */
export function haproxyConfig(input: EdgeInput): string {
  checkInput(input);
  const { tls, peers, run } = input.paths ?? edgePaths;
  const { address, ...ports } = input.bind ?? { address: "", ...edgePorts };
  const capabilities = [...input.capabilities].sort((a, b) => (a.name < b.name ? -1 : 1));
  const mode = input.proxyProtocol;
  const requests = requestsWithin(input.memoryMiB, input.maxConnections) / Math.max(1, capabilities.length);
  const inner = innerConnections(capabilities.length, requests);
  const doors: Doors = {
    https: publicDoor(mode, `${address}:${ports.https}`, run, input.maxConnections),
    status: innerDoor(mode, "status", `${address}:${ports.status}`, run, reserved.status),
    leaf: innerDoor(mode, "leaf", `${address}:${ports.leaf}`, run, reserved.leaf),
    peers: innerDoor(mode, "peers", `${address}:${ports.peers}`, run, reserved.peers),
  };
  return [
    globalAndDefaults(input, run, doors, inner),
    resolvers(input),
    statusFrontend(doors.status, input, capabilities),
    publicFrontend(input, capabilities, doors.https, tls, requests),
    ...(input.forwarding
      ? [peersFrontend(input, capabilities, doors.peers, peers), innerFrontends(capabilities, run, inner)]
      : []),
    ...capabilities.map((c) => workload(c, input, requests)),
    ...(input.forwarding ? capabilities.map((c) => awayBackends(c, input, { run, peers })) : []),
    watchTables(input),
    ...(clientsKnown[mode] ? [clientTables(capabilities)] : []),
    queue(input, doors.leaf),
    mediaStore(input),
  ].join("\n");
}
