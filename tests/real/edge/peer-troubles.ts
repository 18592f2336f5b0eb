/** What may go wrong between two sites that hand requests to each other. */
import * as https from "node:https";
import { haproxyConfig } from "../../../components/edge/haproxy";
import { now, sleep, until } from "../../../drill/frame/lane";
import { away, carriedOut, homeAgain, type Pair, set } from "./pair";
import { residentMiB } from "./process";
import { Users } from "./users";

const RATE = 60;
const MIB = 1024 * 1024;

export async function peerTroubles(pair: Pair): Promise<void> {
  await largeBody(pair);
  await flapping(pair);
  await reload(pair);
  await cut(pair);
}

/** An upload through a peer streams: neither edge holds it. */
async function largeBody({ lane, here, there }: Pair): Promise<void> {
  set(here.pods.upload, "some", 1);
  const users = new Users(here.address, here.host("upload"), { perSecond: RATE, posts: 1 });
  await sleep(4000);
  await users.stop();
  const before = there.pods.upload.reduce((sum, pod) => sum + pod.requests, 0);
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, residentMiB(here.dir), residentMiB(there.dir));
  }, 100);
  const keep = new Users(here.address, here.host("upload"), { perSecond: 20, posts: 1 });
  const status = await put(here.address, here.host("upload"), 200);
  await keep.stop();
  clearInterval(watch);
  const came = there.pods.upload.reduce((sum, pod) => sum + pod.requests, 0) - before;
  lane.expect("an upload of 200 MiB through a peer is answered", status === 200 && came > 0, {
    status,
    came,
  });
  lane.expect("  and no edge holds it", most > 0 && most < 120, `${most} MiB`);
  set(here.pods.upload, "good");
}

function put(address: string, host: string, mebibytes: number): Promise<number> {
  return new Promise((done) => {
    const options = {
      host: address,
      port: 8443,
      path: "/large",
      method: "PUT",
      servername: "",
      rejectUnauthorized: false,
      agent: false as const,
    };
    const request = https.request(
      { ...options, headers: { host, "content-length": String(mebibytes * MIB) }, timeout: 60_000 },
      (answer) => answer.resume().on("end", () => done(answer.statusCode ?? 0)),
    );
    request.on("timeout", () => request.destroy(new Error("no answer in time")));
    request.on("error", () => done(0));
    const part = Buffer.alloc(MIB);
    let sent = 0;
    const more = () => {
      while (sent < mebibytes) {
        sent++;
        if (!request.write(part)) return void request.once("drain", more);
      }
      request.end();
    };
    more();
  });
}

/** The peer is well and sick by turns, and the site sick all the time: no worse than at home alone. */
async function flapping({ lane, here, there }: Pair): Promise<void> {
  const users = new Users(here.address, here.host("feed"), { perSecond: RATE, posts: 0.2 });
  await sleep(2000);
  const [began, before] = [now(), carriedOut(here) + carriedOut(there)];
  set(here.pods.feed, "some", 0.3);
  for (let turn = 0; turn < 6; turn++) {
    set(there.pods.feed, turn % 2 === 0 ? "good" : "some", 0.9);
    await sleep(3000);
  }
  set(here.pods.feed, "good");
  set(there.pods.feed, "good");
  const ended = now();
  await users.stop();
  const done = carriedOut(here) + carriedOut(there) - before;
  const asked = users.sent.filter(({ at }) => at >= began).length;
  lane.expect(
    "a peer that flaps: users are no worse off than at home alone",
    (users.served(began, ended) ?? 0) >= 0.68,
    users.counts(began, ended),
  );
  lane.expect("  and no storm comes of it", done <= asked * 1.3, { asked, done });
  await until(40, async () => away(here), 200);
  await Promise.all([here, there].map(homeAgain));
}

/** A reload begins with empty tables: what was sick is found to be so again at once. */
async function reload({ lane, here }: Pair): Promise<void> {
  set(here.pods.feed, "some", 0.9);
  const users = new Users(here.address, here.host("feed"), { perSecond: RATE, posts: 0.2 });
  await sleep(5000);
  const began = now();
  lane.file(`${here.name}/haproxy.cfg`, `${haproxyConfig(here.input(false))}\n# once more\n`);
  await sleep(12_000);
  const ended = now();
  set(here.pods.feed, "good");
  await users.stop();
  const lost = users.sent.filter(({ at, status }) => at >= began && at < ended && status !== 200).length;
  lane.measure("requests lost by a reload of a sick site's edge, of 60 a second", {
    predicted: 9,
    measured: lost,
    most: 60,
    unit: "requests",
  });
  await homeAgain(here);
}

/** The peer is gone: the site does what it can alone. */
async function cut({ lane, here, there }: Pair): Promise<void> {
  await there.kill();
  await until(20, async () => !(await away(here)), 200);
  set(here.pods.feed, "some", 0.3);
  const users = new Users(here.address, here.host("feed"), { perSecond: RATE, posts: 0.2 });
  await sleep(6000);
  await users.stop();
  set(here.pods.feed, "good");
  lane.expect(
    "no peer can be reached: users are served as well as at home alone",
    (users.served(0, Number.POSITIVE_INFINITY) ?? 0) >= 0.6,
    users.counts(),
  );
}
