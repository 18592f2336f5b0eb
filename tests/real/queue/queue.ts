/** Lane: the queue's configuration in real nats-servers, two sites of three, linked through real edges. */
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { reservedBytes } from "../../../components/queue/model";
import {
  LEAF_REMOTES_FILE,
  leafRemotes,
  natsConfig,
  queueTimings,
} from "../../../components/queue/nats-config";
import { serverHosts } from "../../../components/queue/servers";
import { goProgram, goPrograms } from "../../../drill/frame/go";
import { type Lane, now, sleep, until } from "../../../drill/frame/lane";
import { assumptionsWith } from "../../../resilience/assumptions";
import { attacks } from "./attacks";
import { deaf } from "./deaf";
import { consume, messages, Publisher, streamInfo } from "./events";
import { hostileSite } from "./hostile-site";
import { refused } from "./refused";
import { rogues } from "./rogues";
import { trust } from "./trust";
import { planOf, type QueueSite, QueueWorld } from "./world";

const ids = ["aws-us-east-2", "oci-us-chicago-1"] as const;
const assumed = assumptionsWith({});
/** Seconds until a mirror whose origin was away, or lost a server, follows it again. */
const FOLLOWED_AGAIN = queueTimings.mirrorSilenceSeconds + queueTimings.mirrorRequestSeconds;
/** For starting servers and taking turns on a busy machine, in seconds. */
const SLACK = 20;

export async function queue(lane: Lane): Promise<void> {
  await goPrograms("nats");
  const world = await QueueWorld.start(lane, ids);
  const [a, b] = world.sites as [QueueSite, QueueSite];
  alone(lane, a);
  await setup(lane, world);
  await begun(world);
  await exact(lane, world);
  await serverKilled(lane, a, b);
  await quorumLost(lane, a);
  await siteKilled(lane, a, b);
  await linkCut(lane, a, b);
  await refused(lane, a, b);
  await rogues(lane, a, b);
  await attacks(lane, a, b);
  await deaf(lane, a);
  await hostileSite(lane, a, b);
  await lameDuck(lane, a);
  await rebuilt(lane, a, b);
  for (const site of world.sites) {
    await site.kill(0, 1, 2);
    await site.killEdge();
  }
  await trust(lane);
}

/**
 * A platform's streams have events within seconds. One that never had any is not what the lane is about: nats-server
 * 2.15 may forget where it begins when all its servers are killed, and its consumers then wait for ever (README, limits).
 */
async function begun({ sites }: QueueWorld): Promise<void> {
  for (const site of sites) {
    const first = await Publisher.start(site, "first", {
      workload: "engagement",
      subject: "engage.like",
      perSecond: 20,
    });
    await sleep(500);
    await first.end();
  }
}

/** A stack of one site has nobody to link to: its configuration is a sound one all the same. */
function alone(lane: Lane, a: QueueSite): void {
  const plan = planOf([a.id]);
  const local = {
    client: "127.0.0.1:1",
    monitor: "127.0.0.1:2",
    leaf: "127.0.0.1:3",
    cluster: "127.0.0.1:4",
    routes: ["tls://localhost:4"],
    tls: `${a.dir}/tls`,
    data: `${lane.dir}/alone`,
    run: `${lane.dir}/alone`,
  };
  const sizes = {
    maxPayloadBytes: 2 ** 20,
    maxFileStoreBytes: reservedBytes(plan),
    maxMemoryStoreBytes: 2 ** 26,
  };
  const common = { plan, site: a.id, local };
  const file = lane.file("alone/nats.conf", natsConfig({ ...common, ...sizes, servers: serverHosts }));
  lane.file(`alone/${LEAF_REMOTES_FILE}`, leafRemotes({ ...common, leafAddresses: {} }));
  const env = { ...process.env, SERVER_NAME: "queue-0" };
  const { status, stderr } = spawnSync(goProgram("nats-server"), ["-t", "-c", file], {
    encoding: "utf8",
    env,
  });
  lane.expect(
    "nats-server accepts the configuration of a site alone",
    status === 0,
    stderr.trim().slice(-120),
  );
}

/** The Job's own script makes the streams and the mirrors. */
async function setup(lane: Lane, { sites }: QueueWorld): Promise<void> {
  const first = await Promise.all(sites.map((site) => site.setup()));
  lane.expect(
    "the Job's script makes streams and mirrors at every site",
    first.every(({ code }) => code === 0),
    first,
  );
  for (const site of sites) {
    for (const origin of ids) {
      const { config, mirror } = await streamInfo(site, "uploads", origin);
      lane.expect(
        `${site.id} has the uploads of ${origin}, three times${site.id === origin ? "" : ", as a mirror"}`,
        config?.num_replicas === 3 && (site.id === origin) === (mirror === undefined),
      );
    }
  }
  const second = await Promise.all(sites.map((site) => site.setup()));
  lane.expect(
    "and finds nothing to do the second time",
    second.every(({ code }) => code === 0),
    second,
  );
}

