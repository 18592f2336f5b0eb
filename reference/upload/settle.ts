/**
 * Does what was left to do of uploads: publishes events that the queue didn't take, and fills stores that were missing.
 *
 * The stack's mirror (rclone, every five minutes) copies between the providers' stores too, by name and whatever was marked. This
 * is the quicker one, and the one that can be asked (`GET /v1/uploads/<id>`); whichever comes second finds the key taken.
 *
 * Each pod does its own tasks at once, and those of pods that ended before theirs were done once they have waited for a while.
 * Tasks of other sites are left to those: who can't write to a site's outbox has lost it, and what it says with it.
 */
import { describe, type Log } from "../frame/log";
import { UPLOADED } from "../queue/events";
import { type Publisher, QueueFailure } from "../queue/publisher";
import { dayOf, daysBack } from "../stores/keys";
import { byProvider } from "../stores/open";
import { type Store, StoreFailure } from "../stores/store";
import { Outbox, type Task } from "./outbox";
import { eventOf, outboxFolder } from "./record";

/** How far back outboxes are looked through when a pod starts: the longest outage that somebody hasn't noticed. */
const DAYS_BACK = 7;
/** Tasks of other pods wait so long for those. */
const OTHERS_FIRST_MS = 15_000;
/** Read ahead of what is done, from one outbox: what a long outage leaves doesn't fit into memory at once. */
const MOST_OPEN = 500;
const TOGETHER = 8;
/** Before what couldn't be done is tried again: twice as long each time. All pods ask for all that is left to do. */
const PAUSE_MS = { first: 1000, most: 10_000 };

/** A numbered object of an outbox that isn't done. */
interface Open {
  readonly tasks: readonly Task[];
  readonly isOwn: boolean;
  readonly seenAt: number;
  /** How long it waits after it was tried next, and until when it waits now, in milliseconds. */
  pauseMs: number;
  restsUntil: number;
}

interface Watched {
  readonly day: string;
  readonly store: Store;
  readonly outbox: Outbox;
  readonly open: Map<number, Open>;
  /** The first number that wasn't looked at yet. */
  next: number;
  /** Whether all of it was looked at once. */
  isRead: boolean;
}

export interface SettleParts {
  readonly site: string;
  readonly stores: readonly Store[];
  readonly publisher: Publisher;
  readonly log: Log;
  readonly now: () => Date;
  readonly othersFirstMs?: number;
  readonly firstPauseMs?: number;
}

export class Settler {
  readonly #watched = new Map<string, Watched>();
  #isFirst = true;

  constructor(private readonly parts: SettleParts) {}

