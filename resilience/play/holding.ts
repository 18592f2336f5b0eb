/** What resolvers hold over time where answers are held for different times: those with an address and those without. Pure. */
import { type Fetching, fetchedInCalm, type Kind } from "./fetching";
import { Path } from "./path";

/** Shares of all resolvers by group of answers and by the slot that they lead to. */
export class Holding {
  readonly #path: Path;

  /** @param seconds until which it is followed, from 0; before that nothing changes */
  constructor(
    fetching: Fetching,
    private readonly slots: number,
    groups: number,
    seconds: number,
  ) {
    this.#path = pathOf(fetching, slots, groups, seconds);
  }

  /** When what is held begins or ceases to change. */
  get times(): readonly number[] {
    return this.#path.times;
  }

  /** @param group see `Kind` */
  at(time: number, group: number): Float64Array {
    return this.#path.at(time).slice(group * this.slots, (group + 1) * this.slots);
  }
}

/** What changes by no more for two lives of an answer has settled: what is held, and how many fetch. */
const SETTLED = 1e-4;
const SETTLED_PART = 1e-3;

/**
 * A resolver fetches when what it holds has aged, so that fetches now are those of one life ago: of each kind, as many as
 * then were given it. Where all lives are the same, resolvers fetch as often as ever; an answer that is held for longer
 * gathers more and more of them.
 */
function pathOf(fetching: Fetching, slots: number, groups: number, seconds: number): Path {
  const { kinds, step, changes } = fetching;
  const count = Math.max(1, Math.ceil(seconds / step));
  const longest = Math.max(...kinds.map(({ life }) => life));
  const before = fetching.shares(-step, 0);
  const calm = fetchedInCalm(kinds, before);
  const held = new Float64Array(slots * groups);
  const hold = ({ group, slot }: Kind, share: number): void => {
    if (slot >= 0) held[group * slots + slot] = (held[group * slots + slot] as number) + share;
  };
  for (const [place, kind] of kinds.entries()) hold(kind, calm * kind.life * (before[place] as number));
  const path = new Path(held.length);
  path.add(0, held);
  /** By step: share of the resolvers that fetch in it, and what they are given. */
  const fetched = new Float64Array(count);
  const given = new Array<Float64Array>(count);
  let [settled, settledAged, since] = [new Float64Array(held), calm, 0];
  for (let now = 0; now < count; now++) {
    let aged = 0;
    for (let place = 0; place < kinds.length; place++) {
      const kind = kinds[place] as Kind;
      const then = now - kind.life;
      const share =
        then < 0
          ? calm * (before[place] as number)
          : (fetched[then] as number) * ((given[then] as Float64Array)[place] as number);
      aged += share;
      hold(kind, -share);
    }
    const shares = fetching.shares(now * step, (now + 1) * step);
    for (let place = 0; place < kinds.length; place++)
      hold(kinds[place] as Kind, aged * (shares[place] as number));
    fetched[now] = aged;
    given[now] = shares;
    path.add((now + 1) * step, held);
    const isNear = held.every((share, place) => Math.abs(share - (settled[place] as number)) <= SETTLED);
    if (!isNear || Math.abs(aged - settledAged) > SETTLED_PART * aged) {
      [settled, settledAged, since] = [new Float64Array(held), aged, now];
    } else if (now - since >= 2 * longest) {
      // As it is until something else is fetched.
      const next = changes.find((time) => time > (now + 1) * step);
      if (next === undefined) break;
      const until = Math.min(count, Math.floor(next / step));
      while (now + 1 < until) {
        now++;
        fetched[now] = aged;
        given[now] = shares;
      }
      path.add((now + 1) * step, held);
      since = now;
    }
  }
  path.end();
  return path;
}
