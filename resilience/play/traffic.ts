/**
 * Where users' requests for a public name arrive over time: what checks tell each authority, what it then answers,
 * and how the answers that resolvers hold age out.
 */

import type { Effects } from "../faults/effects";
import type { CapabilityPlan, NameAt, Platform } from "../platform/platform";
import { type Cycle, cycleOf, type Interval, type Overloads, type Phase, unwellTimes } from "./checks";
import { countBefore, JUST_BEFORE } from "./curve";
import { type Given, Kept, keepingOf, lives } from "./kept";

/** What one authority answers, step by step: the share of all requests that goes to each slot (slotsOf). */
interface Part {
  readonly ttl: number;
  readonly times: readonly number[];
  readonly shares: readonly Float64Array[];
  /** Sums of share and seconds up to each step. */
  readonly sums: readonly Float64Array[];
  readonly plain: boolean;
}

/** Addresses that share a fate in a scenario: of one site, or of one zone that it loses. */
interface Slots {
  readonly ofAddress: readonly number[];
  /** By slot: place of the site, and the zone where it is lost with one. */
  readonly site: readonly number[];
  readonly zone: readonly (string | undefined)[];
}

export interface Traffic {
  /** When what arrives begins or ceases to change, sorted; without the phases' own starts. */
  readonly times: readonly number[];
  /** When an authority first left something out that it had answered with. */
  readonly movedAt: number | undefined;
  /** By the place of the site, when overload turns its health red. */
  readonly overloads: Overloads;
  /** By phase, where a brownout makes the answers come and go. */
  readonly cycles: readonly (Cycle | undefined)[];
  /** Shares of all requests that arrive at each site's addresses that answer, at a moment of a phase. */
  arriving(time: number, phase: Phase): Float64Array;
}

/** Long before the scenario: what was wrong already has been noticed. */
export const LONG_AGO = -100_000;

/** Traffic of a capability with a public name. */
export function trafficOf(
  platform: Platform,
  place: number,
  phases: readonly Phase[],
  overloads: Overloads = [],
): Traffic {
  const capability = platform.capabilities[place] as CapabilityPlan;
  const cycles: (Cycle | undefined)[] = [];
  for (const phase of phases) cycles.push(cycleOf(platform, capability, place, phase));
  const slots = slotsOf(capability, phases);
  const times: number[] = [];
  const parts: Part[] = [];
  let movedAt: number | undefined;
  let leavesTheLiving = false;
  for (const [authority, name] of capability.answers.entries()) {
    if (!name) continue;
    const unwell: Interval[][] = [];
    for (const answer of name.answers) {
      const intervals = unwellTimes(
        platform,
        capability,
        place,
        authority,
        answer,
        phases,
        cycles,
        overloads,
      );
      for (const { from } of intervals) {
        if (from >= 0 && (movedAt === undefined || from < movedAt)) movedAt = from;
        const slot = slots.ofAddress[answer.address] as number;
        leavesTheLiving ||= from >= 0 && !isDeadSlot(slots, slot, phaseAt(phases, from), place);
      }
      unwell.push(intervals);
    }
    const part = partOf(platform, capability, authority, name, unwell, phases, slots);
    for (const time of part.times) if (time !== LONG_AGO) times.push(time, time + part.ttl);
    parts.push(part);
  }
  const kept = leavesTheLiving ? keptOf(platform, place, parts, slots, phases, times) : undefined;
  times.sort((a, b) => a - b);
  return new Arrivals(platform, place, parts, slots, times, movedAt, cycles, overloads, kept);
}

/** Evenly to all sites: a capability that nothing is known to call. */
export function evenTraffic(platform: Platform): Traffic {
  const shares = new Float64Array(platform.sites.length).fill(1 / Math.max(1, platform.sites.length));
  return { times: [], movedAt: undefined, overloads: [], cycles: [], arriving: () => shares };
}

function slotsOf(capability: CapabilityPlan, phases: readonly Phase[]): Slots {
  const [ofAddress, site, zone]: [number[], number[], (string | undefined)[]] = [[], [], []];
  for (const address of capability.addresses) {
    let lostWith: string | undefined;
    if (address.zone !== undefined) {
      for (const { effects } of phases)
        if (effects.zonesDown[address.site]?.has(address.zone)) lostWith = address.zone;
    }
    let slot = 0;
    while (slot < site.length && (site[slot] !== address.site || zone[slot] !== lostWith)) slot++;
    site[slot] = address.site;
    zone[slot] = lostWith;
    ofAddress.push(slot);
  }
  return { ofAddress, site, zone };
}

const phaseAt = (phases: readonly Phase[], time: number): Phase => {
  let found = phases[0] as Phase;
  for (const phase of phases) if (phase.start <= time) found = phase;
  return found;
};

function isZoneLost({ site, zone }: Slots, slot: number, { effects }: Phase): boolean {
  const lostWith = zone[slot];
  return lostWith !== undefined && effects.zonesDown[site[slot] as number]?.has(lostWith) === true;
}

/** Whether nothing answers there. */
function isDeadSlot(slots: Slots, slot: number, phase: Phase, place: number): boolean {
  const site = slots.site[slot] as number;
  return site < 0 || isZoneLost(slots, slot, phase) || phase.conditions[place]?.[site]?.dead === true;
}

