/**
 * What waits, phase by phase, while a link is cut or what holds copies is gone, and how it is caught up with: events for
 * their mirrors, bytes for their copies. What is lost in that time is lost with all that waits.
 */
import { keepsBytes } from "../../graph/dependencies";
import { type Effects, type End, isCut, isRefused, isStoreGone } from "../faults/effects";
import {
  type CapabilityPlan,
  type Platform,
  type Site,
  type Stream,
  siteEnd,
  storeEnd,
} from "../platform/platform";
import { Backlog } from "./backlog";
import type { Phase } from "./checks";
import { queueFailing } from "./needs";
import { eventsPerSecond } from "./requests";

/** What of one thing waits for one that is to hold it too. */
export interface Wait {
  /** Places: of sites where events wait, of stores where bytes do. */
  readonly from: number;
  readonly to: number;
  /** Seconds of what was accepted, at the beginning and at the end of each phase. */
  readonly atStart: readonly number[];
  readonly atEnd: readonly number[];
  /** The most seconds until nothing waits any more, were all to be reached again; Infinity for never. */
  readonly catchUpSeconds: number;
}

export interface Waits {
  readonly events: readonly Wait[];
  readonly bytes: readonly Wait[];
}

export const noWaits: Waits = { events: [], bytes: [] };

/** Share of a public capability's requests that arrive at each site when a phase has settled. */
export type Arriving = (capability: number, phase: Phase) => ArrayLike<number>;

/** What waits of a capability's own data. The first phase is the time before the scenario, in which nothing does. */
export function waitsOf(
  platform: Platform,
  place: number,
  phases: readonly Phase[],
  arriving: Arriving,
): Waits {
  const capability = platform.capabilities[place] as CapabilityPlan;
  if (!phases.some(({ effects }) => canWait(effects))) return noWaits;
  // As with what is lost (data-loss.ts): what writes to its own store keeps bytes, what needs the queue keeps events.
  if (keepsBytes(capability)) {
    return { events: [], bytes: bytesWaiting(platform, place, phases, arriving) };
  }
  if (capability.needs.includes("queue")) {
    return { events: eventsWaiting(platform, capability, phases, arriving), bytes: [] };
  }
  return noWaits;
}

/** The same of each capability in turn: of those that take the same streams' events, once. */
export function waitsWith(
  platform: Platform,
  phases: readonly Phase[],
  arriving: Arriving,
): (place: number) => Waits {
  const known = new Map<string, Waits>();
  return (place) => {
    const capability = platform.capabilities[place] as CapabilityPlan;
    const takesEvents = capability.needs.includes("queue") && !keepsBytes(capability);
    const key = takesEvents
      ? platform.sites.map((site) => streamsFor(platform, capability, site).map(({ name }) => name)).join()
      : capability.name;
    const found = known.get(key) ?? waitsOf(platform, place, phases, arriving);
    known.set(key, found);
    return found;
  };
}

const canWait = ({
  linksDown,
  queueLinksDown,
  storesRefuse,
  siteDown,
  queueFails,
  queueRefuses,
  zonesDown,
  storeFails,
}: Effects): boolean =>
  linksDown.size > 0 ||
  storesRefuse.size > 0 ||
  queueLinksDown.includes(true) ||
  queueRefuses.includes(true) ||
  zonesDown.some(({ size }) => size > 0) ||
  siteDown.includes(true) ||
  queueFails.some((share) => share >= 1) ||
  storeFails.some((share) => share >= 1);

const queueUp = ({ sites }: Platform, effects: Effects, place: number): boolean =>
  queueFailing(sites[place] as Site, effects, place) < 1;

/** Streams of a site that matter to a capability: those to which it, or what it follows, publishes; else all. */
export function streamsFor(platform: Platform, { name, follows }: CapabilityPlan, site: Site): Stream[] {
  const followed = platform.capabilities[follows]?.name;
  const streams = site.queue?.streams ?? [];
  const own = streams.filter(
    ({ publishers }) =>
      publishers.includes(name) || (followed !== undefined && publishers.includes(followed)),
  );
  return own.length > 0 ? own : [...streams];
}

function eventsWaiting(
  platform: Platform,
  capability: CapabilityPlan,
  phases: readonly Phase[],
  arriving: Arriving,
): Wait[] {
  const { mirrorEventsPerSecond } = platform.assumptions;
  const found: Wait[] = [];
  for (const [from, origin] of platform.sites.entries()) {
    if (!origin.queue) continue;
    const streams = streamsFor(platform, capability, origin);
    for (const to of origin.queue.mirroredAt) {
      const holder = platform.sites[to] as Site;
      // The mirror's site opens the link to the origin's.
      const isOpen = (effects: Effects): boolean =>
        queueUp(platform, effects, from) &&
        queueUp(platform, effects, to) &&
        !effects.queueLinksDown[from] &&
        !effects.queueLinksDown[to] &&
        !isCut(effects, siteEnd(holder), siteEnd(origin));
      if (phases.every(({ effects }) => isOpen(effects) || !queueUp(platform, effects, from))) continue;
      const of = (perSecond: (phase: Phase) => number, throughput: number): Wait =>
        walked(from, to, phases, (backlog, phase) => {
          const seconds = phase.end - phase.start;
          if (isOpen(phase.effects)) backlog.open(seconds, perSecond(phase), throughput);
          else if (queueUp(platform, phase.effects, from)) backlog.cut(seconds, perSecond(phase));
          return backlog.catchUpSeconds(perSecond(phase), throughput);
        });
      // Of streams of which nothing is told, nobody knows how fast they would be caught up with.
      if (streams.length === 0) found.push(of(() => 1, 0));
      for (const stream of streams) {
        const rate = (phase: Phase): number => eventsIn(platform, stream, phase, from, arriving);
        found.push(of(rate, mirrorEventsPerSecond));
      }
    }
  }
  return found;
}

