/** What was predicted beside what was measured, by capability and kind of client. Pure. */
import type { Prediction, Predictions } from "../plan/predict";
import { BIN_SECONDS, binsOf, comparedUntil, meansOf, pointsApart } from "./bins";
import { chanceOf } from "./chance";
import type { Comparison, Distance, DrillOutcome, Measured, RtoBand, RtoReading } from "./outcome";
import { pooled, until } from "./predicted-curve";
import { type Crowd, readRto, type Sample } from "./read-rto";
import { sentenceOf } from "./sentence";

/** One request, as a load's record has it. */
export interface MeasuredRequest {
  /** Seconds when it was due, from any moment. */
  readonly at: number;
  readonly capability: string;
  readonly kind: string;
  /** Answered well, within its client's patience. */
  readonly ok: boolean;
  /** It was never sent, for want of room on this machine: it says nothing of the platform. */
  readonly unsent?: boolean;
  readonly crowd?: Crowd;
}

export interface Stretch {
  /** When the fault began, on the clock of the requests. */
  readonly faultAt: number;
  /** Seconds since the fault until which was measured. */
  readonly endAt: number;
  /** Seconds since the fault when the last of it was repaired; absent where it lasts to the end. */
  readonly repairedAt?: number;
  /** Seconds since the fault at which something fails or is repaired; [0] where absent. */
  readonly changes?: readonly number[];
  /** Share from which service counts as back, 0 to 1. */
  readonly minServedShare: number;
}

/** Points that the curves' mean distance may have. */
export const ALLOWED_POINTS = 5;
/** Of the predicted RTO, and at least so many seconds; of one for which an edge waits for failures, more. */
const ALLOWED_SHARE = { usual: 0.2, noticed: 0.3 };
const ALLOWED_SECONDS = 1;

/** Bins before the fault that are shown. */
const BEFORE_SECONDS = 2 * BIN_SECONDS;

/** All users, each capability's, and those by kind of client. */
export type Comparisons = Pick<DrillOutcome, "all" | "capabilities">;

/** Every capability and kind that is predicted; requests of any other count nowhere. */
export function comparisons(
  predictions: Predictions,
  requests: readonly MeasuredRequest[],
  stretch: Stretch,
): Comparisons {
  const parts = Object.entries(predictions).flatMap(([capability, byKind]) =>
    Object.entries(byKind).map(([kind, prediction]) => {
      const isOwn = (one: MeasuredRequest) =>
        one.capability === capability && one.kind === kind && !one.unsent;
      return { capability, kind, prediction, requests: requests.filter(isOwn) };
    }),
  );
  const pool = (some: typeof parts) =>
    pooled(
      some.map(({ prediction, requests: own }) => ({ prediction, requests: own.length })),
      stretch.minServedShare,
    );
  const requestsOf = (some: typeof parts) => some.flatMap(({ requests: own }) => own);
  const capabilities = Object.keys(predictions).map((name) => {
    const own = parts.filter(({ capability }) => capability === name);
    const clients = own.map(({ kind, prediction, requests: asked }) => [
      kind,
      compare(prediction, asked, stretch),
    ]);
    return [
      name,
      { all: compare(pool(own), requestsOf(own), stretch), clients: Object.fromEntries(clients) },
    ];
  });
  // Of all users there are requests enough: what is left to chance is the moment at which an edge notices.
  const all = pool(parts);
  const excuse = all.alike ? "chance" : "none";
  return {
    all: compare(all, requestsOf(parts), stretch, excuse),
    capabilities: Object.fromEntries(capabilities),
  };
}

/**
 * One prediction beside the requests of those that it is for.
 * @param excuse whether chance may be why something is outside its band
 */
