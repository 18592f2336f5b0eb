/** A workload that has events sent to itself and reads none, by a connection of its own making. */
import { readFileSync } from "node:fs";
import * as net from "node:net";
import * as tls from "node:tls";
import { inboxPrefix, streamName } from "../../../components/queue/model";
import { type Lane, sleep, until } from "../../../drill/frame/lane";
import { plain } from "../../../drill/frame/requests";
import { consume } from "./events";
import type { QueueSite } from "./world";

/** Of nearly the largest events of its family. */
const EVENTS = 300;
/** Copies of each that one connection has sent to itself: 24 MB: more than a server keeps for one and sockets hold beside it. */
const COPIES = 5;

export async function deaf(lane: Lane, a: QueueSite): Promise<void> {
  // What is there already is smaller, and would come first.
  await consume(a, a.id, { workload: "monetization", family: "engagement", wanted: 1e6, seconds: 8 });
  const connection = await a.workload("engagement");
  const event = new Uint8Array(16_000);
  const answers = await Promise.all(
    Array.from({ length: EVENTS }, () => connection.request("engage.like", event, { timeout: 30_000 })),
  );
  await connection.close();
  const stored = answers.filter((answer) => !("error" in answer.json<object>())).length;
  const inbox = `${inboxPrefix("monetization")}.deaf`;
  const before = await slowConsumers(a);
  const socket = await speaking(a, "workload-monetization");
  for (let copy = 1; copy <= COPIES; copy++) socket.write(`SUB ${inbox} ${copy}\r\n`);
  const pull = JSON.stringify({ batch: EVENTS, expires: 30_000_000_000 });
  const subject = `$JS.API.CONSUMER.MSG.NEXT.${streamName("engagement", a.id)}.monetization`;
  socket.write(`PUB ${subject} ${inbox} ${pull.length}\r\n${pull}\r\n`);
  socket.pause();
  // Before the ten seconds in which every connection must take what it is sent.
  const ended = await until(9, async () => (await slowConsumers(a)) > before, 300);
  lane.expect(
    "a connection that has events sent to itself and reads none is ended before they fill a server",
    ended !== undefined && stored === EVENTS,
    { stored, endings: await endings(a) },
  );
  socket.destroy();
  await sleep(500);
  lane.expect("and the site's servers are well", (await a.healthy()) === 3, await a.healthy());
}

/** A connection with a workload's certificate, after the greeting. */
function speaking(site: QueueSite, certificate: string): Promise<tls.TLSSocket> {
  const folder = site.tls(certificate);
  const read = (file: string) => readFileSync(`${folder}/${file}`);
  return new Promise((done, failed) => {
    const plainSocket = net.connect({ host: site.address(0), port: 4222 });
    plainSocket.once("error", failed);
    // Until the server has said who it is, nothing is encrypted.
    plainSocket.once("data", () => {
      const [ca, cert, key] = [read("ca.crt"), read("tls.crt"), read("tls.key")];
      const secure = tls.connect({
        socket: plainSocket,
        ca,
        cert,
        key,
        checkServerIdentity: () => undefined,
      });
      secure.on("error", () => undefined);
      secure.once("secureConnect", () => {
        secure.write('CONNECT {"verbose":false,"headers":true,"no_responders":true}\r\n');
        done(secure);
      });
    });
  });
}

const slowConsumers = async (site: QueueSite): Promise<number> =>
  (await endings(site)).filter((reason) => reason === "Slow Consumer (Pending Bytes)").length;

/** Why connections to the site's first server have ended. */
async function endings(site: QueueSite): Promise<string[]> {
  const { body } = await plain(site.address(0), 8222, "/connz?state=closed&limit=1000&sort=stop");
  const { connections = [] } = JSON.parse(body) as { connections?: readonly { reason?: string }[] };
  return connections.flatMap(({ reason }) => (reason === undefined ? [] : [reason]));
}
