/** Which verdicts miss which objective, and by how much. */
import { percent } from "../../graph/words";
import type { Scenario } from "../faults/scenarios";
import type { Objectives } from "../platform/platform";
import type { BriefVerdict } from "./figures";

export interface Miss {
  readonly scenario: string;
  readonly capability: string;
  readonly objective:
    | "state"
    | "rto"
    | "lost"
    | "rpo"
    | "staleness"
    | "capacity.atOnce"
    | "capacity.then"
    | "capacity.within";
  /** Share of the peak at which it was played. */
  readonly demand: number;
  /** Share that is served. */
  readonly served: number;
  /** null: for ever, or everything. */
  readonly found: number | string | null;
  readonly wanted: number | string;
  /** The rest of a sentence about the capability: `takes 240 s to recover, 120 s more than its objective`. */
  readonly text: string;
}

type Briefs = Readonly<Record<string, BriefVerdict>>;

/** Shares of the peak at which verdicts are judged: those that the objectives name, and the whole peak, where `capacity` says what is promised of it. */
export function demandsOf({ demand, capacity }: Objectives, own: number): number[] {
  return [...new Set([...(demand ?? [own]), ...(capacity ? [1] : [])])];
}

/** What is down before anything fails misses whatever is asked of it. */
export function missesCalm(calm: Briefs, demand: number): Miss[] {
  return Object.entries(calm)
    .filter(([, { state }]) => state === "down")
    .map(([capability, { served }]) => ({
      scenario: "calm",
      capability,
      demand,
      served,
      objective: "state",
      found: "down",
      wanted: "up or degraded",
      text: `is down before anything fails: ${percent(served)} of its requests are served`,
    }));
}

/**
 * Misses of one scenario; none where its kind isn't named in `survive`. Where more is demanded than the capacity that is
 * to be left at once, that capacity is what is asked for: of what is served, and until when it is all.
 */
export function missesOf(
  objectives: Objectives,
  { id, kind }: Pick<Scenario, "id" | "kind">,
  verdicts: Briefs,
  demand: number,
): Miss[] {
  if (!objectives.survive.includes(kind)) return [];
  const { capacity } = objectives;
  const rto = allowedRto(objectives, kind);
  return Object.entries(verdicts).flatMap(([capability, verdict]) =>
    (capacity && demand > capacity.atOnce
      ? missedAbove({ ...objectives, capacity }, rto, demand, verdict)
      : missed(objectives, rto, capability, verdict)
    ).map((miss) => ({
      scenario: id,
      capability,
      demand,
      served: verdict.served,
      ...miss,
    })),
  );
}

/** Seconds until service must be back, under faults of a kind. */
export const allowedRto = (
  { maxRtoSeconds, maxBrownoutRtoSeconds = maxRtoSeconds }: Objectives,
  kind: string,
): number => (isBehindEdge(kind) ? maxBrownoutRtoSeconds : maxRtoSeconds);

/** What fails or hangs behind an edge that lives, so that the edge can hand it on. */
const isBehindEdge = (kind: string): boolean => kind === "brownout" || kind === "slow";

type Missed = Omit<Miss, "scenario" | "capability" | "demand" | "served">;

