/** A client of the platform that chooses its site, leaves one that goes silent within about a second, and comes back. */
import { Resolver } from "node:dns/promises";
import { Connections, type Sent } from "./connections";
import { Document } from "./endpoints";
import { Exchanges, type Outcome } from "./exchanges";
import { Budget, Memory } from "./memory";
import { BY_DNS, isWell, keyOf, type Place, Preference, placesOf } from "./places";
import { Probes } from "./probe";
import { type ClientSettings, type Machine, type Timings, usualTimings } from "./settings";

export interface Ask extends Omit<Sent, "method" | "headers"> {
  /** By the platform's name: one of the settings' `names`. */
  readonly capability: string;
  /** `GET` where it isn't said. */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * It carries an id by which the platform knows it again (`upload-id`, an engagement's `id`), so that it may be sent twice.
   * GET, HEAD, OPTIONS, PUT and DELETE may be anyway.
   */
  readonly identified?: boolean;
  /** Milliseconds in all; 30 s where it isn't said. */
  readonly timeout?: number;
  /** Milliseconds after which what may be sent twice is sent to another site, while the first still lives. */
  readonly slowAfter?: number;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
  /** The site that answered, where it was asked by its own name; and the address. */
  readonly site?: string;
  readonly address: string;
  /** How often it was sent. */
  readonly sent: number;
}

/** There is no answer. */
abstract class UnansweredError extends Error {
  constructor(
    because: string,
    /** How often it was sent. */
    readonly sent: number,
  ) {
    super(because);
  }
}

/** Whether the platform has done what was asked can't be told: a person decides what now. */
export class OutcomeUnknownError extends UnansweredError {
  override readonly name = "OutcomeUnknownError";
}

/** It may be asked again. */
export class NoAnswerError extends UnansweredError {
  override readonly name = "NoAnswerError";
}

/** HAProxy and the platform's pods refuse with these before anything is done. */
const NOT_BEGUN: ReadonlySet<number> = new Set([421, 425]);
const REPEATABLE: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS", "PUT", "DELETE"]);
/** How often a request is sent at most. */
const MOST_SENT = 4;
const TIMEOUT = 30_000;

export class Client {
  readonly #machine: Machine;
  readonly #timings: Timings;
  readonly #memory: Memory;
  readonly #budget = new Budget();
  readonly #preference: Preference;
  readonly #connections: Connections;
  readonly #document: Document;
  readonly #probes: Probes;
  readonly #exchanges: Exchanges;

  constructor(private readonly settings: ClientSettings) {
    this.#machine = { ...thisMachine, ...settings.machine };
    this.#timings = { ...usualTimings, ...settings.timings };
    this.#memory = new Memory(this.#machine, this.#timings);
    this.#preference = new Preference(this.#machine.random);
    this.#connections = new Connections(this.#machine, this.#timings);
    this.#document = new Document(settings, this.#connections, this.#machine, this.#timings);
    this.#probes = new Probes(this.#connections, this.#memory, this.#timings);
    this.#exchanges = new Exchanges(
      this.#connections,
      this.#probes,
      this.#memory,
      this.#machine,
      this.#timings,
    );
  }

