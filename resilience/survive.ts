/** Verdicts: what users have of each capability under each scenario. */
import { type Condition, conditionOf } from "./condition";
import { type Curve, lostSeconds, reaches, worstMinute } from "./curve";
import { type DataLoss, dataLossOf, stalenessOf, worseLoss } from "./data-loss";
import { type Effects, effectsOf } from "./effects";
import { authorityTitle } from "./faults";
import type { CapabilityPlan, Platform } from "./platform";
import type { Scenario } from "./scenarios";
import { type Level, type Timeline, timelineOf } from "./timeline";
import { evenTraffic, LONG_AGO, type Phase, type Traffic, trafficOf } from "./traffic";

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

export interface Verdict extends BriefVerdict {
  /** Plain sentences. */
  readonly because: readonly string[];
  readonly evidence: readonly string[];
  readonly worstMinute: number;
  /** Served share over time: `[seconds, share]`. */
  readonly timeline: readonly (readonly [number, number])[];
}

export type Verdicts = Readonly<Record<string, Verdict>>;

/** A platform made ready to be asked many times. */
export interface Model {
  readonly platform: Platform;
  readonly calm: Effects;
  readonly calmConditions: readonly (readonly Condition[])[];
  readonly baseShares: readonly Float64Array[];
}

export function modelOf(platform: Platform): Model {
  const calm = effectsOf(platform, []);
  const even = platform.capabilities.map(() =>
    new Float64Array(platform.sites.length).fill(1 / Math.max(1, platform.sites.length)),
  );
  const first = conditionsOf(platform, calm, even);
  const phase: Phase = { start: LONG_AGO, end: 1, effects: calm, conditions: first };
  const baseShares = platform.capabilities.map((capability) =>
    trafficFor(platform, capability.follows, [phase]).arriving(0, phase),
  );
  return { platform, calm, baseShares, calmConditions: conditionsOf(platform, calm, baseShares) };
}

function trafficFor(platform: Platform, place: number, phases: readonly Phase[]): Traffic {
  return platform.capabilities[place]?.host === undefined
    ? evenTraffic(platform)
    : trafficOf(platform, place, phases);
}

/** Conditions under some effects, each worked out when it is first asked for. */
class Conditions {
  readonly found: Condition[][] = [];

  constructor(
    private readonly platform: Platform,
    private readonly effects: Effects,
    private readonly baseShares: readonly Float64Array[],
  ) {
    for (const _ of platform.capabilities) this.found.push([]);
  }

  /** Those of one capability, at every site. */
  ready(capability: number): void {
    for (let place = 0; place < this.platform.sites.length; place++) this.#at(capability, place);
  }

  readonly #isWell = (name: string, place: number): boolean => {
    const { capabilities } = this.platform;
    for (let other = 0; other < capabilities.length; other++) {
      if (capabilities[other]?.name !== name) continue;
      const { dead, good } = this.#at(other, place);
      return !dead && good >= 0.99;
    }
    return false;
  };

  #at(capability: number, place: number): Condition {
    const own = this.found[capability] as Condition[];
    own[place] ??= conditionOf({
      platform: this.platform,
      effects: this.effects,
      capability: this.platform.capabilities[capability] as CapabilityPlan,
      place,
      baseShare: this.baseShares[capability]?.[place] ?? 0,
      isWell: this.#isWell,
    });
    return own[place] as Condition;
  }
}

function conditionsOf(
  platform: Platform,
  effects: Effects,
  baseShares: readonly Float64Array[],
): readonly (readonly Condition[])[] {
  const conditions = new Conditions(platform, effects, baseShares);
  for (const capability of platform.capabilities.keys()) conditions.ready(capability);
  return conditions.found;
}

