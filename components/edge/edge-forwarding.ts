/**
 * What a site's edge hands on to its peers' edges, when, and whose requests it takes, read back from the configuration that
 * haproxy.ts writes: the survival model asks what is deployed. Pure.
 */
import { backends, frontends } from "./sections";

/** Of one site's edge. */
export interface EdgeForwards {
  /** Ids of the sites whose edges it lets in, and on which port; none where it takes nobody's requests. */
  readonly takesFrom: readonly string[];
  readonly takesOn?: number;
  readonly byCapability: Readonly<Record<string, CapabilityForwarding>>;
}

/** When a capability's requests are handed on, and to whom. */
export interface CapabilityForwarding {
  readonly peers: readonly ForwardingPeer[];
  /** Whether what no peer takes is served at home. */
  readonly home: boolean;
  /** Enough of the last requests failed, by any of these. */
  readonly failures: readonly FailuresRule[];
  /** Requests pile up; undefined where that isn't looked at. */
  readonly slow?: SlowRule;
  /** How long it goes on after the last sign. */
  readonly holdSeconds: number;
  /** Servers below which there are too few; 0 where that isn't looked at. */
  readonly fewServers: number;
  /** Whether what it has no room for is handed on too. */
  readonly whenFull: boolean;
  /** What is tried at home meanwhile; each failure of it is a sign. */
  readonly trial?: TrialRule;
  /** Operations done for real: while fewer servers than `least` do them well, it goes on. */
  readonly canary?: {
    readonly servers: number;
    readonly least: number;
    readonly fall: number;
    readonly rise: number;
  };
  /** Of its own places, the share from which it takes no peer's requests; 0 to 1. */
  readonly roomShare: number;
  /** Whether it takes requests of peers: what is drained takes none. */
  readonly takes: boolean;
}

export interface ForwardingPeer {
  readonly site: string;
  readonly host: string;
  readonly port: number;
  readonly weight: number;
  /** Asked only when all others are down. */
  readonly last: boolean;
}

export interface FailuresRule {
  readonly windowSeconds: number;
  readonly percent: number;
  readonly leastFailures: number;
}

/** By Little's law: requests under way times the window, over those that were done in it. */
export interface SlowRule {
  readonly windowSeconds: number;
  /** What a request takes at that pace, from which it is slow. */
  readonly budgetSeconds: number;
  /** Requests under way below which it says nothing. */
  readonly leastUnderWay: number;
  /** For how long it must be slow. */
  readonly lastsSeconds: number;
}

export interface TrialRule {
  /** Of a hundred idempotent requests. */
  readonly percent: number;
  /** So many a second at least, where as many come. */
  readonly leastPerSecond: number;
  readonly answerSeconds: number;
  /** Whether a peer is asked for what fails. */
  readonly retries: boolean;
  /** From so many of them in a window, of which at most a share is answered well, health is red. */
  readonly reddens?: { readonly windowSeconds: number; readonly least: number; readonly goodPercent: number };
}

/** Reads a configuration as haproxy.ts writes it; undefined where nothing is handed on or taken. */
export function readEdgeForwarding(text: string): EdgeForwards | undefined {
  const behind = backends(text);
  const front = frontends(text);
  const peers = front.get("peers") ?? "";
  const publicRules = front.get("public") ?? "";
  const byCapability: Record<string, CapabilityForwarding> = {};
  for (const [name, away] of behind) {
    const capability = /^(\S+)_away$/.exec(name)?.[1];
    if (capability !== undefined)
      byCapability[capability] = readCapability(capability, away, behind, publicRules, peers);
  }
  const subjects = /unless \{ ssl_c_s_dn\(cn\) -m str ([^}]*)\}/.exec(peers)?.[1]?.trim().split(/\s+/) ?? [];
  const takesFrom = /\bverify required\b/.test(peers) ? subjects.flatMap(siteOf) : [];
  if (takesFrom.length === 0 && Object.keys(byCapability).length === 0) return undefined;
  // Where connections come with a header of the balancer's, a frontend before it has the port.
  const takesOn = portIn(front.get("door_peers") ?? "") ?? portIn(peers);
  return { takesFrom, ...(takesOn === undefined ? {} : { takesOn }), byCapability };
}

