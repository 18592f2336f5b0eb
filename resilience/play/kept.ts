/**
 * Users who stay where they are connected when answers move: a name is looked up for a new connection, and a site that is
 * alive keeps those that it has. Pure.
 */
import type { EdgeLimits } from "../../components/edge/edge-limits";
import type { Assumptions } from "../assumptions";
import { countBefore } from "./curve";

/** How connections of one site's users end. */
export interface Keeping {
  /** Share of the requests that come on a connection that is open already. */
  readonly share: number;
  /** Of those connections, the share that ends in a second. */
  readonly endsPerSecond: number;
}

/**
 * A client asks as if by chance, once in `spacing` seconds: a pause is longer than the edge keeps an idle connection with
 * the chance exp(-keepAlive / spacing). Each request is followed by such a pause or not, and sessions end.
 */
export function keepingOf(limits: EdgeLimits | undefined, assumptions: Assumptions): Keeping {
  const { requestSpacingSeconds: spacing, sessionSeconds: session } = assumptions;
  // Where nothing is known, nothing ends them but their users.
  const keepAlive = limits?.keepAliveSeconds ?? Number.POSITIVE_INFINITY;
  const pauses = spacing > 0 ? Math.exp(-keepAlive / spacing) : 0;
  return {
    share: 1 - pauses,
    endsPerSecond: (spacing > 0 ? pauses / spacing : 0) + (session > 0 ? 1 / session : 0),
  };
}

/** What answers give each slot from a time on: a straight line to the next. */
export interface Given {
  readonly from: number;
  readonly at: Float64Array;
  readonly perSecond: Float64Array;
  /** Slots that keep nobody meanwhile: nothing answers there. */
  readonly dead: readonly boolean[];
}

/** Where connections lead, by slot: after what answers give, as they end. */
export class Kept {
  /** At the beginning of each stretch. */
  readonly #led: Float64Array[] = [];
  readonly #starts: readonly number[];

  constructor(
    private readonly given: readonly Given[],
    private readonly keeping: readonly Keeping[],
  ) {
    this.#starts = given.map(({ from }) => from);
    for (const [index, { from, at, dead }] of given.entries()) {
      const before = given[index - 1];
      const led = before ? this.#ledAt(index - 1, from) : new Float64Array(at);
      // Nobody is connected to what is dead: the same as if answers had taken them along.
      for (let slot = 0; slot < led.length; slot++)
        if (dead[slot]) led[slot] = Math.min(led[slot] as number, at[slot] as number);
      this.#led.push(led);
    }
  }

  #ledAt(index: number, time: number): Float64Array {
    const { from, at, perSecond, dead } = this.given[index] as Given;
    const led = this.#led[index] as Float64Array;
    const passed = time - from;
    const found = new Float64Array(at.length);
    for (let slot = 0; slot < at.length; slot++) {
      const [start, slope] = [at[slot] as number, perSecond[slot] as number];
      const now = start + slope * passed;
      const ends = (this.keeping[slot] as Keeping).endsPerSecond;
      // y' = ends (h - y), where h is the line of what answers give.
      const lag = ends > 0 ? slope / ends : 0;
      const left = ends > 0 ? Math.exp(-ends * passed) : 1;
      const follows =
        ends > 0 ? now - lag + ((led[slot] as number) - start + lag) * left : (led[slot] as number);
      found[slot] = dead[slot] ? Math.min(follows, now) : follows;
    }
    return found;
  }

  /**
   * What arrives at each slot, where answers would give `held`: a share of those who are connected elsewhere is still there,
   * and missing where they would have gone.
   */
  arriving(time: number, held: Float64Array): Float64Array {
    const index = Math.max(0, countBefore(this.#starts, time, true) - 1);
    const { dead } = this.given[index] as Given;
    const led = this.#ledAt(index, time);
    let [stay, miss] = [0, 0];
    for (let slot = 0; slot < held.length; slot++) {
      const more = (led[slot] as number) - (held[slot] as number);
      if (more < 0) miss -= more;
      else if (!dead[slot]) stay += more * (this.keeping[slot] as Keeping).share;
    }
    const moved = Math.min(stay, miss);
    if (moved <= NOBODY) return held;
    const found = new Float64Array(held);
    for (let slot = 0; slot < held.length; slot++) {
      const more = (led[slot] as number) - (held[slot] as number);
      if (more < 0) found[slot] = (held[slot] as number) + (more * moved) / miss;
      else if (!dead[slot])
        found[slot] = (held[slot] as number) + (more * (this.keeping[slot] as Keeping).share * moved) / stay;
    }
    return found;
  }
}

const NOBODY = 1e-9;

/** Until all but so much of what was kept is gone, in lives of a connection: the line between two of them lies above the curve. */
export const lives = [0.25, 0.5, 1, 1.5, 2, 3, 4.5, 7] as const;
