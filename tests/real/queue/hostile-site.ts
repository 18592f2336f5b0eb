/** A whole site in the hands of somebody else: what its certificates let it try at its peers, in both directions. */
import { connect, type Msg, type NatsConnection } from "@nats-io/transport-node";
import {
  deliverPrefix,
  deliverSubject,
  identity,
  linkPrefix,
  mirrorConsumer,
  streamName,
} from "../../../components/queue/model";
import { goProgram } from "../../../drill/frame/go";
import { type Lane, sleep, until } from "../../../drill/frame/lane";
import { messages, Publisher } from "./events";
import { consumerInfo, settled } from "./evidence";
import { keysOf, type QueueSite } from "./world";

export async function hostileSite(lane: Lane, a: QueueSite, b: QueueSite): Promise<void> {
  await hostileMirror(lane, a, b);
  await hostileOrigin(lane, a, b);
}

/** Every way in that the JetStream of `site` could be asked by. */
const waysIn = (site: QueueSite): readonly string[] => ["$JS.API", `$JS.${site.id}.API`, linkPrefix(site.id)];

/** What does harm to streams of one origin at `site`, asked by any way in. */
function harm(site: QueueSite, origin: QueueSite): readonly (readonly [subject: string, body: string])[] {
  const [uploads, engagement] = [streamName("uploads", origin.id), streamName("engagement", origin.id)];
  const consumer = (name: string, over: object) =>
    JSON.stringify({
      stream_name: uploads,
      config: { name, deliver_policy: "all", ack_policy: "explicit", replay_policy: "instant", ...over },
    });
  const deaf = consumer("feed", { durable_name: "feed", filter_subject: "upload.nothing" });
  const push = { ack_policy: "none", mem_storage: true, num_replicas: 1 };
  return waysIn(site).flatMap((api) => [
    [`${api}.CONSUMER.CREATE.${uploads}.feed`, deaf],
    [`${api}.CONSUMER.CREATE.${uploads}.feed.upload.nothing`, deaf],
    [`${api}.CONSUMER.DURABLE.CREATE.${uploads}.feed`, deaf],
    [`${api}.CONSUMER.CREATE.${uploads}`, consumer("feed", { filter_subject: "upload.nothing" })],
    [`${api}.CONSUMER.CREATE.${uploads}`, consumer("x", { ...push, deliver_subject: "engage.injected" })],
    [
      `${api}.CONSUMER.CREATE.${uploads}`,
      consumer("x", { ...push, deliver_subject: "engage.injected", direct: true }),
    ],
    [
      `${api}.CONSUMER.CREATE.${uploads}`,
      consumer("x", { ...push, deliver_subject: "mirror.x", sourcing: true }),
    ],
    [`${api}.CONSUMER.DELETE.${uploads}.feed`, ""],
    [`${api}.CONSUMER.RESET.${uploads}.feed`, ""],
    [`${api}.CONSUMER.MSG.NEXT.${engagement}.monetization`, "5"],
    [`${api}.CONSUMER.PAUSE.${uploads}.feed`, JSON.stringify({ pause_until: "2099-01-01T00:00:00Z" })],
    [`${api}.STREAM.DELETE.${engagement}`, ""],
    [`${api}.STREAM.PURGE.${uploads}`, ""],
    [`${api}.STREAM.MSG.DELETE.${uploads}`, JSON.stringify({ seq: 1 })],
    [`${api}.STREAM.UPDATE.${uploads}`, JSON.stringify({ name: uploads, subjects: ["x"], max_msgs: 1 })],
    [`${api}.STREAM.CREATE.y`, JSON.stringify({ name: "y", subjects: ["y.>"], storage: "memory" })],
  ]);
}

/** Notes an answer; that nobody heard the question, which the rogue's own server says, is none. */
function answered(answers: string[], message: Msg): void {
  if (message.headers?.code !== 503) answers.push(message.string());
}

/** Publishes everything with every reply that could be of use, and lets it take effect. */
async function tryAll(
  rogue: NatsConnection,
  asked: readonly (readonly [subject: string, body: string])[],
  home: string,
  replies: readonly string[],
): Promise<void> {
  for (const [subject, body] of asked)
    for (const reply of [home, ...replies]) rogue.publish(subject, body, { reply });
  await rogue.flush();
  await sleep(3000);
}

