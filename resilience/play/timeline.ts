/** Plays out what one capability's users are served: event by event, from the faults to the lasting level. */

import type { Platform } from "../platform/platform";
import type { Cycle, Interval, Phase } from "./checks";
import { addPoint, type Curve, countBefore, meanServed, type Point } from "./curve";
import { staysSaturated } from "./goodput";
import type { Handing } from "./handing";
import {
  arrivingAt,
  beginHanding,
  changesHanding,
  conditionAt,
  crowdAt,
  endsOf,
  handingAt,
  handingTimes,
  isHanding,
  type Model,
  momentsOf,
  roomShareOf,
  servedBy,
  strengthWithin,
} from "./moment";
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
  /** Of all requests, at worst: those that a site would have handed on and no peer took. */
  readonly unplaced: number;
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
  const model = momentsOf(platform, place, phases[0] as Phase, traffic);
  const { grown, reds, late } = model;
  const points: Point[] = [];
  const flows = bySite ? platform.sites.map((): FlowDraft => ({ arriving: [], served: [] })) : [];
  const levels: Level[] = [];
  for (const [index, phase] of phases.entries()) {
    if (index === 0) continue;
    // Pods that were added before a site was lost for long are gone when it comes back.
    for (const site of grown.keys())
      if (phase.conditions[place]?.[site]?.strength.forgot) grown[site] = Number.POSITIVE_INFINITY;
    const cycle = traffic.cycles[index];
    beginHanding(model, phase, phases[index - 1] as Phase, cycle);
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
  return { curve: points, flows, levels, reds: reds.map(held), late: [...late], unplaced: model.unplaced };
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
  const handing = handingAt(model, phase, arriving, within);
  if (handing && handing.unplaced > model.unplaced) model.unplaced = handing.unplaced;
  let all = 0;
  for (let site = 0; site < arriving.length; site++) {
    const share = arriving[site] as number;
    const served =
      servedBy(model, phase, site, handing?.home[site] ?? share, within) + (handing?.elsewhere[site] ?? 0);
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
function timesOf(model: Model, phase: Phase, back: number | undefined, end: number): number[] {
  const { place, traffic, grown } = model;
  const { start, conditions } = phase;
  const from = countBefore(traffic.times, start);
  const all = [start, end, ...traffic.times.slice(from, countBefore(traffic.times, end, true)), ...grown];
  if (back !== undefined) all.push(start + back);
  for (const { dips, strength } of conditions[place] ?? []) {
    for (const { until } of dips) all.push(start + until);
    if (strength.restoredAfter > 0) all.push(start + strength.restoredAfter);
  }
  for (const seconds of handingTimes(model)) all.push(start + seconds);
  all.sort((a, b) => a - b);
  const found: number[] = [];
  for (const time of all) if (time >= start && time <= end && time !== found.at(-1)) found.push(time);
  return found;
}

/** Cuts a stretch where the first site comes to have more than it carries, or no more: lines bend there. */
function cutAtCapacity(model: Model, phase: Phase, times: number[], at: number): void {
  const [from, to] = [times[at] as number, times[at + 1] as number];
  const { demandShare } = model.platform.assumptions;
  const [now, next] = endsOf(model, phase, from, to);
  let first = to;
  const within = (from + to) / 2;
  const cutAt = (time: number) => {
    if (time > from + SHORT && time < first - SHORT) first = time;
  };
  const ends = [handingAt(model, phase, now, within), handingAt(model, phase, next, within)] as const;
  for (let site = 0; site < now.length; site++) {
    const growth = (next[site] as number) - (now[site] as number);
    if (growth === 0) continue;
    const asked = demandShare * conditionAt(phase, model.place, site).tries;
    const carried = strengthWithin(model, phase, site, within);
    const timeOf = (share: number) => from + ((to - from) * (share / asked - (now[site] as number))) / growth;
    cutAt(timeOf(carried));
    // Of what peers ask, it takes nothing from there on.
    if (ends[0] || ends[1]) cutAt(timeOf(carried * roomShareOf(model, site)));
  }
  if (ends[0] && ends[1]) {
    const [lacking, then] = [ends[0].lacking, ends[1].lacking];
    if (lacking !== then) cutAt(from + ((to - from) * lacking) / (lacking - then));
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
  const within = (from + to) / 2;
  const [now, next] = endsOf(model, phase, from, to);
  const ends = [handingAt(model, phase, now, within), handingAt(model, phase, next, within)] as const;
  for (let site = 0; site < now.length; site++) {
    const { strength, tries } = conditionAt(phase, place, site);
    if (strength.most <= 0 || grown[site] !== Number.POSITIVE_INFINITY) continue;
    // What it is spared as it is sick asks for no pods; what it has no room for does, whoever it comes from.
    const isSpared = isHanding(model, phase, site, within);
    const own = (at: Float64Array, handing: Handing | undefined) =>
      tries * ((isSpared ? handing?.home[site] : undefined) ?? (at[site] as number)) +
      (handing?.came[site] ?? 0);
    const load = assumptions.demandShare * meanOf(own(now, ends[0]), own(next, ends[1]));
    const isPressed = ends.some((handing) => handing?.isPressed[site]);
    if (!isPressed && load <= strengthWithin(model, phase, site, within) + ALIKE) continue;
    const { autoscalerSeconds, nodeStartSeconds, podStartSeconds } = assumptions;
    const asked = Math.max(from + autoscalerSeconds, phase.start + strength.nodesFrom);
    const time = asked + nodeStartSeconds + podStartSeconds;
    grown[site] = time;
    changesHanding(model);
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
  const [atStart, atEnd] = [
    handingAt(model, phase, now, within)?.home ?? now,
    handingAt(model, phase, next, within)?.home ?? next,
  ];
  for (let site = 0; site < now.length; site++) {
    const condition = conditionAt(phase, place, site);
    const { inTime, seen } = crowdAt(model, condition, site, within);
    const asked = demandShare * condition.tries;
    const [before, after] = [asked * (atStart[site] as number), asked * (atEnd[site] as number)];
    const capacity = strengthWithin(model, phase, site, within) + ALIKE;
    const was = saturated[site] === true;
    saturated[site] =
      capacity > 0 &&
      (meanOf(before, after) > capacity ||
        (was && staysSaturated(Math.max(before, after), capacity, inTime, clientRetries)));
    if (saturated[site] !== was) changesHanding(model);
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
