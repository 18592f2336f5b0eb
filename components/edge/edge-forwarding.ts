/**
 * What a site's edge hands on to its peers' edges, when, and whose requests it takes, read back from the configuration that
 * haproxy.ts writes: the survival model asks what is deployed. Pure.
 */
import {
  type CanaryRule,
  canaryIn,
  type FailuresRule,
  failuresIn,
  holdIn,
  numberIn,
  proofIn,
  type RelapseRule,
  relapseIn,
  type SlowRule,
  slowIn,
  type TrialRule,
  trialIn,
} from "./forwarding-rules";
import { backends, frontends } from "./sections";
import { variableName } from "./variable-name";

export type { CanaryRule, FailuresRule, RelapseRule, SlowRule, TrialRule };

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
  /** Fewer, for a while after it was well again. */
  readonly relapse?: RelapseRule;
  /** Requests pile up; undefined where that isn't looked at. */
  readonly slow?: SlowRule;
  /** How long it goes on after the last sign. */
  readonly holdSeconds: number;
  /** Good answers at home in a row that end it before; undefined where none do. */
  readonly provenAnswers?: number;
  /** Servers below which there are too few; 0 where that isn't looked at. */
  readonly fewServers: number;
  /** Whether what it has no room for is handed on too. */
  readonly whenFull: boolean;
  /** What is tried at home meanwhile; each failure of it is a sign. */
  readonly trial?: TrialRule;
  /** Operations done for real: while fewer servers than `least` do them well, it is sick. */
  readonly canary?: CanaryRule;
  /** Failed answers of a peer in a row from which it is left alone for a while; undefined where it never is. */
  readonly peerErrorLimit?: number;
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
  const variable = variableName(capability);
  // Nothing leads there by a rule that isn't in the public frontend.
  const isUsed = new RegExp(`use_backend ${capability}_peer if [^\n]*txn\\.away`).test(publicRules);
  const leaves = (why: string, rule: string): string | undefined =>
    isUsed
      ? new RegExp(`set-var\\(txn\\.away\\) str\\(${why}\\) if [^\n]*${rule}`).exec(publicRules)?.[1]
      : undefined;
  // For whichever capability a request is for, in one rule.
  const isSick = leaves("sick", "\\{ (var\\(txn\\.capability\\)),table_gpt0\\(lately\\)") !== undefined;
  const hold = isSick ? holdIn(own) : undefined;
  const proof = hold === undefined ? undefined : proofIn(own);
  const slow = hold === undefined ? undefined : slowIn(own);
  const relapse = hold === undefined ? undefined : relapseIn(own, behind);
  const trial = hold === undefined ? undefined : trialIn(capability, own, behind, publicRules, variable);
  const canary = hold === undefined ? undefined : canaryIn(capability, behind, publicRules);
  const full = peersRules
    .split("\n")
    .find((line) => line.includes("str(full)") && line.includes(`be_conn(${capability}),mul(100)`));
  return {
    peers: isUsed ? peersIn(away) : [],
    home: /^[ \t]*server here /m.test(behind.get(`${capability}_peer`) ?? ""),
    failures: hold === undefined ? [] : failuresIn(own, behind),
    ...(relapse ? { relapse } : {}),
    ...(slow ? { slow } : {}),
    holdSeconds: Number(hold ?? 0),
    ...(proof === undefined ? {} : { provenAnswers: proof }),
    fewServers: Number(leaves("few", `\\{ nbsrv\\(${capability}\\) lt (\\d+) \\}`) ?? 0),
    whenFull: leaves("full", `\\{ (avg_queue)\\(${capability}\\) ge \\d+ \\}`) !== undefined,
    ...(trial ? { trial } : {}),
    ...(canary ? { canary } : {}),
    ...errorLimitIn(away),
    roomShare: (numberIn(full ?? "", / ge (\d+) /) ?? 100) / 100,
    takes:
      new RegExp(`use_backend ${capability} if `).test(peersRules) &&
      !new RegExp(`str\\(drained\\) if [^\n]*-m str ${capability} \\}`).test(peersRules),
  };
}

const siteOf = (subject: string): string[] => /^edge\.(\S+)$/.exec(subject)?.slice(1) ?? [];

const portIn = (section: string): number | undefined => numberIn(section, /^[ \t]*bind [^\s:/]*:(\d+)\b/m);

function errorLimitIn(away: string): Pick<CapabilityForwarding, "peerErrorLimit"> {
  const limit = numberIn(away, /\bobserve layer7 error-limit (\d+) on-error mark-down\b/);
  return limit === undefined ? {} : { peerErrorLimit: limit };
}

/** Those whose certificate must be that of a site's edge. */
function peersIn(away: string): ForwardingPeer[] {
  const common = /^[ \t]*default-server [^\n]*/m.exec(away)?.[0] ?? "";
  const found: ForwardingPeer[] = [];
  for (const [, host = "", port, rest = ""] of away.matchAll(
    /^[ \t]*server \S+ ([^\s:]+|\[[^\]]+\]):(\d+)([^\n]*)/gm,
  )) {
    const line = `${common} ${rest}`;
    const site = /\bverifyhost edge\.(\S+)/.exec(rest)?.[1];
    const isProved = /\bverify required\b/.test(line) && /\bssl\b/.test(line) && /\bcrt \S/.test(line);
    if (site === undefined || !isProved) continue;
    const weight = numberIn(rest, /\bweight (\d+)\b/) ?? 1;
    found.push({ site, host, port: Number(port), weight, last: /\bbackup\b/.test(rest) });
  }
  return found;
}
