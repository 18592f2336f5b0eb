/**
 * When a stream is full: what comes to it against what its age lets go. It then refuses its publishers, or drops its
 * oldest events, and no health check tells.
 */
import type { Platform, Stream } from "../platform/platform";
import type { Phase } from "./checks";
import type { Refusal, Refusals } from "./refusal";
import { eventsPerSecond } from "./requests";
import { type Arriving, eventsIn } from "./waiting";

/** A stretch in which so many events were accepted each second. */
interface Accepted {
  readonly from: number;
  readonly to: number;
  readonly perSecond: number;
}

export interface Full {
  readonly site: number;
  readonly stream: Stream;
  /** When it begins to be full, and until when that is said: for ever, where it is so with nothing failing. */
  readonly at: number;
  readonly until: number;
  readonly refusal: Refusal;
}

const LONG = Number.NEGATIVE_INFINITY;

/** A stream with a bound: it can be full. */
interface Bounded {
  readonly site: number;
  readonly stream: Stream;
  /** As many as it holds. */
  readonly events: number;
  /** Seconds that it keeps them. */
  readonly age: number;
  /** Events a second while nothing fails, and if everything came to its site. */
  readonly before: number;
  readonly most: number;
}

const boundedCache = new WeakMap<readonly ArrayLike<number>[], readonly Bounded[]>();

/** Streams with a bound, by what comes to each site while nothing fails. */
function boundedStreams(platform: Platform, baseShares: readonly ArrayLike<number>[]): readonly Bounded[] {
  const known = boundedCache.get(baseShares);
  if (known) return known;
  const found = platform.sites.flatMap(({ queue }, site) =>
    (queue?.streams ?? []).flatMap((stream): Bounded[] =>
      stream.maxBytes === undefined
        ? []
        : [
            {
              site,
              stream,
              events: stream.maxBytes / stream.eventBytes,
              age: stream.maxAgeSeconds ?? Number.POSITIVE_INFINITY,
              before: eventsPerSecond(platform, stream, (place) => baseShares[place]?.[site] ?? 0),
              most: eventsPerSecond(platform, stream, () => 1),
            },
          ],
    ),
  );
  boundedCache.set(baseShares, found);
  return found;
}

/** Streams that are full with nothing failing, once their events are as old as they get. */
export function fullInCalm(platform: Platform, baseShares: readonly ArrayLike<number>[]): Full[] {
  const found: Full[] = [];
  for (const { site, stream, events, age, before } of boundedStreams(platform, baseShares)) {
    // Without an age it fills, be it slowly: nothing ever goes.
    if (before === 0 || before * age <= events) continue;
    // Nothing goes until the first events are as old as they get: so long it refuses everything.
    const when = `${durationText(events / before)} of this with nothing failing (assumptions meanDemandShare and requestsPerReplicaPerSecond)`;
    found.push({ site, stream, at: LONG, until: -LONG, refusal: refusalOf(stream, 1, `after ${when}`) });
  }
  return found;
}

/** Whether a stream could be full before so many seconds are over, whatever is lost meanwhile. */
export function canFill(
  platform: Platform,
  baseShares: readonly ArrayLike<number>[],
  seconds: number,
): boolean {
  return boundedStreams(platform, baseShares).some(({ events, age, before, most }) => {
    const after = Math.min(seconds, age);
    // Without an age nothing goes, and what it holds before the scenario can't be told: all of it comes in time.
    const held = age === Number.POSITIVE_INFINITY ? 0 : before * (age - after);
    return held + most * after >= events;
  });
}