/** Events that come to a stream in each second of a phase that has settled. */
export const eventsIn = (
  platform: Platform,
  stream: Stream,
  phase: Phase,
  site: number,
  arriving: Arriving,
): number => eventsPerSecond(platform, stream, (place) => arriving(place, phase)[site] ?? 0);

function walked(
  from: number,
  to: number,
  phases: readonly Phase[],
  step: (backlog: Backlog, phase: Phase) => number,
): Wait {
  const backlog = new Backlog();
  const [atStart, atEnd]: [number[], number[]] = [[], []];
  let catchUpSeconds = 0;
  for (const [index, phase] of phases.entries()) {
    atStart.push(backlog.seconds);
    if (index > 0) catchUpSeconds = Math.max(catchUpSeconds, step(backlog, phase));
    atEnd.push(backlog.seconds);
  }
  return { from, to, atStart, atEnd, catchUpSeconds };
}

const reaches = (effects: Effects, from: End, to: End): boolean =>
  !isCut(effects, from, to) && !isRefused(effects, from, to);

/** Who copies may stand at either end. */
const copies = (effects: Effects, a: End, b: End): boolean =>
  reaches(effects, a, b) && reaches(effects, b, a);

/** Bytes: those that were to be written to another provider's store too, and those that a store's copies are behind. */
function bytesWaiting(
  platform: Platform,
  place: number,
  phases: readonly Phase[],
  arriving: Arriving,
): Wait[] {
  const { copyCatchUpFactor } = platform.assumptions;
  const found: Wait[] = [];
  for (const [place_, site] of platform.sites.entries()) {
    if (!site.workloads[platform.capabilities[place]?.name ?? ""]) continue;
    for (const own of site.ownStores) {
      const store = platform.stores[own];
      if (!store) continue;
      const accepts = ({ effects }: Phase): boolean =>
        !effects.siteDown[place_] && !isStoreGone(effects, own);
      const comes = (phase: Phase): number => ((arriving(place, phase)[place_] ?? 0) > 0 ? 1 : 0);
      const isOpen = (effects: Effects, to: number, isWritten: boolean): boolean =>
        !isStoreGone(effects, own) &&
        !isStoreGone(effects, to) &&
        (isWritten
          ? reaches(effects, siteEnd(site), storeEnd(platform.stores[to]))
          : copies(effects, storeEnd(store), storeEnd(platform.stores[to])));
      // Of several that copy to one place the soonest.
      const late = [...store.copies].sort((a, b) => b.seconds - a.seconds);
      const copied = new Map(late.map((copy) => [copy.to, copy]));
      for (const to of new Set([...site.otherStores, ...copied.keys()])) {
        const isWritten = site.otherStores.includes(to);
        if (phases.every((phase) => isOpen(phase.effects, to, isWritten) || !accepts(phase))) continue;
        const copy = copied.get(to);
        // What is written to both needs a copy only of what it missed.
        const more = (phase: Phase): number => (isWritten ? 0 : comes(phase));
        let open = 0;
        found.push(
          walked(own, to, phases, (backlog, phase) => {
            const seconds = phase.end - phase.start;
            if (!isOpen(phase.effects, to, isWritten)) {
              open = 0;
              if (accepts(phase)) backlog.cut(seconds, comes(phase));
            } else if (copy) {
              // A copying job begins after its wait, replication at once: its own delay is counted elsewhere.
              const wait = isWritten ? Math.max(0, copy.seconds - open) : 0;
              backlog.open(Math.max(0, seconds - wait), more(phase), copyCatchUpFactor);
              open += seconds;
            }
            const left = backlog.catchUpSeconds(more(phase), copy ? copyCatchUpFactor : 0);
            return left === 0 ? 0 : left + (isWritten ? Math.max(0, (copy?.seconds ?? 0) - open) : 0);
          }),
        );
      }
    }
  }
  return found;
}

/** Seconds that wait between two places when a phase begins; the most, where there are several. */
export function waitingAt(waits: readonly Wait[], from: number, to: number, phase: number): number {
  let most = 0;
  for (const wait of waits) {
    if (wait.from === from && wait.to === to) most = Math.max(most, wait.atStart[phase] ?? 0);
  }
  return most;
}
