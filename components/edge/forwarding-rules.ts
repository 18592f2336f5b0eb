/** By which signs the edge's configuration makes it hand on, read back from the text that sickness.ts and forwarding.ts write. Pure. */

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

/** Operations done for real: while fewer servers than `least` do them well, it goes on. */
export interface CanaryRule {
  readonly servers: number;
  readonly least: number;
  readonly fall: number;
  readonly rise: number;
}

export const numberIn = (text: string, pattern: RegExp): number | undefined => {
  const found = pattern.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
};

/** The seconds over which a table counts. */
const windowOf = (behind: ReadonlyMap<string, string>, table: string, rate: string): number | undefined =>
  numberIn(behind.get(table) ?? "", new RegExp(`\\b${rate}\\((\\d+)s\\)`));

export function failuresIn(
  own: string,
  variable: string,
  behind: ReadonlyMap<string, string>,
): FailuresRule[] {
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

export function slowIn(own: string, variable: string): SlowRule | undefined {
  const [, least, pace] =
    /set-var\(txn\.slow\) bool\(true\) if \{ be_conn\(\S+\) ge (\d+) \} \{ var\(txn\.pace\) -m int ge (\d+) \}/.exec(
      own,
    ) ?? [];
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

export function trialIn(
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
    /date if \{ var\(txn\.tried\) -m int ge (\d+) \} \{ [^}]*div\(txn\.tried\) le (\d+) \}/.exec(own) ??
    undefined;
  const over = windowOf(behind, "live", "gpc0_rate");
  const isRed = new RegExp(`set-var\\(proc\\.brownout_${variable}\\) date if \\{ var\\(txn\\.tried\\)`).test(
    own,
  );
  return {
    percent,
    leastPerSecond: least === undefined || window === undefined ? 0 : least / window,
    answerSeconds:
      numberIn(own, /set-timeout server (\d+)s if \{ var\(txn\.trial\)/) ??
      numberIn(body, /^[ \t]*timeout server (\d+)s/m) ??
      Number.POSITIVE_INFINITY,
    retries: /^[ \t]*retry-on [^\n]*\b500\b[^\n]*\b504\b/m.test(body) && /^[ \t]*server away /m.test(body),
    ...(isRed && reddens && over !== undefined
      ? { reddens: { windowSeconds: over, least: Number(reddens[1]), goodPercent: Number(reddens[2]) } }
      : {}),
  };
}

export function canaryIn(
  capability: string,
  behind: ReadonlyMap<string, string>,
  publicRules: string,
  variable: string,
): CanaryRule | undefined {
  const body = behind.get(`${capability}_canary`);
  const least = numberIn(
    publicRules,
    new RegExp(
      `set-var\\(proc\\.sick_${variable}\\) date if [^\n]*nbsrv\\(${capability}_canary\\) lt (\\d+) \\}`,
    ),
  );
  if (body === undefined || least === undefined) return undefined;
  return {
    servers: numberIn(body, /^[ \t]*server-template \S+ (\d+) /m) ?? 0,
    least,
    fall: numberIn(body, /\bfall (\d+)\b/) ?? 3,
    rise: numberIn(body, /\brise (\d+)\b/) ?? 2,
  };
}
