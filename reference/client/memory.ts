/** Who is sick, and when it may be asked again. Pure, but for the clock and chance that it is given. */
import type { Machine, Timings } from "./settings";

interface Sick {
  /** How often in a row it was found sick. */
  readonly times: number;
  /** Until when it is left alone. */
  readonly until: number;
  /** Good answers in a row since. */
  readonly good: number;
}

/** For so many of the longest rests it is remembered how often one was sick that is well again. */
const REMEMBERED = 3;

/** Good answers to a probe, one after another, after which one counts as well: who flaps isn't run after. */
const WELL_AFTER = 2;
/** Failed requests after which a capability counts as sick: one bad answer says little. */
const SICK_AFTER = 3;
/** Good answers make up for so much of a failed one: where a fifth or less fails, another site is seldom better. */
const SERVED_PAYS = 0.25;
/** By how much a rest varies either way, so that who left together doesn't come back together. */
const JITTER = 0.5;

/** Keys are a site, or a capability at a site. */
export class Memory {
  readonly #sick = new Map<string, Sick>();
  readonly #recovered = new Map<string, { readonly times: number; readonly at: number }>();
  readonly #failures = new Map<string, number>();
  readonly #busy = new Map<string, number>();

  constructor(
    private readonly machine: Pick<Machine, "now" | "random">,
    private readonly timings: Pick<Timings, "rest" | "longestRest">,
  ) {}

  isSick(key: string): boolean {
    return this.#sick.has(key);
  }

  /** When its rest is over: it is to be asked again, by a probe. 0 for one that is well. */
  restsUntil(key: string): number {
    return this.#sick.get(key)?.until ?? 0;
  }

  /** It was found sick, by a probe or in a race. */
  sicken(key: string): void {
    const times = (this.#sick.get(key)?.times ?? this.#timesBefore(key)) + 1;
    const rest = Math.min(this.timings.longestRest, this.timings.rest * 2 ** (times - 1));
    this.#sick.set(key, { times, until: this.machine.now() + this.#about(rest), good: 0 });
  }

  /** A probe was answered well. Says whether it counts as well now. */
  recover(key: string): boolean {
    const sick = this.#sick.get(key);
    if (!sick) return true;
    const good = sick.good + 1;
    if (good >= WELL_AFTER) {
      this.#recovered.set(key, { times: sick.times, at: this.machine.now() });
      return this.#sick.delete(key);
    }
    this.#sick.set(key, { ...sick, good, until: this.machine.now() + this.#about(this.timings.rest) });
    return false;
  }

  /**
   * A request failed there; several are a sickness. Of one that was sick a moment ago a single one is: its probes may be
   * answered well while requests go on failing.
   */
  failed(key: string): void {
    const failures = (this.#failures.get(key) ?? 0) + 1;
    this.#failures.set(key, failures);
    const enough = this.#timesBefore(key) > 0 ? 1 : SICK_AFTER;
    if (failures < enough || this.isSick(key)) return;
    this.#failures.delete(key);
    this.sicken(key);
  }

  /** A request was answered well there. */
  served(key: string): void {
    const failures = (this.#failures.get(key) ?? 0) - SERVED_PAYS;
    if (failures > 0) this.#failures.set(key, failures);
    else this.#failures.delete(key);
  }

  /** It asked to be left alone for some milliseconds: it is well, and has too much to do. */
  tooMuch(key: string, milliseconds: number): void {
    // Never sooner than it asked for.
    const after = milliseconds * (1 + JITTER * this.machine.random());
    this.#busy.set(key, Math.max(this.busyUntil(key), this.machine.now() + after));
  }

  busyUntil(key: string): number {
    return this.#busy.get(key) ?? 0;
  }

  /** Whose health says that it is well while every other request fails comes back ever more seldom. */
  #timesBefore(key: string): number {
    const before = this.#recovered.get(key);
    const until = (before?.at ?? 0) + REMEMBERED * this.timings.longestRest;
    return before && this.machine.now() < until ? before.times : 0;
  }

  #about = (milliseconds: number): number => milliseconds * (1 + JITTER * (2 * this.machine.random() - 1));
}

/**
 * What may be spent on asking again elsewhere: a tenth of the requests, and a few at first, so that those who fail together
 * don't double the load of those who are left.
 */
export class Budget {
  static readonly #MOST = 5;
  static readonly #EACH = 0.1;
  #left = Budget.#MOST;

  earn(): void {
    this.#left = Math.min(Budget.#MOST, this.#left + Budget.#EACH);
  }

  /** Whether there is enough for one more. */
  take(): boolean {
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}
