/** Views and likes of each video, every event counted once. Pure. */
import type { Engaged } from "../queue/events";

export interface Count {
  views: number;
  likes: number;
}

export class Counts {
  /**
   * Of all events that were counted. The streams end what is older than three days, and a pod that is started anew begins with
   * what they have, so that this is bounded by them.
   */
  readonly #ids = new Set<string>();
  readonly #videos = new Map<string, Count>();
  #doubled = 0;

  get events(): number {
    return this.#ids.size;
  }
  /** Events that came again and weren't counted again: clients try again at other sites, publishers after a lost answer. */
  get doubled(): number {
    return this.#doubled;
  }

  /** @returns false where it was counted before */
  add({ id, video, kind }: Engaged): boolean {
    if (this.#ids.has(id)) {
      this.#doubled++;
      return false;
    }
    this.#ids.add(id);
    const count = this.#videos.get(video) ?? { views: 0, likes: 0 };
    if (kind === "view") count.views++;
    else count.likes++;
    this.#videos.set(video, count);
    return true;
  }

  of(video: string): Readonly<Count> | undefined {
    return this.#videos.get(video);
  }

  /** Of all videos that anybody looked at. */
  all(): ReadonlyMap<string, Readonly<Count>> {
    return this.#videos;
  }
}
