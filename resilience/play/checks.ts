/** What the checks tell an authority: when it leaves an answer out, and how a brownout makes that come and go. */
import type { Assumptions } from "../assumptions";
import type { Effects } from "../faults/effects";
import type { Answer, AnswerCheck, CapabilityPlan, Platform } from "../platform/platform";
import type { Condition } from "./condition";
import { type Brownout, healthyCheckers } from "./detection";
import { keepingOf } from "./kept";
import { sightOf } from "./sight";

/** A stretch of time in which nothing fails or returns. Times are seconds from the scenario's beginning. */
export interface Phase {
  readonly start: number;
  readonly end: number;
  readonly effects: Effects;
  /** By the places of capabilities and sites. */
  readonly conditions: readonly (readonly Condition[])[];
}

/** How the red of a brownout comes and goes: seconds from the phase's start. */
export interface Cycle {
  /** When traffic comes back for the first time, and when it does again. */
  readonly from: number;
  readonly to: number;
}

export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** By the place of the site, when its health is red because it is asked for more than it answers in time. */
export type Overloads = readonly (readonly Interval[])[];

/** When an authority leaves an answer out. */
export function unwellTimes(
  platform: Platform,
  capability: CapabilityPlan,
  place: number,
  authority: number,
  { address, check }: Answer,
  phases: readonly Phase[],
  cycles: readonly (Cycle | undefined)[],
  overloads: Overloads,
): Interval[] {
  const { site, zone } = capability.addresses[address] ?? { site: -1 };
  if (!check || site < 0) return [];
  const bad: Bad[] = [];
  for (const [index, { start, end, effects, conditions }] of phases.entries()) {
    // What a silent authority makes of its checks moves nobody.
    if (effects.blind[authority] || effects.authorityDown[authority]) continue;
    const condition = conditions[place]?.[site] as Condition;
    const isLost = condition.dead || (zone !== undefined && effects.zonesDown[site]?.has(zone) === true);
    const sight = sightOf(platform, check, site, effects);
    // With its checkers gone it is left with what it knew, and takes it for well.
    if (sight === "nobody left") continue;
    if (isLost || sight === "cut off") {
      bad.push({ from: start, to: end, seconds: check.deadSeconds });
      continue;
    }
    if (
      condition.probesFail > 0 &&
      1 - healthyCheckers(condition.probesFail, check.threshold) >= check.unhealthyShare
    ) {
      bad.push({ from: start, to: end, seconds: check.deadSeconds });
    } else if (check.sees === "health") {
      const cycle = cycles[index];
      if (condition.redFrom < Number.POSITIVE_INFINITY)
        addRed(bad, phases[index] as Phase, condition.redFrom, condition.redUntil, check.redSeconds);
      for (const { from, to } of overloads[site] ?? []) {
        const [first, last] = [Math.max(from, start), Math.min(to, end)];
        if (first < last) addRed(bad, phases[index] as Phase, first - start, last - start, check.redSeconds);
      }
      if (condition.brownout && cycle) {
        const { detectSeconds } = condition.brownout;
        const up = upSeconds(capability, address, platform.assumptions);
        addRed(bad, phases[index] as Phase, detectSeconds, cycle.from - up, check.redSeconds);
        addRed(bad, phases[index] as Phase, cycle.from + detectSeconds, cycle.to - up, check.redSeconds);
      }
    }
  }
  return bad.length === 0 ? [] : leftOut(merged(bad), check, platform.assumptions.dnsPropagationSeconds);
}

function addRed(bad: Bad[], { start, end }: Phase, from: number, to: number, seconds: number): void {
  if (start + from < end) bad.push({ from: start + from, to: Math.min(end, start + to), seconds });
}

type Bad = Interval & { readonly seconds: number };

function merged(bad: readonly Bad[]): Bad[] {
  const found: Bad[] = [];
  for (const next of [...bad].sort((a, b) => a.from - b.from)) {
    const last = found.at(-1);
    if (last && last.to >= next.from) {
      const seconds = Math.min(last.seconds, next.from - last.from + next.seconds);
      found[found.length - 1] = { from: last.from, to: Math.max(last.to, next.to), seconds };
    } else found.push(next);
  }
  return found;
}

