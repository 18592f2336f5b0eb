/** The videos that users know of: what was uploaded of late, and the most views that each was seen with. Pure. */
import type { Random } from "./random";

/** How many are remembered: the latest. */
const MOST = 400;
/** What is watched until something was uploaded. */
const FIRST = "00000000-0000-4000-8000-000000000001";

export class Videos {
  readonly #ids: string[] = [];
  readonly #views = new Map<string, number>();
  #next = 0;

  constructor(private readonly random: Random) {}

  add(id: string): void {
    const forgotten = this.#ids[this.#next];
    if (forgotten !== undefined) this.#views.delete(forgotten);
    this.#ids[this.#next] = id;
    this.#next = (this.#next + 1) % MOST;
  }

  any(): string {
    return this.#ids[Math.floor(this.random() * this.#ids.length)] ?? FIRST;
  }

  /** Takes a count for seen; gives the one seen before where that was higher. */
  seen(video: string, views: number): number | undefined {
    const before = this.#views.get(video) ?? 0;
    this.#views.set(video, Math.max(before, views));
    return views < before ? before : undefined;
  }
}
