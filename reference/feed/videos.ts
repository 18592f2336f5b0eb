/** The videos that a feed knows: the newest ones, each once. Pure. */
import type { Uploaded } from "../queue/events";

export interface Video {
  readonly id: string;
  readonly key: string;
  readonly uploadedAt: string;
}

/** Far more than anybody scrolls through. */
const MOST = 1000;

export class Videos {
  /** The newest first. */
  #list: Video[] = [];
  readonly #byId = new Map<string, Video>();

  constructor(private readonly most = MOST) {}

  add({ id, key, uploadedAt }: Uploaded): void {
    if (this.#byId.has(id)) return;
    const video = { id, key, uploadedAt };
    const place = this.#list.findIndex((other) => other.uploadedAt <= uploadedAt);
    this.#list.splice(place === -1 ? this.#list.length : place, 0, video);
    this.#byId.set(id, video);
    const dropped = this.#list.splice(this.most);
    for (const one of dropped) this.#byId.delete(one.id);
  }

  newest(count: number): readonly Video[] {
    return this.#list.slice(0, count);
  }

  /** The videos of these ids that are known, in this order, and then the newest of the others. */
  ranked(ids: readonly string[], count: number): readonly Video[] {
    const chosen = new Set<Video>();
    for (const id of ids) {
      const video = this.#byId.get(id);
      if (video !== undefined) chosen.add(video);
    }
    // For each user who looks: what isn't shown isn't looked through.
    for (const video of this.#list) {
      if (chosen.size >= count) break;
      chosen.add(video);
    }
    return [...chosen].slice(0, count);
  }
}
