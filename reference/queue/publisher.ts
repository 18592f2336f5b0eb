/** Publishing to the site's own streams. */
import { jetstream } from "@nats-io/jetstream";
import { Breaker } from "../frame/breaker";
import type { Link } from "./link";

/** A leader that is there acknowledges within a few milliseconds; a new one is chosen within this time. */
const ACKNOWLEDGED_MS = 2000;
/** How long a queue that didn't acknowledge is left alone. */
const REST_MS = 1000;

export interface Publisher {
  /**
   * Gives when the event is on the disks of a majority of the queue's servers.
   * @param id an event of the same id within the stream's window is stored once
   * @throws QueueFailure when that can't be told; the event may be stored all the same
   */
  publish(subject: string, id: string, event: object): Promise<void>;
}

export class QueueFailure extends Error {
  constructor(why: string, cause?: unknown) {
    super(`the queue: ${why}`, cause === undefined ? {} : { cause });
    this.name = "QueueFailure";
  }
}

export function publisherOf(link: Link): Publisher {
  const breaker = new Breaker(REST_MS, 1);
  return {
    publish: async (subject, id, event) => {
      const { connection } = link;
      if (connection === undefined) throw new QueueFailure("there is no connection");
      if (breaker.isOpen) throw new QueueFailure("the last event wasn't acknowledged");
      try {
        await jetstream(connection, { timeout: ACKNOWLEDGED_MS }).publish(subject, JSON.stringify(event), {
          msgID: id,
          timeout: ACKNOWLEDGED_MS,
        });
        breaker.worked();
      } catch (error) {
        breaker.failed(true);
        const why = error instanceof Error && error.message !== "" ? error.message : "no answer";
        throw new QueueFailure(`not acknowledged: ${why}`, error);
      }
    },
  };
}
