/**
 * Handing requests that a site can't serve to the edge of another one, and taking theirs. Pure.
 *
 * A request is handed on once: what comes by the port `peers` is served here or refused, as no rule of it leads to a
 * backend with peers in it. Refused are those for which own users have left no room (425, before anything is done), and
 * then the asker serves them itself. So two backends stand behind each other: `<capability>_peer` tries `away` and, when
 * that refuses or can't be reached, `here`; `<capability>_away` has the peers themselves.
 */
import { edgePorts } from "../ports";
import { canaryBackend, canaryFails } from "./canary";
import { isUnheard, peersHearing } from "./clients";
import { clientsKnown, type Door } from "./doors";
import { type EdgeForwarding, type EdgePeer, peerSubject } from "./forwarding-input";
import { type EdgeCapability, type EdgeInput, quorum } from "./input";
import { closingRules } from "./leaving";
import { reserved } from "./memory";
import { handedOnHeader, peerRequestLines } from "./requests";
import {
  asked,
  countOpinions,
  isSick,
  isToldSick,
  markFull,
  now,
  paceRules,
  slowMilliseconds,
  wasFull,
} from "./sickness";
import { minimumServers, edgeTimings as t } from "./timings";

/** A capability by the request's whole Host, without the port, as requests.ts has it set aside. */
export const toHost = (c: EdgeCapability): string => `{ var(txn.host) -m str ${c.host.toLowerCase()} }`;

/** Of a pod's requests for a capability, those that it hands on at a time: each takes three times the memory. */
export const PEER_SHARE = 0.1;

/** A request whose body may be too large to be kept until a peer has taken it: HAProxy's buffer has 16 KiB, headers included. */
const LARGE_BYTES = 12_000;
/** The trial's socket among those of the frontend `here`. */
const TRIAL_ID = 2;

const hereSocket = (run: string): string => `unix@${run}/here.sock`;
const trialSocket = (run: string): string => `unix@${run}/trial.sock`;
const awaySocket = (run: string): string => `unix@${run}/away.sock`;

const SETTLED = `{ date,sub(proc.started) ge ${t.settleSeconds} } !{ stopping }`;

/** For the public frontend, before it chooses a backend: whether a request should be served elsewhere, and why. */
export function awayRules(capabilities: readonly EdgeCapability[]): string {
  const canBeTried = "{ var(txn.away) -m str sick } { method GET HEAD }";
  return [
    now,
    ...capabilities.map((c) => `  http-request set-var(txn.capability) str(${c.name}) if ${toHost(c)}`),
    ...capabilities.flatMap((c) => [
      `  http-request set-var(txn.away) str(full) if ${toHost(c)} { avg_queue(${c.name}) ge ${t.waitingPerServer} }`,
      `  http-request set-var(txn.away) str(few) if ${toHost(c)} { nbsrv(${c.name}) lt ${minimumServers(c.floor)} } ${SETTLED}`,
    ]),
    countOpinions,
    `  http-request set-var(txn.away) str(sick) if ${isSick(asked)}`,
    `  http-request set-var(txn.away) str(sick) if ${isToldSick}`,
    "  # what no user's request may be tried for is tried by its canary, however few come",
    ...capabilities.flatMap((c) =>
      c.canary
        ? [`  http-request set-var(txn.away) str(sick) if ${toHost(c)} ${canaryFails(c)} ${SETTLED}`]
        : [],
    ),
    ...capabilities.map(
      (c) =>
        `  http-request set-var(txn.full) bool(true) if { var(txn.away) -m found } ${toHost(c)} ${wasFull(c)}`,
    ),
    "  # what may be asked twice is tried here now and then, with the peer behind it",
    `  http-request set-var(txn.try) bool(true) if ${canBeTried} !{ var(txn.full) -m bool } { rand(100) lt ${t.trialPercent} }`,
    `  http-request set-var(txn.try) bool(true) if ${canBeTried} !{ var(txn.full) -m bool } { ${asked},table_http_req_rate(lately) lt ${t.trialMinimum} }`,
    "  # a large body can't be sent twice: not while peers refuse",
    `  http-request unset-var(txn.away) if { var(txn.full) -m bool } { req.body_size gt ${LARGE_BYTES} } or { var(txn.full) -m bool } !{ method GET HEAD OPTIONS DELETE } !{ req.fhdr_cnt(content-length) gt 0 }`,
  ].join("\n");
}

/** For the public frontend: the backends of requests that should be served elsewhere, before those of the site. */
export function awayRoutes(c: EdgeCapability, requests: number): string[] {
  const taken = `{ nbsrv(${c.name}_away) ge 1 }`;
  return [
    `  use_backend ${c.name}_trial if { var(txn.try) -m bool } ${toHost(c)} { nbsrv(${c.name}) ge 1 } ${taken}`,
    `  use_backend ${c.name}_peer if { var(txn.away) -m found } ${toHost(c)} ${taken} { be_conn(${c.name}_peer) lt ${mostAway(requests)} }`,
  ];
}

