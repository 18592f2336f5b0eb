/** What arrives at a capability's sites at a moment of a phase, what they carry, and what of it they serve. */
import type { CapabilityForwarding } from "../../components/edge/edge-forwarding";
import type { CapabilityPlan, Platform } from "../platform/platform";
import type { Cycle, Interval, Phase } from "./checks";
import type { Condition } from "./condition";
import type { Crowd } from "./crowd";
import { JUST_BEFORE, LONG_AGO } from "./curve";
import { requestsUntilRun } from "./detection";
import { type Ways, waysOf, waysUnder } from "./forwarding";
import { goodput } from "./goodput";
import { type Handing, handingOf, type SiteThen } from "./handing";
import { handedShare, type Spell } from "./hands-from";
import type { Traffic } from "./traffic";

/** One capability, while its timeline is played. */
export interface Model {
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
  /** Where each site can hand requests to, as it is deployed. */
  readonly ways: Ways;
  /** By the place of the site, when its edge hands on and what it takes. */
  readonly rules: readonly (CapabilityForwarding | undefined)[];
  readonly handsOn: HandsOnNow;
  /** The public capability whose traffic it follows, where that is handed on. */
  readonly leading?: Model;
  /** Of all requests, at worst so far: those that no peer took. */
  unplaced: number;
}

/** How sites hand on in the phase that is looked at. */
interface HandsOnNow {
  /** Undefined where nothing can be handed on. */
  ways: Ways | undefined;
  /** By the place of the site. */
  spells: readonly (readonly Spell[])[];
  /** Seconds from the phase's start from which a brownout that was forgotten must be noticed anew. */
  again: number;
  /** What was found out last. */
  known: readonly {
    readonly arriving: Float64Array;
    readonly within: number;
    readonly handing: Handing | undefined;
  }[];
}

export function momentsOf(platform: Platform, place: number, before: Phase, traffic: Traffic): Model {
  const { name, follows } = platform.capabilities[place] as CapabilityPlan;
  const leads = platform.capabilities[follows];
  const isLed = follows !== place && leads !== undefined && handsAny(waysOf(platform, leads.name));
  return {
    platform,
    place,
    traffic,
    scale: scalesOf(platform, place, before, traffic),
    grown: platform.sites.map(() => Number.POSITIVE_INFINITY),
    saturated: platform.sites.map(() => false),
    reds: platform.sites.map((): Interval[] => []),
    late: new Set(),
    ways: waysOf(platform, name),
    rules: platform.sites.map(({ forwarding }) => forwarding?.byCapability[name]),
    ...(isLed ? { leading: momentsOf(platform, follows, before, traffic) } : {}),
    handsOn: { ways: undefined, spells: [], again: Number.POSITIVE_INFINITY, known: [] },
    unplaced: 0,
  };
}

export const conditionAt = ({ conditions }: Phase, place: number, site: number): Condition =>
  (conditions[place] as readonly Condition[])[site] as Condition;

/** What arrives at both ends of a stretch: at the second one, before what changes there. */
export function endsOf(model: Model, phase: Phase, from: number, to: number): [Float64Array, Float64Array] {
  const { traffic } = model;
  const within = (from + to) / 2;
  return [
    asHandedOn(model, phase, traffic.arriving(from, phase), within),
    asHandedOn(model, phase, traffic.arriving(to - JUST_BEFORE, phase), within),
  ];
}

/** What arrives at the beginning of a stretch, or at its end: there before what changes at that moment, as answers without a time to live do. */
export const arrivingAt = (model: Model, phase: Phase, time: number, within: number): Float64Array =>
  asHandedOn(model, phase, model.traffic.arriving(within < time ? time - JUST_BEFORE : time, phase), within);

/** What calls a capability inside calls it where its own requests are served: at the peers that took them. */
function asHandedOn({ leading }: Model, phase: Phase, arriving: Float64Array, within: number): Float64Array {
  const handing = leading && handingAt(leading, phase, arriving, within);
  return handing ? handing.home.map((share, site) => share + (handing.came[site] as number)) : arriving;
}

/** More of the edge's pods take more at a time, wherever they were started. */
export function crowdAt(
  { scale, grown }: Model,
  { crowds, strength }: Condition,
  site: number,
  within: number,
): Crowd {
  if (!crowds) return { inTime: 1 };
  const hadMore = !strength.forgot && (scale[site] ?? 1) > 1;
  return hadMore || within >= (grown[site] as number) ? crowds.grown : crowds.atOnce;
}

/** What is answered well of what comes to a site's own pods, capacity aside. */
function goodAt({ good, dips }: Condition, phase: Phase, within: number): number {
  let left = good;
  for (const { until, factor } of dips) if (within < phase.start + until) left *= factor;
  return left;
}

/** Of a share that comes to a site's own pods, what they serve. */
export function servedBy(model: Model, phase: Phase, site: number, share: number, within: number): number {
  if (share <= 0) return 0;
  const { platform, place, saturated } = model;
  const condition = conditionAt(phase, place, site);
  const good = goodAt(condition, phase, within);
  if (good <= 0) return 0;
  const demand = platform.assumptions.demandShare;
  if (demand <= 0) return good * share;
  // Tries fill the pods, and what they answer is answered to somebody: users are counted once.
  const capacity = strengthWithin(model, phase, site, within) / demand;
  const { inTime } = crowdAt(model, condition, site, within);
  return good * goodput(share, capacity, inTime, saturated[site] === true);
}

