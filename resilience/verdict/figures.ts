/** The figures of a verdict, from a timeline and the conditions behind it. */

import type { Span } from "../faults/scenarios";
import { type CapabilityPlan, databasesOf, type Platform } from "../platform/platform";
import { backSeconds } from "../play/back";
import type { Phase } from "../play/checks";
import type { Condition } from "../play/condition";
import { type Curve, lostSeconds, meanServed } from "../play/curve";
import {
  ageOfResults,
  type DataLoss,
  dataLossOf,
  lacksResults,
  lateEventsOf,
  resultsOf,
  worseLoss,
} from "../play/data-loss";
import { requestsPerSecond } from "../play/requests";
import type { Level, Timeline } from "../play/timeline";
import type { Traffic } from "../play/traffic";
import type { Waits } from "../play/waiting";
import { capacityOf } from "./capacity";

export type State = "up" | "degraded" | "down";

/** The figures of a verdict, without its reasons. */
export interface BriefVerdict {
  readonly state: State;
  /** Seconds until the floor is served again for good; null where it isn't while a fault lasts, 0 where it never left. */
  readonly rtoSeconds: number | null;
  /** The same for all that is demanded, where that is more than the capacity that is to be left at once. */
  readonly wholeSeconds: number | null;
  /** null: all that was ever accepted by what failed. */
  readonly rpoSeconds: number | null;
  /** Shares of the peak that what is left can carry, 0 to 1. */
  readonly capacity: { readonly atOnce: number; readonly then: number };
  readonly stalenessSeconds: number;
  /** Served share that lasts, 0 to 1. */
  readonly served: number;
  /** Seconds until something reacted; null where nothing did. */
  readonly detectSeconds: number | null;
  /** Seconds of the whole traffic that were not served, and the requests that makes. */
  readonly lostSeconds: number;
  readonly requestsLost: number;
  /** What its databases are held to by themselves, of those that are lost with their region. */
  readonly own?: { readonly rtoSeconds: number; readonly rpoSeconds: number };
}

export interface Figures {
  readonly brief: BriefVerdict;
  readonly missing: readonly string[];
  readonly loss: DataLoss;
  /** Seconds until the end of the phase whose level is judged: what `served` is the share of. */
  readonly lastingAt: number;
  /** Where no level lasts. */
  readonly mean?: Mean;
}

/** What is served on the mean of a stretch. */
export interface Mean {
  readonly from: number;
  readonly to: number;
  readonly served: number;
}

const AFTER_THE_END = 1;

export function figuresOf(
  platform: Platform,
  place: number,
  phases: readonly Phase[],
  traffic: Traffic,
  { curve, levels }: Timeline,
  end: number,
  waits: Waits,
  spans: readonly Span[] = [],
): Figures {
  const capability = platform.capabilities[place] as CapabilityPlan;
  const wanted = platform.objectives?.maxRtoSeconds ?? platform.assumptions.lastingSeconds;
  const all = levels.map((level, index) => ({ level, phase: phases[index + 1] as Phase }));
  const lasting = all.filter(({ level }) => level.end - level.start >= wanted);
  const judged = lasting.length > 0 ? lasting : all.slice(-1);
  const lasts = Math.min(...judged.map(({ level }) => level.served));
  const lastingAt = judged.find(({ level }) => level.served === lasts)?.level.end ?? end;
  const flicker = flickering(curve, phases, wanted, spans);
  const mean = flicker && flicker.served < lasts ? flicker : undefined;
  const served = mean?.served ?? lasts;
  const missing = [
    ...new Set(judged.flatMap(({ level, phase }) => missingOf(phase.conditions[place] ?? [], level))),
  ];
  const state: State = served < 0.5 ? "down" : served < 0.99 || missing.length > 0 ? "degraded" : "up";
  const lost = lostSeconds(curve, 0, end);
  const detect = detectOf(phases, place, traffic);
  let loss: DataLoss = { seconds: 0, why: [], evidence: [] };
  let staleness = 0;
  let since: number | undefined;
  let [atOnce, then] = [1, 1];
  const played = new Set<Phase["effects"]>();
  const results = resultsOf(platform, capability);
  const waiting = waits.events.length + waits.bytes.length > 0;
  for (const [index, { effects, conditions, start, end: until }] of phases.entries()) {
    if (index === 0) continue;
    // What comes and goes loses the same each time, unless something waits meanwhile.
    if (waiting || !played.has(effects))
      loss = worseLoss(loss, dataLossOf(platform, capability, effects, waits, index));
    played.add(effects);
    staleness = Math.max(staleness, lateEventsOf(capability, conditions[place] ?? [], waits, index));
    if (results.length === 0) continue;
    // What was fresh when they went missing ages until they are back, whatever else changes meanwhile.
    since = lacksResults(results, conditions[place] ?? []) ? (since ?? start) : undefined;
    staleness = Math.max(staleness, ageOfResults(platform, since === undefined ? 0 : until - since));
  }
  for (const { level, phase } of judged) {
    const capacity = capacityOf(platform, place, phase, level);
    atOnce = Math.min(atOnce, capacity.atOnce);
    then = Math.min(then, capacity.then);
  }
  const [floor, whole] = [floorOf(platform), wholeOf(platform)];
  const back = (share: number): number | null =>
    backSeconds(curve, phases, traffic.cycles, { floor: share, atLeast: wanted, spans });
  const rtoSeconds = back(floor);
  return {
    missing,
    loss,
    // The mean is of no moment: it stands after the end.
    lastingAt: mean ? end + AFTER_THE_END : lastingAt,
    ...(mean ? { mean } : {}),
    brief: {
      state,
      rtoSeconds,
      wholeSeconds: whole === floor ? rtoSeconds : back(whole),
      rpoSeconds: loss.seconds,
      capacity: { atOnce: round(atOnce, 3), then: round(then, 3) },
      stalenessSeconds: Math.round(staleness),
      ...ownOf(platform, capability, phases),
      served: round(served, 4),
      detectSeconds: detect === undefined ? null : round(detect, 1),
      lostSeconds: round(lost, 3),
      requestsLost:
        lost > 0
          ? Math.round(lost * requestsPerSecond(platform, capability.name, platform.assumptions.demandShare))
          : 0,
    },
  };
}

