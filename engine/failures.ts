import { inspect } from "node:util";

type Listener = (...args: unknown[]) => void;

const events = ["unhandledRejection", "uncaughtException"] as const;

/**
 * What a program throws where nobody catches it: in an `apply`, in a promise that nobody awaits. The SDK rejects
 * every promise that hangs on a failed one, so that the same error comes many times.
 */
export class ProgramFailures {
  readonly #errors = new Set<Error>();
  readonly #others = new Map<Listener, (typeof events)[number]>();
  readonly #onFailure: Listener = (reason) => this.add(reason);

  get errors(): readonly Error[] {
    return [...this.#errors];
  }

  add(reason: unknown): void {
    this.#errors.add(toError(reason));
  }

  /** Takes the place of all who listen for such errors: while a program runs, they are its own. */
  listen(): void {
    for (const event of events) {
      for (const listener of process.listeners(event as "uncaughtException") as Listener[]) {
        this.#others.set(listener, event);
      }
      process.removeAllListeners(event);
      process.on(event, this.#onFailure);
    }
  }

  stop(): void {
    for (const event of events) {
      process.off(event, this.#onFailure);
    }
    for (const [listener, event] of this.#others) {
      process.on(event, listener);
    }
    this.#others.clear();
  }
}

/** What was thrown, as an error: JavaScript lets a program throw anything. */
export function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(`the program threw ${inspect(thrown)}`);
}
