/** A workload, or the setup Job, in the hands of somebody else: what its own certificate lets it try. */
import { headers, type NatsConnection } from "@nats-io/transport-node";
import { accountLimits } from "../../../components/queue/accounts";
import { apiPrefix, inboxPrefix, streamName } from "../../../components/queue/model";
import { type Lane, sleep } from "../../../drill/frame/lane";
import { consume, Publisher } from "./events";
import { consumerInfo, evidence, settled } from "./evidence";
import type { QueueSite } from "./world";

export async function attacks(lane: Lane, a: QueueSite, b: QueueSite): Promise<void> {
  await hostileReplies(lane, a, b);
  await forgedAcknowledgements(lane, a);
  await hostileHeaders(lane, a, b);
  await othersInboxes(lane, a);
  await tooMuch(lane, a);
}

/** One event of a family, published by who may. */
async function event(site: QueueSite, workload: string, subject: string, tag: string): Promise<void> {
  const publisher = await Publisher.start(site, tag, { workload, subject, perSecond: 20 });
  await sleep(1000);
  await publisher.end();
}

const open = (site: QueueSite, who: string): Promise<NatsConnection> =>
  who === "setup" ? site.client("setup", inboxPrefix("setup")) : site.workload(who);

/** JetStream answers wherever it is told to: what would its answers do there? */
async function hostileReplies(lane: Lane, a: QueueSite, b: QueueSite): Promise<void> {
  await event(a, "engagement", "engage.like", "{}");
  await event(a, "upload", "upload.new", "{}");
  const of = (family: string, origin: QueueSite) => streamName(family, origin.id);
  const toB = apiPrefix(b.id);
  const pull = (stream: string, who: string) => `$JS.API.CONSUMER.MSG.NEXT.${stream}.${who}`;
  const own = pull(of("engagement", a), "engagement");
  const feed = pull(of("uploads", a), "feed");
  const mirrored = `${toB}.CONSUMER.MSG.NEXT.${of("uploads", b)}.feed`;
  const create = `${apiPrefix(a.id)}.CONSUMER.CREATE.${of("uploads", a)}.feed`;
  const tries: readonly (readonly [who: string, ask: string, reply: string])[] = [
    ["engagement", own, `$JS.API.STREAM.DELETE.${of("uploads", a)}`],
    ["engagement", own, `$JS.API.STREAM.PURGE.${of("engagement", a)}`],
    ["engagement", own, `$JS.API.STREAM.UPDATE.${of("engagement", a)}`],
    ["engagement", own, `$JS.API.CONSUMER.DELETE.${of("engagement", a)}.monetization`],
    ["engagement", own, `$JS.${a.id}.API.STREAM.DELETE.${of("uploads", a)}`],
    ["engagement", own, `${toB}.STREAM.DELETE.${of("uploads", b)}`],
    ["engagement", own, `$JS.${b.id}.API.STREAM.DELETE.${of("uploads", b)}`],
    ["engagement", own, "upload.new"],
    ["feed", feed, "engage.like"],
    ["feed", feed, "upload.new"],
    ["feed", feed, `$JS.API.STREAM.DELETE.${of("engagement", a)}`],
    ["feed", mirrored, `${toB}.STREAM.DELETE.${of("uploads", b)}`],
    ["feed", mirrored, "upload.new"],
    ["upload", "upload.new", "engage.like"],
    ["upload", "upload.new", `$JS.API.STREAM.DELETE.${of("engagement", a)}`],
    ["setup", create, "upload.new"],
    ["setup", create, `$JS.API.STREAM.DELETE.${of("uploads", a)}`],
    ["setup", `${apiPrefix(a.id)}.STREAM.INFO.${of("uploads", a)}`, "engage.like"],
  ];
  for (const [who, ask, reply] of tries) {
    const before = await settled(a);
    const connection = await open(a, who);
    connection.publish(ask, who === "setup" ? "" : "{}", { reply });
    await connection.flush();
    await sleep(700);
    await connection.close();
    const after = await settled(a);
    // What upload publishes is its right; what its acknowledgement does is not.
    const stream = of("uploads", a);
    const right = who === "upload" ? oneMore(before, stream) : before;
    lane.expect(`${who} has an answer to ${ask} sent to ${reply}: nothing comes of it`, after === right, {
      right,
      after,
    });
  }
  const honest = await consume(a, a.id, { workload: "engagement", family: "engagement", seconds: 10 });
  lane.expect("the same pull, its answer sent home, gives events", honest.length > 0, honest.length);
}