function ownOf(
  platform: Platform,
  capability: CapabilityPlan,
  phases: readonly Phase[],
): Pick<BriefVerdict, "own"> {
  const lost = databasesOf(platform, capability).filter(({ site }) =>
    phases.some(({ effects }) => effects.siteDown[site]),
  );
  if (lost.length === 0) return {};
  const most = (of: (one: (typeof lost)[number]) => number) => Math.max(...lost.map(of));
  return {
    own: { rtoSeconds: most((one) => one.rtoSeconds), rpoSeconds: most((one) => one.rpoSeconds) },
  };
}

/** Where the objectives say nothing of it: from there on a capability counts as up. */
const SERVED = 0.99;

/** What must be served again for service to be back. Above the capacity that is to be left at once, what that carries. */
const floorOf = (platform: Platform): number => carriedOf(platform, "atOnce");

/** What must be served again within the objectives' time for capacity. */
const wholeOf = (platform: Platform): number => carriedOf(platform, "then");

function carriedOf({ objectives, assumptions }: Platform, when: "atOnce" | "then"): number {
  const { minServedShare = SERVED, capacity } = objectives ?? {};
  const { demandShare } = assumptions;
  return capacity && demandShare > capacity[when]
    ? Math.min(minServedShare, capacity[when] / demandShare)
    : minServedShare;
}

/**
 * Where things change sooner than service may take to be back, no level lasts: the mean counts, of after that time. So it
 * does while something comes and goes by itself, however slowly.
 */
function flickering(
  curve: Curve,
  phases: readonly Phase[],
  wanted: number,
  spans: readonly Span[],
): Mean | undefined {
  const calm = phases[0]?.effects;
  const faulty = phases.slice(1).filter(({ effects }) => effects !== calm);
  const [first, last] = [faulty[0], faulty.at(-1)];
  const isShort = faulty.some(({ start, end }) => end - start < wanted);
  const all = [...spans, ...(first && last && isShort ? [{ start: first.start, end: last.end }] : [])];
  const means = all.flatMap(({ start, end }) => {
    const from = start + wanted;
    return end > from ? [{ from, to: end, served: meanServed(curve, from, end) }] : [];
  });
  return means.sort((a, b) => a.served - b.served)[0];
}

/** Phases after the first, of those with the same effects the longest. */
export function apartOf(phases: readonly Phase[]): readonly Phase[] {
  const longest = new Map<Phase["effects"], Phase>();
  for (const phase of phases.slice(1)) {
    const known = longest.get(phase.effects);
    if (!known || phase.end - phase.start > known.end - known.start) longest.set(phase.effects, phase);
  }
  return [...longest.values()];
}

export const round = (value: number, digits: number): number => {
  const factor = 10 ** digits;
  return Math.round(value * factor) / factor;
};

/** What is preferred and missing for a hundredth of the requests or more. */
function missingOf(conditions: readonly Condition[], { arriving }: Level): string[] {
  const shares = new Map<string, number>();
  for (const [site, { missing }] of conditions.entries()) {
    for (const name of missing) shares.set(name, (shares.get(name) ?? 0) + (arriving[site] ?? 0));
  }
  return [...shares].filter(([, share]) => share >= 0.01).map(([name]) => name);
}

/** When something first reacted: an authority, the edge, or Kubernetes with pods elsewhere. */
function detectOf(phases: readonly Phase[], place: number, traffic: Traffic): number | undefined {
  const first = phases[1]?.start ?? 0;
  const times: number[] = traffic.movedAt === undefined ? [] : [traffic.movedAt - first];
  for (const { start, conditions } of phases.slice(1)) {
    for (const { dips, brownout, redFrom, dead, hands } of conditions[place] ?? []) {
      if (dead) continue;
      for (const { from } of hands?.spells ?? []) times.push(start + from - first);
      for (const { until } of dips) if (until < Number.POSITIVE_INFINITY) times.push(start + until - first);
      if (brownout) times.push(start + brownout.detectSeconds - first);
      if (redFrom > 0 && redFrom < Number.POSITIVE_INFINITY) times.push(start + redFrom - first);
    }
  }
  return times.length === 0 ? undefined : Math.min(...times);
}
