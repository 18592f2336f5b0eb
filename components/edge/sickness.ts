/**
 * How the edge sees that a workload is sick: by live requests over half a minute (its health turns red), and over two
 * seconds (its requests go to a peer). Pure. The moment of a brownout is kept in a variable of the process, as a stick table
 * is updated by whoever is tracked there, and a request can be tracked in three at most.
 */
import { isUnheard } from "./clients";
import { clientsKnown } from "./doors";
import type { EdgeCapability, EdgeInput } from "./input";
import { edgeTimings as t } from "./timings";
import { variableName } from "./variable-name";

const variable = (what: string, { name }: EdgeCapability): string => `proc.${what}_${variableName(name)}`;

const within = (moment: string, seconds: number): string => `{ date,sub(${moment}) lt ${seconds} }`;

/** Its health is red, since too many of its live requests have failed. */
export const isBrownout = (c: EdgeCapability): string =>
  within(variable("brownout", c), t.brownoutHoldSeconds);

/**
 * Until when its requests go to a peer, by what this pod has seen itself, stands in the table `lately`, so that one rule asks
 * for whichever capability a request is for. `of` is what names it there; `now` below comes before.
 */
const sickUntil = (of: string): string => `${of},table_gpt0(lately),sub(txn.now)`;
export const isSick = (of: string): string => `{ ${sickUntil(of)} gt 0 }`;
export const now = "  http-request set-var(txn.now) date";

/** What names a request's capability, in the frontends. */
export const asked = "var(txn.capability)";

/** A peer had no room for it a moment ago. */
export const wasFull = (c: EdgeCapability): string => within(variable("full", c), t.fullSeconds);
export const markFull = (c: EdgeCapability): string =>
  `  http-response set-var(${variable("full", c)}) date if { status 425 }`;

/**
 * Before `isToldSick`: the numbers of this edge's pods that say that they have seen it, and that they haven't. Until each was
 * asked, after a start, HAProxy counts it among both.
 */
export const countOpinions = `  http-request set-var(txn.opinions) ${asked},concat(_opinions),nbsrv
  http-request set-var(txn.well) ${asked},concat(_well),nbsrv if { var(txn.opinions) -m int ge 1 }`;

/** At least half of this edge's pods have seen it: those that say so are no fewer than those that don't. */
export const isToldSick = `{ var(txn.opinions) -m int ge 1 } { var(txn.opinions),sub(txn.well) ge 0 } { date,sub(proc.started) ge ${t.opinionSettleSeconds} }`;

/** Milliseconds of the pace of answers from which a workload is slow; none where a request's time is its client's line. */
export const slowMilliseconds = (c: EdgeCapability): number | undefined =>
  isLong(c) ? undefined : Math.round(c.responseSeconds * 1000 * t.slowShare);

/** What takes so long is sent or received meanwhile: its time says nothing of the workload. */
const LONG_SECONDS = 30;
export const isLong = (c: EdgeCapability): boolean => c.responseSeconds >= LONG_SECONDS;

/**
 * Milliseconds that a request takes at the present pace, by Little's law, as a variable of the request: what is at the pods
 * or waits for a place there, and not those whose body drips in.
 */
export const paceRules = (c: EdgeCapability, condition: string): string =>
  [
    `answers) str(${c.name}),table_gpc0_rate(lately)`,
    `free) be_conn_free(${c.name})`,
    `waiting) queue(${c.name})`,
    `busy) nbsrv(${c.name}),mul(${c.requestsPerReplica}),sub(txn.free),add(txn.waiting)`,
    `pace) var(txn.busy),mul(${t.sickWindowSeconds * 1000}),div(txn.answers)`,
  ]
    .map((variable) => `  http-request set-var(txn.${variable}${condition}`)
    .join("\n");

/**
 * Whether answers come slowly, and have for a while: after a pause the first requests have no answers to be measured by.
 * Before a place is waited for: what could not be answered in time any more is refused.
 */
export function paceLimits(c: EdgeCapability): string {
  const slow = slowMilliseconds(c);
  if (slow === undefined) return "";
  const most = Math.round(c.responseSeconds * 1000 * t.shedShare);
  const [first, last] = [variable("slow_first", c), variable("slow_last", c)];
  const slowly = "{ var(txn.slow) -m bool }";
  const many = `{ be_conn(${c.name}) ge ${t.slowMinimumRequests} }`;
  return `${paceRules(c, ` if ${many}`)}
  http-request set-var(txn.slow) bool(true) if { var(txn.busy) -m int ge ${t.slowMinimumRequests} } { var(txn.pace) -m int ge ${slow} }
  http-request set-var(${first}) date(0,ms) if ${slowly} !{ date(0,ms),sub(${last}) lt ${t.slowPauseMilliseconds} }
  http-request set-var(${last}) date(0,ms) if ${slowly}
  http-request set-var(txn.slowly) bool(true) if ${slowly} { date(0,ms),sub(${first}) ge ${t.slowMilliseconds} }
  http-request set-var(txn.fed) nbsrv(${c.name}),mul(${t.shedLeastPerServer}) if { var(txn.slowly) -m bool }
  http-request return status 429 content-type text/plain hdr Retry-After 1 string "too much at once\\n" if { var(txn.slowly) -m bool } { date(0,ms),sub(${first}) ge ${t.overdueMilliseconds} } { var(txn.pace) -m int ge ${most} } { var(txn.busy),sub(txn.fed) ge 0 }
`;
}