  /**
   * Asks, wherever that can be answered.
   * @returns the last answer, whatever its status
   * @throws OutcomeUnknownError, NoAnswerError, or NobodyAnswersError where nobody could be reached
   */
  async ask(ask: Ask): Promise<Reply> {
    const publicHost = this.settings.names[ask.capability];
    if (publicHost === undefined) throw new RangeError(`no public name is known of ${ask.capability}`);
    const { capability, method = "GET", timeout = TIMEOUT } = ask;
    const by = this.#machine.now() + timeout;
    const repeatable = ask.identified === true || REPEATABLE.has(method);
    this.#budget.earn();
    await this.#document.need();
    const health = this.#document.endpoints?.capabilities.get(capability)?.health;
    const tried = new Set<string>();
    for (let sent = 1; ; sent++) {
      const places = placesOf(
        capability,
        publicHost,
        this.#document.endpoints,
        this.#preference,
        this.#memory,
      );
      const left = places.filter(({ site }) => !tried.has(site));
      const outcome = await this.#exchanges.once(
        { method, path: ask.path, headers: ask.headers ?? {}, ...(ask.body ? { body: ask.body } : {}) },
        { capability, repeatable, ...(health ? { health } : {}) },
        left.length > 0 ? left : places,
        { by, slowBy: this.#machine.now() + (ask.slowAfter ?? Number.POSITIVE_INFINITY) },
      );
      this.#comeHome(places, outcome.place, capability, health);
      const elsewhere = left.some(({ site }) => site !== outcome.place.site) && sent < MOST_SENT;
      if (outcome.kind !== "closed") tried.add(outcome.place.site);
      if (outcome.kind === "answer") {
        const { status } = outcome.answered;
        if (status === 429 && sent < MOST_SENT && (await this.#waits(outcome, capability, by))) {
          tried.clear();
          continue;
        }
        const again =
          elsewhere && (NOT_BEGUN.has(status) || (status >= 500 && repeatable && this.#budget.take()));
        if (again) continue;
        const { site } = outcome.place;
        return { ...outcome.answered, ...(site === BY_DNS ? {} : { site }), sent };
      }
      const because = `${outcome.place.host}: ${outcome.because}`;
      if (!repeatable) throw new OutcomeUnknownError(because, sent);
      if (this.#machine.now() >= by || sent >= MOST_SENT) throw new NoAnswerError(because, sent);
      if (outcome.kind === "closed") continue;
      // Who is gone works no more on what it was sent; who is slow may.
      if (!elsewhere || (outcome.kind === "slow" && !this.#budget.take()))
        throw new NoAnswerError(because, sent);
    }
  }

  /** Looks whether a place that is preferred to the one that served is well again, once its rest is over. */
  #comeHome(places: readonly Place[], used: Place, capability: string, health: string | undefined): void {
    const now = this.#machine.now();
    if (health === undefined || used.site === BY_DNS) return;
    for (const place of places) {
      if (place.site === BY_DNS || isWell(place.site, capability, this.#memory)) continue;
      const { site } = place;
      const until = Math.max(this.#memory.restsUntil(site), this.#memory.restsUntil(keyOf(site, capability)));
      if (until <= now) this.#probes.look(place, capability, health);
    }
  }

  /**
   * Waits for as long as who has too much to do has asked for, where there is time for that: another site isn't asked
   * meanwhile, as its edge has done that, and one after the other would fall.
   */
  async #waits(
    { answered, place }: Outcome & { kind: "answer" },
    capability: string,
    by: number,
  ): Promise<boolean> {
    const key = keyOf(place.site, capability);
    this.#memory.tooMuch(key, retryAfter(answered.headers["retry-after"]) ?? this.#timings.busy);
    const wait = this.#memory.busyUntil(key) - this.#machine.now();
    if (this.#machine.now() + wait >= by) return false;
    await new Promise((done) => {
      setTimeout(done, wait);
    });
    return true;
  }

  /** Ends its connections. */
  close(): void {
    this.#connections.close();
  }
}

/** Milliseconds; undefined where it says nothing that can be read. */
export function retryAfter(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,6}$/.test(header.trim())) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}

const dns = new Resolver();
/** What DNS answers with, where it answers that there is nothing. */
const NOTHING: ReadonlySet<string | undefined> = new Set(["ENOTFOUND", "ENODATA"]);

const thisMachine: Machine = {
  lookup: (host) =>
    dns.resolve4(host).catch((error: NodeJS.ErrnoException) => {
      if (NOTHING.has(error.code)) return [];
      throw error;
    }),
  now: () => performance.now(),
  random: Math.random,
  port: 443,
  tls: {},
};
