/** By which signs the edge's configuration makes it hand on, read back from the text that sickness.ts and forwarding.ts write. Pure. */

export interface FailuresRule {
  readonly windowSeconds: number;
  readonly percent: number;
  readonly leastFailures: number;
}

/** For so many seconds after it was sick. */
export interface RelapseRule extends FailuresRule {
  readonly lastsSeconds: number;
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
  /** Whether each failure is a sign that it is sick still. */
  readonly renews: boolean;
  /** From so many of them in a window, of which at most a share is answered well, health is red. */
  readonly reddens?: { readonly windowSeconds: number; readonly least: number; readonly goodPercent: number };
}

/** Operations done for real, at so many servers: while fewer than `least` do them well, it is sick. */
export interface CanaryRule {
  readonly servers: number;
  readonly least: number;
  readonly intervalSeconds: number;
  /** For an answer. */
  readonly answerSeconds: number;
  /** Between two while it isn't sure. */
  readonly fastSeconds: number;
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

/** The lines that set until when a capability is sick, by a sign, and for how long. */
const signs = (own: string): readonly { readonly hold: number; readonly when: string }[] =>
  [...own.matchAll(/^[ \t]*http-request sc-set-gpt0\(1\) date\((\d+)\) if ([^\n]*)/gm)].map(
    ([, hold, when = ""]) => ({ hold: Number(hold), when }),
  );

/** How long it is sick after a sign; undefined where nothing is one. */
export const holdIn = (own: string): number | undefined => signs(own)[0]?.hold;

/** Good answers at home in a row by which it is well before that; undefined where it never is. */
export const proofIn = (own: string): number | undefined =>
  numberIn(own, /^[ \t]*http-response sc-set-gpt0\(1\) date if [^\n]* ge (\d+) \}/m);

/** By a share of those in a table that failed, and so many at least. */
export function failuresIn(own: string, behind: ReadonlyMap<string, string>): FailuresRule[] {
  return signs(own).flatMap(({ when }) => (isRelapse(when) ? [] : (failuresOf(when, behind) ?? [])));
}

/** The same, for a while after it was sick. */
export function relapseIn(own: string, behind: ReadonlyMap<string, string>): RelapseRule | undefined {
  const when = signs(own).find((sign) => isRelapse(sign.when))?.when ?? "";
  const lastsSeconds = numberIn(when, /\{ sc1_get_gpt0\(lately\),add\((\d+)\)/);
  const rule = failuresOf(when, behind);
  return rule && lastsSeconds !== undefined ? { ...rule, lastsSeconds } : undefined;
}

/** Whether it must have been sick a while ago, and not whether it must not. */
const isRelapse = (when: string): boolean => /(?:^|[^!])\{ sc1_get_gpt0\(lately\),add\(/.test(when);

function failuresOf(when: string, behind: ReadonlyMap<string, string>): FailuresRule | undefined {
  const least = numberIn(when, /(?:http_fail_rate\(\w+\)|var\(txn\.fails\) -m int) ge (\d+) \}/);
  const percent = numberIn(when, /,mul\(100\),[^,}]* ge (\d+) \}/);
  const table = /http_fail_rate\(live\)/.test(when) ? "live" : "lately";
  const windowSeconds = windowOf(behind, table, "http_fail_rate");
  if (least === undefined || percent === undefined || windowSeconds === undefined) return undefined;
  return { windowSeconds, percent, leastFailures: least };
}

/** Whether each failure while it is sick is a sign that it still is. */
const renewsIn = (own: string): boolean =>
  signs(own).some(({ when }) => when.startsWith("{ var(txn.sick) -m bool } {") && / ge 1 \}/.test(when));

export function slowIn(own: string): SlowRule | undefined {
  const slow = /set-var\(txn\.slow\) bool\(true\) if [^\n]*/.exec(own)?.[0] ?? "";
  const least = numberIn(slow, /var\(txn\.busy\) -m int ge (\d+) \}/);
  const pace = numberIn(slow, /var\(txn\.pace\) -m int ge (\d+) \}/);
  const window = numberIn(own, /set-var\(txn\.pace\) var\(txn\.busy\),mul\((\d+)\)/);
  const lasts = numberIn(own, /set-var\(txn\.slowly\) bool\(true\) if [^\n]* ge (\d+) \}/);
  const isSign = signs(own).some(({ when }) => when.includes("var(txn.slowly) -m bool"));
  if (!isSign || least === undefined || pace === undefined || window === undefined || lasts === undefined)
    return undefined;
  return {
    windowSeconds: window / 1000,
    budgetSeconds: pace / 1000,
    leastUnderWay: least,
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
    renews: renewsIn(own),
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
): CanaryRule | undefined {
  const body = behind.get(`${capability}_canary`);
  const least = numberIn(
    publicRules,
    new RegExp(
      `set-var\\(txn\\.away\\) str\\(sick\\) if [^\n]*nbsrv\\(${capability}_canary\\) lt (\\d+) \\}`,
    ),
  );
  if (body === undefined || least === undefined) return undefined;
  return {
    servers: numberIn(body, /^[ \t]*server-template \S+ (\d+) /m) ?? 0,
    least,
    intervalSeconds: numberIn(body, /\bcheck inter (\d+)s\b/) ?? 2,
    answerSeconds: numberIn(body, /^[ \t]*timeout check (\d+)s/m) ?? 2,
    fastSeconds: numberIn(body, /\bfastinter (\d+)s\b/) ?? numberIn(body, /\bcheck inter (\d+)s\b/) ?? 2,
    fall: numberIn(body, /\bfall (\d+)\b/) ?? 3,
    rise: numberIn(body, /\brise (\d+)\b/) ?? 2,
  };
}
