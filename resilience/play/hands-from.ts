/** From when a site's edge hands requests on to its peers, and until when, by the rules of its configuration. Pure. */
import type {
  CanaryRule,
  CapabilityForwarding,
  FailuresRule,
  SlowRule,
  TrialRule,
} from "../../components/edge/edge-forwarding";
import { requestsUntilRun } from "./detection";
import { poissonAtLeast } from "./goodput";

/** A stretch in which requests are handed on: seconds from the fault. */
export interface Spell {
  readonly from: number;
  readonly until: number;
  /** Of that time, the share for which they are: less than 1 where the edge forgets and must notice again. */
  readonly share: number;
  readonly because: "failures" | "slow" | "few servers";
  /** Seconds from when users come back to a site that DNS had left until it is noticed anew; 0 where a canary keeps it known. */
  readonly again: number;
}

/** How a site hands a capability's requests on under some faults. */
export interface HandsOn {
  readonly spells: readonly Spell[];
  /** Of the requests that come meanwhile, the share that is tried at home first. */
  readonly trial: number;
  /** Whether a peer is asked for what fails of those, soon enough for who waits. */
  readonly triesAgain: boolean;
}

/** What fails behind the edge. */
export interface Failing {
  /** Of requests, those that are answered by an error, for as long as the fault lasts. */
  readonly share: number;
  /** Until so many seconds after the fault only a factor of them is answered well. */
  readonly dips: readonly { readonly until: number; readonly factor: number }[];
  /** Of requests, those that aren't answered before the edge gives up, and after how long it does. */
  readonly slowShare: number;
  readonly answerSeconds: number;
  /** When too few servers are up. */
  readonly few?: { readonly from: number; readonly until: number } | undefined;
}

/** What one pod of the edge sees while nothing is moved, and what is taken of clients. */
export interface Seen {
  readonly requestsPerSecond: number;
  /** Of the requests, those that may be tried twice. */
  readonly idempotent: number;
  /** For which a client waits, and what the way to a peer and back takes. */
  readonly patienceSeconds: number;
  readonly hopSeconds: number;
  /** Over which users come back, as answers age. */
  readonly returnSeconds: number;
  /** For which they were away, at least. */
  readonly awaySeconds: number;
}

/** Undefined where nothing makes it hand on. */
export function handsOnOf(rules: CapabilityForwarding, failing: Failing, seen: Seen): HandsOn | undefined {
  const spells = noticed(rules, failing, seen);
  const { few } = failing;
  if (few && rules.fewServers > 0 && few.from < few.until)
    spells.push({ ...few, share: 1, because: "few servers", again: 0 });
  if (spells.length === 0) return undefined;
  const { trial } = rules;
  const { requestsPerSecond } = seen;
  return {
    spells,
    trial: requestsPerSecond > 0 ? triesPerSecond(trial, seen) / requestsPerSecond : 0,
    triesAgain:
      trial?.retries === true &&
      (failing.slowShare === 0 || trial.answerSeconds + seen.hopSeconds <= seen.patienceSeconds),
  };
}

/** Of the time at a moment, seconds after the fault, the share for which requests are handed on. */
export function handedShare(spells: readonly Spell[], seconds: number): number {
  let most = 0;
  for (const { from, until, share } of spells)
    if (from <= seconds && seconds < until && share > most) most = share;
  return most;
}

/** By what fails and what is slow, from one dip's end to the next. */
function noticed(rules: CapabilityForwarding, failing: Failing, seen: Seen): Spell[] {
  const found: Spell[] = [];
  let [start, already] = [0, false];
  const ends = [...failing.dips.map((dip) => dip.until), forEver].sort((a, b) => a - b);
  for (const until of ends) {
    if (until <= start) continue;
    let good = 1 - failing.share;
    for (const dip of failing.dips) if (start < dip.until) good *= dip.factor;
    const notice = noticeOf(rules, 1 - good, failing, seen);
    const from = start + (already ? 0 : (notice?.seconds ?? forEver));
    const isHeld = notice !== undefined && from < until;
    if (isHeld) {
      const fails = 1 - good * (1 - failing.slowShare);
      const kept = canaryShare(rules, fails);
      const share = 1 - (1 - kept) * (1 - heldShare(rules, fails, seen, notice.seconds));
      const isKnown = kept > SURE || staysKnown(rules, seen);
      const again = isKnown ? 0 : noticedAgain(rules, 1 - good, failing, seen);
      found.push({ from, until, share, because: notice.because, again });
    }
    already = isHeld;
    start = until;
  }
  return found;
}

interface Notice {
  readonly seconds: number;
  readonly because: "failures" | "slow";
}

