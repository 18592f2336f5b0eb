/** Seconds of accepted data that are lost with what fails (RPO), and how old what was trained is (staleness). */

import { capabilityIn, type Dependency, keepsBytes } from "../../graph/dependencies";
import { type Effects, isStoreGone } from "../faults/effects";
import {
  type CapabilityPlan,
  type Database,
  databasesOf,
  leavesResults,
  type Platform,
  type Site,
} from "../platform/platform";
import type { Condition } from "./condition";
import { type Waits, waitingAt } from "./waiting";

/** null: all that was ever accepted there, as nothing else holds it. */
export interface DataLoss {
  readonly seconds: number | null;
  readonly why: readonly string[];
  readonly evidence: readonly string[];
}

const none: DataLoss = { seconds: 0, why: [], evidence: [] };

/**
 * What users lose of what a capability had accepted.
 * @param phase of the waits, in which these effects begin: what waits then is lost with what fails.
 */
export function dataLossOf(
  platform: Platform,
  capability: CapabilityPlan,
  effects: Effects,
  waits: Waits,
  phase: number,
): DataLoss {
  const losses = platform.sites.map((site, place) => {
    if (!site.workloads[capability.name]) return none;
    // What takes requests and writes to its own store keeps bytes; what needs the queue keeps events.
    if (keepsBytes(capability)) {
      return storeLoss(platform, site, effects, (from, to) => waitingAt(waits.bytes, from, to, phase));
    }
    if (capability.needs.includes("queue")) {
      return eventLoss(platform, site, place, effects, (to) => waitingAt(waits.events, place, to, phase));
    }
    return none;
  });
  return [
    ...losses,
    ...databasesOf(platform, capability).map((one) => databaseLoss(platform, one, effects)),
  ].reduce(worseLoss, none);
}

/** What its owner says that it may have lost when it is back. */
function databaseLoss({ sites }: Platform, { name, site, rpoSeconds }: Database, effects: Effects): DataLoss {
  const there = sites[site];
  if (!effects.siteDown[site] || !there || rpoSeconds === 0) return none;
  return {
    seconds: rpoSeconds,
    why: [`the database ${name} comes back without up to ${rpoSeconds} s of what it held (its own RPO)`],
    evidence: [there.urn],
  };
}

export const worseLoss = (a: DataLoss, b: DataLoss): DataLoss =>
  a.seconds === null ? a : b.seconds === null || b.seconds > a.seconds ? b : a;

/** Bytes: written to a store of each provider before they are acknowledged, and then copied. */
function storeLoss(
  platform: Platform,
  site: Site,
  effects: Effects,
  waiting: (from: number, to: number) => number,
): DataLoss {
  const gone = site.ownStores.filter((store) => isStoreGone(effects, store));
  if (gone.length === 0 || gone.length < site.ownStores.length) return none;
  const place = gone[0] as number;
  const own = platform.stores[place];
  if (!own) return none;
  const written = site.otherStores.filter(
    (store) => platform.stores[store]?.provider !== site.provider && !isStoreGone(effects, store),
  );
  // A store that is out of reach holds what it had: what came since waits (waiting.ts).
  const held = [
    ...written.map((to) => ({
      to,
      copySeconds: 0,
      waits: waiting(place, to),
      urn: platform.stores[to]?.urn,
    })),
    ...own.copies
      .filter(({ to }) => !isStoreGone(effects, to))
      .map(({ to, seconds, urn }) => ({ to, copySeconds: seconds, waits: waiting(place, to), urn })),
  ];
  if (held.length === 0) {
    return {
      seconds: null,
      why: [`nothing that is left holds what ${own.name} held`],
      evidence: [own.urn],
    };
  }
  const late = (one: (typeof held)[number]): number => one.copySeconds + one.waits;
  const best = held.reduce((a, b) => (late(b) < late(a) ? b : a));
  if (late(best) === 0) return none;
  const seconds = Math.round(late(best));
  const to = platform.stores[best.to]?.name ?? "another store";
  return {
    seconds,
    why: [
      best.waits > 0
        ? `what ${own.name} held is left in ${to}, but for ${seconds} s of uploads that waited to be copied there`
        : `of ${own.name} only a copy is left, in ${to}, up to ${seconds} s late`,
    ],
    evidence: [own.urn, ...(best.urn === undefined ? [] : [best.urn])],
  };
}