/** From what is wrong to what is left out: after so many failures in a row, until as many successes. */
function leftOut(bad: readonly Bad[], { upSeconds: up }: AnswerCheck, propagation: number): Interval[] {
  const found: { from: number; to: number }[] = [];
  for (const { from, to, seconds } of bad) {
    const last = found.at(-1);
    if (last && last.to > from + propagation) last.to = to + up + propagation;
    else if (to - from >= seconds)
      found.push({ from: from + seconds + propagation, to: to + up + propagation });
  }
  return found;
}

/** What the checks of each address of a capability amount to, over all authorities. */
interface Checked {
  readonly isWatched: boolean;
  readonly slowestRed: number;
  readonly fastestUp: number;
}

const checkedCache = new WeakMap<CapabilityPlan, readonly Checked[]>();

function checkedOf(capability: CapabilityPlan): readonly Checked[] {
  const known = checkedCache.get(capability);
  if (known) return known;
  const checks: AnswerCheck[][] = capability.addresses.map(() => []);
  for (const name of capability.answers) {
    for (const { address, check } of name?.answers ?? []) if (check) checks[address]?.push(check);
  }
  const found = checks.map((own): Checked => {
    const watching = own.filter(({ sees }) => sees === "health");
    return {
      isWatched: watching.length > 0,
      slowestRed: Math.max(0, ...watching.map(({ redSeconds }) => redSeconds)),
      fastestUp: own.length === 0 ? 0 : Math.min(...own.map(({ upSeconds }) => upSeconds)),
    };
  });
  checkedCache.set(capability, found);
  return found;
}

function upSeconds(
  capability: CapabilityPlan,
  address: number,
  { dnsPropagationSeconds }: Assumptions,
): number {
  return (checkedOf(capability)[address]?.fastestUp ?? 0) + dnsPropagationSeconds;
}

/** For how long those who are still connected are enough to show that a brownout goes on, once answers have aged. */
function showsOnSeconds(
  { sites, assumptions }: Platform,
  site: number,
  { fullness = 0 }: Brownout,
  ttl: number,
): number {
  const { share, endsPerSecond } = keepingOf(sites[site]?.limits, assumptions);
  if (endsPerSecond <= 0) return 0;
  // Users whose answers changed first have left most: the mean of exp(-ends * t) over the time to live.
  const left = ttl > 0 ? (1 - Math.exp(-endsPerSecond * ttl)) / (endsPerSecond * ttl) : 1;
  const enough = share * left * fullness;
  return enough > 1 ? Math.log(enough) / endsPerSecond : 0;
}

/**
 * A brownout that only live traffic shows: red until the last traffic has left, and for as long as the edge holds it;
 * then users come back and find it as it was. The slowest site and authority give the time.
 */
export function cycleOf(
  platform: Platform,
  capability: CapabilityPlan,
  place: number,
  phase: Phase,
): Cycle | undefined {
  const conditions = phase.conditions[place] ?? [];
  let isSeen = false;
  for (const { brownout } of conditions) if (brownout) isSeen = true;
  if (!isSeen) return undefined;
  let [period, ttl] = [0, 0];
  for (const name of capability.answers) ttl = Math.max(ttl, name?.ttlSeconds ?? 0);
  const checked = checkedOf(capability);
  for (const [address, { site }] of capability.addresses.entries()) {
    const brownout = conditions[site]?.brownout;
    const { isWatched, slowestRed } = checked[address] as Checked;
    if (!brownout || !isWatched) continue;
    const shows = showsOnSeconds(platform, site, brownout, ttl);
    const out =
      brownout.detectSeconds + slowestRed + platform.assumptions.dnsPropagationSeconds + ttl + shows;
    period = Math.max(
      period,
      out + brownout.holdSeconds + upSeconds(capability, address, platform.assumptions),
    );
  }
  return period === 0 ? undefined : { from: period, to: 2 * period };
}
