/** Plays out what one capability's users are served: event by event, from the faults to the lasting level. */

import type { Platform } from "../platform/platform";
import type { Cycle, Interval, Phase } from "./checks";
import type { Condition } from "./condition";
import type { Crowd } from "./crowd";
import { addPoint, type Curve, countBefore, JUST_BEFORE, LONG_AGO, meanServed, type Point } from "./curve";
import { goodput, staysSaturated } from "./goodput";
import type { Traffic } from "./traffic";

export interface Timeline {
  readonly curve: Curve;
  /** By the place of the site; none where they weren't asked for. */
  readonly flows: readonly SiteFlow[];
  /** By phase, what is served at its end, and who serves it. */
  readonly levels: readonly Level[];
  /** By the place of the site, when its health is red because what it answers comes too late. */
  readonly reds: readonly (readonly Interval[])[];
  /** Places of the sites whose pods had more than they could answer in time. */
  readonly late: readonly number[];
}

export interface Level {
  readonly start: number;
  readonly end: number;
  readonly served: number;
  /** Share of all requests that arrive at each site. */
  readonly arriving: Float64Array;
}

/** Shares of all requests: what arrives at a site, and what of it is served. */
export interface SiteFlow {
  readonly arriving: Curve;
  readonly served: Curve;
}

interface FlowDraft {
  readonly arriving: Point[];
  readonly served: Point[];
}

/**
 * The timeline of one capability. `phases` begins with the time before the scenario.
 * @param bySite whether to follow each site too, which thousands of pairs don't need
 */
export function timelineOf(
  platform: Platform,
  place: number,
  phases: readonly Phase[],
  traffic: Traffic,
  bySite = false,
): Timeline {
  const scale = scalesOf(platform, place, phases[0] as Phase, traffic);
  const grown = platform.sites.map(() => Number.POSITIVE_INFINITY);
  const saturated = platform.sites.map(() => false);
  const reds = platform.sites.map((): Interval[] => []);
  const late = new Set<number>();
  const model: Model = { platform, place, traffic, scale, grown, saturated, reds, late };
  const points: Point[] = [];
  const flows = bySite ? platform.sites.map((): FlowDraft => ({ arriving: [], served: [] })) : [];
  const levels: Level[] = [];
  for (const [index, phase] of phases.entries()) {
    if (index === 0) continue;
    // Pods that were added before a site was lost for long are gone when it comes back.
    for (const site of grown.keys())
      if (phase.conditions[place]?.[site]?.strength.forgot) grown[site] = Number.POSITIVE_INFINITY;
    const cycle = traffic.cycles[index];
    const end = cycle ? Math.min(phase.end, phase.start + cycle.to) : phase.end;
    const times = timesOf(model, phase, cycle?.from, end);
    for (let i = 0; i + 1 < times.length; i++) {
      const from = times[i] as number;
      cutAtCapacity(model, phase, times, i);
      noteGrowth(model, phase, times, i);
      const to = times[i + 1] as number;
      const within = (from + to) / 2;
      noteSaturation(model, phase, from, to);
      addServed(points, flows, model, phase, from, within);
      addServed(points, flows, model, phase, to, within);
    }
    for (const { arriving, served } of flows) {
      addMean(arriving, phase, cycle);
      addMean(served, phase, cycle);
    }
    levels.push(levelOf(model, phase, cycle, points));
  }
  return { curve: points, flows, levels, reds: reds.map(held), late: [...late] };
}

interface Model {
  readonly platform: Platform;
  readonly place: number;
  readonly traffic: Traffic;
  readonly scale: readonly number[];
  /** When, at each site, pods have been added because more arrived than it could carry; Infinity for never. */
  readonly grown: number[];
  /** Whether every place at its pods is taken, in the stretch that is looked at. */
  readonly saturated: boolean[];
  readonly reds: Interval[][];
  readonly late: Set<number>;
}

/** What is served at a time, `within` telling on which side of a jump; of each site too, where flows are asked for. */
function addServed(
  points: Point[],
  flows: readonly FlowDraft[],
  model: Model,
  phase: Phase,
  time: number,
  within: number,
): void {
  const arriving = arrivingAt(model, phase, time, within);
  let all = 0;
  for (let site = 0; site < arriving.length; site++) {
    const share = arriving[site] as number;
    const served = servedBy(model, phase, site, share, within);
    all += served;
    const flow = flows[site];
    if (!flow) continue;
    addPoint(flow.arriving, time, share);
    addPoint(flow.served, time, served);
  }
  addPoint(points, time, all);
}