/** Phases of a scenario: before it, between each beginning and end, and after the last end. */
function phasesOf(model: Model, scenario: Scenario): { phases: Phase[]; end: number } {
  const { platform, calm, calmConditions, baseShares } = model;
  const horizon = platform.assumptions.horizonSeconds;
  const ends = scenario.faults.map(({ end }) => end);
  const last =
    ends.some((end) => end === undefined) || ends.length === 0
      ? Math.max(horizon, ...scenario.faults.map(({ start }) => start + horizon))
      : Math.max(...ends.map((end) => (end ?? 0) + 3600));
  const marks = [...new Set([0, last, ...scenario.faults.flatMap(({ start, end }) => [start, end ?? last])])]
    .filter((time) => time >= 0 && time <= last)
    .sort((a, b) => a - b);
  const phases: Phase[] = [{ start: LONG_AGO, end: 0, effects: calm, conditions: calmConditions }];
  for (let i = 0; i + 1 < marks.length; i++) {
    const [start, end] = [marks[i] as number, marks[i + 1] as number];
    const active = scenario.faults
      .filter((timed) => timed.start <= start && start < (timed.end ?? last))
      .map(({ fault }) => fault);
    const effects = active.length === 0 ? calm : effectsOf(platform, active);
    const conditions = active.length === 0 ? calmConditions : conditionsOf(platform, effects, baseShares);
    phases.push({ start, end, effects, conditions });
  }
  return { phases, end: last };
}

/** What users have of every capability under a scenario. */
export function verdictsOf(model: Model, scenario: Scenario): Verdicts {
  const { platform } = model;
  const { phases, end } = phasesOf(model, scenario);
  const traffic = new Map<number, Traffic>();
  const trafficAt = (place: number): Traffic => {
    const found = traffic.get(place) ?? trafficFor(platform, place, phases);
    traffic.set(place, found);
    return found;
  };
  return Object.fromEntries(
    platform.capabilities.map((capability, place) => {
      const arriving = trafficAt(capability.follows);
      const timeline = timelineOf(platform, place, phases, arriving);
      return [capability.name, verdictOf(platform, place, phases, arriving, timeline, end)];
    }),
  );
}

/** Some effects from the beginning on, and what has been found out about them. */
export class Moment {
  readonly #model: Model;
  readonly #conditions: Conditions;
  readonly #phases: readonly Phase[];
  readonly #traffic = new Map<number, Traffic>();

  constructor(model: Model, effects: Effects) {
    const { platform, calm, calmConditions, baseShares } = model;
    this.#model = model;
    this.#conditions = new Conditions(platform, effects, baseShares);
    this.#phases = [
      { start: LONG_AGO, end: 0, effects: calm, conditions: calmConditions },
      { start: 0, end: platform.assumptions.horizonSeconds, effects, conditions: this.#conditions.found },
    ];
  }

