/** Looks for the newest model in all stores that answer, and keeps it when none does any more. */

import { MINUTE_MS, type Model, modelKey, readModel } from "../stores/models";
import { type Store, StoreFailure } from "../stores/store";

export interface Found {
  readonly key: string;
  readonly model: Model;
}

/** Minutes that every look goes back: a mirror brings other stores' models within some five. */
const MINUTES = 15;
/** What one goes back while there is none: a day. */
const DEEP_MINUTES = 24 * 60;
const DEEP_EVERY_MS = 600_000;
const TOGETHER = 10;

export class NewestModel {
  #found: Found | undefined;
  #hasAnswer = false;
  #deepAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly stores: readonly Store[],
    private readonly now: () => Date,
  ) {}

  get found(): Found | undefined {
    return this.#found;
  }

  async look(): Promise<void> {
    const at = this.now().getTime();
    const isDeep = this.#found === undefined && at - this.#deepAt >= DEEP_EVERY_MS;
    this.#hasAnswer = false;
    const keys = this.#newerThanFound(at, isDeep ? DEEP_MINUTES : MINUTES);
    for (let n = 0; n < keys.length; n += TOGETHER) {
      const found = await Promise.all(keys.slice(n, n + TOGETHER).map((key) => this.#at(key)));
      const first = found.find((one) => one !== undefined);
      if (first === undefined) continue;
      this.#found = first;
      return;
    }
    // Stores that were dead weren't looked through.
    if (isDeep && this.#hasAnswer) this.#deepAt = at;
  }

  #newerThanFound(at: number, minutes: number): string[] {
    const keys = Array.from({ length: minutes }, (_, n) => modelKey(new Date(at - n * MINUTE_MS)));
    const known = this.#found === undefined ? -1 : keys.indexOf(this.#found.key);
    return known === -1 ? keys : keys.slice(0, known);
  }

  /** The newest of what the stores have under a key: sites that write in the same minute each have their own. */
  async #at(key: string): Promise<Found | undefined> {
    const models = await Promise.all(
      this.stores.map(async (store) => {
        try {
          const text = await store.get(key);
          this.#hasAnswer = true;
          return text === undefined ? undefined : readModel(text);
        } catch (error) {
          // The others may have it; and what is known stays.
          if (error instanceof StoreFailure) return undefined;
          throw error;
        }
      }),
    );
    const [model] = models
      .filter((one) => one !== undefined)
      .sort((a, b) => Date.parse(b.madeAt) - Date.parse(a.madeAt));
    return model === undefined ? undefined : { key, model };
  }
}
