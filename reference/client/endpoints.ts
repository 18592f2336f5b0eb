/** The document of endpoints: got from any site, and kept while no newer one can be had. */
import type { Answered, Connections } from "./connections";
import { DocumentError, documentPath, domainOf, type Endpoints, readDocument } from "./document";
import { type Attempt, race } from "./race";
import type { ClientSettings, Machine, Timings } from "./settings";

const DAY = 86_400_000;
/** After nobody gave one. */
const AGAIN = 60_000;

export class Document {
  #endpoints: Endpoints | undefined;
  #staleAt = Number.NEGATIVE_INFINITY;
  #getting: Promise<void> | undefined;
  readonly #domain: string;

  constructor(
    private readonly settings: ClientSettings,
    private readonly connections: Connections,
    private readonly machine: Machine,
    private readonly timings: Timings,
  ) {
    this.#domain = domainOf(settings.names);
    if (settings.saved !== undefined) {
      try {
        this.#endpoints = readDocument(settings.saved, this.#domain);
      } catch (error) {
        // What an earlier version of the app has saved is no reason not to start.
        if (!(error instanceof DocumentError)) throw error;
      }
    }
  }

  get endpoints(): Endpoints | undefined {
    return this.#endpoints;
  }

  /** Asks for a new one where the last is old; waits for it only where there is none at all, and not for long. */
  async need(): Promise<void> {
    if (this.machine.now() >= this.#staleAt && !this.#getting) {
      this.#getting = this.#get().finally(() => {
        this.#getting = undefined;
      });
    }
    if (!this.#endpoints && this.#getting) {
      let timer: NodeJS.Timeout | undefined;
      const limit = new Promise<void>((done) => {
        timer = setTimeout(done, this.timings.firstDocument);
      });
      await Promise.race([this.#getting, limit]);
      clearTimeout(timer);
    }
  }

  /** From whoever answers first: every site has the same one, for every host. */
  async #get(): Promise<void> {
    this.#staleAt = this.machine.now() + AGAIN;
    // One name of each site is enough, and DNS may know of one that the last document doesn't.
    const [any] = this.#endpoints?.capabilities.values() ?? [];
    const hosts = new Set([...(any?.sites.values() ?? []), ...Object.values(this.settings.names)]);
    const order = shuffled([...hosts], this.machine);
    const { attemptDelay, connect } = this.timings;
    try {
      const { value } = await race(
        order.map((host) => () => this.#from(host)),
        { delay: attemptDelay, limit: connect, late: 0 },
        () => undefined,
      );
      const text = value.body.toString("utf8");
      this.#endpoints = readDocument(text, this.#domain);
      this.#staleAt = this.machine.now() + maxAge(value);
      this.settings.save?.(text);
    } catch {
      // The last good one is good for as long as it takes.
    }
  }

  /** A document that can't be gone by is a failure: the next site is asked. */
  #from(host: string): Attempt<Answered> {
    const opening = this.connections.open(host);
    let asking: Attempt<Answered> | undefined;
    const result = opening.result.then(async (socket) => {
      asking = this.connections.ask(host, { method: "GET", path: documentPath, headers: {} }, socket);
      const answered = await asking.result;
      if (answered.status !== 200) throw new DocumentError(`${host} answers ${answered.status}`);
      readDocument(answered.body.toString("utf8"), this.#domain);
      return answered;
    });
    const cancel = () => {
      opening.cancel();
      asking?.cancel();
    };
    return { result, cancel };
  }
}

/** Milliseconds for which the answer may be kept, a day at most. */
function maxAge({ headers }: Answered): number {
  const seconds = /\bmax-age=(\d{1,9})/.exec(headers["cache-control"] ?? "")?.[1];
  return Math.min(DAY, seconds === undefined ? AGAIN : Math.max(Number(seconds) * 1000, AGAIN));
}

const shuffled = (hosts: readonly string[], { random }: Machine): string[] =>
  hosts
    .map((host) => ({ host, draw: random() }))
    .sort((a, b) => a.draw - b.draw)
    .map(({ host }) => host);