export function strengthWithin(
  { place, scale, grown }: Model,
  phase: Phase,
  site: number,
  within: number,
): number {
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

const handsAny = (ways: Ways): boolean => ways.some((own) => own.length > 0);

/** Finds out how a phase's sites hand on: one that did so as the phase before it ended goes on. */
export function beginHanding(model: Model, phase: Phase, before: Phase, cycle: Cycle | undefined): void {
  const { platform, place, ways, handsOn, leading } = model;
  if (leading) beginHanding(leading, phase, before, cycle);
  if (platform.assumptions.demandShare <= 0 || !handsAny(ways)) return;
  const left = waysUnder(platform, ways, phase.effects);
  const were = handsOn.spells.map((own) => own.some(({ until }) => before.start + until >= before.end));
  handsOn.ways = handsAny(left) ? left : undefined;
  handsOn.known = [];
  handsOn.again = cycle?.from ?? Number.POSITIVE_INFINITY;
  handsOn.spells = (phase.conditions[place] ?? []).map(({ hands }, site) => {
    const spells = hands?.spells ?? [];
    const first = Math.min(...spells.map(({ from }) => from));
    return were[site]
      ? spells.map((spell) => (spell.from === first ? { ...spell, from: 0 } : spell))
      : spells;
  });
}

/** When what is handed on changes in a phase, seconds from its start. */
export function handingTimes({ handsOn: { ways, spells, again }, leading }: Model): number[] {
  if (leading) return handingTimes(leading);
  if (!ways) return [];
  const all = spells.flat();
  const times = all.flatMap(({ from, until }) => [from, until]);
  return again === Number.POSITIVE_INFINITY ? times : [...times, ...all.map((spell) => again + spell.again)];
}

function sharesHandedAt({ handsOn: { spells, again } }: Model, site: number, seconds: number): number {
  const own = spells[site];
  if (!own || own.length === 0) return 0;
  // Users are back: what was forgotten meanwhile must be noticed anew.
  const now = seconds < again ? own : own.filter((spell) => seconds >= again + spell.again);
  return handedShare(now, seconds);
}

/** Whether a site hands on for another reason than a lack of room. */
export const isHanding = (model: Model, phase: Phase, site: number, within: number): boolean =>
  sharesHandedAt(model, site, within - phase.start) > 0;

/** Of what a site carries, up to which it takes what its peers hand on. */
export const roomShareOf = ({ rules }: Model, site: number): number => rules[site]?.roomShare ?? 0;

/** Requests of which a run of failures among them leaves a peer alone most of the time: about as many as come meanwhile. */
const SOON = 100;

/** Whether a peer fails so much of what it is asked that it is left alone, though it says that it takes it. */
const isLeftAlone = (rules: CapabilityForwarding | undefined, good: number): boolean =>
  rules?.peerErrorLimit !== undefined && good < 1 && requestsUntilRun(1 - good, rules.peerErrorLimit) <= SOON;

/** What is handed on, where so much arrives; undefined where nothing is. */
export function handingAt(
  model: Model,
  phase: Phase,
  arriving: Float64Array,
  within: number,
): Handing | undefined {
  const { handsOn } = model;
  if (!handsOn.ways) return undefined;
  // Both ends of a stretch are asked for by all that look at it.
  for (const known of handsOn.known)
    if (known.arriving === arriving && known.within === within) return known.handing;
  const handing = isNeededAt(model, phase, arriving, within)
    ? handingOf(sitesThen(model, phase, arriving, within), handsOn.ways)
    : undefined;
  handsOn.known = [{ arriving, within, handing }, ...handsOn.known.slice(0, 1)];
  return handing;
}

/** To be told when pods were added, or all places came to be taken: what was found out no longer holds. */
export const changesHanding = ({ handsOn }: Model): void => {
  handsOn.known = [];
};

/** Whether any site hands on, or has more than it carries. */
function isNeededAt(model: Model, phase: Phase, arriving: Float64Array, within: number): boolean {
  const { demandShare } = model.platform.assumptions;
  for (let site = 0; site < arriving.length; site++) {
    const share = arriving[site] as number;
    if (share <= 0 || !model.rules[site]) continue;
    if (isHanding(model, phase, site, within)) return true;
    if (!model.rules[site]?.whenFull) continue;
    const load = demandShare * share * conditionAt(phase, model.place, site).tries;
    if (load > strengthWithin(model, phase, site, within)) return true;
  }
  return false;
}

function sitesThen(model: Model, phase: Phase, arriving: Float64Array, within: number): SiteThen[] {
  const { platform, place, saturated, rules } = model;
  const { demandShare } = platform.assumptions;
  const found: SiteThen[] = [];
  for (let site = 0; site < arriving.length; site++) {
    const condition = conditionAt(phase, place, site);
    const { dead, tries, front = 1, hands } = condition;
    const own = rules[site];
    const good = goodAt(condition, phase, within);
    const takes = !dead && saturated[site] !== true && !isLeftAlone(own, good);
    found.push({
      arriving: arriving[site] as number,
      capacity: strengthWithin(model, phase, site, within) / demandShare,
      tries,
      good,
      front,
      handed: dead ? 0 : sharesHandedAt(model, site, within - phase.start),
      trial: hands?.trial ?? 0,
      triesAgain: hands?.triesAgain ?? false,
      home: own?.home ?? true,
      // Where nothing is answered, no room isn't what it is short of: the edge sees servers that fail.
      whenFull: own?.whenFull === true && !dead && good > 0,
      roomShare: takes ? roomShareOf(model, site) : 0,
    });
  }
  return found;
}
