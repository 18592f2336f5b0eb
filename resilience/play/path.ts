/** Shares over time, several at once: straight from knot to knot, with a jump where two knots have one time. Pure. */
import { countBefore } from "./curve";

/** Of a share: a line may pass so far from what it stands for. */
const TOLERANCE = 0.001;

/** Lines through samples in the order of time, with no more knots than it takes. */
export class Path {
  readonly #times: number[] = [];
  readonly #values: Float64Array[] = [];
  /** Since the last knot: the last sample, and the slopes that a line to the next may have. */
  #last: { readonly time: number; readonly value: Float64Array } | undefined;
  readonly #low: Float64Array;
  readonly #high: Float64Array;

  /** @param width how many shares there are */
  constructor(width: number) {
    this.#low = new Float64Array(width);
    this.#high = new Float64Array(width);
  }

  /** Times of the knots, sorted. */
  get times(): readonly number[] {
    return this.#times;
  }

  /** The next sample. What is handed over is copied. */
  add(time: number, value: Float64Array): void {
    if (this.#times.length === 0) {
      this.#knot(time, value);
      return;
    }
    // A sample at the time of a jump is that jump's own.
    if (time <= (this.#times.at(-1) as number)) return;
    if (this.#last && !this.#isInLine(time, value)) {
      this.#knot(this.#last.time, this.#last.value);
      this.#last = undefined;
    }
    this.#narrow(time, value);
    this.#last = { time, value: new Float64Array(value) };
  }

  /** From a time on it is another: a sample before and one after must be given. */
  jump(time: number, before: Float64Array, after: Float64Array): void {
    this.add(time, before);
    this.end();
    this.#knot(time, after);
  }

  /** Nothing more comes: the last sample is a knot too. */
  end(): void {
    if (this.#last) this.#knot(this.#last.time, this.#last.value);
    this.#last = undefined;
  }

  /** At a time, after a jump there; before the first knot and after the last it stays as it is there. */
  at(time: number): Float64Array {
    const next = countBefore(this.#times, time, true);
    const [before, after] = [this.#values[next - 1], this.#values[next]];
    if (!before || !after) return new Float64Array((before ?? after) as Float64Array);
    const [from, to] = [this.#times[next - 1] as number, this.#times[next] as number];
    const way = (time - from) / (to - from);
    return before.map((value, place) => value + ((after[place] as number) - value) * way);
  }

  #knot(time: number, value: Float64Array): void {
    this.#times.push(time);
    this.#values.push(new Float64Array(value));
  }

  #isInLine(time: number, value: Float64Array): boolean {
    const [from, start] = this.#anchor();
    for (let place = 0; place < value.length; place++) {
      const slope = ((value[place] as number) - (start[place] as number)) / (time - from);
      if (slope < (this.#low[place] as number) || slope > (this.#high[place] as number)) return false;
    }
    return true;
  }

  #narrow(time: number, value: Float64Array): void {
    const [from, start] = this.#anchor();
    const lasts = time - from;
    for (let place = 0; place < value.length; place++) {
      const rise = (value[place] as number) - (start[place] as number);
      const [low, high] = [(rise - TOLERANCE) / lasts, (rise + TOLERANCE) / lasts];
      this.#low[place] = this.#last ? Math.max(this.#low[place] as number, low) : low;
      this.#high[place] = this.#last ? Math.min(this.#high[place] as number, high) : high;
    }
  }

  #anchor(): readonly [number, Float64Array] {
    return [this.#times.at(-1) as number, this.#values.at(-1) as Float64Array];
  }
}
