/**
 * What a stream says of the events that come to it, in its own metadata, so that its size can be judged from any graph.
 * NATS keeps it and makes nothing of it.
 */

export interface StreamFacts {
  /** Names of the capabilities that publish to it. */
  readonly publishers: readonly string[];
  /** Events that a request to one of them makes. */
  readonly eventsPerRequest: number;
  /** Bytes that a usual event takes in the store. */
  readonly eventBytes: number;
}

const keys = {
  publishers: "twincloud.dev/publishers",
  eventsPerRequest: "twincloud.dev/events-per-request",
  eventBytes: "twincloud.dev/event-bytes",
} as const;

export function writeStreamFacts(facts: StreamFacts): Record<string, string> {
  return {
    [keys.publishers]: facts.publishers.join(","),
    [keys.eventsPerRequest]: String(facts.eventsPerRequest),
    [keys.eventBytes]: String(facts.eventBytes),
  };
}

/** What a stream's metadata says; undefined where it doesn't say it all, or not in numbers over 0. */
export function readStreamFacts(metadata: Readonly<Record<string, unknown>>): StreamFacts | undefined {
  const written = metadata[keys.publishers];
  const eventsPerRequest = numberIn(metadata[keys.eventsPerRequest]);
  const eventBytes = numberIn(metadata[keys.eventBytes]);
  if (typeof written !== "string" || eventsPerRequest === undefined || eventBytes === undefined) {
    return undefined;
  }
  const publishers = written.split(",").filter((name) => name !== "");
  return { publishers, eventsPerRequest, eventBytes };
}

function numberIn(text: unknown): number | undefined {
  const number = typeof text === "string" && text.trim() !== "" ? Number(text) : Number.NaN;
  return number > 0 && Number.isFinite(number) ? number : undefined;
}
