/**
 * Asking a site something cheap, by its own health: whether it still lives while a request is unanswered, and whether one
 * that was sick is well again.
 */
import type { Answered, Connections } from "./connections";
import type { Memory } from "./memory";
import { keyOf, type Place } from "./places";
import { type Attempt, type End, race } from "./race";
import type { Timings } from "./settings";

export class Probes {
  readonly #asking = new Set<string>();

  constructor(
    private readonly connections: Connections,
    private readonly memory: Memory,
    private readonly timings: Timings,
  ) {}

  /** The health of a capability there, on a new connection: an old one may be what is broken. */
  #ask(place: Place, health: string): Attempt<Answered> {
    const opening = this.connections.open(place.host);
    let asking: Attempt<Answered> | undefined;
    const result = opening.result.then((socket) => {
      asking = this.connections.ask(place.host, { method: "GET", path: health, headers: {} }, socket);
      return asking.result;
    });
    const cancel = () => {
      opening.cancel();
      asking?.cancel();
    };
    return { result, cancel };
  }

  /**
   * Whether a place is dead that owes an answer: it says nothing, or can't be connected to, while another answers. Where
   * nobody answers, whoever asks is cut off, and it is nobody's fault.
   */
  async isDead(place: Place, others: readonly Place[], health: string): Promise<boolean> {
    let own: End<Answered>["kind"] | undefined;
    let tell: () => void = () => undefined;
    const told = new Promise<void>((done) => {
      tell = done;
    });
    const { attemptDelay, connect, grace } = this.timings;
    const won = await race(
      [place, ...others].map((each) => () => this.#ask(each, health)),
      { delay: attemptDelay, limit: connect, late: grace },
      (index, end) => {
        if (index !== 0) return;
        own = end.kind;
        tell();
      },
    ).catch(() => undefined);
    if (won === undefined || won.index === 0) return false;
    await told;
    return own === "silent" || own === "failed";
  }

  /** Whether a kept connection still leads anywhere; it is given up where it doesn't. */
  async leadsThere(place: Place, health: string): Promise<boolean> {
    const asking = this.connections.ask(place.host, { method: "GET", path: health, headers: {} });
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<undefined>((done) => {
      timer = setTimeout(() => done(undefined), this.timings.verify);
    });
    const answered = await Promise.race([asking.result.catch(() => undefined), limit]);
    clearTimeout(timer);
    if (answered) return true;
    asking.result.catch(() => undefined);
    asking.cancel();
    this.connections.drop(place.host);
    return false;
  }

  /** Asks how a capability is at a place, beside whatever is going on, and remembers it. One at a time. */
  look(place: Place, capability: string, health: string): void {
    if (this.#asking.has(place.host)) return;
    this.#asking.add(place.host);
    const key = keyOf(place.site, capability);
    const attempt = this.#ask(place, health);
    const limit = setTimeout(() => attempt.cancel(), this.timings.connect);
    limit.unref();
    attempt.result
      .then(
        ({ status }) => {
          this.memory.recover(place.site);
          if (status === 200) this.memory.recover(key);
          else this.memory.sicken(key);
        },
        () => this.memory.sicken(place.site),
      )
      .finally(() => {
        clearTimeout(limit);
        this.#asking.delete(place.host);
      });
  }
}
