/**
 * Where users' requests for a public name arrive over time: what checks tell each authority, what it then answers,
 * and how the answers that resolvers hold age out.
 */
import type { CapabilityPlan, Platform } from "../platform/platform";
import { givenAt, heldAt, heldOf, type Part, partOf } from "./answers";
import { type Cycle, cycleOf, type Interval, type Overloads, type Phase, unwellTimes } from "./checks";
import { JUST_BEFORE } from "./curve";
import type { Kept } from "./kept";
import { Path } from "./path";
import { isDeadSlot, isZoneLost, phaseAt, type Slots, slotsOf } from "./slots";
import { keptOf, lookingOf } from "./users";

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
    parts.push(partOf(platform, capability, authority, name, unwell, phases, slots));
  }
  const looking = lookingOf(platform, place, parts, slots, phases);
  if (looking) {
    times.push(...looking.times);
    return new Arrivals(platform, place, parts, slots, times, movedAt, cycles, overloads, looking);
  }
  const held = heldOf(parts, slots, phases, times);
  const kept = leavesTheLiving ? keptOf(platform, place, held, slots, phases, times) : undefined;
  times.sort((a, b) => a - b);
  return new Arrivals(platform, place, held, slots, times, movedAt, cycles, overloads, kept);
}

/** Evenly to all sites: a capability that nothing is known to call. */
export function evenTraffic(platform: Platform): Traffic {
  const shares = new Float64Array(platform.sites.length).fill(1 / Math.max(1, platform.sites.length));
  return { times: [], movedAt: undefined, overloads: [], cycles: [], arriving: () => shares };
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
    private readonly users: Kept | Path | undefined,
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
    const { users } = this;
    if (users instanceof Path) {
      // What changes as the phase ends isn't part of it.
      const isOver = time >= phase.end;
      this.#add(found, users.at(isOver ? phase.end - JUST_BEFORE : time), phase);
      return found;
    }
    if (users) this.#add(found, users.arriving(time, givenAt(this.parts, time, site.length)), phase);
    for (const part of this.parts) {
      if (users && !part.plain) continue;
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
