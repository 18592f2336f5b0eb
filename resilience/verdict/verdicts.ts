/** Verdicts: what users have of each capability under each scenario. */

import { type Effects, effectsOf } from "../faults/effects";
import type { Fault } from "../faults/fault";
import { type Scenario, type Span, spansOf, unfolded } from "../faults/scenarios";
import type { CapabilityPlan, Platform } from "../platform/platform";
import type { Phase } from "../play/checks";
import { type Condition, conditionOf } from "../play/condition";
import { type Curve, LONG_AGO, meanServed, worstMinute } from "../play/curve";
import { canFill, type Full, fullInCalm, nextFull, refusalsOf } from "../play/filling";
import { settledTraffic } from "../play/overload";
import { type Refusals, refusedAt } from "../play/refusal";
import { type Timeline, timelineOf } from "../play/timeline";
import { evenTraffic, type Traffic, trafficOf } from "../play/traffic";
import { type Arriving, type Waits, waitsOf, waitsWith } from "../play/waiting";
import { goAlike } from "../play/ways";
import { type BriefVerdict, type Figures, figuresOf, type Mean, round } from "./figures";
import { handedOnReasons } from "./handed-on";
import { reasonsOf, sentence } from "./reasons";
import type { Tipping } from "./tipping-text";
import { waitsText } from "./waits-text";

export interface Verdict extends BriefVerdict {
  /** Where what is assumed would turn it, among what is plausible; of what the objectives cover, where it was asked for. */
  readonly tipping?: readonly Tipping[];
  /** Plain sentences. */
  readonly because: readonly string[];
  readonly evidence: readonly string[];
  readonly worstMinute: number;
  /** Served share over time: `[seconds, share]`. */
  readonly timeline: Line;
  /** When the level that lasts holds, seconds: where a brownout comes and goes, as its mean; after the end, where nothing lasts. */
  readonly lastingAt: number;
  /** By the place of the site: shares of all requests that arrive there, and that it serves. */
  readonly flows: readonly { readonly arriving: Line; readonly served: Line }[];
}

/** Shares over time: `[seconds, share]`. */
export type Line = readonly (readonly [number, number])[];

export type Verdicts = Readonly<Record<string, Verdict>>;

/** A platform made ready to be asked many times. */
export interface Model {
  readonly platform: Platform;
  readonly calm: Effects;
  readonly calmConditions: readonly (readonly Condition[])[];
  readonly baseShares: readonly Float64Array[];
  /** Streams that are full with nothing failing. */
  readonly full: readonly Full[];
}

export function modelOf(platform: Platform): Model {
  const calm = effectsOf(platform, []);
  const even = platform.capabilities.map(() =>
    new Float64Array(platform.sites.length).fill(1 / Math.max(1, platform.sites.length)),
  );
  const first = conditionsOf(platform, calm, even);
  const phase: Phase = { start: LONG_AGO, end: 1, effects: calm, conditions: first };
  const trafficAt = trafficsOf(platform, [phase]);
  const baseShares = platform.capabilities.map(({ follows }) => trafficAt(follows).arriving(0, phase));
  const full = fullInCalm(platform, baseShares);
  const calmConditions = conditionsOf(platform, calm, baseShares, refusalsOf(platform, full, 0));
  return { platform, calm, baseShares, calmConditions, full };
}

/** Conditions under some effects, each worked out when it is first asked for. */
class Conditions {
  readonly found: Condition[][] = [];
  /** What is being worked out. */
  readonly #asked = new Set<number>();

  constructor(
    private readonly platform: Platform,
    private readonly effects: Effects,
    private readonly baseShares: readonly Float64Array[],
    private readonly refusals?: Refusals,
  ) {
    for (const _ of platform.capabilities) this.found.push([]);
  }

  /** Those of one capability, at every site. */
  ready(capability: number): void {
    for (let place = 0; place < this.platform.sites.length; place++) this.#at(capability, place);
  }

  readonly #goodOf = (name: string, place: number): number => {
    const other = this.platform.capabilities.findIndex((capability) => capability.name === name);
    if (other < 0) return 0;
    // In a circle each is asked for its own part once: what fails in it fails those that asked first.
    if (this.#asked.has(this.#numberOf(other, place))) return 1;
    const { dead, good } = this.#at(other, place);
    return dead ? 0 : good;
  };

  /** Of a capability at a site. */
  #numberOf(capability: number, place: number): number {
    return capability * this.platform.sites.length + place;
  }

  #at(capability: number, place: number): Condition {
    const own = this.found[capability] as Condition[];
    const known = own[place];
    if (known) return known;
    const number = this.#numberOf(capability, place);
    this.#asked.add(number);
    const plan = this.platform.capabilities[capability] as CapabilityPlan;
    const refusal = refusedAt(this.refusals, plan, place);
    own[place] = conditionOf({
      platform: this.platform,
      effects: this.effects,
      capability: plan,
      place,
      baseShare: this.baseShares[capability]?.[place] ?? 0,
      baseShares: this.baseShares[capability],
      goodOf: this.#goodOf,
      refusal,
    });
    this.#asked.delete(number);
    return own[place] as Condition;
  }
}

