/** A store that is left alone while it is down: requests are told at once, and only a probe in the background waits for it. */
import { describe, type Log } from "../frame/log";
import type { StoreSpec } from "../frame/settings";
import { type Store, StoreFailure } from "./store";

/** Failures in a row after which it is taken for down. One silence may be this pod's own: it was too busy to hear. */
const FAILURES = 3;
const PROBE_EVERY_MS = 2000;

export class GuardedStore implements Store {
  #failures = 0;
  #probe: NodeJS.Timeout | undefined;

  /** @param probeKey a key that this pod may read; nothing need be there */
  constructor(
    private readonly inner: Store,
    private readonly probeKey: string,
    private readonly log: Log,
    private readonly probeEveryMs = PROBE_EVERY_MS,
  ) {}

  get spec(): StoreSpec {
    return this.inner.spec;
  }

  get isUp(): boolean {
    return this.#probe === undefined;
  }

  put(key: string, body: Buffer, contentType: string): Promise<"made" | "there"> {
    return this.#guard(() => this.inner.put(key, body, contentType));
  }
  get(key: string): Promise<Buffer | undefined> {
    return this.#guard(() => this.inner.get(key));
  }
  has(key: string): Promise<boolean> {
    return this.#guard(() => this.inner.has(key));
  }

  async #guard<T>(ask: () => Promise<T>): Promise<T> {
    if (!this.isUp)
      throw new StoreFailure(this.spec.site, "is taken for down; it is asked again every 2 s", false);
    try {
      const answer = await ask();
      this.#failures = 0;
      return answer;
    } catch (error) {
      if (!(error instanceof StoreFailure)) throw error;
      this.#failures++;
      if (this.#failures >= FAILURES && this.isUp) {
        this.log.warn("a store is taken for down", { store: this.spec.site, error: describe(error) });
        this.#probeLater();
      }
      throw error;
    }
  }

  #probeLater(): void {
    this.#probe = setTimeout(() => void this.#probeNow(), this.probeEveryMs);
    this.#probe.unref();
  }

  async #probeNow(): Promise<void> {
    try {
      await this.inner.has(this.probeKey);
    } catch (error) {
      if (!(error instanceof StoreFailure)) this.log.error("probe failed", { error: describe(error) });
      this.#probeLater();
      return;
    }
    this.#failures = 0;
    this.#probe = undefined;
    this.log.info("a store is back", { store: this.spec.site });
  }
}
