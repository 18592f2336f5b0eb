/**
 * What is left to do of uploads, as objects of one store that are numbered from 0: `<folder>/<n>.json`. Pods may not list, but
 * whoever reads on from 0 until a key is missing has read all, as each number is taken before the next is tried, and by one pod
 * alone: the store refuses a key that is taken. What was done of it is said by `<folder>/<n>.done`.
 */
import type { Store } from "../stores/store";
import type { Manifest } from "./record";

/** One upload that isn't finished. */
export interface Task {
  readonly manifest: Manifest;
  /** Whether its event is yet to be published. */
  readonly publish: boolean;
  /** Providers whose stores lack it. */
  readonly missing: readonly string[];
}

interface Waiting {
  readonly task: Task;
  readonly done: (number: number) => void;
  readonly failed: (error: unknown) => void;
}

export class Outbox {
  /** The number that this pod tries next; undefined before it has looked how far the others are. */
  #next: number | undefined;
  #waiting: Waiting[] = [];
  #isWriting = false;

  constructor(
    private readonly store: Store,
    readonly folder: string,
  ) {}

  /**
   * Gives the number under which the task is in the store. Tasks that come while another is written go together into one object.
   * @throws StoreFailure
   */
  append(task: Task): Promise<number> {
    return new Promise((done, failed) => {
      this.#waiting.push({ task, done, failed });
      void this.#write();
    });
  }

  /** The tasks of a number; undefined where that is not taken yet. @throws StoreFailure */
  async read(number: number): Promise<readonly Task[] | undefined> {
    const text = await this.store.get(this.#key(number));
    return text === undefined ? undefined : (JSON.parse(text.toString("utf8")) as Task[]);
  }

  /** @throws StoreFailure */
  isDone(number: number): Promise<boolean> {
    return this.store.has(this.#doneKey(number));
  }

  /** @throws StoreFailure */
  async markDone(number: number): Promise<void> {
    await this.store.put(this.#doneKey(number), Buffer.from("{}\n"), "application/json");
  }

  async #write(): Promise<void> {
    if (this.#isWriting) return;
    this.#isWriting = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0);
      try {
        const body = Buffer.from(JSON.stringify(batch.map(({ task }) => task)));
        let number = this.#next ?? (await this.#firstFree());
        // Taken by another pod, or by a try of this one whose answer was lost: then it is there twice, which does no harm.
        while ((await this.store.put(this.#key(number), body, "application/json")) === "there") number++;
        this.#next = number + 1;
        for (const { done } of batch) done(number);
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
    this.#isWriting = false;
  }

  /** No number is left out, so that the end is found by halving: some twenty questions for a million. */
  async #firstFree(): Promise<number> {
    const isTaken = (number: number): Promise<boolean> => this.store.has(this.#key(number));
    let [taken, free] = [-1, 0];
    while (await isTaken(free)) [taken, free] = [free, 2 * free + 1];
    while (free - taken > 1) {
      const middle = Math.floor((taken + free) / 2);
      if (await isTaken(middle)) taken = middle;
      else free = middle;
    }
    return free;
  }

  #key(number: number): string {
    return `${this.folder}/${String(number).padStart(8, "0")}.json`;
  }
  #doneKey(number: number): string {
    return `${this.folder}/${String(number).padStart(8, "0")}.done`;
  }
}