function readCapability(
  capability: string,
  away: string,
  behind: ReadonlyMap<string, string>,
  publicRules: string,
  peersRules: string,
): CapabilityForwarding {
  const own = behind.get(capability) ?? "";
  const variable = capability.replaceAll("-", "_");
  // Nothing leads there by a rule that isn't in the public frontend.
  const isUsed = new RegExp(`use_backend ${capability}_peer if [^\n]*txn\\.away`).test(publicRules);
  const leaves = (why: string, rule: string): string | undefined =>
    isUsed
      ? new RegExp(`set-var\\(txn\\.away\\) str\\(${why}\\) if [^\n]*${rule}`).exec(publicRules)?.[1]
      : undefined;
  const hold = leaves("sick", `\\{ date,sub\\(proc\\.sick_${variable}\\) lt (\\d+) \\}`);
  const slow = hold === undefined ? undefined : slowIn(own, variable);
  const trial = hold === undefined ? undefined : trialIn(capability, own, behind, publicRules, variable);
  const canary = hold === undefined ? undefined : canaryIn(capability, behind, publicRules, variable);
  const full = numberIn(
    peersRules,
    new RegExp(`str\\(full\\) [^\n]*be_conn\\(${capability}\\),mul\\(100\\)[^\n]* ge (\\d+) `),
  );
  return {
    peers: isUsed ? peersIn(away) : [],
    home: /^[ \t]*server here /m.test(behind.get(`${capability}_peer`) ?? ""),
    failures: hold === undefined ? [] : failuresIn(own, variable, behind),
    ...(slow ? { slow } : {}),
    holdSeconds: Number(hold ?? 0),
    fewServers: Number(leaves("few", `\\{ nbsrv\\(${capability}\\) lt (\\d+) \\}`) ?? 0),
    whenFull: leaves("full", `\\{ (avg_queue)\\(${capability}\\) ge \\d+ \\}`) !== undefined,
    ...(trial ? { trial } : {}),
    ...(canary ? { canary } : {}),
    roomShare: (full ?? 100) / 100,
    takes:
      new RegExp(`use_backend ${capability} if `).test(peersRules) &&
      !new RegExp(`str\\(drained\\) if [^\n]*-m str ${capability} \\}`).test(peersRules),
  };
}

const siteOf = (subject: string): string[] => /^edge\.(\S+)$/.exec(subject)?.slice(1) ?? [];

const portIn = (section: string): number | undefined => numberIn(section, /^[ \t]*bind [^\s:/]*:(\d+)\b/m);

const numberIn = (text: string, pattern: RegExp): number | undefined => {
  const found = pattern.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
};

/** Those whose certificate must be that of a site's edge. */
function peersIn(away: string): ForwardingPeer[] {
  const common = /^[ \t]*default-server [^\n]*/m.exec(away)?.[0] ?? "";
  const found: ForwardingPeer[] = [];
  for (const [, host = "", port, rest = ""] of away.matchAll(/^[ \t]*server \S+ ([^\s:]+|\[[^\]]+\]):(\d+)([^\n]*)/gm)) {
    const line = `${common} ${rest}`;
    const site = /\bverifyhost edge\.(\S+)/.exec(rest)?.[1];
    const isProved = /\bverify required\b/.test(line) && /\bssl\b/.test(line) && /\bcrt \S/.test(line);
    if (site === undefined || !isProved) continue;
    const weight = numberIn(rest, /\bweight (\d+)\b/) ?? 1;
    found.push({ site, host, port: Number(port), weight, last: /\bbackup\b/.test(rest) });
  }
  return found;
}

/** The seconds over which a table counts. */
const windowOf = (behind: ReadonlyMap<string, string>, table: string, rate: string): number | undefined =>
  numberIn(behind.get(table) ?? "", new RegExp(`\\b${rate}\\((\\d+)s\\)`));

