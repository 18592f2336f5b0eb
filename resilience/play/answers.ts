/** What each authority answers for a name over time, and what resolvers hold of it. Pure. */
import type { Effects } from "../faults/effects";
import type { CapabilityPlan, NameAt, Platform } from "../platform/platform";
import type { Interval, Phase } from "./checks";
import { countBefore, LONG_AGO } from "./curve";
import { type Answered, Fetching, givesNone } from "./fetching";
import { Holding } from "./holding";
import type { Slots } from "./slots";

/** What one authority answers: the share of all requests that goes to each slot (slotsOf). */
export interface Part extends Answered {
  /** Sums of share and seconds up to each step. */
  readonly sums: readonly Float64Array[];
  /** What resolvers hold of it, where that isn't what it gave over its time to live. */
  holds?(time: number): Float64Array;
}

/** In a time to live: enough for lines between them. */
const STEPS = 12;

/** The same parts, with what resolvers hold of each; adds when that begins or ceases to change to the times. */
export function heldOf(
  parts: readonly Part[],
  slots: Slots,
  phases: readonly Phase[],
  times: number[],
): readonly Part[] {
  if (!givesNone(parts)) {
    for (const { times: own, ttl } of parts)
      for (const time of own) if (time !== LONG_AGO) times.push(time, time + ttl);
    return parts;
  }
  const seconds = phases.at(-1)?.end ?? 0;
  const count = slots.site.length;
  const holding = new Holding(new Fetching(parts, count, seconds, STEPS), count, parts.length + 1, seconds);
  times.push(...holding.times);
  // All that answer with one address are held together, in the first of them.
  const first = parts.findIndex(({ plain }) => !plain);
  return parts.map((part, place) => {
    const group = part.plain ? place + 1 : place === first ? 0 : undefined;
    const holds = (time: number) => (group === undefined ? new Float64Array(count) : holding.at(time, group));
    return { ...part, holds };
  });
}

/** What answers that carry one address give each slot, over all authorities. */
export function givenAt(parts: readonly Part[], time: number, slots: number): Float64Array {
  const found = new Float64Array(slots);
  for (const part of parts) {
    if (part.plain) continue;
    const held = heldAt(part, time, slots);
    for (let slot = 0; slot < slots; slot++) found[slot] = (found[slot] as number) + (held[slot] as number);
  }
  return found;
}

/**
 * Shares of requests that follow answers held by resolvers: answers are fetched anew when their time to live is over,
 * so that those held now were given over the last one, evenly.
 */
export function heldAt(part: Part, time: number, slots: number): Float64Array {
  if (part.holds) return part.holds(time);
  const held = new Float64Array(slots);
  const now = stepAt(part, time);
  const { ttl, times, shares, sums } = part;
  const before = ttl > 0 ? stepAt(part, time - ttl) : now;
  for (let slot = 0; slot < slots; slot++) {
    const given = (shares[now] as Float64Array)[slot] as number;
    if (before === now) held[slot] = given;
    else {
      const upTo = ((sums[now] as Float64Array)[slot] as number) + given * (time - (times[now] as number));
      const earlier = (shares[before] as Float64Array)[slot] as number;
      const from =
        ((sums[before] as Float64Array)[slot] as number) + earlier * (time - ttl - (times[before] as number));
      // Of what is left of sums of millions of seconds, the last digits are noise.
      held[slot] = Math.max(0, (upTo - from) / ttl);
    }
  }
  return held;
}

const stepAt = ({ times }: Part, time: number): number => Math.max(0, countBefore(times, time, true) - 1);

