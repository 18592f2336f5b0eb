/** `drill.json`, version 1: the fields that others may rely on. */
import { thinned } from "../../report/html/thinned";
import { jsonText } from "../../report/stable";
import type { Line } from "../../resilience/verdict/verdicts";
import type { Comparison, DrillOutcome, MeasuredBin } from "../verdict/outcome";
import type { DrillJson } from "./schema";

export const renderDrillJson = (outcome: DrillOutcome): string => jsonText(drillJsonOf(outcome));

export function drillJsonOf(outcome: DrillOutcome): DrillJson {
  const { verdict, journal, all, capabilities, events, endedAt } = outcome;
  const { acknowledged, lost, doubled, backfilled, events: known, eventsLost } = journal;
  return {
    version: 1,
    id: outcome.id,
    scenario: outcome.scenario,
    happened: outcome.happened,
    stack: outcome.stack,
    seed: outcome.seed,
    demand: outcome.demand,
    scale: outcome.scale,
    startedAt: outcome.startedAt,
    requestsPerSecond: outcome.requestsPerSecond,
    endedAtSeconds: tenth(endedAt),
    verdict: verdict.verdict,
    because: [...verdict.because],
    untold: [...verdict.untold],
    shortened: [...outcome.shortened],
    imitated: outcome.imitated.map(({ what, by }) => ({ what, by })),
    lacking: [...outcome.lacking],
    acknowledged,
    lost,
    doubled,
    backfilled,
    events: known,
    eventsLost,
    all: comparisonOf(all),
    capabilities: Object.fromEntries(
      Object.entries(capabilities).map(([name, { all: together, clients }]) => [
        name,
        {
          all: comparisonOf(together),
          clients: Object.fromEntries(
            Object.entries(clients).map(([kind, comparison]) => [kind, comparisonOf(comparison)]),
          ),
        },
      ]),
    ),
    invariants: outcome.invariants.map(({ id, held, because }) => ({ id, held, because })),
    misses: outcome.misses.map(({ capability, objective, value, allowed, text }) => ({
      capability,
      objective,
      value: rounded(value),
      allowed,
      text,
    })),
    log: events.map(({ at, kind, text }) => ({ at: hundredth(at), kind, text })),
    spent: {
      worldSeconds: tenth(outcome.spent.worldSeconds),
      drillSeconds: tenth(outcome.spent.drillSeconds),
      checkSeconds: tenth(outcome.spent.checkSeconds),
      memoryBytes: Math.round(outcome.spent.memoryBytes),
    },
  };
}

function comparisonOf(comparison: Comparison): DrillJson["all"] {
  const { predicted, measured, rto, distance, withinBand, mayBeChance, because } = comparison;
  const { median, low, high } = rto.reading;
  return {
    predicted: {
      rtoSeconds: rounded(predicted.rtoSeconds),
      served: share(predicted.served),
      curve: pairs(thinned(predicted.curve, TOLERANCE)),
    },
    measured: {
      rtoSeconds: rounded(measured.rtoSeconds),
      served: share(measured.served),
      curve: pairs(stepsOf(measured.bins)),
      sent: measured.sent,
      ok: measured.ok,
      lostSeconds: hundredth(measured.lostSeconds),
    },
    withinBand,
    mayBeChance,
    because,
    rto: {
      offBySeconds: rounded(rto.offBy),
      allowedSeconds: hundredth(rto.allowedSeconds),
      reading: { median: rounded(median), low: rounded(low), high: rounded(high) },
      withinBand: rto.withinBand,
    },
    distance: {
      points: rounded(distance.points),
      allowedPoints: distance.allowed,
      chancePoints: hundredth(distance.chancePoints),
      untilSeconds: distance.until,
      withinBand: distance.withinBand,
    },
  };
}

/** What nobody sees in a curve. */
const TOLERANCE = 0.0003;

/** Level over each bin in which something was sent; a gap where nothing was is bridged. */
export const stepsOf = (bins: readonly MeasuredBin[]): Line =>
  bins
    .filter(({ sent }) => sent > 0)
    .flatMap(
      ({ from, to, sent, ok }): Line => [
        [from, ok / sent],
        [to, ok / sent],
      ],
    );

const pairs = (line: Line): [number, number][] => line.map(([at, value]) => [hundredth(at), share(value)]);
const hundredth = (value: number): number => Math.round(value * 100) / 100;
const tenth = (value: number): number => Math.round(value * 10) / 10;
const share = (value: number): number => Math.round(value * 1e4) / 1e4;
const rounded = (value: number | null): number | null => (value === null ? null : hundredth(value));