  /** Tasks that aren't done, as far as this pod knows; one that is noted in two stores counts twice. */
  get open(): number {
    return [...this.#watched.values()]
      .flatMap(({ open }) => [...open.values()])
      .reduce((sum, { tasks }) => sum + tasks.length, 0);
  }

  /** Notes a task in a store's outbox of today. @throws StoreFailure */
  async append(store: Store, task: Task): Promise<void> {
    const watched = this.#watch(dayOf(this.parts.now()), store);
    const number = await watched.outbox.append(task);
    const others = watched.open.get(number)?.tasks ?? [];
    watched.open.set(number, this.#opened([...others, task], true));
  }

  /** Looks for tasks of other pods: of the days before too when it is called for the first time. */
  async look(): Promise<void> {
    const { stores, now } = this.parts;
    for (const day of daysBack(now(), this.#isFirst ? DAYS_BACK : 2)) {
      for (const store of stores) this.#watch(day, store);
    }
    this.#isFirst = false;
    await Promise.all([...this.#watched.values()].map((watched) => this.#lookAt(watched)));
  }

  /** Does what can be done now. */
  async settle(): Promise<void> {
    for (const watched of this.#watched.values()) {
      const due = [...watched.open].filter(([, one]) => this.#isDue(one));
      for (let n = 0; n < due.length; n += TOGETHER) {
        await Promise.all(
          due.slice(n, n + TOGETHER).map(([number, one]) => this.#settleOne(watched, number, one)),
        );
      }
    }
    this.#forget();
  }

  #watch(day: string, store: Store): Watched {
    const folder = outboxFolder(day, this.parts.site, store.spec.site);
    const known = this.#watched.get(folder);
    if (known !== undefined) return known;
    const watched: Watched = {
      day,
      store,
      outbox: new Outbox(store, folder),
      open: new Map(),
      next: 0,
      isRead: false,
    };
    this.#watched.set(folder, watched);
    return watched;
  }

  async #lookAt(watched: Watched): Promise<void> {
    const { outbox, open } = watched;
    try {
      while (open.size < MOST_OPEN) {
        const number = watched.next;
        if (!open.has(number)) {
          const tasks = await outbox.read(number);
          if (tasks === undefined) {
            watched.isRead = true;
            return;
          }
          // A task of this pod's own that came meanwhile is known better.
          if (!open.has(number) && !(await outbox.isDone(number)) && !open.has(number)) {
            open.set(number, this.#opened(tasks, false));
          }
        }
        watched.next++;
      }
    } catch (error) {
      // Read on when the store is back.
      if (!(error instanceof StoreFailure)) throw error;
    }
  }

  #isDue({ tasks, isOwn, seenAt, restsUntil }: Open): boolean {
    const now = performance.now();
    const waited = isOwn || now - seenAt > (this.parts.othersFirstMs ?? OTHERS_FIRST_MS);
    return waited && now >= restsUntil && tasks.some((task) => this.#canBeTried(task));
  }

  #opened(tasks: readonly Task[], isOwn: boolean): Open {
    const pauseMs = this.parts.firstPauseMs ?? PAUSE_MS.first;
    return { tasks, isOwn, seenAt: performance.now(), pauseMs, restsUntil: 0 };
  }

  /** A copy waits for a store that isn't taken for down. */
  #canBeTried({ publish, missing }: Task): boolean {
    const isUp = (provider: string) =>
      this.parts.stores.some((store) => store.spec.provider === provider && store.isUp !== false);
    return publish || missing.some(isUp);
  }

  async #settleOne({ outbox, open }: Watched, number: number, one: Open): Promise<void> {
    const { tasks, isOwn } = one;
    one.restsUntil = performance.now() + one.pauseMs;
    one.pauseMs = Math.min(2 * one.pauseMs, PAUSE_MS.most);
    try {
      if (isOwn || !(await outbox.isDone(number))) {
        const left = (await Promise.all(tasks.map((task) => this.#do(task)))).filter(
          (task) => task !== undefined,
        );
        if (left.length > 0) {
          const now = open.get(number);
          // What came to it while this was under way stays.
          const came = now?.tasks.filter((task) => !tasks.includes(task)) ?? [];
          open.set(number, { ...one, tasks: [...left, ...came], seenAt: now?.seenAt ?? one.seenAt });
          return;
        }
        if ((open.get(number)?.tasks.length ?? 0) > tasks.length) return;
        await outbox.markDone(number);
      }
      open.delete(number);
    } catch (error) {
      if (!(error instanceof StoreFailure)) throw error;
    }
  }

  /** @returns what is left of it */
  async #do(task: Task): Promise<Task | undefined> {
    const publish = task.publish && !(await this.#publish(task));
    const filled = await Promise.all(task.missing.map((provider) => this.#fill(task, provider)));
    const missing = task.missing.filter((_, n) => !filled[n]);
    return publish || missing.length > 0 ? { manifest: task.manifest, publish, missing } : undefined;
  }

  async #publish({ manifest }: Task): Promise<boolean> {
    try {
      await this.parts.publisher.publish(UPLOADED, manifest.id, eventOf(manifest));
      return true;
    } catch (error) {
      if (error instanceof QueueFailure) return false;
      throw error;
    }
  }

  /** Copies bytes and manifest into a store of the provider; the manifest last, as it says that the bytes are there. */
  async #fill({ manifest }: Task, provider: string): Promise<boolean> {
    const { stores, log } = this.parts;
    const targets = byProvider(stores).get(provider) ?? [];
    const sources = stores.filter(({ spec }) => spec.provider !== provider);
    for (const target of targets) {
      try {
        await copy(sources, target, manifest.key, manifest.contentType);
        await copy(sources, target, manifest.manifestKey, "application/json");
        log.info("a missing copy was made", { upload: manifest.id, store: target.spec.site });
        return true;
      } catch (error) {
        if (!(error instanceof StoreFailure)) throw error;
        log.info("a missing copy can't be made yet", { upload: manifest.id, error: describe(error) });
      }
    }
    return false;
  }

  /** Outboxes of days that are over and have nothing open. */
  #forget(): void {
    const days = daysBack(this.parts.now(), 2);
    for (const [folder, { day, open, isRead }] of this.#watched) {
      if (!days.includes(day) && open.size === 0 && isRead) this.#watched.delete(folder);
    }
  }
}

/** @throws StoreFailure where no source has it, or the target doesn't take it */
async function copy(
  sources: readonly Store[],
  target: Store,
  key: string,
  contentType: string,
): Promise<void> {
  if (await target.has(key)) return;
  let why: unknown;
  for (const source of sources) {
    try {
      const body = await source.get(key);
      if (body === undefined) continue;
      await target.put(key, body, contentType);
      return;
    } catch (error) {
      if (!(error instanceof StoreFailure)) throw error;
      why = error;
    }
  }
  throw why ?? new StoreFailure(target.spec.site, `no other store has ${key}`, false);
}
