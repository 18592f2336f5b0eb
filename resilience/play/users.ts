/** Users whom answers don't move at once: those who stay connected, and those who look again by themselves. Pure. */
import type { Platform } from "../platform/platform";
import { givenAt, type Part } from "./answers";
import type { Phase } from "./checks";
import { closingOf } from "./closing";
import { JUST_BEFORE, LONG_AGO } from "./curve";
import { Fetching, givesNone } from "./fetching";
import { type Given, Kept, keepingOf, lives } from "./kept";
import { lookingAgain } from "./looking";
import type { Path } from "./path";
import { isDeadSlot, isSilent, keepsNobody, phaseAt, type Slots } from "./slots";

/** Where clients go that look again; undefined where none does, or where nothing makes a difference to them. */
export function lookingOf(
  { sites, assumptions }: Platform,
  place: number,
  parts: readonly Part[],
  slots: Slots,
  phases: readonly Phase[],
): Path | undefined {
  const { clientsLookAgain, requestSpacingSeconds: spacing, sessionSeconds: session } = assumptions;
  if (clientsLookAgain !== true || !(spacing > 0) || parts.length === 0) return undefined;
  // Who is given all addresses at once tries them at once.
  if (parts.some(({ plain }) => plain)) return undefined;
  const limits = slots.site.map((site) => sites[site]?.limits);
  if (limits.every((own) => keepingOf(own, assumptions).share < NOBODY)) return undefined;
  const calm = phases[0] as Phase;
  const stretches = phases.map((phase) => {
    // What was dead before is left as its answers have it.
    const dead = slots.site.map(
      (_, slot) => keepsNobody(slots, slot, phase, place) && !keepsNobody(slots, slot, calm, place),
    );
    const isQuiet = (slot: number) => isDeadSlot(slots, slot, phase, place) && isSilent(slots, slot, phase);
    return { from: phase.start, dead, silent: dead.map((is, slot) => is && isQuiet(slot)) };
  });
  if (!givesNone(parts) && stretches.every(({ dead }) => !dead.includes(true))) return undefined;
  const seconds = phases.at(-1)?.end ?? 0;
  const habits = {
    closing: limits.map((own) => closingOf(own?.keepAliveSeconds ?? Number.POSITIVE_INFINITY, 1 / spacing)),
    asksPerSecond: 1 / spacing,
    leavesPerSecond: session > 0 ? 1 / session : 0,
  };
  return lookingAgain(new Fetching(parts, slots.site.length, seconds, STEPS), habits, stretches, seconds);
}

/** In a time to live: who waits for an answer to age is followed from one to the next. */
const STEPS = 30;

/** Of connections, the share that is nobody's. */
const NOBODY = 0.001;

/** Who stays connected while answers move; adds to the times those between which what is left is nearly a line. */
export function keptOf(
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
