/**
 * What resolvers fetch when an answer that they hold has aged: which authority they ask, what it gives, and for how long
 * that is held. An answer without an address is held for another time than one with it (RFC 2308). Pure.
 */
import { countBefore } from "./curve";

/** What one authority answers, step by step. */
export interface Answered {
  /** Seconds for which answers are held: those with addresses, and those without any. */
  readonly ttl: number;
  readonly negative: number;
  readonly plain: boolean;
  readonly times: readonly number[];
  /** By step, the share of all resolvers that ask it, and of those shares what leads to each slot. */
  readonly asked: readonly number[];
  readonly shares: readonly Float64Array[];
}

/** A kind of answer that resolvers hold. */
export interface Kind {
  /** 0: of all authorities that answer with one address; else of one that answers plainly, by its place and 1. */
  readonly group: number;
  /** Where it leads; -1 where it has no address. */
  readonly slot: number;
  /** For how many steps of a grid it is held. */
  readonly life: number;
}

/** Seconds: whoever is told to hold nothing is asked so often. */
const SHORTEST = 1;
/** Of a grid: the more, the longer it is worked on. */
const MOST_STEPS = 100_000;
/** Shares below are noise. */
const NOISE = 1e-9;

/** Whether some authority ever answers without an address. */
export const givesNone = (parts: readonly Answered[]): boolean =>
  parts.some(({ asked, shares }) => asked.some((share, step) => noneAt(share, shares[step]) > NOISE));

const noneAt = (asked: number, shares: Float64Array | undefined): number => {
  let left = asked;
  for (const share of shares ?? []) left -= share;
  return Math.max(0, left);
};

/**
 * Each time, a resolver asks an authority anew, as if by chance. Where two are heeded for different times, as often as it
 * takes for the shares that ask them to be those that hold their answers while all is well.
 */
export class Fetching {
  /** Seconds of one step of the grid, which begins at 0. */
  readonly step: number;
  readonly kinds: readonly Kind[];
  /** Times at which something else is fetched, sorted. */
  readonly changes: readonly number[];
  readonly #byPlace: readonly (readonly number[])[];
  readonly #none: readonly number[];
  readonly #nobody: number;
  readonly #longest: number;
  readonly #known = new Map<string, Float64Array>();

  /**
   * @param seconds for which it is followed
   * @param steps of the grid in the shortest time for which anything is held
   */
  constructor(
    private readonly parts: readonly Answered[],
    slots: number,
    seconds: number,
    steps: number,
  ) {
    const ttls = parts.map(({ ttl }) => Math.max(SHORTEST, ttl));
    this.step = Math.max(Math.min(...ttls) / steps, seconds / MOST_STEPS);
    const kinds: Kind[] = [];
    const placeOf = (group: number, slot: number, held: number): number => {
      const life = Math.max(1, Math.round(held / this.step));
      const known = kinds.findIndex(
        (kind) => kind.group === group && kind.slot === slot && kind.life === life,
      );
      return known >= 0 ? known : kinds.push({ group, slot, life }) - 1;
    };
    const groupOf = (place: number): number => (parts[place]?.plain ? place + 1 : 0);
    this.#byPlace = parts.map((_, place) =>
      Array.from({ length: slots }, (_, slot) => placeOf(groupOf(place), slot, ttls[place] as number)),
    );
    this.#none = parts.map(({ negative }, place) =>
      placeOf(groupOf(place), -1, Math.max(SHORTEST, negative)),
    );
    this.#longest = Math.max(...ttls);
    this.#nobody = placeOf(0, -1, this.#longest);
    this.kinds = kinds;
    this.changes = [...new Set(parts.flatMap(({ times }) => times))].sort((a, b) => a - b);
  }

  /** Of what is fetched between two times, the share of each kind. Not to be written to. */
  shares(from: number, to: number): Float64Array {
    let [at, next] = [from, countBefore(this.changes, from, true)];
    if ((this.changes[next] ?? Number.POSITIVE_INFINITY) >= to) return this.#sharesAt(from);
    const found = new Float64Array(this.kinds.length);
    while (at < to) {
      const end = Math.min(to, this.changes[next++] ?? to);
      for (const [kind, share] of this.#sharesAt(at).entries())
        found[kind] = (found[kind] as number) + (share * (end - at)) / (to - from);
      at = end;
    }
    return found;
  }

  #sharesAt(time: number): Float64Array {
    const steps = this.parts.map(({ times }) => Math.max(0, countBefore(times, time, true) - 1));
    const key = steps.join();
    const known = this.#known.get(key);
    if (known) return known;
    const found = new Float64Array(this.kinds.length);
    const add = (kind: number, share: number): void => {
      found[kind] = (found[kind] as number) + share;
    };
    let left = 1;
    for (const [place, { asked, shares, ttl }] of this.parts.entries()) {
      const step = steps[place] as number;
      const often = 1 / Math.max(SHORTEST, ttl);
      const given = shares[step] as Float64Array;
      for (const [slot, share] of given.entries()) add(this.#byPlace[place]?.[slot] as number, share * often);
      add(this.#none[place] as number, noneAt(asked[step] as number, given) * often);
      left -= asked[step] as number;
    }
    // Where nobody answers they try again as soon as they have to.
    if (left > NOISE) add(this.#nobody, left / this.#longest);
    const total = found.reduce((sum, share) => sum + share, 0);
    for (const [kind, share] of found.entries()) found[kind] = share / total;
    this.#known.set(key, found);
    return found;
  }
}

/** Share of the resolvers that fetch in a step of a grid while nothing changes. */
export function fetchedInCalm(kinds: readonly Kind[], shares: Float64Array): number {
  let mean = 0;
  for (const [place, { life }] of kinds.entries()) mean += life * (shares[place] as number);
  return 1 / mean;
}