function failuresIn(own: string, variable: string, behind: ReadonlyMap<string, string>): FailuresRule[] {
  const rule = new RegExp(
    `set-var\\(proc\\.sick_${variable}\\) date if \\{ sc\\d_http_fail_rate\\((\\S+)\\) ge (\\d+) \\} \\{ [^}]*,mul\\(100\\)[^}]* ge (\\d+) \\}`,
    "g",
  );
  return [...own.matchAll(rule)].flatMap(([, table = "", least, percent]) => {
    const windowSeconds = windowOf(behind, table, "http_fail_rate");
    return windowSeconds === undefined
      ? []
      : [{ windowSeconds, percent: Number(percent), leastFailures: Number(least) }];
  });
}

function slowIn(own: string, variable: string): SlowRule | undefined {
  const [, least, pace] =
    /set-var\(txn\.slow\) bool\(true\) if \{ be_conn\(\S+\) ge (\d+) \} \{ var\(txn\.pace\) -m int ge (\d+) \}/.exec(own) ?? [];
  const window = numberIn(own, /set-var\(txn\.pace\) be_conn\(\S+\),mul\((\d+)\)/);
  const lasts = numberIn(
    own,
    new RegExp(`set-var\\(proc\\.sick_${variable}\\) date if \\{ var\\(txn\\.slow\\)[^\n]* ge (\\d+) \\}`),
  );
  if (least === undefined || window === undefined || lasts === undefined) return undefined;
  return {
    windowSeconds: window / 1000,
    budgetSeconds: Number(pace) / 1000,
    leastUnderWay: Number(least),
    lastsSeconds: lasts / 1000,
  };
}

function trialIn(
  capability: string,
  own: string,
  behind: ReadonlyMap<string, string>,
  publicRules: string,
  variable: string,
): TrialRule | undefined {
  const body = behind.get(`${capability}_trial`);
  const percent = numberIn(publicRules, /set-var\(txn\.try\)[^\n]*\{ rand\(100\) lt (\d+) \}/);
  const isUsed = new RegExp(`use_backend ${capability}_trial if [^\n]*txn\\.try`).test(publicRules);
  if (body === undefined || percent === undefined || !isUsed) return undefined;
  const least = numberIn(publicRules, /set-var\(txn\.try\)[^\n]*table_http_req_rate\(lately\) lt (\d+) \}/);
  const window = windowOf(behind, "lately", "http_req_rate");
  const reddens =
    /date if \{ var\(txn\.tried\) -m int ge (\d+) \} \{ [^}]*div\(txn\.tried\) le (\d+) \}/.exec(own) ?? undefined;
  const over = windowOf(behind, "live", "gpc0_rate");
  const isRed = new RegExp(`set-var\\(proc\\.brownout_${variable}\\) date if \\{ var\\(txn\\.tried\\)`).test(own);
  return {
    percent,
    leastPerSecond: least === undefined || window === undefined ? 0 : least / window,
    answerSeconds:
      numberIn(own, /set-timeout server (\d+)s if \{ var\(txn\.trial\)/) ??
      numberIn(body, /^[ \t]*timeout server (\d+)s/m) ??
      Number.POSITIVE_INFINITY,
    retries:
      /^[ \t]*retry-on [^\n]*\b500\b[^\n]*\b504\b/m.test(body) && /^[ \t]*server away /m.test(body),
    ...(isRed && reddens && over !== undefined
      ? { reddens: { windowSeconds: over, least: Number(reddens[1]), goodPercent: Number(reddens[2]) } }
      : {}),
  };
}

function canaryIn(
  capability: string,
  behind: ReadonlyMap<string, string>,
  publicRules: string,
  variable: string,
): CapabilityForwarding["canary"] {
  const body = behind.get(`${capability}_canary`);
  const least = numberIn(
    publicRules,
    new RegExp(`set-var\\(proc\\.sick_${variable}\\) date if [^\n]*nbsrv\\(${capability}_canary\\) lt (\\d+) \\}`),
  );
  if (body === undefined || least === undefined) return undefined;
  return {
    servers: numberIn(body, /^[ \t]*server-template \S+ (\d+) /m) ?? 0,
    least,
    fall: numberIn(body, /\bfall (\d+)\b/) ?? 3,
    rise: numberIn(body, /\brise (\d+)\b/) ?? 2,
  };
}