function conditionsOf(
  platform: Platform,
  effects: Effects,
  baseShares: readonly Float64Array[],
  refusals?: Refusals,
): readonly (readonly Condition[])[] {
  const conditions = new Conditions(platform, effects, baseShares, refusals);
  for (const capability of platform.capabilities.keys()) conditions.ready(capability);
  return conditions.found;
}

/** Phases of a scenario: before it, between each beginning and end, and after the last end. */
function phasesOf(
  model: Model,
  scenario: Scenario,
): { readonly phases: Phase[]; readonly end: number; readonly spans: readonly Span[] } {
  const { platform, calm, calmConditions } = model;
  const { horizonSeconds: horizon, followedSeconds } = platform.assumptions;
  const faults = unfolded(platform, scenario.faults);
  const ends = faults.map(({ end }) => end);
  const last =
    ends.some((end) => end === undefined) || ends.length === 0
      ? Math.max(horizon, ...faults.map(({ start }) => start + horizon))
      : Math.max(...ends.map((end) => (end ?? 0) + followedSeconds));
  const marks = [...new Set([0, last, ...faults.flatMap(({ start, end }) => [start, end ?? last])])]
    .filter((time) => time >= 0 && time <= last)
    .sort((a, b) => a - b);
  const known = new Map<string, Pick<Phase, "effects" | "conditions">>();
  const phases: Phase[] = [{ start: LONG_AGO, end: 0, effects: calm, conditions: calmConditions }];
  for (let i = 0; i + 1 < marks.length; i++) {
    const [start, end] = [marks[i] as number, marks[i + 1] as number];
    const active = faults
      .filter((timed) => timed.start <= start && start < (timed.end ?? last))
      .map(({ fault }) => fault);
    const key = active.map(({ id }) => id).join("+");
    // What comes and goes is the same each time.
    const found = known.get(key) ?? conditionsUnder(model, active);
    known.set(key, found);
    phases.push({ start, end, ...found });
  }
  return { phases, end: last, spans: spansOf(platform, scenario.faults) };
}

/** What every capability is like at every site under some faults, before DNS moves anybody. */
export function conditionsUnder(
  { platform, calm, calmConditions, baseShares, full }: Model,
  active: readonly Fault[],
): Pick<Phase, "effects" | "conditions"> {
  if (active.length === 0) return { effects: calm, conditions: calmConditions };
  const effects = effectsOf(platform, active);
  return { effects, conditions: conditionsOf(platform, effects, baseShares, refusalsOf(platform, full, 0)) };
}

/** How much is told: without `why`, no reasons, no evidence and nothing by site, which figures alone don't need. */
export type Detail = "why" | "figures";

/**
 * What users have of every capability under a scenario.
 * @param known by capability, verdicts that are known already
 */
export function verdictsOf(
  model: Model,
  scenario: Scenario,
  detail: Detail = "why",
  known: readonly (Verdict | undefined)[] = [],
): Verdicts {
  const { platform } = model;
  const { phases: told, end, spans } = phasesOf(model, scenario);
  const { phases, trafficAt } = filling(model, told, end);
  const waitsAt = waitsWith(platform, phases, settledIn(platform, trafficAt));
  return Object.fromEntries(
    platform.capabilities.map((capability, place) => {
      const found = known[place];
      if (found) return [capability.name, found];
      const traffic = trafficAt(capability.follows);
      const timeline = timelineOf(platform, place, phases, traffic, detail === "why");
      const waits = waitsAt(place);
      const played = { phases, traffic, timeline, end, waits, spans };
      return [capability.name, verdictOf(platform, place, played, detail)];
    }),
  );
}

/**
 * Traffic of each capability, worked out when it is first asked for.
 * @param ready is told of which capability the conditions are needed.
 */
function trafficsOf(
  platform: Platform,
  phases: readonly Phase[],
  ready?: (place: number) => void,
): (place: number) => Traffic {
  const known = new Map<number, Traffic>();
  /** By capability, before overload turns anything red. */
  const firsts = new Map<number, Traffic>();
  const firstOf = (place: number): Traffic => {
    ready?.(place);
    for (const [other, traffic] of firsts) if (goAlike(platform, phases, place, other)) return traffic;
    const own = trafficOf(platform, place, phases);
    firsts.set(place, own);
    return own;
  };
  return (place) => {
    const found =
      known.get(place) ??
      (platform.capabilities[place]?.host === undefined
        ? evenTraffic(platform)
        : settledTraffic(platform, place, phases, firstOf(place)));
    known.set(place, found);
    return found;
  };
}

