/**
 * Reads a stream from its first event on, by number: every pod for itself, as often as it is started anew, and without a trace
 * in the queue. (A durable consumer gives each event to one of a capability's pods, and once: what all pods must know, and
 * know again after a restart, can't be had from it.)
 */
import type { NatsConnection } from "@nats-io/transport-node";
import { apiPrefix } from "./names";

/** An event where it stands in its stream. */
export interface Stored {
  readonly sequence: number;
  readonly data: string;
}

/** What of NATS a reader needs. */
export type Asks = Pick<NatsConnection, "request">;

const ANSWER_MS = 2000;
/** Asked for at a time. */
const WINDOW = 100;
/** JetStream's codes, in its answers. */
const NO_MESSAGE = 404;

interface Answer {
  readonly message?: { readonly seq: number; readonly data?: string };
  readonly error?: { readonly code: number; readonly description: string };
}

export class StreamReader {
  /** Number of the last event that was read; undefined before the first. */
  #position: number | undefined;
  #last = 0;

  constructor(
    private readonly site: string,
    private readonly stream: string,
  ) {}

  /** Events that are in the stream and weren't read yet, as of the last time that it was asked; at most. */
  get behind(): number {
    return Math.max(0, this.#last - (this.#position ?? 0));
  }

  /**
   * Gives what is new, oldest first, until it has read what was there when it was asked.
   * @throws Error of NATS': nobody answers, or it isn't allowed
   */
  async readOn(queue: Asks, each: (event: Stored) => void): Promise<void> {
    const last = await this.#get(queue, { last_by_subj: ">" });
    if (last === undefined) {
      this.#last = this.#position ?? 0;
      return;
    }
    const isAnother = last.sequence < (this.#position ?? 0);
    // The stream was made anew and begins below: all of it is new, and what is known is known by its id.
    if (this.#position === undefined || isAnother) await this.#toTheFirst(queue);
    this.#last = last.sequence;
    while (this.behind > 0) await this.#readWindow(queue, each);
  }

  async #toTheFirst(queue: Asks): Promise<void> {
    const first = await this.#get(queue, { seq: 1, next_by_subj: ">" });
    this.#position = first === undefined ? this.#last : first.sequence - 1;
  }

  async #readWindow(queue: Asks, each: (event: Stored) => void): Promise<void> {
    const position = this.#position ?? 0;
    const numbers = Array.from({ length: Math.min(WINDOW, this.behind) }, (_, n) => position + 1 + n);
    const events = await Promise.all(numbers.map((seq) => this.#get(queue, { seq })));
    for (const [n, sequence] of numbers.entries()) {
      const event = events[n];
      if (event === undefined) {
        await this.#overGap(queue, sequence);
        return;
      }
      each(event);
      this.#position = sequence;
    }
  }

  /** A mirror may lack events, and a stream's oldest end while it is read: goes on before the next that there is. */
  async #overGap(queue: Asks, missing: number): Promise<void> {
    const next = await this.#get(queue, { seq: missing, next_by_subj: ">" });
    this.#position = next === undefined ? this.#last : next.sequence - 1;
  }

  async #get(queue: Asks, question: object): Promise<Stored | undefined> {
    const subject = `${apiPrefix(this.site)}.STREAM.MSG.GET.${this.stream}`;
    const said = await queue.request(subject, JSON.stringify(question), { timeout: ANSWER_MS });
    const { message, error } = said.json<Answer>();
    if (error?.code === NO_MESSAGE && error.description.includes("message")) return undefined;
    if (message === undefined)
      throw new Error(`${this.stream}: ${error?.description ?? "an answer without a message"}`);
    return { sequence: message.seq, data: Buffer.from(message.data ?? "", "base64").toString("utf8") };
  }
}