/** What notices first. */
function noticeOf(
  { failures, slow, canary }: CapabilityForwarding,
  share: number,
  { slowShare, answerSeconds }: Failing,
  { requestsPerSecond, patienceSeconds }: Seen,
): Notice | undefined {
  const found: Notice[] = [];
  const add = (because: Notice["because"], seconds: number | undefined) => {
    if (seconds !== undefined && seconds < forEver) found.push({ seconds, because });
  };
  for (const rule of failures) {
    add("failures", failuresSeen(rule, share, requestsPerSecond));
    // What the edge gives up counts as failed from then on; what its client gives up before is nobody's failure.
    const given =
      slowShare > 0 &&
      answerSeconds <= patienceSeconds &&
      failuresSeen(rule, 1 - (1 - share) * (1 - slowShare), requestsPerSecond);
    if (given) add("failures", answerSeconds + given);
  }
  if (canary) {
    add("failures", canarySeen(canary, share));
    const hung = slowShare > 0 && canarySeen(canary, 1 - (1 - share) * (1 - slowShare));
    if (hung) add("slow", canary.answerSeconds + hung);
  }
  if (slow)
    add("slow", slowSeen(slow, slowShare, requestsPerSecond, Math.min(answerSeconds, patienceSeconds)));
  return found.sort((a, b) => a.seconds - b.seconds)[0];
}

/**
 * Seconds until one pod of the edge has seen enough requests fail; undefined where so small a share never is enough.
 * HAProxy weighs the last window by what is left of it, so that a steady share shows within two windows. Where fewer than
 * the least are expected in a window, it takes until so many come together by chance.
 * @param share of the requests that fails
 */
export function failuresSeen(
  { windowSeconds, percent, leastFailures }: FailuresRule,
  share: number,
  requestsPerSecond: number,
): number | undefined {
  const expected = share * requestsPerSecond * windowSeconds;
  if (expected <= 0 || percent / 100 > share) return undefined;
  const enough = shownAfter(windowSeconds, percent / 100 / share);
  const chance = poissonAtLeast(leastFailures, expected);
  const byChance = chance > NEVER ? windowSeconds / chance : forEver;
  return Math.max(enough, Math.min(shownAfter(windowSeconds, leastFailures / expected), byChance));
}

/** So small a chance is none, and lies below what sums of chances can tell. */
const NEVER = 1e-9;

/** Seconds until a part of what a full window counts is counted; for ever where more than all is wanted. */
export const shownAfter = (windowSeconds: number, part: number): number =>
  part <= 1 ? 2 * windowSeconds * (1 - Math.sqrt(1 - part)) : forEver;

/**
 * Seconds until requests that hang have piled up for long enough; undefined where they never are so many. As many hang after
 * t seconds as have come since, and in the window before as many less were done.
 * @param share of the requests that hangs until the edge or its client gives it up, after `leftSeconds`
 */
export function slowSeen(
  { windowSeconds: window, budgetSeconds: budget, leastUnderWay, lastsSeconds }: SlowRule,
  share: number,
  requestsPerSecond: number,
  leftSeconds: number,
): number | undefined {
  const hangPerSecond = share * requestsPerSecond;
  if (hangPerSecond <= 0) return undefined;
  // In the first window: share t window / (window - share t) is the budget; after it: share t / (1 - share).
  const first = (window * budget) / (share * (window + budget));
  const piled = first <= window ? first : (budget * (1 - share)) / share;
  const seconds = Math.max(piled, leastUnderWay / hangPerSecond);
  // No more hang than come until the first is given up.
  return seconds <= leftSeconds ? seconds + lastsSeconds : undefined;
}

/** Whether it is sick still when users come back: while none came nothing has proved that it is well. */
const staysKnown = (
  { holdSeconds, provenAnswers }: CapabilityForwarding,
  { awaySeconds, returnSeconds }: Seen,
): boolean => provenAnswers !== undefined && holdSeconds > awaySeconds + returnSeconds;

/**
 * Seconds until it is noticed where users come back little by little: after t seconds a share t / T of them, for T seconds,
 * so that what has failed grows by the square of time until a window is over.
 */
function noticedAgain(
  { failures, relapse, slow }: CapabilityForwarding,
  share: number,
  { slowShare }: Failing,
  { requestsPerSecond, returnSeconds, awaySeconds }: Seen,
): number {
  const fails = 1 - (1 - share) * (1 - slowShare);
  const failing = fails * requestsPerSecond;
  const isKnown = relapse !== undefined && relapse.lastsSeconds > awaySeconds + returnSeconds;
  const found = [...failures, ...(isKnown ? [relapse] : [])]
    .filter(({ percent }) => failing > 0 && fails >= percent / 100)
    .map(({ windowSeconds: window, leastFailures: least }) => {
      const first = Math.sqrt((2 * least * returnSeconds) / failing);
      const later = (least * returnSeconds) / (failing * window) + window / 2;
      // When all are back it is as when it began.
      const all = returnSeconds + shownAfter(window, least / (failing * window));
      return Math.min(first <= window ? first : later, all);
    });
  const hanging = slowShare * requestsPerSecond;
  if (slow && hanging > 0) {
    const { leastUnderWay: least, lastsSeconds } = slow;
    found.push(
      lastsSeconds +
        Math.min(Math.sqrt((2 * least * returnSeconds) / hanging), returnSeconds + least / hanging),
    );
  }
  return Math.min(forEver, ...found);
}

