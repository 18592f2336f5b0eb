/** Who may not connect, and what those who may are not allowed. */

import type { NatsConnection } from "@nats-io/transport-node";
import { apiPrefix, identity, inboxPrefix, streamName } from "../../../components/queue/model";
import { type Lane, sleep } from "../../../drill/frame/lane";
import { makeAuthority, sign } from "../../../drill/world/authority";
import type { QueueSite } from "./world";

export async function refused(lane: Lane, a: QueueSite, b: QueueSite): Promise<void> {
  const forged = `${lane.dir}/forged`;
  const otherCa = `${lane.dir}/other-ca`;
  makeAuthority(otherCa);
  sign(forged, "x", [`DNS:${identity.workload("upload", a.id)}`], ["clientAuth"], otherCa);
  const own = a.tls("workload-feed");
  const once = { maxReconnectAttempts: 0, reconnect: false };
  const toA = { ...once, servers: a.url.split(",") };
  const tries: readonly (readonly [string, () => Promise<NatsConnection>])[] = [
    [
      "a client without a certificate",
      () => a.client("workload-feed", "_INBOX.x", { ...once, tls: { caFile: `${own}/ca.crt` } }),
    ],
    ["a workload of another site", () => b.client("workload-upload", "_INBOX.x", toA)],
    ["the servers' own certificate, as a client", () => a.client("server", "_INBOX.x", once)],
    ["another site's leaf certificate, as a client", () => b.client("leaf-dial", "_INBOX.x", toA)],
    [
      "a certificate of another authority",
      () =>
        a.client("workload-feed", "_INBOX.x", {
          ...once,
          tls: { caFile: `${own}/ca.crt`, certFile: `${forged}/tls.crt`, keyFile: `${forged}/tls.key` },
        }),
    ],
  ];
  for (const [who, open] of tries) {
    let said = "";
    try {
      const connection = await open();
      await connection.flush();
      await connection.close();
    } catch (error) {
      said = (error as Error).message;
    }
    lane.expect(`${who} is refused`, said !== "", said.slice(0, 80));
  }
  await permissions(lane, a, b);
}

async function permissions(lane: Lane, a: QueueSite, b: QueueSite): Promise<void> {
  const [uploads, engagement] = [streamName("uploads", a.id), streamName("engagement", a.id)];
  const mirror = apiPrefix(b.id);
  type Act = (connection: NatsConnection) => unknown;
  const publish =
    (subject: string): Act =>
    (connection) =>
      connection.publish(subject, "");
  const listen =
    (subject: string): Act =>
    (connection) =>
      connection.subscribe(subject);
  const cases: readonly (readonly [who: string, what: string, act: Act])[] = [
    ["upload", "publish to engagement's subjects", publish("engage.like")],
    ["feed", "publish uploads", publish("upload.new")],
    ["feed", "listen to uploads as they pass", listen("upload.>")],
    ["feed", "listen to upload's replies", listen("_INBOX.upload.>")],
    ["feed", "listen to everything", listen(">")],
    ["feed", "delete a stream", publish(`$JS.API.STREAM.DELETE.${uploads}`)],
    ["feed", "make a consumer", publish(`$JS.API.CONSUMER.CREATE.${uploads}.x`)],
    ["feed", "acknowledge for monetization", publish(`$JS.ACK.${engagement}.monetization.1.1.1.1.1`)],
    ["feed", "take monetization's events", publish(`$JS.API.CONSUMER.MSG.NEXT.${engagement}.monetization`)],
    [
      "feed",
      "take them from a mirror",
      publish(`${mirror}.CONSUMER.MSG.NEXT.${streamName("engagement", b.id)}.monetization`),
    ],
    ["setup", "delete a stream", publish(`$JS.API.STREAM.DELETE.${uploads}`)],
    ["setup", "purge a mirror", publish(`${mirror}.STREAM.PURGE.${streamName("uploads", b.id)}`)],
    ["setup", "publish an upload", publish("upload.new")],
    [
      "setup",
      "delete a mirror's consumer",
      publish(`${mirror}.CONSUMER.DELETE.${streamName("uploads", b.id)}.feed`),
    ],
    ["setup", "take an event", publish(`$JS.API.STREAM.MSG.GET.${uploads}`)],
    ["feed", "listen to the system's events", listen("$SYS.>")],
    ["feed", "ask the servers who they are", publish("$SYS.REQ.SERVER.PING")],
    ["feed", "listen to JetStream's events", listen("$JS.EVENT.>")],
    ["feed", "listen to answers that pass accounts", listen("_R_.>")],
    ["feed", "hear what is mirrored", listen(`mirror.${b.id}.>`)],
    ["upload", "answer in feed's name", publish("_INBOX.feed.x")],
    ["upload", "say what a mirror has stored", publish(`$JS.FC.${uploads}.mirror-${b.id}.x`)],
    ["upload", "begin a mirror's consumer anew", publish(`$JS.API.CONSUMER.RESET.${uploads}.mirror-${b.id}`)],
  ];
  await Promise.all(
    cases.map(async ([who, what, act]) => {
      const connection =
        who === "setup" ? await a.client("setup", inboxPrefix("setup")) : await a.workload(who);
      const violated = violation(connection);
      act(connection);
      await connection.flush();
      const said = await Promise.race([violated, sleep(5000).then(() => "")]);
      lane.expect(`${who} may not ${what}`, /permission/i.test(said), said.slice(0, 80) || "it may");
      await connection.close();
    }),
  );
}

/** What the server complains of first on a connection. */
async function violation(connection: NatsConnection): Promise<string> {
  for await (const event of connection.status()) {
    if (event.type === "error") return event.error.message;
  }
  return "";
}
