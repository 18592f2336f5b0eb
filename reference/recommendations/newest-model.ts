/** Looks for the newest model in all stores that answer, and keeps it when none does any more. */

import { MINUTE_MS, type Model, modelKey, readModel } from "../stores/models";
import { type Store, StoreFailure } from "../stores/store";

export interface Found {
  readonly key: string;
  readonly model: Model;
}

/** Minutes that every look goes back: a mirror brings other stores' models within some five. */
const MINUTES = 6;
/** While there is none each look goes on from where the last one ended, until a day back: all at once is work for minutes. */
const DEEPER_MINUTES = 15;
const DEEPEST_MINUTES = 24 * 60;
const TOGETHER = 10;
/** Between two looks time goes on: none is to fall between them. */
const OVERLAP_MINUTES = 1;

/** Keys of so many minutes from some minutes back on, the newest first. */
const keysFrom = (at: number, back: number, minutes: number): string[] =>
  Array.from({ length: minutes }, (_, n) => modelKey(new Date(at - (back + n) * MINUTE_MS)));

export class NewestModel {
  #found: Found | undefined;
  #hasAnswer = false;
  /** Minutes back that were looked through, from when the first look was. */
  #deep = MINUTES;

  constructor(
    private readonly stores: readonly Store[],
    private readonly now: () => Date,
  ) {}

  get found(): Found | undefined {
    return this.#found;
  }

  async look(): Promise<void> {
    const at = this.now().getTime();
    this.#hasAnswer = false;
    const isDeep = this.#found === undefined && this.#deep < DEEPEST_MINUTES;
    const keys = [...this.#newerThanFound(at), ...(isDeep ? keysFrom(at, this.#deep, DEEPER_MINUTES) : [])];
    for (let n = 0; n < keys.length; n += TOGETHER) {
      const found = await Promise.all(keys.slice(n, n + TOGETHER).map((key) => this.#at(key)));
      const first = found.find((one) => one !== undefined);
      if (first === undefined) continue;
      this.#found = first;
      return;
    }
    // Stores that were dead weren't looked through.
    if (isDeep && this.#hasAnswer) this.#deep += DEEPER_MINUTES - OVERLAP_MINUTES;
  }

  #newerThanFound(at: number): string[] {
    const keys = keysFrom(at, 0, MINUTES);
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