/** Every acknowledged event is at both sites once, and each consumer gets it once. */
async function exact(lane: Lane, { sites }: QueueWorld): Promise<void> {
  const publishers = await Promise.all(sites.map((site) => Publisher.start(site, `exact-${site.id}`)));
  await sleep(5000);
  const counts = await Promise.all(publishers.map((publisher) => publisher.end()));
  const total = new Map(sites.map(({ id }, index) => [id, counts[index] ?? 0]));
  const same = await until(FOLLOWED_AGAIN + SLACK, async () => {
    for (const site of sites) {
      for (const origin of ids)
        if ((await messages(site, "uploads", origin)) !== total.get(origin)) return false;
    }
    return true;
  });
  lane.measure("publishing ends until every mirror holds exactly what was acknowledged", {
    // A mirror that was made before its origin asks again as one whose origin was away.
    predicted: `up to ${FOLLOWED_AGAIN} s`,
    measured: same,
    most: FOLLOWED_AGAIN + SLACK,
  });
  for (const site of sites) {
    for (const origin of ids) {
      const wanted = total.get(origin) ?? 0;
      const got = await consume(site, origin, { wanted });
      lane.expect(
        `feed at ${site.id} gets each of ${origin}'s ${wanted} uploads once`,
        got.length === wanted && new Set(got).size === wanted && wanted > 500,
        got.length,
      );
    }
  }
  const [site] = sites;
  const again = site ? await consume(site, ids[1], { seconds: 2.5 }) : ["none"];
  lane.expect("what is acknowledged doesn't come again", again.length === 0, again.length);
}

/** The leader of the stream is killed while events come. */
async function serverKilled(lane: Lane, a: QueueSite, b: QueueSite): Promise<void> {
  const before = await messages(a, "uploads", a.id);
  const publisher = await Publisher.start(a, "killed");
  await sleep(1500);
  const leader = Number((await streamInfo(a, "uploads", a.id)).cluster?.leader?.slice(-1));
  await a.kill(leader);
  const had = publisher.acknowledged.size;
  lane.measure("a stream's leader killed until events are acknowledged again", {
    predicted: `up to ${assumed.queueElectionSeconds} s`,
    measured: await until(40, () => publisher.acknowledged.size > had + 5, 20),
    most: assumed.queueElectionSeconds + 10,
  });
  await sleep((a.detection.serverDownSeconds("refused") + 2) * 1000);
  lane.expect("the edge stays green on two of three", (await a.health()) === 200);
  a.start(leader);
  await sleep(2000);
  const acknowledged = await publisher.end();
  const after = await messages(a, "uploads", a.id);
  lane.expect(
    "no acknowledged event is lost, and none is there twice",
    after - before === acknowledged && acknowledged > 500,
    { before, after, acknowledged },
  );
  const same = await until(60, async () => (await messages(b, "uploads", a.id)) === after);
  lane.expect("the mirror is exact", same !== undefined, same);
  const whole = await until(60, async () => (await a.healthy()) === 3);
  lane.expect("the killed server is well again", whole !== undefined, whole);
}

/** Two of three servers are killed. */
async function quorumLost(lane: Lane, a: QueueSite): Promise<void> {
  await a.kill(0, 1);
  lane.measure("two of three servers killed until engagement is red at the edge", {
    predicted: a.detection.serverDownSeconds("refused"),
    measured: await until(40, async () => (await a.health()) === 503, 100),
    most: a.detection.serverDownSeconds("refused") + 5,
  });
  a.start(0);
  a.start(1);
  const green = await until(60, async () => (await a.health()) === 200);
  lane.expect("they are back: green", green !== undefined, green);
  await until(60, async () => (await a.healthy()) === 3);
}