const settledIn =
  ({ capabilities }: Platform, trafficAt: (place: number) => Traffic): Arriving =>
  (place, phase) =>
    trafficAt(capabilities[place]?.follows ?? place).arriving(phase.end, phase);

interface Filled {
  readonly phases: readonly Phase[];
  readonly trafficAt: (place: number) => Traffic;
}

/** The same phases, parted where a stream comes to be full: its publishers are refused from there on. */
function filling(model: Model, told: readonly Phase[], end: number, ready?: (place: number) => void): Filled {
  const { platform, baseShares } = model;
  const full = [...model.full];
  const mayFill = canFill(platform, baseShares, end);
  let phases = told;
  for (;;) {
    const trafficAt = trafficsOf(platform, phases, ready);
    const next = mayFill
      ? nextFull(platform, phases, settledIn(platform, trafficAt), baseShares, full)
      : undefined;
    if (!next) return { phases, trafficAt };
    full.push(next);
    phases = phases.flatMap((phase) => {
      if (phase.end <= next.at || phase.start >= next.until) return [phase];
      const { effects } = phase;
      const at = Math.max(phase.start, next.at);
      const conditions = conditionsOf(platform, effects, baseShares, refusalsOf(platform, full, at));
      const after = { ...phase, start: at, conditions };
      return at > phase.start ? [{ ...phase, end: at }, after] : [after];
    });
  }
}

/** Some effects from the beginning on, and what has been found out about them. */
export class Moment {
  readonly #model: Model;
  readonly #conditions: Conditions;
  readonly #filled: Filled;

  constructor(model: Model, effects: Effects) {
    const { platform, calm, calmConditions, baseShares } = model;
    this.#model = model;
    this.#conditions = new Conditions(platform, effects, baseShares, refusalsOf(platform, model.full, 0));
    const end = platform.assumptions.horizonSeconds;
    const told = [
      { start: LONG_AGO, end: 0, effects: calm, conditions: calmConditions },
      { start: 0, end, effects, conditions: this.#conditions.found },
    ];
    this.#filled = filling(model, told, end, (place) => this.#conditions.ready(place));
  }

  /** The figures of one capability while the faults last, without reasons: for the many. */
  figures(place: number): BriefVerdict {
    const { platform } = this.#model;
    const follows = platform.capabilities[place]?.follows ?? place;
    const { phases, trafficAt } = this.#filled;
    this.#conditions.ready(place);
    const traffic = trafficAt(follows);
    const timeline = timelineOf(platform, place, phases, traffic);
    const end = platform.assumptions.horizonSeconds;
    const waits = waitsOf(platform, place, phases, settledIn(platform, trafficAt));
    return figuresOf(platform, place, phases, traffic, timeline, end, waits).brief;
  }
}

/** How one capability fared in a scenario. */
interface Played {
  readonly phases: readonly Phase[];
  readonly traffic: Traffic;
  readonly timeline: Timeline;
  readonly end: number;
  readonly waits: Waits;
  readonly spans: readonly Span[];
}

function verdictOf(platform: Platform, place: number, played: Played, detail: Detail): Verdict {
  const { phases, traffic, timeline, end, waits, spans } = played;
  const figures = figuresOf(platform, place, phases, traffic, timeline, end, waits, spans);
  const { brief, lastingAt, mean } = figures;
  return {
    ...brief,
    ...(detail === "why" ? whyOf(platform, place, played, figures) : { because: [], evidence: [] }),
    worstMinute: round(worstMinute(timeline.curve), 4),
    timeline: lineOf(timeline.curve),
    lastingAt: round(lastingAt, 1),
    flows: timeline.flows.map(({ arriving, served }) => ({
      arriving: withMean(arriving, mean, lastingAt),
      served: withMean(served, mean, lastingAt),
    })),
  };
}

function whyOf(
  platform: Platform,
  place: number,
  { phases, traffic, timeline, waits }: Played,
  { brief, missing, loss }: Figures,
): Pick<Verdict, "because" | "evidence"> {
  const { because, evidence } = reasonsOf(platform, place, phases, brief, missing, traffic, timeline.late);
  const handed = handedOnReasons(platform, place, phases, timeline.unplaced);
  return {
    because: [...because, ...handed.because, ...loss.why.map(sentence), ...waitsText(platform, waits)],
    evidence: [...new Set([...evidence, ...handed.evidence, ...loss.evidence])],
  };
}

/** With the mean of a stretch at a time after the end, where nothing lasts that could be shown instead. */
function withMean(curve: Curve, mean: Mean | undefined, at: number): Line {
  const line = lineOf(curve);
  return mean ? [...line, [round(at, 1), round(meanServed(curve, mean.from, mean.to), 4)]] : line;
}

const lineOf = (curve: Curve): Line =>
  curve.map(({ time, served: share }) => [round(time, 1), round(share, 4)] as const);