/** Requests tried at home in a second, through one pod of the edge, while it hands on. */
function triesPerSecond(trial: TrialRule | undefined, { requestsPerSecond, idempotent }: Seen): number {
  if (!trial) return 0;
  const may = requestsPerSecond * idempotent;
  return Math.max((may * trial.percent) / 100, Math.min(may, trial.leastPerSecond));
}

/** Of the time, from which what a canary says may be taken for lasting. */
const SURE = 0.99;

/**
 * Of the time, the share for which too few canaries are up, each of which fails as users' requests do: one is up until so many
 * failures in a row, and down until so many successes, which are asked for at a quicker pace until the next failure.
 */
function canaryShare({ canary }: CapabilityForwarding, fails: number): number {
  if (!canary || fails <= 0) return 0;
  if (fails >= 1) return 1;
  const { intervalSeconds, fastSeconds } = canary;
  const up = requestsUntilRun(fails, canary.fall) * intervalSeconds;
  const each = (1 - fails) * fastSeconds + fails * intervalSeconds;
  const down = requestsUntilRun(1 - fails, canary.rise) * each;
  return fewerThan(canary.least, canary.servers, up / (up + down));
}

/**
 * Seconds until so many canaries are down that too few are left, on the mean. Each is asked once in an interval, the first
 * time somewhere in it.
 */
export function canarySeen(
  { servers, least, intervalSeconds, fall }: CanaryRule,
  fails: number,
): number | undefined {
  if (fails <= 0 || servers < least) return undefined;
  const perCheck = 1 / requestsUntilRun(fails, fall);
  let checks = 0;
  for (let stillUp = 1; checks < MOST_CHECKS; stillUp *= 1 - perCheck) {
    const notYet = 1 - fewerThan(least, servers, stillUp);
    checks += notYet;
    if (notYet < 1e-4) break;
  }
  return intervalSeconds * Math.max(0, checks - 0.5);
}
const MOST_CHECKS = 10_000;

/** Chance that fewer than `least` of `count` are up, each with a chance of its own. */
function fewerThan(least: number, count: number, chance: number): number {
  let sum = 0;
  let ways = 1;
  for (let up = 0; up < least && up <= count; up++) {
    sum += ways * chance ** up * (1 - chance) ** (count - up);
    ways = (ways * (count - up)) / (up + 1);
  }
  return Math.min(1, sum);
}

/**
 * Of the time, the share for which it hands on while what is tried at home tells that it is sick still; then it notices anew,
 * sooner for a while than the first time.
 */
function heldShare(rules: CapabilityForwarding, fails: number, seen: Seen, noticeSeconds: number): number {
  const { relapse } = rules;
  const lasts = heldSeconds(rules, fails, seen);
  const again = relapse && failuresSeen(relapse, fails, seen.requestsPerSecond);
  const isSoon = relapse !== undefined && again !== undefined && again <= relapse.lastsSeconds;
  return 1 / (1 + (isSoon ? Math.min(again, noticeSeconds) : noticeSeconds) / lasts);
}

/**
 * Until it forgets, on the mean. Trials fail as if by chance, u a second: where so many good ones in a row are asked for,
 * until they come; else after a pause of the hold h, (exp(u h) - 1) / u.
 */
function heldSeconds(
  { holdSeconds, provenAnswers, trial }: CapabilityForwarding,
  fails: number,
  seen: Seen,
): number {
  const tries = triesPerSecond(trial, seen);
  const failed = trial?.renews ? tries * fails : 0;
  if (provenAnswers !== undefined)
    return tries > 0 ? requestsUntilRun(1 - fails, provenAnswers) / tries : holdSeconds;
  return failed > 0 ? Math.expm1(failed * holdSeconds) / failed : holdSeconds;
}

/** How the trials turn health red while the site hands on. */
export interface TriedRed {
  /** From when it hands on. */
  readonly seconds: number;
  /** How many times as many trials come in a window as it takes to show. */
  readonly fullness: number;
}

/** Undefined where too few are tried, or too few of those fail. */
export function triedRed(trial: TrialRule | undefined, fails: number, seen: Seen): TriedRed | undefined {
  const { reddens } = trial ?? {};
  if (!reddens || 1 - fails > reddens.goodPercent / 100) return undefined;
  const fullness = (triesPerSecond(trial, seen) * reddens.windowSeconds) / reddens.least;
  return fullness < 1 ? undefined : { seconds: shownAfter(reddens.windowSeconds, 1 / fullness), fullness };
}

const forEver = Number.POSITIVE_INFINITY;