  /** The figures of one capability while the faults last, without reasons: for the many. */
  figures(place: number): BriefVerdict {
    const { platform } = this.#model;
    const follows = platform.capabilities[place]?.follows ?? place;
    this.#conditions.ready(place);
    this.#conditions.ready(follows);
    let traffic = this.#traffic.get(follows);
    if (!traffic) {
      traffic = trafficFor(platform, follows, this.#phases);
      this.#traffic.set(follows, traffic);
    }
    const timeline = timelineOf(platform, place, this.#phases, traffic);
    return figuresOf(platform, place, this.#phases, traffic, timeline, platform.assumptions.horizonSeconds)
      .brief;
  }
}

interface Figures {
  readonly brief: BriefVerdict;
  readonly missing: readonly string[];
  readonly loss: DataLoss;
}

function figuresOf(
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

function verdictOf(
  platform: Platform,
  place: number,
  phases: readonly Phase[],
  traffic: Traffic,
  timeline: Timeline,
  end: number,
): Verdict {
  const { brief, missing, loss } = figuresOf(platform, place, phases, traffic, timeline, end);
  const { because, evidence } = reasonsOf(platform, place, phases, brief, missing, traffic);
  return {
    ...brief,
    because: [...because, ...loss.why.map(sentence)],
    evidence: [...new Set([...evidence, ...loss.evidence])],
    worstMinute: round(worstMinute(timeline.curve), 4),
    timeline: timeline.curve.map(({ time, served: share }) => [round(time, 1), round(share, 4)] as const),
  };
}

const round = (value: number, digits: number): number => {
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
  return Math.round(Math.max(...waits) * 10) / 10;
}

/** What is left, against the peak: as requests reach the sites that answer them. */
function capacityOf(
  platform: Platform,
  conditions: readonly Condition[],
  { arriving }: Level,
): { atOnce: number; then: number } {
  const { autoscalerSeconds, nodeStartSeconds, podStartSeconds } = platform.assumptions;
  const within = platform.objectives?.capacity.withinSeconds ?? 900;
  const grows = autoscalerSeconds + nodeStartSeconds + podStartSeconds <= within;
  let reached = 0;
  for (const [site, { good }] of conditions.entries()) reached += (arriving[site] ?? 0) * good;
  let [atOnce, then] = [0, 0];
  if (reached <= 0) return { atOnce, then };
  for (const [site, { good, strength }] of conditions.entries()) {
    const share = ((arriving[site] ?? 0) * good) / reached;
    const restored = strength.restoredAfter <= within ? strength.restored : strength.atOnce;
    atOnce += Math.min(share, strength.atOnce);
    then += Math.min(share, grows ? Math.max(strength.most, restored) : restored);
  }
  return { atOnce, then };
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`;

/** Why, for people: what failed, what is missing, and on which assumptions it rests. */
function reasonsOf(
  platform: Platform,
  place: number,
  phases: readonly Phase[],
  verdict: BriefVerdict,
  missing: readonly string[],
  traffic: Traffic,
): { because: string[]; evidence: string[] } {
  const capability = platform.capabilities[place] as CapabilityPlan;
  const answers = platform.capabilities[capability.follows]?.answers ?? [];
  const because = new Set<string>();
  const evidence = new Set<string>();
  for (const phase of phases.slice(1)) {
    for (const { why, evidence: urns } of phase.conditions[place] ?? []) {
      // A site's id is written as it is, also where it begins a sentence.
      for (const reason of why) because.add(`${reason}.`);
      for (const urn of urns) evidence.add(urn);
    }
    for (const [authority, { provider, urns }] of platform.authorities.entries()) {
      if (!answers[authority]) continue;
      const title = authorityTitle(provider);
      const { authorityDown, blind } = phase.effects;
      if (authorityDown[authority]) {
        for (const urn of urns) evidence.add(urn);
        because.add(
          authorityDown.every((isDown, other) => isDown || !answers[other])
            ? `${title} is silent, and no other authority answers: what resolvers hold ages out.`
            : `${title} is silent: resolvers ask the other authority, up to ${platform.assumptions.resolverRetrySeconds} s later (assumption resolverRetrySeconds).`,
        );
      } else if (blind[authority]) {
        because.add(
          `${title} goes on answering with every address, as its checks tell it nothing (assumptions ociMonitorsNeedTheirRegion and brownoutBlindsChecks).`,
        );
        const check = answers[authority]?.answers.find((answer) => answer.check)?.check;
        if (check) evidence.add(check.urn);
      }
    }
  }
  const cycle = traffic.cycles.find((found) => found !== undefined);
  if (cycle) {
    because.add(
      `Only live traffic shows it: when health has been red for a while, users come back and find it as it was, every ${Math.round(cycle.to - cycle.from)} s.`,
    );
  }
  if (traffic.movedAt !== undefined) {
    const asked = answers.flatMap((name, authority) =>
      name ? [platform.authorities[authority]?.provider] : [],
    );
    const names = ["dnsPropagationSeconds", ...(asked.includes("oci") ? ["ociFailureThreshold"] : [])].join(
      " and ",
    );
    because.add(
      `DNS moves users away, the first after ${Math.round(traffic.movedAt)} s (assumptions ${names}).`,
    );
  }
  if (verdict.lostSeconds > 0 && verdict.detectSeconds === null) {
    because.add(
      `Nothing notices: ${percent(1 - verdict.served)} of its requests fail for as long as it lasts.`,
    );
  } else if (verdict.served < 0.99) {
    because.add(`${percent(verdict.served)} of its requests are served for as long as it lasts.`);
  }
  for (const name of missing)
    because.add(`Without ${name} it ${capability.whenDegraded ?? "goes on with less"}.`);
  return { because: [...because], evidence: [...evidence].slice(0, 12) };
}