/** All of a site is killed and comes back. */
async function siteKilled(lane: Lane, a: QueueSite, b: QueueSite): Promise<void> {
  const start = await messages(a, "uploads", a.id);
  const atA = await Publisher.start(a, "site-a");
  const atB = await Publisher.start(b, "site-b");
  // Both servers that were killed before are back, but the mirrors may still wait to try again.
  const flowing = await until(
    FOLLOWED_AGAIN + SLACK,
    async () => (await messages(b, "uploads", a.id)) > start + 200,
  );
  lane.expect("the mirror takes what is published", flowing !== undefined, flowing);
  await sleep(4000);
  const acknowledged = atA.acknowledged.size;
  await Promise.all([a.kill(0, 1, 2), a.killEdge()]);
  await sleep(1000);
  const mirrored = (await messages(b, "uploads", a.id)) - start;
  const perSecond = 200;
  lane.measure("a site killed: seconds of acknowledged events that its mirror lacks", {
    predicted: `up to ${assumed.mirrorLagSeconds} s`,
    measured: Math.max(0, (acknowledged - mirrored) / perSecond),
    most: assumed.mirrorLagSeconds,
  });
  const got = await consume(b, a.id, { wanted: mirrored, seconds: 15 });
  lane.expect("what the mirror has can be consumed there", got.length > 0, got.length);
  const before = atB.acknowledged.size;
  await sleep(3000);
  lane.expect(
    "the other site's own events don't notice",
    atB.acknowledged.size - before > perSecond,
    atB.acknowledged.size - before,
  );
  lane.expect("and its edge is green", (await b.health()) === 200 && (await b.healthy()) === 3);
  const job = await b.setup();
  lane.expect("its Job runs too", job.code === 0, job.seconds);
  a.startEdge();
  a.startAll();
  const resumed = await until(90, () => atA.acknowledged.size > acknowledged + 10, 50);
  lane.expect("the site is back: its events are acknowledged again", resumed !== undefined, resumed);
  await sleep(1500);
  const [ofA] = await Promise.all([atA.end(), atB.end()]);
  const inA = await messages(a, "uploads", a.id);
  const inB = await messages(b, "uploads", b.id);
  lane.expect("nothing acknowledged is lost, and nothing is there twice", inA - start === ofA, {
    stored: inA - start,
    acknowledged: ofA,
  });
  const same = await until(
    FOLLOWED_AGAIN + SLACK,
    async () => (await messages(b, "uploads", a.id)) === inA && (await messages(a, "uploads", b.id)) === inB,
    200,
  );
  lane.measure("the site is back until both mirrors are exact", {
    predicted: `up to ${FOLLOWED_AGAIN} s`,
    measured: same,
    most: FOLLOWED_AGAIN + SLACK,
  });
}

/** The edge, and with it the link, is away for a while. */
async function linkCut(lane: Lane, a: QueueSite, b: QueueSite): Promise<void> {
  const publisher = await Publisher.start(a, "link");
  await sleep(1000);
  await a.killEdge();
  await sleep(4000);
  const [own, mirrored] = [await messages(a, "uploads", a.id), await messages(b, "uploads", a.id)];
  lane.expect("the link is cut: events go on at home and are missing in the mirror", own > mirrored, {
    own,
    mirrored,
  });
  a.startEdge();
  await publisher.end();
  const total = await messages(a, "uploads", a.id);
  const started = now();
  const same = await until(60, async () => (await messages(b, "uploads", a.id)) === total);
  lane.expect("it is mended: the mirror catches up", same !== undefined, now() - started);
}

/** A server is told to end as Kubernetes does it: it hands over first. */
async function lameDuck(lane: Lane, a: QueueSite): Promise<void> {
  const publisher = await Publisher.start(a, "lame");
  await sleep(500);
  const started = now();
  const child = a.signal(1, "SIGUSR2");
  const gone = new Promise((done) => child.once("exit", done));
  // The preStop hook returns at once, and TERM follows.
  await sleep(300);
  a.signal(1, "SIGTERM");
  await gone;
  const took = now() - started;
  lane.expect(
    "a server that is told to end hands over first, in its grace of 60 s",
    took > 2 && took < 60,
    took,
  );
  a.start(1);
  const acknowledged = await publisher.end();
  lane.expect("and every event was taken", acknowledged === publisher.sent && acknowledged > 100, {
    acknowledged,
    sent: publisher.sent,
  });
  await until(60, async () => (await a.healthy()) === 3);
}

/** A site loses its volumes and is built again. */
async function rebuilt(lane: Lane, a: QueueSite, b: QueueSite): Promise<void> {
  const [ofA, ofB] = [await messages(a, "uploads", a.id), await messages(b, "uploads", b.id)];
  await until(60, async () => (await messages(b, "uploads", a.id)) === ofA);
  await a.kill(0, 1, 2);
  for (const server of [0, 1, 2]) {
    rmSync(`${a.dir}/s${server}/data`, { recursive: true });
    mkdirSync(`${a.dir}/s${server}/data`);
  }
  a.startAll();
  const job = await a.setup();
  lane.expect("a site that lost its volumes: the Job makes everything again", job.code === 0, job.seconds);
  const filled = await until(90, async () => (await messages(a, "uploads", b.id)) === ofB, 200);
  lane.expect("its mirror fills again from the origin", filled !== undefined, filled);
  const publisher = await Publisher.start(a, "rebuilt");
  await sleep(2000);
  const fresh = await publisher.end();
  const same = await until(90, async () => (await messages(b, "uploads", a.id)) === ofA + fresh, 500);
  lane.expect("the peer keeps the lost site's old events and takes its new ones", same !== undefined, {
    old: ofA,
    fresh,
    held: await messages(b, "uploads", a.id),
  });
  const got = await consume(b, a.id, { wanted: ofA + fresh, seconds: 15 });
  lane.expect(
    "and its consumer gets the new ones",
    got.filter((id) => id.startsWith("rebuilt")).length === fresh,
    got.length,
  );
}
