/** Addresses that share a fate in a scenario, and which of them answer. Pure. */
import type { CapabilityPlan } from "../platform/platform";
import type { Phase } from "./checks";

/** Addresses that share a fate in a scenario: of one site, or of one zone that it loses. */
export interface Slots {
  readonly ofAddress: readonly number[];
  /** By slot: place of the site, and the zone where it is lost with one. */
  readonly site: readonly number[];
  readonly zone: readonly (string | undefined)[];
}

export function slotsOf(capability: CapabilityPlan, phases: readonly Phase[]): Slots {
  const [ofAddress, site, zone]: [number[], number[], (string | undefined)[]] = [[], [], []];
  for (const address of capability.addresses) {
    let lostWith: string | undefined;
    if (address.zone !== undefined) {
      for (const { effects } of phases)
        if (effects.zonesDown[address.site]?.has(address.zone)) lostWith = address.zone;
    }
    let slot = 0;
    while (slot < site.length && (site[slot] !== address.site || zone[slot] !== lostWith)) slot++;
    site[slot] = address.site;
    zone[slot] = lostWith;
    ofAddress.push(slot);
  }
  return { ofAddress, site, zone };
}

export const phaseAt = (phases: readonly Phase[], time: number): Phase => {
  let found = phases[0] as Phase;
  for (const phase of phases) if (phase.start <= time) found = phase;
  return found;
};

export function isZoneLost({ site, zone }: Slots, slot: number, { effects }: Phase): boolean {
  const lostWith = zone[slot];
  return lostWith !== undefined && effects.zonesDown[site[slot] as number]?.has(lostWith) === true;
}

/** Whether nothing answers there. */
export function isDeadSlot(slots: Slots, slot: number, phase: Phase, place: number): boolean {
  const site = slots.site[slot] as number;
  return site < 0 || isZoneLost(slots, slot, phase) || phase.conditions[place]?.[site]?.dead === true;
}

/** Whether nobody stays connected there: it is dead, or its edge closes each connection after an error of its own. */
export function keepsNobody(slots: Slots, slot: number, phase: Phase, place: number): boolean {
  const site = slots.site[slot] as number;
  return isDeadSlot(slots, slot, phase, place) || phase.conditions[place]?.[site]?.closes === true;
}

/** Whether what nothing answers at is silent: only where its edge alone is gone are connections refused. */
export function isSilent(slots: Slots, slot: number, { effects }: Phase): boolean {
  const site = slots.site[slot] as number;
  return !((effects.workloadFails[site]?.get("edge") ?? 0) >= 1 && !effects.siteDown[site]);
}
