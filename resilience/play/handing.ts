/** What becomes of a capability's requests at a moment at which a site hands them on, or has no room for all. Pure. */
import { handedOver, type Ways } from "./forwarding";

/** One site at that moment. Shares are of all requests, unless they say otherwise. */
export interface SiteThen {
  /** What comes to it, and how much of that its own pods could answer, and how often each is asked for. */
  readonly arriving: number;
  readonly capacity: number;
  readonly tries: number;
  /** Of what comes, 0 to 1: what it answers well, and what of that comes as far as its edge. */
  readonly good: number;
  readonly front: number;
  /** Of the time, the share for which it hands on; of that, the share that is tried at home; whether a peer is asked then. */
  readonly handed: number;
  readonly trial: number;
  readonly triesAgain: boolean;
  /** Whether what no peer takes is served at home, and what it has no room for is handed on. */
  readonly home: boolean;
  readonly whenFull: boolean;
  /** Of its capacity, up to which it takes what peers hand on; 0 where it takes nothing. */
  readonly roomShare: number;
}

export interface Handing {
  /** By site: what is left to its own pods of its own users' requests, and what peers answer well of the others. */
  readonly home: Float64Array;
  readonly elsewhere: Float64Array;
  /** What comes to it from its peers, and whether it was asked for more than it had room for. */
  readonly came: Float64Array;
  readonly isPressed: readonly boolean[];
  /** What has no room anywhere, less what is free: over 0 where peers refuse. */
  readonly lacking: number;
  /** Of what is offered, what no peer took. */
  readonly unplaced: number;
}

/** Undefined where nothing is handed on. */
export function handingOf(sites: readonly SiteThen[], ways: Ways): Handing | undefined {
  const count = sites.length;
  const [offers, rooms, good] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  let [offered, free] = [0, 0];
  for (const [place, site] of sites.entries()) {
    const offer = (ways[place] ?? []).length > 0 ? offerOf(site) : 0;
    offers[place] = offer;
    offered += offer;
    const room = site.handed > 0 ? 0 : site.capacity * site.roomShare - site.arriving * site.tries;
    rooms[place] = Math.max(0, room);
    free += Math.max(0, room);
    good[place] = site.good;
  }
  if (offered <= 0) return undefined;
  const { taken, served, came, refused } = handedOver(offers, rooms, good, ways);
  const [home, elsewhere] = [new Float64Array(count), new Float64Array(count)];
  let unplaced = 0;
  for (const [place, site] of sites.entries()) {
    const offer = offers[place] as number;
    elsewhere[place] = (served[place] as number) * site.front;
    home[place] = site.arriving - leavingOf(site, offer, taken[place] as number);
    unplaced += offer - (taken[place] as number);
  }
  return {
    home,
    elsewhere,
    came,
    isPressed: sites.map(
      ({ handed, roomShare }, place) => handed <= 0 && roomShare > 0 && (refused[place] as number) > 0,
    ),
    lacking: offered - free,
    unplaced,
  };
}

/** What peers are asked to take: what isn't tried at home, and what fails there; or what there is no room for. */
function offerOf({
  arriving,
  capacity,
  tries,
  good,
  front,
  handed,
  trial,
  triesAgain,
  whenFull,
}: SiteThen): number {
  if (handed > 0) {
    const fails = triesAgain && front > 0 ? 1 - good / front : 0;
    return arriving * handed * (1 - trial + trial * fails);
  }
  return whenFull ? Math.max(0, arriving - capacity / tries) : 0;
}

/** What its own pods are spared. */
function leavingOf({ arriving, handed, trial, home }: SiteThen, offer: number, taken: number): number {
  if (offer <= 0) return 0;
  if (handed <= 0) return taken;
  const leaves = arriving * handed * (1 - trial);
  return home ? leaves * (taken / offer) : leaves;
}