/**
 * For the backends that serve a workload here: counts, and notices. What the last-resort backend sees counts as well,
 * so that health stays red while those who still come see failures.
 */
export function watchRules(c: EdgeCapability, input: EdgeInput): string {
  const heard = clientsKnown[input.proxyProtocol] ? ` unless ${isUnheard}` : "";
  const share = (failed: string, of: string, percent: number) =>
    `{ ${failed},mul(100),div(${of}) ge ${percent} }`;
  const lately = share("var(txn.fails)", "txn.lately", t.sickPercent);
  const brownout = variable("brownout", c);
  const hold = c.canary ? t.sickHoldSeconds : t.unprovenSeconds;
  const sick = (when: string) => `sc-set-gpt0(1) date(${hold}) if ${when}`;
  const relapsing = `{ sc1_get_gpt0(lately),add(${t.relapseSeconds}),sub(txn.now) gt 0 }`;
  const rules = [
    `track-sc0 str(${c.name}) table live${heard}`,
    "set-var(txn.requests) sc0_http_req_rate(live)",
    `set-var(${brownout}) date if { var(txn.requests) -m int ge ${t.failureMinimumRequests} } ${share("sc0_http_fail_rate(live)", "txn.requests", t.failurePercent)}`,
  ];
  const pace = [
    `  http-request track-sc1 str(${c.name}) table lately${heard}`,
    "  http-response sc-inc-gpc0(1)",
  ];
  if (input.forwarding === undefined)
    return [...rules.map((rule) => `  http-request ${rule}`), ...pace].join("\n");
  return [
    ...pace,
    ...[
      ...rules,
      "set-var(txn.now) date",
      "set-var(txn.fails) sc1_http_fail_rate(lately)",
      "set-var(txn.lately) sc1_http_req_rate(lately) if { var(txn.fails) -m int ge 1 }",
      "set-var(txn.sick) bool(true) if { var(txn.trial) -m bool } or { sc1_get_gpt0(lately),sub(txn.now) gt 0 }",
      sick(`{ var(txn.fails) -m int ge ${t.sickMinimumFailures} } ${lately}`),
      // For who has few requests. A window in which it was sick already has those that were tried, and would keep it so.
      sick(
        `{ sc0_http_fail_rate(live) ge ${t.sickMinimumFailures} } ${share("sc0_http_fail_rate(live)", "txn.requests", t.sickPercent)} !${relapsing}`,
      ),
      sick(`{ var(txn.fails) -m int ge ${t.relapseFailures} } ${relapsing} ${lately}`),
      sick("{ var(txn.sick) -m bool } { var(txn.fails) -m int ge 1 }"),
      sick("{ var(txn.slowly) -m bool }"),
      ...(c.canary ? [] : [`set-var(${variable("good", c)}) int(0) if { var(txn.fails) -m int ge 1 }`]),
    ].map((rule) => `  http-request ${rule}`),
    ...(c.canary ? [] : provenRules(c)),
    "  # what is tried here while it is sick tells whether health must be red: few requests, of which many fail",
    "  http-request sc-inc-gpc0(0) if { var(txn.sick) -m bool }",
    "  http-request set-var(txn.tried) sc0_gpc0_rate(live) if { var(txn.sick) -m bool }",
    `  http-request set-var(${brownout}) date if { var(txn.tried) -m int ge ${t.triedMinimum} } { sc0_gpc1_rate(live),mul(100),div(txn.tried) le ${100 - t.failurePercent} }`,
    "  http-response sc-inc-gpc1(0) if { var(txn.sick) -m bool } { status lt 500 }",
  ].join("\n");
}

/**
 * No canary tells that it is well: so many good answers in a row do. It is sick until now then, so that what fails soon
 * after is a relapse.
 */
function provenRules(c: EdgeCapability): string[] {
  const good = variable("good", c);
  const whileSick = "if { var(txn.sick) -m bool }";
  return [
    `  http-response set-var(${good}) var(${good},0),add(1) ${whileSick} { status lt 500 }`,
    `  http-response set-var(${good}) int(0) ${whileSick} { status ge 500 }`,
    `  http-response sc-set-gpt0(1) date ${whileSick} { var(${good}) -m int ge ${t.provenAnswers} }`,
  ];
}

/** The tables in which live requests are counted. */
export function watchTables(input: EdgeInput): string {
  const rates = (seconds: number, also: readonly string[]) =>
    ["http_req_rate", "http_fail_rate", ...also].map((rate) => `${rate}(${seconds}s)`);
  const table = (name: string, store: readonly string[]) => `backend ${name}
  stick-table type string len 64 size 1k expire 1h store ${store.join(",")}
`;
  return `# live requests and failures per capability; that they were too many is kept with the process
${table("live", rates(t.failureWindowSeconds, input.forwarding ? ["gpc0_rate", "gpc1_rate"] : []))}
# and of the last moment, with the answers (gpc0), and until when its requests go to a peer (gpt0)
${table("lately", [...rates(t.sickWindowSeconds, ["gpc0_rate"]), "gpt0"])}`;
}