/** Requests of one capability that a pod hands on at a time. */
const mostAway = (requests: number): number => Math.max(1, Math.floor(requests * PEER_SHARE));

/** Connections inside the process that all of it takes at most. */
export const innerConnections = (capabilities: number, requests: number): number =>
  capabilities * mostAway(requests) * 2;

/** The backends by which requests for a capability leave, and those that tell whether they should. */
export function awayBackends(
  c: EdgeCapability,
  input: EdgeInput,
  paths: { run: string; peers: string },
): string {
  const { forwarding } = input;
  if (forwarding === undefined) return "";
  const { run, peers } = paths;
  // Behind each other, each waits a little longer than the one that it waits for.
  const [first, second] = [c.responseSeconds + 2, c.responseSeconds + 1];
  const servers = forwarding.peers;
  const preferred = servers.some(({ otherProvider }) => otherProvider);
  return `# ${c.name}: a peer first; here, when none has room or can be reached
backend ${c.name}_peer
  balance first
  timeout server ${first}s
  retries 1
  retry-on conn-failure 425
  http-response return status 429 content-type text/plain hdr Retry-After 1 string "too much at once\\n" if { status 425 }
${closingRules(c, input)}
  server away ${awaySocket(run)}
  server here ${hereSocket(run)}

# here first, and if that fails at a peer: only what may be asked twice
backend ${c.name}_trial
  balance first
  timeout server ${first}s
  retries 1
  retry-on conn-failure empty-response 500 502 503 504
  http-response set-status 503 if { status 425 }
  server here ${trialSocket(run)}
  server away ${awaySocket(run)}

# the peers' edges, each asked whether it takes these requests
backend ${c.name}_away
  balance roundrobin
  option allbackups
  timeout server ${second}s
  retries 1
  retry-on conn-failure 425
  http-reuse always
${markFull(c)}
  http-request set-header ${handedOnHeader} ${forwarding.site}
  option httpchk
  http-check send meth GET uri ${takesPath(c)} ver HTTP/1.1 hdr Host ${c.host.toLowerCase()} hdr Connection close
  http-check expect status 200
  default-server check inter ${t.takesIntervalSeconds}s fastinter 1s fall 2 rise 2 observe layer7 error-limit ${t.peerErrorLimit} on-error mark-down ssl crt ${peers}/tls.crt ca-file ${peers}/ca.crt verify required
${servers.flatMap((peer) => peerServers(peer, preferred)).join("\n")}

# at least half of this edge's pods must have seen it: those that say so, and those that say it is well
${opinions(c, `${c.name}_opinions`, 200, forwarding)}
${opinions(c, `${c.name}_well`, 404, forwarding)}${c.canary ? canaryBackend(c) : ""}`;
}

function opinions(c: EdgeCapability, backend: string, status: number, { siblings }: EdgeForwarding): string {
  return `backend ${backend}
  option httpchk
  http-check send meth GET uri ${opinionPath(c)} ver HTTP/1.1 hdr Host edge hdr Connection close
  http-check expect status ${status}
  default-server check inter ${t.opinionIntervalSeconds}s fall 1 rise 1
  server-template sibling ${siblings.ceiling} ${siblings.service}:${edgePorts.status}
`;
}

const TAKES = "/takes/";
export const takesPath = (c: Pick<EdgeCapability, "name">): string => `${TAKES}${c.name}`;
export const opinionPath = (c: Pick<EdgeCapability, "name">): string => `/opinion/${c.name}`;

function peerServers({ site, addresses, weight, otherProvider }: EdgePeer, preferred: boolean): string[] {
  const name = peerSubject(site);
  const later = preferred && !otherProvider ? " backup" : "";
  return addresses.map(
    (address, i) =>
      `  server ${site}-${i + 1} ${address}:${edgePorts.peers} weight ${weight} verifyhost ${name} sni str(${name}) check-sni ${name}${later}`,
  );
}

/** For the status frontend: what this pod has seen itself, never what it was told. */
export const opinionRules = (capabilities: readonly EdgeCapability[]): string =>
  `${now}\n${capabilities
    .map(
      (c) =>
        `  http-request return status 200 content-type text/plain string "sick\\n" if { path ${opinionPath(c)} } ${isSick(`str(${c.name})`)}\n`,
    )
    .join("")}`;