/** A server with a peer's leaf certificate. */
async function hostileMirror(lane: Lane, a: QueueSite, b: QueueSite): Promise<void> {
  const address = `${a.net}.220`;
  const remote = `{ account: A, urls: ["tls://${a.edgeAddress}:7422"], tls { ${keysOf(b.tls("leaf-dial"))}, handshake_first: true } }`;
  const config = `server_name: rogue-peer\nlisten: "${address}:4222"\naccounts { A: { users: [{ user: u, password: p }] } }\nleafnodes { remotes [${remote}] }\n`;
  const server = lane.start("rogue-peer", goProgram("nats-server"), [
    "-c",
    lane.file("rogue-peer.conf", config),
  ]);
  await sleep(3000);
  const rogue = await connect({ servers: `${address}:4222`, user: "u", pass: "p" });
  const heard: string[] = [];
  const answers: string[] = [];
  // Where it may hear: what it is sent as a mirror comes there.
  const home = `${deliverPrefix(b.id)}.answers`;
  rogue.subscribe(home, { callback: (_, message) => answered(answers, message) });
  const [uploads, engagement] = [streamName("uploads", a.id), streamName("engagement", a.id)];
  const feed = { family: "uploads", origin: a.id };
  const filterBefore = (await consumerInfo(a, feed, "feed")).config.filter_subject;

  // Its right, so that what follows isn't refused for want of a link.
  const right = `${linkPrefix(a.id)}.CONSUMER.RESET.${uploads}.${mirrorConsumer(b.id)}`;
  rogue.publish(right, "", { reply: home });
  await until(10, () => answers.length > 0);
  lane.expect("a peer's certificate may begin its own mirror's consumer anew", answers.length === 1, answers);

  const before = await settled(a);
  answers.length = 0;
  await tryAll(rogue, harm(a, a), home, ["engage.like", `$JS.API.STREAM.DELETE.${engagement}`]);
  const many = Array.from({ length: 300 }, (_, index): readonly [string, string] => {
    const name = `d${index}`;
    const durable = { name, durable_name: name, ack_policy: "explicit", deliver_policy: "all" };
    const body = JSON.stringify({ stream_name: uploads, config: { ...durable, replay_policy: "instant" } });
    return [`${waysIn(a)[index % 3]}.CONSUMER.CREATE.${uploads}.${name}`, body];
  });
  await tryAll(rogue, many, home, []);
  for (const subject of ["upload.new", "engage.like", "$SYS.REQ.SERVER.PING", "$JS.ACK.x", "_INBOX.feed.x"])
    rogue.publish(subject, "forged", { reply: home });
  rogue.publish(right, "", { reply: "engage.like" });
  rogue.publish(right, "", { reply: "upload.new" });
  rogue.publish(right, "", { reply: `$JS.ACK.${uploads}.feed.1.1.1.1.0` });
  rogue.publish(right, "", { reply: `$JS.API.STREAM.DELETE.${uploads}` });
  await rogue.flush();
  await sleep(2000);
  const after = await settled(a);
  lane.expect(
    "it changes no stream and no consumer, makes none of either, and forges no event",
    after === before,
    { before, after },
  );
  const filter = (await consumerInfo(a, feed, "feed")).config.filter_subject;
  lane.expect("nor what feed is given", filter === filterBefore, { filterBefore, filter });
  const { deliver_subject } = (await consumerInfo(a, feed, mirrorConsumer(b.id))).config;
  lane.expect(
    "nor where its own events go",
    deliver_subject === deliverSubject(b.id, uploads),
    deliver_subject,
  );
  lane.expect("and nobody answers it", answers.length === 0, answers.slice(0, 3));

  rogue.subscribe(">", {
    callback: (_, message) => {
      heard.push(message.subject);
    },
  });
  await rogue.flush();
  await sleep(500);
  const talk = await Publisher.start(a, "secret-event", {
    workload: "engagement",
    subject: "engage.like",
    perSecond: 20,
  });
  await sleep(4000);
  const said = await talk.end();
  // The events themselves are the peer's by right: its mirrors take them with this certificate.
  const own = heard.filter((subject) => !/^(engage|upload|mirror)\./.test(subject));
  lane.expect(
    "it hears the events that are mirrored to it, and nothing else of this site's traffic",
    own.length === 0 && said > 20,
    { said, heard: [...new Set(heard)].slice(0, 5) },
  );
  await rogue.close();
  await lane.kill(server);
  await caughtUp(lane, a, b);
}

/** A server that the links of other sites are led to, with the certificate that they expect. */
async function hostileOrigin(lane: Lane, a: QueueSite, b: QueueSite): Promise<void> {
  const before = await settled(a);
  await b.killEdge();
  const address = `${a.net}.221`;
  const config = `server_name: rogue-origin
listen: "${address}:4222"
accounts { A: { users: [{ user: u, password: p }, { user: "${identity.leaf(a.id)}" }] } }
leafnodes {
  listen: "${b.edgeAddress}:7422"
  tls { ${keysOf(b.tls("leaf-listen"))}, verify_and_map: true, handshake_first: true }
}
`;
  const server = lane.start("rogue-origin", goProgram("nats-server"), [
    "-c",
    lane.file("rogue-origin.conf", config),
  ]);
  await sleep(1000);
  const rogue = await connect({ servers: `${address}:4222`, user: "u", pass: "p" });
  let asked = 0;
  const link = `${linkPrefix(b.id)}.CONSUMER.RESET.>`;
  rogue.subscribe(link, {
    callback: () => {
      asked++;
    },
  });
  const led = await until(60, () => asked > 0, 200);
  lane.expect("another site's mirrors ask the hostile origin for their events", led !== undefined, asked);
  const answers: string[] = [];
  rogue.subscribe("rogue.answers", { callback: (_, message) => answered(answers, message) });
  await tryAll(rogue, [...harm(a, b), ...harm(a, a)], "rogue.answers", [
    "engage.like",
    `$JS.API.STREAM.DELETE.${streamName("uploads", b.id)}`,
  ]);
  for (const subject of ["upload.new", "engage.like", "$SYS.REQ.SERVER.PING", "_INBOX.feed.x"])
    rogue.publish(subject, "forged", { reply: "rogue.answers" });
  await rogue.flush();
  await sleep(2000);
  const after = await settled(a);
  lane.expect(
    "it takes nothing back of what was mirrored, changes no consumer there and forges no event",
    after === before && answers.length === 0,
    { before, after, answers: answers.slice(0, 3) },
  );
  await rogue.close();
  await lane.kill(server);
  b.startEdge();
  await caughtUp(lane, b, a);
}

/** The true mirror at `holder` goes on afterwards. */
async function caughtUp(lane: Lane, origin: QueueSite, holder: QueueSite): Promise<void> {
  const publisher = await Publisher.start(origin, `after-${Date.now()}`);
  await sleep(1000);
  await publisher.end();
  const total = await messages(origin, "uploads", origin.id);
  const same = await until(120, async () => (await messages(holder, "uploads", origin.id)) === total, 500);
  lane.expect("the true mirror has every event afterwards", same !== undefined, {
    total,
    held: await messages(holder, "uploads", origin.id),
  });
}
