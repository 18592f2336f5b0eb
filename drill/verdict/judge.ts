/** Which objectives a drill missed in reality, and whether it is met as a whole. Pure. */
import { percent } from "../../graph/words";
import type {
  CapabilityOutcome,
  DrillOutcome,
  DrillVerdict,
  Invariant,
  JournalCounts,
  ObjectiveMiss,
} from "./outcome";

export interface DrillObjectives {
  /** Of this kind of fault; infinite where they cover none of it. */
  readonly maxRtoSeconds: number;
  /** Seconds of the whole traffic that may be lost, by capability; `default` for the rest. */
  readonly maxLostSeconds?: Readonly<Record<string, number>>;
}

export type Judged = Pick<DrillOutcome, "capabilities" | "journal">;

/** Objectives that were missed; each capability as all its clients together. */
export function missesIn({ capabilities, journal }: Judged, objectives: DrillObjectives): ObjectiveMiss[] {
  return [
    ...journalMisses(journal),
    ...Object.entries(capabilities).flatMap(([name, outcome]) => capabilityMisses(name, outcome, objectives)),
  ];
}

function journalMisses({ acknowledged, lost, doubled }: JournalCounts): ObjectiveMiss[] {
  const lostText = `${lost} of ${acknowledged} uploads that users were told are kept ${lost === 1 ? "is" : "are"} lost.`;
  const doubledText = `${doubled} ${doubled === 1 ? "event was" : "events were"} counted more than once.`;
  return [
    ...(lost > 0
      ? [{ capability: "upload", objective: "uploads" as const, value: lost, allowed: 0, text: lostText }]
      : []),
    ...(doubled > 0
      ? [
          {
            capability: "monetization",
            objective: "doubled" as const,
            value: doubled,
            allowed: 0,
            text: doubledText,
          },
        ]
      : []),
  ];
}

function capabilityMisses(
  capability: string,
  { all: { measured, predicted, rto: band } }: CapabilityOutcome,
  { maxRtoSeconds, maxLostSeconds = {} }: DrillObjectives,
): ObjectiveMiss[] {
  const { rtoSeconds, served, sent, lostSeconds } = measured;
  const found: ObjectiveMiss[] = [];
  const rto = (text: string): ObjectiveMiss => ({
    capability,
    objective: "rto",
    value: rtoSeconds,
    allowed: maxRtoSeconds,
    text,
  });
  // What nothing is known of is never met.
  if (sent === 0) return [rto(`Nothing was asked of ${capability}: nothing can be told of it.`)];
  // Had all gone as predicted, so few requests wouldn't have told it either.
  const isUntold = predicted.rtoSeconds !== null && band.reading.median === null;
  if (rtoSeconds === null) {
    if (maxRtoSeconds < Number.POSITIVE_INFINITY && !isUntold)
      found.push(
        rto(`${capability} didn't come back: ${percent(served)} of its requests were served at last.`),
      );
  } else if (rtoSeconds > maxRtoSeconds) {
    const over = shown(rtoSeconds - maxRtoSeconds);
    found.push(
      rto(
        `${capability} was back after ${shown(rtoSeconds)} s, ${over} s over its objective of ${maxRtoSeconds} s.`,
      ),
    );
  }
  const allowed = maxLostSeconds[capability] ?? maxLostSeconds.default;
  if (allowed !== undefined && lostSeconds > allowed) {
    const text = `${capability} lost requests worth ${shown(lostSeconds)} s of all that it serves; its objective is ${allowed} s.`;
    found.push({ capability, objective: "lost", value: lostSeconds, allowed, text });
  }
  return found;
}

type ToJudge = Pick<DrillOutcome, "all" | "capabilities" | "invariants" | "misses">;

/**
 * Missed where an invariant is broken, an objective missed, or something is outside its band. Of one capability, and of
 * one kind of client, chance may be why it is outside: that is said, and breaks nothing. Of all users
 * together it breaks, but where the moment is chance at which an edge notices.
 * A command ends with `codeOf(verdict, true)` of cli/exit.ts.
 */
export function verdictOf({ all, capabilities, invariants, misses }: ToJudge): DrillVerdict {
  const parts = Object.entries(capabilities).flatMap(([name, { all: together, clients }]) => [
    { who: name, comparison: together },
    ...Object.entries(clients).map(([kind, comparison]) => ({ who: `${name}, ${kind}`, comparison })),
  ]);
  const outside = parts.filter(({ comparison }) => !comparison.withinBand);
  const said = ({ who, comparison }: (typeof parts)[number]): string =>
    `Outside the band: ${who}. ${comparison.because}`;
  const because = [
    ...invariants.filter(({ held }) => !held).map(brokenText),
    ...misses.map(({ text }) => text),
    ...(all.withinBand || all.mayBeChance ? [] : [said({ who: everybody, comparison: all })]),
    ...outside.filter(({ comparison }) => !comparison.mayBeChance).map(said),
    ...(parts.length === 0 ? ["No capability was measured."] : []),
  ];
  const untold = [
    ...(all.mayBeChance ? [said({ who: everybody, comparison: all })] : []),
    ...outside.filter(({ comparison }) => comparison.mayBeChance).map(said),
  ];
  return { verdict: because.length === 0 ? "met" : "missed", because, untold };
}

const everybody = "all users together";
const brokenText = ({ id, because }: Invariant): string => `Broken: ${id}: ${because}`;
const shown = (value: number): string => String(Math.round(value * 10) / 10);