/** Where a brownout comes and goes once more, the mean of that until the phase ends; undefined where it doesn't. */
function addMean(points: Point[], { start, end }: Phase, cycle: Cycle | undefined): number | undefined {
  if (!cycle || start + cycle.to >= end) return undefined;
  const mean = meanServed(points, start + cycle.from, start + cycle.to);
  addPoint(points, start + cycle.to, mean);
  addPoint(points, end, mean);
  return mean;
}

/** What arrives at the end of a phase, and how it goes on where a brownout comes and goes: as its mean. */
function levelOf({ traffic }: Model, phase: Phase, cycle: Cycle | undefined, points: Point[]): Level {
  const { start, end } = phase;
  const mean = addMean(points, phase, cycle);
  if (cycle && mean !== undefined)
    return { start, end, served: mean, arriving: traffic.arriving(start + cycle.from, phase) };
  return { start, end, served: points.at(-1)?.served ?? 1, arriving: traffic.arriving(end, phase) };
}

/** When something changes in a phase, its start and end included; in a brownout until it has come and gone once. */
function timesOf(
  { place, traffic, grown }: Model,
  phase: Phase,
  back: number | undefined,
  end: number,
): number[] {
  const { start, conditions } = phase;
  const from = countBefore(traffic.times, start);
  const all = [start, end, ...traffic.times.slice(from, countBefore(traffic.times, end, true)), ...grown];
  if (back !== undefined) all.push(start + back);
  for (const { dips, strength } of conditions[place] ?? []) {
    for (const { until } of dips) all.push(start + until);
    if (strength.restoredAfter > 0) all.push(start + strength.restoredAfter);
  }
  all.sort((a, b) => a - b);
  const found: number[] = [];
  for (const time of all) if (time >= start && time <= end && time !== found.at(-1)) found.push(time);
  return found;
}

const conditionAt = ({ conditions }: Phase, place: number, site: number): Condition =>
  (conditions[place] as readonly Condition[])[site] as Condition;

/** What arrives at both ends of a stretch: at the second one, before what changes there. */
const endsOf = ({ traffic }: Model, phase: Phase, from: number, to: number): [Float64Array, Float64Array] => [
  traffic.arriving(from, phase),
  traffic.arriving(to - JUST_BEFORE, phase),
];

/** Cuts a stretch where the first site comes to have more than it carries, or no more: lines bend there. */
function cutAtCapacity(model: Model, phase: Phase, times: number[], at: number): void {
  const [from, to] = [times[at] as number, times[at + 1] as number];
  const { demandShare } = model.platform.assumptions;
  const [now, next] = endsOf(model, phase, from, to);
  let first = to;
  for (let site = 0; site < now.length; site++) {
    const growth = (next[site] as number) - (now[site] as number);
    if (growth === 0) continue;
    const asked = demandShare * conditionAt(phase, model.place, site).tries;
    const carried = strengthWithin(model, phase, site, (from + to) / 2);
    const time = from + ((to - from) * (carried / asked - (now[site] as number))) / growth;
    if (time > from + SHORT && time < first - SHORT) first = time;
  }
  if (first < to) times.splice(at + 1, 0, first);
}

/** Seconds: a stretch that is shorter is not worth being told apart. */
const SHORT = 0.01;

/** Where more arrives than is carried, pods are added: later times are cut where they come to serve. */
function noteGrowth(model: Model, phase: Phase, times: number[], at: number): void {
  const { place, grown } = model;
  const { assumptions } = model.platform;
  const [from, to] = [times[at] as number, times[at + 1] as number];
  const [now, next] = endsOf(model, phase, from, to);
  for (let site = 0; site < now.length; site++) {
    const { strength, tries } = conditionAt(phase, place, site);
    if (strength.most <= 0 || grown[site] !== Number.POSITIVE_INFINITY) continue;
    const load = assumptions.demandShare * tries * meanOf(now[site] as number, next[site] as number);
    if (load <= strengthWithin(model, phase, site, (from + to) / 2) + ALIKE) continue;
    const { autoscalerSeconds, nodeStartSeconds, podStartSeconds } = assumptions;
    const asked = Math.max(from + autoscalerSeconds, phase.start + strength.nodesFrom);
    const time = asked + nodeStartSeconds + podStartSeconds;
    grown[site] = time;
    const later = times.findIndex((other) => other >= time);
    if (later > at && times[later] !== time) times.splice(later, 0, time);
  }
}

