/** What is left of the capacity, against the peak: as requests reach the sites that answer them. Pure. */
import type { CapabilityPlan, Platform } from "../platform/platform";
import type { Phase } from "../play/checks";
import type { Condition } from "../play/condition";
import { handedOver, type Ways, waysOf, waysUnder } from "../play/forwarding";
import type { Strength } from "../play/strength";
import type { Level } from "../play/timeline";

export interface Capacity {
  readonly atOnce: number;
  /** With what may be started within the objectives' time. */
  readonly then: number;
}

export function capacityOf(platform: Platform, place: number, phase: Phase, { arriving }: Level): Capacity {
  const conditions: readonly Condition[] = phase.conditions[place] ?? [];
  const { autoscalerSeconds, nodeStartSeconds, podStartSeconds, capacityWithinSeconds } =
    platform.assumptions;
  const within = platform.objectives?.capacity?.withinSeconds ?? capacityWithinSeconds;
  const grows = ({ nodesFrom }: Strength): boolean =>
    Math.max(autoscalerSeconds, nodesFrom) + nodeStartSeconds + podStartSeconds <= within;
  let reached = 0;
  for (const [site, { good }] of conditions.entries()) reached += (arriving[site] ?? 0) * good;
  if (reached <= 0) return { atOnce: 0, then: 0 };
  const shares = conditions.map(({ good }, site) => ((arriving[site] ?? 0) * good) / reached);
  const { name } = platform.capabilities[place] as CapabilityPlan;
  const ways = waysUnder(platform, waysOf(platform, name), phase.effects);
  const carried = (strengths: readonly number[]): number => {
    let sum = 0;
    for (const [site, share] of shares.entries()) sum += Math.min(share, strengths[site] as number);
    return sum + handedOnOf(platform, name, conditions, shares, strengths, ways);
  };
  return {
    atOnce: carried(conditions.map(({ strength }) => strength.atOnce)),
    then: carried(
      conditions.map(({ strength }) => {
        const restored = strength.restoredAfter <= within ? strength.restored : strength.atOnce;
        return grows(strength) ? Math.max(strength.most, restored) : restored;
      }),
    ),
  };
}

/** Of what sites have no room for, what their peers take. */
function handedOnOf(
  { sites }: Platform,
  name: string,
  conditions: readonly Condition[],
  shares: readonly number[],
  strengths: readonly number[],
  ways: Ways,
): number {
  if (ways.every((own) => own.length === 0)) return 0;
  const rules = sites.map(({ forwarding }) => forwarding?.byCapability[name]);
  const over = shares.map((share, site) =>
    rules[site]?.whenFull === true ? Math.max(0, share - (strengths[site] as number)) : 0,
  );
  const rooms = shares.map((share, site) =>
    conditions[site]?.hands || conditions[site]?.dead
      ? 0
      : Math.max(0, (strengths[site] as number) * (rules[site]?.roomShare ?? 0) - share),
  );
  const { taken } = handedOver(
    new Float64Array(over),
    new Float64Array(rooms),
    new Float64Array(rooms.length),
    ways,
  );
  return taken.reduce((sum, share) => sum + share, 0);
}