/** What answers that carry one address give each slot, over all authorities. */
function givenAt(parts: readonly Part[], time: number, slots: number): Float64Array {
  const found = new Float64Array(slots);
  for (const part of parts) {
    if (part.plain) continue;
    const held = heldAt(part, time, slots);
    for (let slot = 0; slot < slots; slot++) found[slot] = (found[slot] as number) + (held[slot] as number);
  }
  return found;
}

/** Who stays connected while answers move; adds to the times those between which what is left is nearly a line. */
function keptOf(
  { sites, assumptions }: Platform,
  place: number,
  parts: readonly Part[],
  slots: Slots,
  phases: readonly Phase[],
  times: number[],
): Kept {
  const marks = [...new Set([LONG_AGO, ...times, ...phases.map(({ start }) => start)])].sort((a, b) => a - b);
  const given = marks.map((from, index): Given => {
    const next = marks[index + 1];
    const at = givenAt(parts, from, slots.site.length);
    const end = next === undefined ? at : givenAt(parts, next - JUST_BEFORE, slots.site.length);
    const phase = phaseAt(phases, from);
    return {
      from,
      at,
      perSecond: at.map((now, slot) =>
        next === undefined ? 0 : ((end[slot] as number) - now) / (next - JUST_BEFORE - from),
      ),
      dead: slots.site.map((_, slot) => isDeadSlot(slots, slot, phase, place)),
    };
  });
  const keeping = slots.site.map((site) => keepingOf(sites[site]?.limits, assumptions));
  const slowest = Math.min(...keeping.map(({ endsPerSecond }) => endsPerSecond));
  const moves = [...new Set(times)].sort((a, b) => a - b);
  if (slowest > 0) {
    // From each move on, until the next begins anew.
    for (const [index, time] of moves.entries())
      for (const life of lives)
        if (time + life / slowest < (moves[index + 1] ?? Number.POSITIVE_INFINITY))
          times.push(time + life / slowest);
  }
  return new Kept(given, keeping);
}

class Arrivals implements Traffic {
  /** By phase and time: the two ends of a stretch are asked for again and again, by every capability that this is the traffic of. */
  readonly #found = new Map<Phase, Map<number, Float64Array>>();
  /** Those of the phase that was asked for last. */
  #phase: Phase | undefined;
  #inPhase = new Map<number, Float64Array>();

  constructor(
    private readonly platform: Platform,
    private readonly place: number,
    private readonly parts: readonly Part[],
    private readonly slots: Slots,
    readonly times: readonly number[],
    readonly movedAt: number | undefined,
    readonly cycles: readonly (Cycle | undefined)[],
    readonly overloads: Overloads,
    private readonly kept: Kept | undefined,
  ) {}

  arriving(time: number, phase: Phase): Float64Array {
    if (phase !== this.#phase) {
      this.#phase = phase;
      this.#inPhase = this.#found.get(phase) ?? new Map();
      this.#found.set(phase, this.#inPhase);
    }
    let found = this.#inPhase.get(time);
    if (!found) {
      found = this.#arriving(time, phase);
      this.#inPhase.set(time, found);
    }
    return found;
  }

  #arriving(time: number, phase: Phase): Float64Array {
    const { site } = this.slots;
    const found = new Float64Array(this.platform.sites.length);
    if (this.kept) {
      const held = this.kept.arriving(time, givenAt(this.parts, time, site.length));
      this.#add(found, held, phase);
    }
    for (const part of this.parts) {
      if (this.kept && !part.plain) continue;
      const held = heldAt(part, time, site.length);
      if (part.plain && this.platform.assumptions.clientsTryNextAddress) this.#retry(held, phase);
      this.#add(found, held, phase);
    }
    return found;
  }

  #add(found: Float64Array, held: Float64Array, phase: Phase): void {
    for (let slot = 0; slot < held.length; slot++) {
      const at = this.slots.site[slot] as number;
      if (at < 0 || isZoneLost(this.slots, slot, phase)) continue;
      found[at] = (found[at] as number) + (held[slot] as number);
    }
  }

  /** Clients that hold several addresses leave those that don't connect. */
  #retry(held: Float64Array, phase: Phase): void {
    let [stuck, alive] = [0, 0];
    const dead: boolean[] = [];
    for (let slot = 0; slot < held.length; slot++) {
      const isDead = isDeadSlot(this.slots, slot, phase, this.place);
      dead.push(isDead);
      if (isDead) stuck += held[slot] as number;
      else alive += held[slot] as number;
    }
    if (alive <= 0) return;
    for (let slot = 0; slot < held.length; slot++) {
      held[slot] = dead[slot] ? 0 : ((held[slot] as number) * (alive + stuck)) / alive;
    }
  }
}

/**
 * Shares of requests that follow answers held by resolvers: answers are fetched anew when their time to live is over,
 * so that those held now were given over the last one, evenly.
 */
function heldAt(part: Part, time: number, slots: number): Float64Array {
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

function partOf(
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
    if (before && isSame(before, given)) continue;
    sums.push(sumUpTo(times, shares, sums, time, given.length));
    times.push(time);
    shares.push(given);
  }
  return { ttl: name.ttlSeconds, times, shares, sums, plain: name.plain };
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
