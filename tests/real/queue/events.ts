/** Publishing, counting and consuming events, as the workloads do. */
import type { JetStreamClient } from "@nats-io/jetstream";
import { jetstream } from "@nats-io/jetstream";
import type { NatsConnection } from "@nats-io/transport-node";
import { apiPrefix, inboxPrefix, streamName } from "../../../components/queue/model";
import { now, sleep } from "../../../drill/frame/lane";
import type { QueueSite } from "./world";

/** Publishes numbered events to a site until it is told to stop; each again and again until it is acknowledged. */
export class Publisher {
  readonly acknowledged = new Set<string>();
  /** Asked to publish. */
  sent = 0;
  private inFlight = 0;
  private stopped = false;
  private readonly loop: Promise<void>;

  private constructor(
    private readonly connection: NatsConnection,
    private readonly stream: JetStreamClient,
    private readonly subject: string,
    private readonly tag: string,
    perSecond: number,
  ) {
    this.loop = this.run(perSecond);
  }

  static async start(
    site: QueueSite,
    tag: string,
    { workload = "upload", subject = "upload.new", perSecond = 200 } = {},
  ): Promise<Publisher> {
    const connection = await site.workload(workload);
    return new Publisher(connection, jetstream(connection), subject, tag, perSecond);
  }

  private async run(perSecond: number): Promise<void> {
    const started = now();
    while (!this.stopped) {
      const due = Math.floor((now() - started) * perSecond);
      while (this.sent < due && this.inFlight < 500) void this.publish(`${this.tag}-${this.sent++}`);
      await sleep(5);
    }
    const ending = now();
    while (this.inFlight > 0 && now() - ending < 60) await sleep(20);
  }

  private async publish(id: string): Promise<void> {
    this.inFlight++;
    while (!this.acknowledged.has(id) && !this.connection.isClosed()) {
      try {
        await this.stream.publish(this.subject, id, { msgID: id, timeout: 2000 });
        this.acknowledged.add(id);
      } catch {
        // No leader, or the answer was lost: its id keeps it from being stored twice.
        await sleep(100);
      }
    }
    this.inFlight--;
  }

  /** Stops, waits for what is under way and gives how many events were acknowledged. */
  async end(): Promise<number> {
    this.stopped = true;
    await this.loop;
    await this.connection.close();
    return this.acknowledged.size;
  }
}

export interface StreamInfo {
  readonly state?: { readonly messages: number };
  readonly mirror?: { readonly lag: number };
  readonly cluster?: { readonly leader?: string };
  readonly config?: { readonly num_replicas: number };
}

/** A stream at a site, as the setup's user is told of it. */
export async function streamInfo(site: QueueSite, family: string, origin: string): Promise<StreamInfo> {
  const connection = await site.client("setup", inboxPrefix("setup"), { maxReconnectAttempts: 3 });
  try {
    const subject = `${apiPrefix(origin)}.STREAM.INFO.${streamName(family, origin)}`;
    return (await connection.request(subject, "", { timeout: 3000 })).json();
  } finally {
    await connection.close();
  }
}

/** Events in a stream at a site; -1 while nobody answers. */
export async function messages(site: QueueSite, family: string, origin: string): Promise<number> {
  try {
    return (await streamInfo(site, family, origin)).state?.messages ?? -1;
  } catch {
    return -1;
  }
}

/** The ids that a workload's own consumer gives, acknowledged, until there are so many or the time is up. */
export async function consume(
  site: QueueSite,
  origin: string,
  { workload = "feed", family = "uploads", wanted = 1, seconds = 20 },
): Promise<string[]> {
  const connection = await site.workload(workload);
  const next = `${apiPrefix(origin)}.CONSUMER.MSG.NEXT.${streamName(family, origin)}.${workload}`;
  const ids: string[] = [];
  const started = now();
  while (now() - started < seconds && ids.length < wanted) {
    const inbox = `${inboxPrefix(workload)}.pull.${Math.random().toString(36).slice(2)}`;
    const subscription = connection.subscribe(inbox, { max: 500 });
    connection.publish(next, JSON.stringify({ batch: 500, expires: 1_000_000_000 }), { reply: inbox });
    for await (const message of subscription) {
      // A status instead of an event: the pull has ended.
      if (message.headers?.code) break;
      ids.push(message.string());
      connection.publish(message.reply ?? "", "+ACK");
    }
    subscription.unsubscribe();
    await connection.flush();
  }
  await connection.close();
  return ids;
}