/** The first time that a stream comes to be full in a phase, of those that aren't known yet. */
export function nextFull(
  platform: Platform,
  phases: readonly Phase[],
  arriving: Arriving,
  baseShares: readonly ArrayLike<number>[],
  known: readonly Full[],
): Full | undefined {
  let first: Full | undefined;
  for (const { site, stream, events, age, before } of boundedStreams(platform, baseShares)) {
    // One without an age is full in calm, sooner or later: fullInCalm has it.
    if (age === Number.POSITIVE_INFINITY) continue;
    const rates: number[] = [];
    // It never holds more than the most that comes within its age: most streams in most scenarios.
    let most = before;
    for (let index = 1; index < phases.length; index++) {
      const phase = phases[index] as Phase;
      const rate = phase.effects.siteDown[site] ? 0 : eventsIn(platform, stream, phase, site, arriving);
      rates.push(rate);
      most = Math.max(most, rate);
    }
    if (most * age <= events) continue;
    for (const { at, until, refused } of fullTimes(phases.slice(1), before, rates, events, age)) {
      const isKnown = known.some(
        (full) => full.stream === stream && (full.until === until || full.at === LONG),
      );
      if (isKnown || (first && first.at <= at)) continue;
      const when = `after ${durationText(at)} of it (assumptions meanDemandShare and requestsPerReplicaPerSecond)`;
      first = { site, stream, at, until, refusal: refusalOf(stream, refused, when) };
    }
  }
  return first;
}

/** Shorter than that, being full is no stretch of its own but the end of one that is rounded. */
const SHORT = 1;

function fullTimes(
  phases: readonly Phase[],
  before: number,
  rates: readonly number[],
  events: number,
  age: number,
): { at: number; until: number; refused: number }[] {
  const found: { at: number; until: number; refused: number }[] = [];
  const accepted: Accepted[] = [{ from: LONG, to: phases[0]?.start ?? 0, perSecond: before }];
  let held = before * age;
  for (const [index, phase] of phases.entries()) {
    const perSecond = rates[index] as number;
    let time = phase.start;
    const accept = (until: number, each: number, growth: number): void => {
      held += growth * (until - time);
      const last = accepted.at(-1) as Accepted;
      if (last.perSecond === each) accepted[accepted.length - 1] = { ...last, to: until };
      else accepted.push({ from: time, to: until, perSecond: each });
      time = until;
    };
    while (time < phase.end) {
      const going = goingAt(accepted, time - age);
      const change = nextChange(accepted, time - age);
      const isSteady = going === perSecond && change >= time;
      const until = isSteady ? phase.end : Math.min(phase.end, change + age);
      const growth = perSecond - going;
      const full = growth > 0 ? Math.max(time, time + (events - held) / growth) : Number.POSITIVE_INFINITY;
      if (full >= until) {
        accept(until, perSecond, growth);
        continue;
      }
      if (full > time) accept(full, perSecond, growth);
      // As much is accepted as goes; for the rest of the phase as when it begins.
      accept(phase.end, going, 0);
      if (phase.end - full > SHORT && found.at(-1)?.until !== phase.end) {
        found.push({ at: full, until: phase.end, refused: 1 - going / perSecond });
      }
    }
  }
  return found;
}

/** What came each second at a time: that goes when it is as old as it gets. */
const goingAt = (accepted: readonly Accepted[], time: number): number =>
  accepted.find(({ from, to }) => from <= time && time < to)?.perSecond ?? 0;
const nextChange = (accepted: readonly Accepted[], time: number): number =>
  accepted.find(({ to }) => to > time)?.to ?? Number.POSITIVE_INFINITY;

function refusalOf(stream: Stream, refused: number, when: string): Refusal {
  const { name, urn, refusesWhenFull } = stream;
  return refusesWhenFull
    ? { share: refused, urn, why: `the stream ${name} is full ${when} and refuses what is published` }
    : { share: 0, urn, why: `the stream ${name} is full ${when} and drops events before their time` };
}

/** What is refused from a time on, of streams that are full. */
export function refusalsOf(platform: Platform, full: readonly Full[], time: number): Refusals {
  return platform.sites.map((_, place) => {
    const found = new Map<string, Refusal>();
    for (const { site, stream, at, until, refusal } of full) {
      if (site !== place || time < at || time >= until) continue;
      for (const name of stream.publishers) {
        const known = found.get(name);
        if (!known || known.share < refusal.share) found.set(name, refusal);
      }
    }
    return found;
  });
}

/** `49.6 h`. */
export function durationText(seconds: number): string {
  if (seconds === Number.POSITIVE_INFINITY) return "for ever";
  if (seconds < 600) return `${Math.round(seconds)} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 360) / 10} h`;
}