export function compare(
  prediction: Prediction,
  requests: readonly MeasuredRequest[],
  stretch: Stretch,
  excuse: "chance" | "none" = "chance",
): Comparison {
  const { faultAt, endAt, minServedShare: floor, changes } = stretch;
  const all = requests.map((one) => ({ ...one, at: one.at - faultAt })).sort((a, b) => a.at - b.at);
  const samples = all.filter(({ at }) => at >= 0 && at < endAt);
  const reading = { floor, until: stretch.repairedAt ?? endAt, ...(changes ? { changes } : {}) };
  const measured = measuredOf(all, samples, readRto(samples, reading), endAt);
  const { rtoSeconds, served } = prediction;
  const predicted = { rtoSeconds, served, curve: until(prediction.curve, endAt) };
  const compared = Math.ceil(comparedUntil(rtoSeconds, endAt) / BIN_SECONDS) * BIN_SECONDS;
  const last = Math.min(compared, Math.floor(endAt / BIN_SECONDS) * BIN_SECONDS);
  const alike = prediction.alike?.map((curve) => until(curve, endAt));
  const chance = chanceOf(samples, { curve: predicted.curve, ...(alike ? { alike } : {}) }, reading, last);
  const distance = distanceOf(predicted.curve, samples, last, chance.points);
  const rto = rtoBandOf(rtoSeconds, measured.rtoSeconds, chance.reading, alike !== undefined);
  const withinBand = distance.withinBand && rto.withinBand;
  const mayBeChance =
    excuse === "chance" && !withinBand && isByChance(distance, chance.mostPoints, measured.rtoSeconds, rto);
  const parts = { predicted, measured, distance, rto, withinBand, mayBeChance };
  return { ...parts, because: sentenceOf(parts) };
}

function measuredOf(
  all: readonly Sample[],
  samples: readonly Sample[],
  rtoSeconds: number | null,
  endAt: number,
): Measured {
  const lasting = samples.filter(({ at }) => at >= (rtoSeconds ?? 0.75 * endAt));
  const bins = binsOf(all, -BEFORE_SECONDS, endAt);
  return {
    rtoSeconds,
    served: lasting.length === 0 ? 0 : goodOf(lasting) / lasting.length,
    // What was measured only in part before the fault would be a bin of few.
    bins: bins.filter(({ from }) => from >= 0 || (all[0]?.at ?? 0) <= from),
    sent: samples.length,
    ok: goodOf(samples),
    lostSeconds: bins
      .filter(({ from, sent }) => from >= 0 && sent > 0)
      .reduce((sum, { from, to, sent, ok }) => sum + (to - from) * (1 - ok / sent), 0),
  };
}

const goodOf = (samples: readonly Sample[]): number => samples.filter(({ ok }) => ok).length;

function distanceOf(
  curve: Comparison["predicted"]["curve"],
  samples: readonly Sample[],
  compared: number,
  chancePoints: number,
): Distance {
  const bins = binsOf(samples, 0, compared);
  const points = pointsApart(meansOf(curve, bins), bins);
  return {
    points,
    allowed: ALLOWED_POINTS,
    chancePoints,
    until: compared,
    withinBand: points !== null && points <= ALLOWED_POINTS,
  };
}

/** Whether a prediction that is within its band could well be measured like this, by so few requests. */
function isByChance(
  { points, allowed }: Distance,
  mostByChance: number,
  measured: number | null,
  { withinBand, allowedSeconds, reading }: RtoBand,
): boolean {
  if (points === null || points - mostByChance > allowed) return false;
  if (withinBand) return true;
  const [low, high] = [reading.low ?? Number.POSITIVE_INFINITY, reading.high ?? Number.POSITIVE_INFINITY];
  const seconds = measured ?? Number.POSITIVE_INFINITY;
  return seconds >= low - allowedSeconds && seconds <= high + allowedSeconds;
}

/**
 * What is read off requests is held against what would be read off them had the prediction been exact, so that the
 * reading's own lag is no difference. Where chance alone decides whether it can be read, the prediction itself counts.
 */
function rtoBandOf(
  predicted: number | null,
  measured: number | null,
  reading: RtoReading,
  isNoticed: boolean,
): RtoBand {
  const share = isNoticed ? ALLOWED_SHARE.noticed : ALLOWED_SHARE.usual;
  const allowedSeconds = Math.max(ALLOWED_SECONDS, share * (predicted ?? 0));
  if (predicted === null || measured === null) {
    return { offBy: null, allowedSeconds, reading, withinBand: predicted === measured };
  }
  const offBy = measured - (reading.median ?? predicted);
  return { offBy, allowedSeconds, reading, withinBand: Math.abs(offBy) <= allowedSeconds };
}