/** Inside the process: from a capability's backends that look elsewhere back to those of the site, and on to the peers. */
export function innerFrontends(
  capabilities: readonly EdgeCapability[],
  run: string,
  connections: number,
): string {
  const host = "  http-request set-var(txn.host) req.fhdr(host),host_only,lower";
  return `# home again: nothing of it leads elsewhere
frontend here
  bind ${hereSocket(run)}
  bind ${trialSocket(run)} id ${TRIAL_ID}
  no log
  maxconn ${connections}
${host}
  http-request set-var(txn.trial) bool(true) if { so_id ${TRIAL_ID} }
  # said by a workload, it would be taken for a refusal before anything was done
  http-response set-status 500 if { status 425 }
${capabilities
  .flatMap((c) => [
    `  use_backend ${c.name}_any if ${toHost(c)} { nbsrv(${c.name}) lt 1 } !{ stopping }`,
    `  use_backend ${c.name} if ${toHost(c)}`,
  ])
  .join("\n")}
  default_backend unknown_host

frontend away
  bind ${awaySocket(run)}
  no log
  maxconn ${connections}
${host}
${capabilities.map((c) => `  use_backend ${c.name}_away if ${toHost(c)}`).join("\n")}
  default_backend unknown_host
`;
}

/** The port for the edges of other sites. */
export function peersFrontend(
  input: EdgeInput,
  capabilities: readonly EdgeCapability[],
  { before = "", bind }: Door,
  peers: string,
): string {
  const { forwarding } = input;
  if (forwarding === undefined) return "";
  const known = clientsKnown[input.proxyProtocol];
  const subjects = forwarding.peers.map(({ site }) => peerSubject(site)).join(" ");
  const no = (c: EdgeCapability, why: string, when = "") =>
    `  http-request set-var(txn.no) str(${why}) if { var(txn.capability) -m str ${c.name} }${when && ` ${when}`}`;
  return `${before && `${before}\n`}# the edges of other sites: what comes here is served here or refused, and handed on no further
frontend peers
  bind ${bind} ssl crt ${peers}/tls.crt ca-file ${peers}/ca.crt verify required alpn http/1.1
  option httplog
  maxconn ${reserved.peers}
  tcp-request session reject unless { src ${[...forwarding.sources].sort().join(" ")} }
  http-request return status 403 unless { ssl_c_s_dn(cn) -m str ${subjects} }
${peerRequestLines()}
  http-request set-var(txn.peer) ssl_c_s_dn(cn)
${now}
${capabilities
  .flatMap((c) => {
    const own = `if { var(txn.capability) -m str ${c.name} }`;
    const slow = slowMilliseconds(c);
    return [
      `  http-request set-var(txn.capability) str(${c.name}) if ${toHost(c)}`,
      `  http-request set-var(txn.places) nbsrv(${c.name}),mul(${c.requestsPerReplica}) ${own}`,
      ...(slow === undefined
        ? []
        : [
            paceRules(c, ` ${own}`),
            no(
              c,
              "slow",
              `{ var(txn.busy) -m int ge ${t.slowMinimumRequests} } { var(txn.pace) -m int ge ${Math.floor(slow / 2)} }`,
            ),
          ]),
      no(c, "full", `{ be_conn(${c.name}),mul(100),div(txn.places) ge ${t.roomPercent} }`),
      no(c, "few", `{ nbsrv(${c.name}) lt ${minimumServers(c.floor)} }`),
      ...(c.needs.includes("queue") ? [no(c, "queue", `{ nbsrv(queue) lt ${quorum(input)} }`)] : []),
      ...(c.needs.includes("mediaStore") ? [no(c, "store", "{ nbsrv(media_store) lt 1 }")] : []),
      ...(c.canary ? [no(c, "sick", `${canaryFails(c)} ${SETTLED}`)] : []),
      ...(input.drain ? [no(c, "drained")] : []),
    ];
  })
  .join("\n")}
${countOpinions}
  http-request set-var(txn.no) str(sick) if ${isSick(asked)}
  http-request set-var(txn.no) str(sick) if ${isToldSick}
  http-request set-var(txn.no) str(unknown) unless { var(txn.capability) -m found }
  http-request set-var(txn.no) str(stopping) if { stopping }
  # a peer's own question, for the capability of its host; a user's request is marked
  http-request set-var(txn.asks) bool(true) if { path_beg ${TAKES} } !{ req.fhdr_cnt(${handedOnHeader}) gt 0 }
  http-request set-log-level silent if { var(txn.asks) -m bool }
  http-request return status 503 content-type text/plain lf-string "%[var(txn.no)]\\n" if { var(txn.asks) -m bool } { var(txn.no) -m found }
  http-request return status 200 content-type text/plain string "yes\\n" if { var(txn.asks) -m bool }
  # room first: nothing has been done yet, and the asker serves it
  http-request return status 425 content-type text/plain lf-string "%[var(txn.no)]\\n" if { var(txn.no) -m found }
${known ? `${peersHearing()}\n` : ""}  # said by a workload, it would be taken for such a refusal
  http-response set-status 500 if { status 425 }
${capabilities
  .flatMap((c) => [
    ...(known ? [`  use_backend ${c.name}_unheard if ${toHost(c)} ${isUnheard}`] : []),
    `  use_backend ${c.name} if ${toHost(c)}`,
  ])
  .join("\n")}
  default_backend unknown_host
`;
}
