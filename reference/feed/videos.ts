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
  readonly #ids = new Set<string>();

  constructor(private readonly most = MOST) {}

  add({ id, key, uploadedAt }: Uploaded): void {
    if (this.#ids.has(id)) return;
    const place = this.#list.findIndex((other) => other.uploadedAt <= uploadedAt);
    this.#list.splice(place === -1 ? this.#list.length : place, 0, { id, key, uploadedAt });
    this.#ids.add(id);
    const dropped = this.#list.splice(this.most);
    for (const one of dropped) this.#ids.delete(one.id);
  }

  newest(count: number): readonly Video[] {
    return this.#list.slice(0, count);
  }

  /** The videos of these ids that are known, in this order, and then the newest of the others. */
  ranked(ids: readonly string[], count: number): readonly Video[] {
    const byId = new Map(this.#list.map((video) => [video.id, video]));
    const first = [...new Set(ids)].flatMap((id) => byId.get(id) ?? []);
    const chosen = new Set(first.map(({ id }) => id));
    return [...first, ...this.#list.filter(({ id }) => !chosen.has(id))].slice(0, count);
  }
}
