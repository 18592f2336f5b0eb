/** What the pods that a site has left can carry, at once and when more are started. */
import type { Effects } from "../faults/effects";
import type { Platform, Site, SiteWorkload } from "../platform/platform";
import type { Asked } from "./asked";
import type { Slowness } from "./slow";

/** Shares of the peak that the site's replicas carry: of its workload and, in front of it, its edge. */
export interface Strength {
  readonly atOnce: number;
  /** With the pods of a lost zone started elsewhere, after so many seconds. */
  readonly restored: number;
  readonly restoredAfter: number;
  /** With all that may be started. */
  readonly most: number;
  /** Seconds from the fault before which no node is asked for where one could come. */
  readonly nodesFrom: number;
  /** Its autoscalers have forgotten what they had added before. */
  readonly forgot: boolean;
}

export const noStrength: Strength = {
  atOnce: 0,
  restored: 0,
  restoredAfter: 0,
  most: 0,
  nodesFrom: 0,
  forgot: false,
};
export const zonesLost = (effects: Effects, site: Site, place: number): number => {
  const down = effects.zonesDown[place];
  return down === undefined || down.size === 0 ? 0 : site.zones.filter((zone) => down.has(zone)).length;
};

/** Replicas that are left without so many zones: at worst those with the most pods. None where all may be in one. */
export function survivors(workload: SiteWorkload, site: Site, lost: number): number {
  if (lost === 0) return workload.floor;
  if (!workload.spread || lost >= site.zones.length) return 0;
  const zones = site.zones.length;
  const [each, more] = [Math.floor(workload.floor / zones), workload.floor % zones];
  return workload.floor - lost * each - Math.min(lost, more);
}

export function strengthOf(asked: Asked, site: Site, workload: SiteWorkload | undefined): Strength {
  const { platform, capability } = asked;
  if (!workload) return noStrength;
  const own = strengthOfOne(asked, site, workload, platform.peak[capability.name]);
  if (capability.host === undefined || !site.edge) return own;
  const edge = strengthOfOne(asked, site, site.edge, platform.peak.edge);
  return {
    atOnce: Math.min(own.atOnce, edge.atOnce),
    restored: Math.min(own.restored, edge.restored),
    restoredAfter: Math.max(own.restoredAfter, edge.restoredAfter),
    most: Math.min(own.most, edge.most),
    nodesFrom: Math.max(own.nodesFrom, edge.nodesFrom),
    forgot: own.forgot,
  };
}

function strengthOfOne(
  { platform, effects, place }: Asked,
  site: Site,
  workload: SiteWorkload,
  peak: number | undefined,
): Strength {
  const lost = zonesLost(effects, site, place);
  const left = survivors(workload, site, lost);
  const canStart =
    !effects.frozen[place] && workload.registries.every((name) => !effects.registriesDown.has(name));
  const returns =
    canStart && workload.movable && lost < site.zones.length && site.nodesWithoutZone !== "never";
  // Pods that are asked for need new nodes, and not every node that is asked for comes.
  const come = effects.hostsWanted ? site.nodesThatCome : 1;
  const started = (wanted: number): number => left + come * Math.max(0, wanted - left);
  const nodesFrom =
    lost > 0 && site.nodesWithoutZone === "once-left" ? platform.assumptions.zoneLeftSeconds : 0;
  return {
    atOnce: shareOf(left, peak),
    restored: shareOf(lost > 0 && !returns ? left : started(workload.floor), peak),
    restoredAfter: lost > 0 ? restoredAfter(platform, workload, nodesFrom) : 0,
    most: shareOf(!canStart || (lost > 0 && !returns) ? left : started(workload.ceiling), peak),
    nodesFrom,
    forgot: effects.cold[place] === true,
  };
}

/** What is left of it where answers are slow, or caches empty. */
export function weakened(
  { platform, effects, place }: Asked,
  strength: Strength,
  slow: Slowness | undefined,
): Strength {
  const cold = effects.cold[place] ? platform.assumptions.coldCapacityShare : 1;
  const share = cold * (slow?.carries ?? 1);
  if (share === 1) return strength;
  const { atOnce, restored, most } = strength;
  return { ...strength, atOnce: atOnce * share, restored: restored * share, most: most * share };
}

/** When the pods of a lost zone serve elsewhere. */
function restoredAfter(
  { assumptions }: Platform,
  { tolerationSeconds }: SiteWorkload,
  nodesFrom: number,
): number {
  const { nodeNotReadySeconds, nodeStartSeconds, podStartSeconds } = assumptions;
  return Math.max(nodeNotReadySeconds + tolerationSeconds, nodesFrom) + nodeStartSeconds + podStartSeconds;
}

/** Where no peak is told, what runs is taken to carry it; nothing carries none. */
const shareOf = (replicas: number, peak: number | undefined): number =>
  replicas === 0 ? 0 : peak ? replicas / peak : 1;