/** The evidence with one event more in a stream. */
const oneMore = (evidence: string, stream: string): string =>
  evidence.replace(new RegExp(`(${stream}: )(\\d+)`), (_, name, count) => `${name}${Number(count) + 1}`);

/** The empty answer of a pull that finds nothing is an acknowledgement, where it is sent to one's subject. */
async function forgedAcknowledgements(lane: Lane, a: QueueSite): Promise<void> {
  const stream = streamName("engagement", a.id);
  await event(a, "engagement", "engage.like", "to-be-paid");
  const victim = await a.workload("monetization");
  const inbox = `${inboxPrefix("monetization")}.held`;
  const held: string[] = [];
  const subscription = victim.subscribe(inbox, {
    callback: (_error, message) => {
      if (!message.headers?.code && message.reply) held.push(message.reply);
    },
  });
  victim.publish(`$JS.API.CONSUMER.MSG.NEXT.${stream}.monetization`, JSON.stringify({ batch: 5 }), {
    reply: inbox,
  });
  await sleep(1500);
  const pending = async () =>
    (await consumerInfo(a, { family: "engagement", origin: a.id }, "monetization")).num_ack_pending;
  const before = await pending();
  const thief = await a.workload("engagement");
  for (const ack of held) {
    thief.publish(ack, "+ACK");
    // Nothing left to give: a status without a body comes.
    const nothing = JSON.stringify({ batch: 1, no_wait: true });
    thief.publish(`$JS.API.CONSUMER.MSG.NEXT.${stream}.engagement`, nothing, { reply: ack });
    thief.publish("engage.like", "+ACK", { reply: ack });
  }
  await thief.flush();
  await sleep(1000);
  const after = await pending();
  lane.expect(
    "engagement acknowledges what monetization holds, by itself and by answers: monetization holds it still",
    after === before && held.length === 5 && before >= 5,
    { held: held.length, before, after },
  );
  for (const ack of held) victim.publish(ack, "+ACK");
  await victim.flush();
  await sleep(1000);
  const own = await pending();
  lane.expect("its own acknowledgements count", own === before - held.length, { before, own });
  subscription.unsubscribe();
  await victim.close();
  await thief.close();
}

/** Headers by which a publisher tells JetStream what to do. */
async function hostileHeaders(lane: Lane, a: QueueSite, b: QueueSite): Promise<void> {
  const engagement = streamName("engagement", a.id);
  const tries: readonly (readonly [
    what: string,
    headers: Readonly<Record<string, string>>,
    stored: boolean,
  ])[] = [
    ["to replace all that the stream has", { "Nats-Rollup": "all" }, false],
    ["to replace all of its subject", { "Nats-Rollup": "sub" }, false],
    ["to end after a second", { "Nats-TTL": "1s" }, false],
    [
      "to be sent elsewhere by and by",
      { "Nats-Schedule": "@every 1s", "Nats-Schedule-Target": "engage.like" },
      false,
    ],
    ["in a batch that is never ended", { "Nats-Batch-Id": "x", "Nats-Batch-Sequence": "1" }, false],
    ["as one of another stream", { "Nats-Expected-Stream": engagement }, false],
    ["after an event that isn't there", { "Nats-Expected-Last-Sequence": "1" }, false],
    ["with the way it goes told to engagement's stream", { "Nats-Trace-Dest": "engage.like" }, false],
    [
      "with the way it goes told to JetStream",
      { "Nats-Trace-Dest": `$JS.API.STREAM.DELETE.${engagement}` },
      false,
    ],
    ["as somebody else", { "Nats-Request-Info": JSON.stringify({ acc: "setup_job", user: "setup" }) }, true],
  ];
  for (const [what, fields, stored] of tries) {
    const before = await settled(a);
    const connection = await a.workload("upload");
    const own = headers();
    for (const [name, value] of Object.entries(fields)) own.append(name, value);
    connection.publish("upload.new", "hostile", { headers: own, reply: `${inboxPrefix("upload")}.x` });
    await connection.flush();
    await sleep(700);
    await connection.close();
    const after = await settled(a);
    const right = stored ? oneMore(before, streamName("uploads", a.id)) : before;
    lane.expect(
      `upload publishes ${what}: ${stored ? "its event and no more" : "refused"}`,
      after === right,
      {
        right,
        after,
      },
    );
  }
  const before = await evidence(a);
  await sleep(1500);
  lane.expect("nothing ends or comes of it later", (await evidence(a)) === before);
  const taken = headers();
  taken.append("Nats-Msg-Id", "taken-0");
  const thief = await a.workload("upload");
  thief.publish("upload.new", "first", { headers: taken, reply: `${inboxPrefix("upload")}.x` });
  await thief.flush();
  await thief.close();
  const start = await settled(a);
  await event(a, "engagement", "engage.like", "taken");
  const end = await settled(a);
  const count = (text: string) => Number(new RegExp(`${engagement}: (\\d+)`).exec(text)?.[1]);
  lane.expect(
    "an id that upload took first keeps no event of engagement out",
    count(end) - count(start) >= 15,
    {
      start,
      end,
    },
  );
  // The mirrors carry every header on, the hostile ones too.
  const here = await settled(a);
  const there = await settled(b);
  const uploads = (text: string) => new RegExp(`${streamName("uploads", a.id)}: \\d+`).exec(text)?.[0];
  lane.expect("the mirror has the same events", uploads(here) === uploads(there), { here, there });
}

