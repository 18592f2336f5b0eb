/**
 * This pod's share of a stream, by the capability's durable consumer: each event goes to one of its pods, and is gone for all of
 * them once it is acknowledged. For where a pod isn't allowed to read the stream itself.
 */
import { jetstream } from "@nats-io/jetstream";
import type { NatsConnection } from "@nats-io/transport-node";
import { apiPrefix } from "./names";

/** Below the two minutes after which the queue's servers forget where a pull's answers go. */
const PULL_MS = 2000;
const EVENTS = 200;

/**
 * One pull: gives the events, each acknowledged after `each` has returned.
 * @returns how many events the consumer has yet to give, of all pods
 * @throws Error of NATS': nobody answers, or it isn't allowed
 */
export async function pullShare(
  connection: NatsConnection,
  { site, stream, capability }: { site: string; stream: string; capability: string },
  each: (data: string) => void,
): Promise<number> {
  const consumer = await jetstream(connection, { apiPrefix: apiPrefix(site) }).consumers.get(
    stream,
    capability,
  );
  let pending = 0;
  for await (const message of await consumer.fetch({ max_messages: EVENTS, expires: PULL_MS })) {
    each(message.string());
    message.ack();
    pending = message.info.pending;
  }
  return pending;
}
