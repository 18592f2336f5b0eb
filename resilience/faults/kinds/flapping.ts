/** A site or a cloud that is lost and comes back, again and again: half of each round it is down. */
import { providerTitle } from "../../../graph/clouds/titles";
import type { Platform } from "../../platform/platform";
import { type Fault, fault, type TimedFault } from "../fault";
import { hardAlone, type Kind } from "../kind";
import { distinct, providersOf } from "../names";
import { provider } from "./provider";
import { site } from "./site";

/** Every provider that has sites, all at the same moments. */
const TOGETHER = "together";
/** One provider after the other: while one is down the next one is up. */
const BY_TURNS = "by-turns";

export const flapping: Kind = {
  modes: ["hard"],
  namedBy: `SITE, PROVIDER, ${TOGETHER} or ${BY_TURNS}; then :SECONDS of a round`,
  names: ({ sites }) => {
    const providers = providersOf(sites);
    const several = providers.length > 1 ? [TOGETHER, BY_TURNS] : [];
    return [...distinct(sites.map(({ id }) => id)), ...providers, ...several];
  },
  what: (name) => name,
  title: ({ name, period }) => {
    const round = period === undefined ? "" : `, each round ${period} s`;
    if (name === TOGETHER) return `All clouds down and up together, again and again${round}`;
    if (name === BY_TURNS) return `One cloud after the other down and up, again and again${round}`;
    // A site is `<provider>-<region>`.
    const what = name.includes("-") ? `site ${name}` : `provider ${providerTitle(name)}`;
    return `${what.charAt(0).toUpperCase()}${what.slice(1)} down and up, again and again${round}`;
  },
  objective: "flapping",
  generated: hardAlone,
  isPeriodic: true,
  effect: (platform, draft, { name }) => {
    for (const one of turnsOf(platform, name).flat())
      (one.kind === "site" ? site : provider).effect(platform, draft, one);
  },
  unfold: (platform, timed) => {
    const { flappingPeriodSeconds, flappingLastsSeconds } = platform.assumptions;
    const period = timed.fault.period ?? flappingPeriodSeconds;
    const end = timed.end ?? timed.start + flappingLastsSeconds;
    const turns = turnsOf(platform, timed.fault.name);
    const found: TimedFault[] = [];
    for (let start = timed.start; start < end; start += period) {
      for (const [turn, lost] of turns.entries()) {
        const from = start + (turn * period) / turns.length;
        // By itself each is up for as long as it is down; by turns somebody is always down.
        const lasts = turns.length === 1 ? period / 2 : period / turns.length;
        if (from >= end) continue;
        for (const one of lost) found.push({ fault: one, start: from, end: Math.min(end, from + lasts) });
      }
    }
    return found;
  },
};

/** What is down at the same time, turn by turn. */
function turnsOf({ sites }: Platform, name: string): Fault[][] {
  const providers = providersOf(sites).map((provider) => fault("provider", provider));
  if (name === TOGETHER) return [providers];
  if (name === BY_TURNS) return providers.map((one) => [one]);
  return [[sites.some(({ id }) => id === name) ? fault("site", name) : fault("provider", name)]];
}
