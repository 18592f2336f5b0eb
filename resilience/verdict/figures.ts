/** The figures of a verdict, from a timeline and the conditions behind it. */

import type { CapabilityPlan, Platform } from "../platform/platform";
import type { Phase } from "../play/checks";
import type { Condition, Strength } from "../play/condition";
import { type Curve, lostSeconds, reaches } from "../play/curve";
import { type DataLoss, dataLossOf, stalenessOf, worseLoss } from "../play/data-loss";
import type { Level, Timeline } from "../play/timeline";
import type { Traffic } from "../play/traffic";

export type State = "up" | "degraded" | "down";

/** The figures of a verdict, without its reasons. */
export interface BriefVerdict {
  readonly state: State;
  /** null: it stays down, or nothing ever notices. */
  readonly rtoSeconds: number | null;
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
}

export interface Figures {
  readonly brief: BriefVerdict;
  readonly missing: readonly string[];
  readonly loss: DataLoss;
  /** Seconds until the end of the phase whose level is judged: what `served` is the share of. */
  readonly lastingAt: number;
}

export function figuresOf(
  platform: Platform,
  place: number,
  phases: readonly Phase[],
  traffic: Traffic,
  { curve, levels }: Timeline,
  end: number,
): Figures {
  const capability = platform.capabilities[place] as CapabilityPlan;
  const { demandShare, requestsPerReplicaPerSecond } = platform.assumptions;
  const wanted = platform.objectives?.maxRtoSeconds ?? 120;
  const all = levels.map((level, index) => ({ level, phase: phases[index + 1] as Phase }));
  const lasting = all.filter(({ level }) => level.end - level.start >= wanted);
  const judged = lasting.length > 0 ? lasting : all.slice(-1);
  const served = Math.min(...judged.map(({ level }) => level.served));
  const lastingAt = judged.find(({ level }) => level.served === served)?.level.end ?? end;
  const missing = [
    ...new Set(judged.flatMap(({ level, phase }) => missingOf(phase.conditions[place] ?? [], level))),
  ];
  const state: State = served < 0.5 ? "down" : served < 0.99 || missing.length > 0 ? "degraded" : "up";
  const lost = lostSeconds(curve, 0, end);
  const detect = detectOf(phases, place, traffic);
  let loss: DataLoss = { seconds: 0, why: [], evidence: [] };
  let staleness = 0;
  let [atOnce, then] = [1, 1];
  for (const { effects, conditions, start, end: until } of phases.slice(1)) {
    loss = worseLoss(loss, dataLossOf(platform, capability, effects));
    staleness = Math.max(staleness, stalenessOf(platform, capability, conditions, until - start));
  }
  for (const { level, phase } of judged) {
    const capacity = capacityOf(platform, phase.conditions[place] ?? [], level);
    atOnce = Math.min(atOnce, capacity.atOnce);
    then = Math.min(then, capacity.then);
  }
  const requests = demandShare * (platform.peak[capability.name] ?? 0) * requestsPerReplicaPerSecond;
  return {
    missing,
    loss,
    lastingAt,
    brief: {
      state,
      rtoSeconds: rtoOf(curve, levels, state, lost, detect),
      rpoSeconds: loss.seconds,
      capacity: { atOnce: round(atOnce, 3), then: round(then, 3) },
      stalenessSeconds: Math.round(staleness),
      served: round(served, 4),
      detectSeconds: detect === undefined ? null : round(detect, 1),
      lostSeconds: round(lost, 3),
      requestsLost: Math.round(lost * requests),
    },
  };
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
    for (const { dips, brownout, redFrom, dead } of conditions[place] ?? []) {
      if (dead) continue;
      for (const { until } of dips) if (until < Number.POSITIVE_INFINITY) times.push(start + until - first);
      if (brownout) times.push(start + brownout.detectSeconds - first);
      if (redFrom > 0 && redFrom < Number.POSITIVE_INFINITY) times.push(start + redFrom - first);
    }
  }
  return times.length === 0 ? undefined : Math.min(...times);
}

/** Seconds from each change until its lasting level is reached; the longest. */
function rtoOf(
  curve: Curve,
  levels: readonly Level[],
  state: State,
  lost: number,
  detect: number | undefined,
): number | null {
  if (lost < 1e-6) return 0;
  if (state === "down" || detect === undefined) return null;
  const waits = levels.map(({ start, end, served }) => reaches(curve, served, start, end) - start);
  // Where nothing that is left can take more, the level lasts from the beginning; nobody acted on it sooner all the same.
  return Math.round(Math.max(detect, ...waits) * 10) / 10;
}

/** What is left, against the peak: as requests reach the sites that answer them. */
function capacityOf(
  platform: Platform,
  conditions: readonly Condition[],
  { arriving }: Level,
): { atOnce: number; then: number } {
  const { autoscalerSeconds, nodeStartSeconds, podStartSeconds } = platform.assumptions;
  const within = platform.objectives?.capacity.withinSeconds ?? 900;
  const grows = ({ nodesFrom }: Strength): boolean =>
    Math.max(autoscalerSeconds, nodesFrom) + nodeStartSeconds + podStartSeconds <= within;
  let reached = 0;
  for (const [site, { good }] of conditions.entries()) reached += (arriving[site] ?? 0) * good;
  let [atOnce, then] = [0, 0];
  if (reached <= 0) return { atOnce, then };
  for (const [site, { good, strength }] of conditions.entries()) {
    const share = ((arriving[site] ?? 0) * good) / reached;
    const restored = strength.restoredAfter <= within ? strength.restored : strength.atOnce;
    atOnce += Math.min(share, strength.atOnce);
    then += Math.min(share, grows(strength) ? Math.max(strength.most, restored) : restored);
  }
  return { atOnce, then };
}
