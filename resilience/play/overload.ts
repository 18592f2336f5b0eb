/** Traffic where survivors may turn themselves red: what moves them moves their users, onto others that may follow. */
import type { Platform } from "../platform/platform";
import type { Interval, Overloads, Phase } from "./checks";
import { timelineOf } from "./timeline";
import { type Traffic, trafficOf } from "./traffic";

/**
 * The traffic of a capability once every health that overload turns red has done so. A red that was found once is kept,
 * also where others that turn red later would have spared it.
 * @param first the traffic before any has
 */
export function settledTraffic(
  platform: Platform,
  place: number,
  phases: readonly Phase[],
  first: Traffic,
): Traffic {
  let traffic = first;
  const canTurn = phases.some(({ conditions }) =>
    conditions[place]?.some(({ crowds }) => crowds?.atOnce.seen || crowds?.grown.seen),
  );
  if (!canTurn) return traffic;
  // Each site that turns red is a round, and one more in which nothing is new.
  for (const _ of platform.sites) {
    const { reds } = timelineOf(platform, place, phases, traffic);
    const overloads = together(traffic.overloads, reds);
    if (isSame(overloads, traffic.overloads)) break;
    traffic = trafficOf(platform, place, phases, overloads);
  }
  return traffic;
}

const together = (known: Overloads, more: Overloads): Overloads =>
  more.map((own, site) => union([...(known[site] ?? []), ...own]));

/** Intervals that overlap or touch, as one. */
function union(intervals: readonly Interval[]): Interval[] {
  const found: Interval[] = [];
  for (const next of [...intervals].sort((a, b) => a.from - b.from)) {
    const last = found.at(-1);
    if (last && next.from <= last.to) {
      found[found.length - 1] = { from: last.from, to: Math.max(last.to, next.to) };
    } else found.push(next);
  }
  return found;
}

const isSame = (a: Overloads, b: Overloads): boolean =>
  a.every((own, site) => {
    const other = b[site] ?? [];
    return (
      own.length === other.length &&
      own.every(({ from, to }, i) => from === other[i]?.from && to === other[i]?.to)
    );
  });
