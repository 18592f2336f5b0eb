/** What was accepted and waits for its copy: first in, first out. */

interface Stretch {
  /** Seconds in which it was accepted. */
  readonly seconds: number;
  /** So much each second. */
  readonly perSecond: number;
}

export class Backlog {
  #waiting: Stretch[] = [];

  /** Seconds of what was accepted: what is lost if it never gets there. */
  get seconds(): number {
    return this.#waiting.reduce((sum, { seconds }) => sum + seconds, 0);
  }

  /** Nothing gets there meanwhile. */
  cut(seconds: number, perSecond: number): void {
    if (seconds > 0 && perSecond > 0) this.#waiting.push({ seconds, perSecond });
  }

  /** It is caught up with, by so much each second in all, while more comes and waits behind it. */
  open(seconds: number, perSecond: number, throughput: number): void {
    if (this.#waiting.length === 0 || seconds <= 0) return;
    if (this.catchUpSeconds(perSecond, throughput) <= seconds) {
      this.#waiting = [];
      return;
    }
    this.cut(seconds, perSecond);
    this.#drop(seconds * throughput);
  }

  /** Until nothing waits, with so much more coming; Infinity where more comes than gets there. */
  catchUpSeconds(perSecond: number, throughput: number): number {
    const amount = this.#waiting.reduce((sum, stretch) => sum + stretch.seconds * stretch.perSecond, 0);
    if (amount === 0) return 0;
    return throughput > perSecond ? amount / (throughput - perSecond) : Number.POSITIVE_INFINITY;
  }

  #drop(amount: number): void {
    let left = amount;
    while (left > 0) {
      const [first, ...others] = this.#waiting;
      if (!first) return;
      const held = first.seconds * first.perSecond;
      if (held > left) {
        const seconds = first.seconds - left / first.perSecond;
        this.#waiting = [{ seconds, perSecond: first.perSecond }, ...others];
        return;
      }
      left -= held;
      this.#waiting = others;
    }
  }
}
