/** Whether somebody answers, as it was found a moment ago: whoever asks for the status waits for nobody. */
import { request as plain } from "node:http";
import { request as secure } from "node:https";
import { createSecureContext } from "node:tls";

const ANSWER_MS = 2000;
/** Whom to trust, made once: each asking makes a connection of its own, as whether one can be made is the question. */
const secureContext = createSecureContext();

export interface Reached {
  /** Null before it was asked for the first time, and where nobody is known to ask. */
  readonly reachable: boolean | null;
  /** ISO 8601; when it was asked. */
  readonly at: string | null;
}

/**
 * @param host by which a server is asked whose URL has an address: its certificate must be for it
 * @returns the status of whatever HTTP answer; undefined where none came in time
 */
export function statusOf(url: string, host?: string): Promise<number | undefined> {
  return new Promise((done) => {
    const request = url.startsWith("https:") ? secure : plain;
    const named = host === undefined ? {} : { servername: host, headers: { host } };
    const options = { agent: false, secureContext, signal: AbortSignal.timeout(ANSWER_MS), ...named };
    const asked = request(url, options, (answer) => {
      answer.resume();
      // What comes after the head doesn't matter, nor whether it breaks off.
      answer.on("error", () => undefined);
      done(answer.statusCode);
    });
    asked.on("error", () => done(undefined));
    asked.end();
  });
}

export class Reach {
  readonly #known = new Map<string, Reached>();

  /** @param urls by name; a name is reachable when one of its addresses is */
  constructor(
    private readonly urls: ReadonlyMap<string, readonly string[]>,
    private readonly isGood: (status: number | undefined) => boolean,
    private readonly ask: (url: string) => Promise<number | undefined> = statusOf,
  ) {}

  async look(): Promise<void> {
    await Promise.all(
      [...this.urls].map(async ([name, urls]) => {
        const answers = await Promise.all(urls.map((url) => this.ask(url)));
        this.#known.set(name, {
          reachable: urls.length === 0 ? null : answers.some((status) => this.isGood(status)),
          at: new Date().toISOString(),
        });
      }),
    );
  }

  known(): Readonly<Record<string, Reached>> {
    const unknown: Reached = { reachable: null, at: null };
    return Object.fromEntries([...this.urls.keys()].map((name) => [name, this.#known.get(name) ?? unknown]));
  }
}