export function partOf(
  platform: Platform,
  capability: CapabilityPlan,
  authority: number,
  name: NameAt,
  unwell: readonly (readonly Interval[])[],
  phases: readonly Phase[],
  slots: Slots,
): Part {
  const last = phases.at(-1)?.end ?? 0;
  const marks: number[] = [];
  for (const { start } of phases) marks.push(start);
  for (const intervals of unwell) for (const { from, to } of intervals) marks.push(from, to);
  marks.sort((a, b) => a - b);
  const [times, shares, sums]: [number[], Float64Array[], Float64Array[]] = [[], [], []];
  const asked: number[] = [];
  let phase = 0;
  let askedBy = -1;
  let share = 0;
  for (const [index, time] of marks.entries()) {
    if (time >= last || time === marks[index - 1]) continue;
    while (phase + 1 < phases.length && (phases[phase + 1] as Phase).start <= time) phase++;
    if (askedBy !== phase) {
      share = askedShare(platform, capability, authority, (phases[phase] as Phase).effects);
      askedBy = phase;
    }
    const given = (phases[phase] as Phase).effects.authorityWrong[authority]
      ? new Float64Array(slots.site.length)
      : answerShares(name, unwell, time, platform.authorities[authority]?.allUnhealthy ?? "all", slots);
    for (let slot = 0; slot < given.length; slot++) given[slot] = (given[slot] as number) * share;
    const before = shares.at(-1);
    if (before && isSame(before, given) && asked.at(-1) === share) continue;
    sums.push(sumUpTo(times, shares, sums, time, given.length));
    times.push(time);
    asked.push(share);
    shares.push(given);
  }
  const negative = platform.authorities[authority]?.negativeSeconds ?? name.ttlSeconds;
  return { ttl: name.ttlSeconds, negative, plain: name.plain, times, asked, shares, sums };
}

function isSame(a: Float64Array, b: Float64Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Sums up to a step; those of the first, before which nothing changed, count from the scenario's beginning. */
function sumUpTo(
  times: readonly number[],
  shares: readonly Float64Array[],
  sums: readonly Float64Array[],
  time: number,
  slots: number,
): Float64Array {
  const found = new Float64Array(slots);
  const last = times.length - 1;
  for (let slot = 0; last >= 0 && slot < slots; slot++) {
    const lasted = time - (times[last] as number);
    found[slot] =
      ((sums[last] as Float64Array)[slot] as number) +
      ((shares[last] as Float64Array)[slot] as number) * lasted;
  }
  return found;
}

/**
 * Share of resolvers that ask this authority: each learns of those that the name servers which it asked first name, and
 * asks one that lives, by how it prefers them.
 */
function askedShare(
  platform: Platform,
  capability: CapabilityPlan,
  authority: number,
  { authorityDown }: Effects,
): number {
  const { firstAuthorityShare } = platform.assumptions;
  const answering: number[] = [];
  for (const [place, name] of capability.answers.entries()) if (name) answering.push(place);
  let share = 0;
  for (const first of answering) {
    const alive = (platform.authorities[first]?.names ?? []).filter(
      (other) => capability.answers[other] && !authorityDown[other],
    );
    share +=
      preferred(first, answering, firstAuthorityShare) * preferred(authority, alive, firstAuthorityShare);
  }
  return share;
}

/** Of resolvers that choose among some authorities, the share that takes this one; those that prefer a silent one take any. */
function preferred(authority: number, among: readonly number[], firstAuthorityShare: number): number {
  if (!among.includes(authority)) return 0;
  let total = 0;
  for (const place of among) total += weightOf(place, firstAuthorityShare);
  return total > 0 ? weightOf(authority, firstAuthorityShare) / total : 1 / among.length;
}

const weightOf = (place: number, firstAuthorityShare: number): number =>
  place === 0 ? firstAuthorityShare : 1 - firstAuthorityShare;

/** How an authority spreads one name over its addresses, by slot. */
function answerShares(
  { plain, answers }: NameAt,
  unwell: readonly (readonly Interval[])[],
  time: number,
  allUnhealthy: "all" | "none",
  slots: Slots,
): Float64Array {
  const shares = new Float64Array(slots.site.length);
  // By weight among those that are well; a weight of 0 is given when nothing else is; then all, or none.
  for (const attempt of plain ? plainAttempts : steeredAttempts) {
    if (attempt.all && !plain && allUnhealthy === "none") return shares;
    let total = 0;
    for (const [index, answer] of answers.entries()) {
      if (attempt.all || isWellAt(unwell[index], time)) total += attempt.even ? 1 : answer.weight;
    }
    if (total === 0) continue;
    for (const [index, answer] of answers.entries()) {
      if (!attempt.all && !isWellAt(unwell[index], time)) continue;
      const slot = slots.ofAddress[answer.address] as number;
      shares[slot] = (shares[slot] as number) + (attempt.even ? 1 : answer.weight) / total;
    }
    return shares;
  }
  return shares;
}

const plainAttempts = [{ all: true, even: true }];
const steeredAttempts = [
  { all: false, even: false },
  { all: false, even: true },
  { all: true, even: false },
  { all: true, even: true },
];

function isWellAt(intervals: readonly Interval[] | undefined, time: number): boolean {
  for (const { from, to } of intervals ?? []) if (from <= time && time < to) return false;
  return true;
}