/** Replies, JetStream's own words and the system's account. */
async function othersInboxes(lane: Lane, a: QueueSite): Promise<void> {
  const victim = await a.workload("feed");
  const heard: string[] = [];
  const subscription = victim.subscribe(`${inboxPrefix("feed")}.>`, {
    callback: (_error, message) => {
      heard.push(message.subject);
    },
  });
  await victim.flush();
  const thief = await a.workload("upload");
  thief.publish(`${inboxPrefix("feed")}.x`, "forged");
  thief.publish("upload.new", "answered to feed", { reply: `${inboxPrefix("feed")}.x` });
  await thief.flush();
  await sleep(1000);
  lane.expect("upload has an answer sent to feed: feed hears nothing", heard.length === 0, heard);
  victim.publish(`${apiPrefix(a.id)}.CONSUMER.INFO.${streamName("uploads", a.id)}.feed`, "", {
    reply: `${inboxPrefix("feed")}.x`,
  });
  await sleep(1000);
  lane.expect("and hears the answer to what it asks itself", heard.length === 1, heard);
  subscription.unsubscribe();
  await victim.close();
  await thief.close();
}

/** More than an account may have. */
async function tooMuch(lane: Lane, a: QueueSite): Promise<void> {
  const before = await settled(a);
  const connection = await a.workload("engagement");
  const refused = (async () => {
    for await (const status of connection.status()) if (status.type === "error") return status.error.message;
    return "";
  })();
  // Engagement's events have 16 kB at most; the servers take 1 MiB.
  connection.publish("engage.like", new Uint8Array(16_384 + accountLimits.headerBytes + 1));
  const said = await Promise.race([refused, sleep(4000).then(() => ""), connection.closed().then(String)]);
  lane.expect(
    "an event larger than the largest of its workload's families: refused",
    /payload/i.test(said) && (await settled(a)) === before,
    said,
  );
  await connection.close();
  const crowd: NatsConnection[] = [];
  let why = "";
  for (let count = 0; count <= accountLimits.setupConnections + 5 && why === ""; count++) {
    try {
      const once = { maxReconnectAttempts: 0, reconnect: false };
      const one = await a.client("setup", inboxPrefix("setup"), once);
      await one.flush();
      crowd.push(one);
    } catch (error) {
      why = (error as Error).message;
    }
  }
  lane.expect(
    "more connections than an account may have: refused",
    why !== "" && crowd.length <= accountLimits.setupConnections,
    { connections: crowd.length, why },
  );
  await Promise.all(crowd.map((one) => one.close()));
}