/** Which sites have more than they answer in a stretch, and since when their own health shows it. */
function noteSaturation(model: Model, phase: Phase, from: number, to: number): void {
  const { platform, place, saturated, late } = model;
  const { demandShare, clientRetries } = platform.assumptions;
  const [now, next] = endsOf(model, phase, from, to);
  const within = (from + to) / 2;
  for (let site = 0; site < now.length; site++) {
    const condition = conditionAt(phase, place, site);
    const { inTime, seen } = crowdAt(model, condition, site, within);
    const asked = demandShare * condition.tries;
    const [before, after] = [asked * (now[site] as number), asked * (next[site] as number)];
    const capacity = strengthWithin(model, phase, site, within) + ALIKE;
    const was = saturated[site] === true;
    saturated[site] =
      capacity > 0 &&
      (meanOf(before, after) > capacity ||
        (was && staysSaturated(Math.max(before, after), capacity, inTime, clientRetries)));
    if (!saturated[site] || condition.dead) continue;
    if (inTime < 1 - NOTABLE) late.add(site);
    if (!seen) continue;
    const reds = model.reds[site] as Interval[];
    const last = reds.at(-1);
    // Until it is seen, and then for as long as it is held.
    if (was && last && last.to >= from)
      reds[reds.length - 1] = { from: last.from, to: to + seen.holdSeconds };
    else reds.push({ from: from + seen.detectSeconds, to: to + seen.holdSeconds });
  }
}

/** Stretches are cut where a line crosses what is carried: their middle tells on which side they are. */
const meanOf = (a: number, b: number): number => (a + b) / 2;

/** Shares of the peak that differ by less are the same. */
const ALIKE = 1e-9;

/** Of what is answered too late. */
const NOTABLE = 0.01;

/** Those that last until they are seen. */
const held = (reds: readonly Interval[]): Interval[] => reds.filter(({ from, to }) => to > from);

/** More of the edge's pods take more at a time, wherever they were started. */
function crowdAt(
  { scale, grown }: Model,
  { crowds, strength }: Condition,
  site: number,
  within: number,
): Crowd {
  if (!crowds) return { inTime: 1 };
  const hadMore = !strength.forgot && (scale[site] ?? 1) > 1;
  return hadMore || within >= (grown[site] as number) ? crowds.grown : crowds.atOnce;
}

/** What arrives at the beginning of a stretch, or at its end: there before what changes at that moment, as answers without a time to live do. */
const arrivingAt = ({ traffic }: Model, phase: Phase, time: number, within: number): Float64Array =>
  traffic.arriving(within < time ? time - JUST_BEFORE : time, phase);

/** Of a share that arrives at a site, what it serves. */
function servedBy(model: Model, phase: Phase, site: number, share: number, within: number): number {
  if (share <= 0) return 0;
  const { platform, place, saturated } = model;
  const condition = conditionAt(phase, place, site);
  let good = condition.good;
  for (const { until, factor } of condition.dips) if (within < phase.start + until) good *= factor;
  if (good <= 0) return 0;
  const demand = platform.assumptions.demandShare;
  if (demand <= 0) return good * share;
  // Tries fill the pods, and what they answer is answered to somebody: users are counted once.
  const capacity = strengthWithin(model, phase, site, within) / demand;
  const { inTime } = crowdAt(model, condition, site, within);
  return good * goodput(share, capacity, inTime, saturated[site] === true);
}

function strengthWithin({ place, scale, grown }: Model, phase: Phase, site: number, within: number): number {
  const { atOnce, restored, restoredAfter, most, forgot } = conditionAt(phase, place, site).strength;
  const had = forgot ? 1 : (scale[site] ?? 1);
  const now = had * (within - phase.start >= restoredAfter ? restored : atOnce);
  return within >= (grown[site] as number) ? Math.max(now, most) : now;
}

/** How far autoscalers had gone beyond the floors before anything failed. */
function scalesOf(platform: Platform, place: number, before: Phase, traffic: Traffic): number[] {
  const arriving = traffic.arriving(LONG_AGO, before);
  return platform.sites.map((_, site) => {
    const { atOnce, most } = before.conditions[place]?.[site]?.strength ?? { atOnce: 0, most: 0 };
    if (atOnce <= 0) return 1;
    const wanted = (platform.assumptions.demandShare * (arriving[site] ?? 0)) / atOnce;
    return Math.max(1, Math.min(wanted, most / atOnce));
  });
}