/** Whether what a site's queue held is gone: with its servers' disks, or with more of its zones than its copies outlive. */
function isQueueLost(site: Site, place: number, effects: Effects): boolean {
  const zonesGone = site.zones.filter((zone) => effects.zonesDown[place]?.has(zone)).length;
  const replicas = site.queue?.workload.floor ?? 0;
  const survives =
    zonesGone > 0 &&
    replicas > 0 &&
    zonesGone * Math.ceil(replicas / Math.max(1, site.zones.length)) <= Math.floor(replicas / 2);
  return (
    site.queue === undefined ||
    effects.siteDown[place] === true ||
    (effects.queueFails[place] ?? 0) >= 1 ||
    (zonesGone > 0 && !(survives && site.queue.workload.spread))
  );
}

/** Events: in three zones when they are acknowledged, and mirrored to other sites a little later. */
function eventLoss(
  platform: Platform,
  site: Site,
  place: number,
  effects: Effects,
  waiting: (to: number) => number,
): DataLoss {
  if (!site.queue || !isQueueLost(site, place, effects)) return none;
  const left = site.queue.mirroredAt.filter(
    (there) => !isQueueLost(platform.sites[there] as Site, there, effects),
  );
  const urn = site.queue.workload.urn;
  if (left.length === 0) {
    return {
      seconds: null,
      why: [`no mirror is left of the events that ${site.id} had accepted`],
      evidence: [urn],
    };
  }
  const { mirrorLagSeconds } = platform.assumptions;
  const waits = Math.round(Math.min(...left.map(waiting)));
  return {
    seconds: mirrorLagSeconds + waits,
    why: [
      waits > 0
        ? `${waits} s of events of ${site.id} waited for a mirror when it was lost, and ${mirrorLagSeconds} s were on their way (assumption mirrorLagSeconds)`
        : `the newest events of ${site.id} had not reached a mirror: ${mirrorLagSeconds} s (assumption mirrorLagSeconds)`,
    ],
    evidence: [urn],
  };
}

/** By how much the events of other sites are late where a capability that takes them is served, in one phase. */
export function lateEventsOf(
  capability: CapabilityPlan,
  conditions: readonly Condition[],
  { events }: Waits,
  phase: number,
): number {
  if (!capability.needs.includes("queue")) return 0;
  let most = 0;
  for (const { to, atStart, atEnd } of events) {
    const { dead = true, good = 0 } = conditions[to] ?? {};
    if (!dead && good > 0) most = Math.max(most, atStart[phase] ?? 0, atEnd[phase] ?? 0);
  }
  return most;
}

/** What a capability is served from that others worked out ahead. */
export function resultsOf(platform: Platform, capability: CapabilityPlan): Dependency[] {
  const ahead = new Set(platform.capabilities.filter(leavesResults).map(({ name }) => name));
  return [...capability.needs, ...capability.prefers].filter((dependency) =>
    ahead.has(capabilityIn(dependency) ?? ""),
  );
}

/** Whether a capability goes without the newest of some results at some site that serves, or serves nowhere. */
export function lacksResults(results: readonly Dependency[], conditions: readonly Condition[]): boolean {
  const serving = conditions.flatMap(({ dead, missing }) =>
    dead ? [] : [results.some((one) => missing.includes(one))],
  );
  return serving.length === 0 || serving.some((isMissing) => isMissing);
}

/** How old results are, in seconds, that were fresh so long ago. */
export const ageOfResults = ({ assumptions }: Platform, seconds: number): number =>
  assumptions.trainingSeconds + assumptions.mirrorLagSeconds + seconds;