/** A database that is lost with its region has its own RTO and RPO: the platform's count from when it is back. */
function missed(
  objectives: Objectives,
  ownRtoSeconds: number,
  capability: string,
  verdict: BriefVerdict,
): Missed[] {
  const found: Missed[] = [];
  const { own } = verdict;
  const maxRtoSeconds = ownRtoSeconds + (own?.rtoSeconds ?? 0);
  const isRestored = own !== undefined && verdict.rtoSeconds !== null && verdict.rtoSeconds <= maxRtoSeconds;
  const { maxRpoSeconds, maxStalenessSeconds, maxLostSeconds = {}, capacity } = objectives;
  const { state, rtoSeconds, rpoSeconds, stalenessSeconds, lostSeconds } = verdict;
  if (state === "down" && !isRestored) {
    const text = `is down: ${percent(verdict.served)} of its requests are served`;
    found.push({ objective: "state", found: "down", wanted: "up or degraded", text });
  } else if (rtoSeconds === null) {
    const text = `isn't back for as long as it lasts: ${percent(verdict.served)} of its requests are served`;
    found.push({ objective: "rto", found: null, wanted: maxRtoSeconds, text });
  } else if (rtoSeconds > maxRtoSeconds) {
    const text = `takes ${rtoSeconds} s to recover, ${over(rtoSeconds, maxRtoSeconds)} s over its objective of ${maxRtoSeconds} s`;
    found.push({ objective: "rto", found: rtoSeconds, wanted: maxRtoSeconds, text });
  }
  const said = maxLostSeconds[capability] ?? maxLostSeconds.default;
  const lost = said === undefined ? undefined : said + (own?.rtoSeconds ?? 0);
  if (lost !== undefined && lostSeconds > lost) {
    const text = `loses requests worth ${duration(lostSeconds)} of all that it serves; its objective is ${duration(lost)}`;
    found.push({ objective: "lost", found: lostSeconds, wanted: lost, text });
  }
  const rpo =
    maxRpoSeconds[capability] === undefined
      ? undefined
      : Math.max(maxRpoSeconds[capability], own?.rpoSeconds ?? 0);
  if (rpo !== undefined && (rpoSeconds === null || rpoSeconds > rpo)) {
    const what =
      rpoSeconds === null
        ? "everything that what failed had accepted"
        : `${rpoSeconds} s of what it had accepted`;
    found.push({
      objective: "rpo",
      found: rpoSeconds,
      wanted: rpo,
      text: `loses ${what}; its objective is ${rpo} s`,
    });
  }
  const stale = maxStalenessSeconds[capability];
  if (stale !== undefined && stalenessSeconds > stale) {
    const text = `is up to ${stalenessSeconds} s stale, ${over(stalenessSeconds, stale)} s over its objective of ${stale} s`;
    found.push({ objective: "staleness", found: stalenessSeconds, wanted: stale, text });
  }
  for (const [when, wanted] of wantedOf(capacity)) {
    const carried = verdict.capacity[when];
    // What is down carries nothing; saying so twice helps nobody.
    if (state === "down" || carried >= wanted - 1e-9) continue;
    const moment = when === "atOnce" ? "at once" : `after ${capacity?.withinSeconds} s`;
    const text = `carries ${percent(carried)} of the peak ${moment}; its objective is ${percent(wanted)}`;
    found.push({ objective: `capacity.${when}`, found: carried, wanted, text });
  }
  return found;
}

const wantedOf = (capacity: Objectives["capacity"]) =>
  capacity
    ? ([
        ["atOnce", capacity.atOnce],
        ["then", capacity.then],
      ] as const)
    : [];

/** More is demanded than is to be left at once: that is to be served all the same, and everything in time. */
function missedAbove(
  { capacity, minServedShare = 0.99 }: Objectives & Required<Pick<Objectives, "capacity">>,
  ownRtoSeconds: number,
  demand: number,
  { served, rtoSeconds, wholeSeconds, own }: BriefVerdict,
): Missed[] {
  const found: Missed[] = [];
  const maxRtoSeconds = ownRtoSeconds + (own?.rtoSeconds ?? 0);
  const withinSeconds = capacity.withinSeconds + (own?.rtoSeconds ?? 0);
  const wanted = Math.min(minServedShare, capacity.atOnce / demand);
  const asked = `of a demand of ${percent(demand)} of the peak`;
  if (rtoSeconds === null || rtoSeconds > maxRtoSeconds) {
    const when = rtoSeconds === null ? "for as long as it lasts" : `for ${rtoSeconds} s`;
    const text = `serves less than ${percent(wanted)} ${asked} ${when}; what is left must carry that after ${maxRtoSeconds} s`;
    found.push({ objective: "capacity.atOnce", found: served, wanted, text });
  }
  if (wholeSeconds === null || wholeSeconds > withinSeconds) {
    const when = wholeSeconds === null ? "never" : `only after ${wholeSeconds} s`;
    const text = `serves all ${asked} ${when}; its objective is ${withinSeconds} s`;
    found.push({ objective: "capacity.within", found: wholeSeconds, wanted: withinSeconds, text });
  }
  return found;
}

const duration = (seconds: number): string => `${Math.round(seconds * 10) / 10} s`;
const over = (found: number, wanted: number): number => Math.round((found - wanted) * 10) / 10;

/** What hurts users most comes first. */
const gravity: readonly Miss["objective"][] = [
  "state",
  "rpo",
  "rto",
  "lost",
  "staleness",
  "capacity.atOnce",
  "capacity.then",
  "capacity.within",
];

/** Whether one miss is worse than another of whatever objective. */
export function isWorse(a: Miss, b: Miss): boolean {
  if (a.objective !== b.objective) return gravity.indexOf(a.objective) < gravity.indexOf(b.objective);
  const [one, other] = [badness(a), badness(b)];
  // Of what is down, or never back, the less is served the worse.
  return one === other ? a.served < b.served : one > other;
}

/** Of shares of the capacity the less is the worse, of everything else the more; for ever is the worst. */
function badness({ objective, found }: Miss): number {
  if (typeof found !== "number") return Number.POSITIVE_INFINITY;
  return objective === "capacity.atOnce" || objective === "capacity.then" ? -found : found;
}
