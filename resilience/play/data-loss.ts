/** Seconds of accepted data that are lost with what fails (RPO), and how old what was trained is (staleness). */

import { capabilityIn } from "../../graph/dependencies";
import { type Effects, type End, isCut, isRefused } from "../faults/effects";
import {
  type CapabilityPlan,
  leavesResults,
  type Platform,
  type Site,
  siteEnd,
  storeEnd,
} from "../platform/platform";
import type { Condition } from "./condition";

/** null: all that was ever accepted there, as nothing else holds it. */
export interface DataLoss {
  readonly seconds: number | null;
  readonly why: readonly string[];
  readonly evidence: readonly string[];
}

const none: DataLoss = { seconds: 0, why: [], evidence: [] };

/** What users lose of what a capability had accepted before the faults began. */
export function dataLossOf(platform: Platform, capability: CapabilityPlan, effects: Effects): DataLoss {
  const losses = platform.sites.map((site, place) => {
    if (!site.workloads[capability.name]) return none;
    // What takes requests and writes to its own store keeps bytes; what needs the queue keeps events.
    if (capability.needs.includes("media-store/own")) return storeLoss(platform, site, effects);
    if (capability.needs.includes("queue")) return eventLoss(platform, site, place, effects);
    return none;
  });
  return losses.reduce(worseLoss, none);
}

export const worseLoss = (a: DataLoss, b: DataLoss): DataLoss =>
  a.seconds === null ? a : b.seconds === null || b.seconds > a.seconds ? b : a;

const isGone = (effects: Effects, store: number): boolean => (effects.storeFails[store] ?? 0) >= 1;

/** Bytes: written to a store of each provider before they are acknowledged, and then copied. */
function storeLoss(platform: Platform, site: Site, effects: Effects): DataLoss {
  const gone = site.ownStores.filter((store) => isGone(effects, store));
  if (gone.length === 0 || gone.length < site.ownStores.length) return none;
  const own = platform.stores[gone[0] as number];
  if (!own) return none;
  const from = siteEnd(site);
  const cut = site.otherStores.filter((store) => {
    const to = storeEnd(platform.stores[store]);
    return isCut(effects, from, to) || isRefused(effects, from, to);
  });
  const others = site.otherStores.filter((store) => platform.stores[store]?.provider !== site.provider);
  if (others.some((store) => !isGone(effects, store) && !cut.includes(store))) return none;
  // Who copies may stand at either end.
  const isBroken = (a: End, b: End) =>
    isCut(effects, a, b) || isCut(effects, b, a) || isRefused(effects, a, b) || isRefused(effects, b, a);
  const copies = own.copies.filter(
    ({ to }) => !isGone(effects, to) && !isBroken(storeEnd(own), storeEnd(platform.stores[to])),
  );
  if (copies.length === 0) {
    return {
      seconds: null,
      why: [`nothing that is left holds what ${own.name} held`],
      evidence: [own.urn],
    };
  }
  const best = copies.reduce((a, b) => (b.seconds < a.seconds ? b : a));
  const to = platform.stores[best.to];
  return {
    seconds: best.seconds,
    why: [
      `of ${own.name} only a copy is left, in ${to?.name ?? "another store"}, up to ${best.seconds} s late`,
    ],
    evidence: [own.urn, best.urn],
  };
}

/** Events: in three zones when they are acknowledged, and mirrored to other sites a little later. */
function eventLoss(platform: Platform, site: Site, place: number, effects: Effects): DataLoss {
  const zonesGone = site.zones.filter((zone) => effects.zonesDown[place]?.has(zone)).length;
  const replicas = site.queue?.workload.floor ?? 0;
  const survives =
    zonesGone > 0 &&
    replicas > 0 &&
    zonesGone * Math.ceil(replicas / Math.max(1, site.zones.length)) <= Math.floor(replicas / 2);
  const isLost =
    site.queue !== undefined &&
    (effects.siteDown[place] === true ||
      (effects.queueFails[place] ?? 0) >= 1 ||
      (zonesGone > 0 && !(survives && site.queue.workload.spread)));
  if (!isLost || !site.queue) return none;
  // The mirror's site opens the link to the origin's.
  const left = site.queue.mirroredAt.filter(
    (there) =>
      !effects.siteDown[there] &&
      !effects.queueLinksDown[place] &&
      !effects.queueLinksDown[there] &&
      !isCut(effects, siteEnd(platform.sites[there]), siteEnd(site)),
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
  return {
    seconds: mirrorLagSeconds,
    why: [
      `the newest events of ${site.id} had not reached a mirror: ${mirrorLagSeconds} s (assumption mirrorLagSeconds)`,
    ],
    evidence: [urn],
  };
}

/**
 * Whether a capability goes without the newest results of what works ahead for it, at some site that serves; undefined
 * for one that is served from no results.
 */
export function lacksResults(
  platform: Platform,
  capability: CapabilityPlan,
  conditions: readonly (readonly Condition[])[],
): boolean | undefined {
  const ahead = new Set(platform.capabilities.filter(leavesResults).map(({ name }) => name));
  const results = [...capability.needs, ...capability.prefers].filter((dependency) =>
    ahead.has(capabilityIn(dependency) ?? ""),
  );
  if (results.length === 0) return undefined;
  const serving = (conditions[platform.capabilities.indexOf(capability)] ?? []).flatMap(
    ({ dead, missing }) => (dead ? [] : [results.some((one) => missing.includes(one))]),
  );
  return serving.length === 0 || serving.some((isMissing) => isMissing);
}

/** How old results are, in seconds, that were fresh so long ago. */
export const ageOfResults = ({ assumptions }: Platform, seconds: number): number =>
  assumptions.trainingSeconds + assumptions.mirrorLagSeconds + seconds;
