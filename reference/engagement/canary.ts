/**
 * An event for nobody, by the way of every other: the queue acknowledges it when a majority of its servers has it. It is no
 * user's event, so that whoever reads the stream passes over it (`engagedOf`). Ten seconds of a site have one id, which the
 * stream keeps once: more would fill it.
 */
import { Refusal } from "../frame/http";
import { type Publisher, QueueFailure } from "../queue/publisher";

export const CANARY = "engage.canary";
const EACH_MS = 10_000;

/** @throws Refusal 503 where the queue doesn't acknowledge it */
export async function engagementCanary(publisher: Publisher, site: string, at: Date): Promise<void> {
  const from = new Date(Math.floor(at.getTime() / EACH_MS) * EACH_MS).toISOString();
  try {
    await publisher.publish(CANARY, `canary-${site}-${from}`, { canary: site, from });
  } catch (error) {
    if (!(error instanceof QueueFailure)) throw error;
    throw new Refusal(503, error.message, 1);
  }
}
