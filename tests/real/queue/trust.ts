/**
 * Trust taken away and passed on, on running sites: one of three turns hostile, and then the authorities of the two that
 * are left follow each other, while events come.
 */

import { cpSync, readFileSync } from "node:fs";
import { account, apiPrefix, inboxPrefix, streamName } from "../../../components/queue/model";
import { queueTimings } from "../../../components/queue/nats-config";
import { goProgram } from "../../../drill/frame/go";
import { type Lane, now, sleep, until } from "../../../drill/frame/lane";
import { plain } from "../../../drill/frame/requests";
import { makeAuthority } from "../../../drill/world/authority";
import { authorityName, firstAuthority, stagesBetween, stageText } from "../../../graph/authority-stage";
import { messages, Publisher } from "./events";
import { planOf, type QueueSite, QueueWorld } from "./world";

const ids = ["aws-us-east-2", "aws-us-west-2", "oci-us-chicago-1"] as const;
/** Until a mirror follows its origin again after that was away, and for taking turns on a busy machine, in seconds. */
const STANDS_STILL = queueTimings.mirrorSilenceSeconds + queueTimings.mirrorRequestSeconds;
const FOLLOWED_AGAIN = STANDS_STILL + 60;

export async function trust(lane: Lane): Promise<void> {
  const world = await QueueWorld.start(lane, ids, "trust");
  const [a, b, hostile] = world.sites as [QueueSite, QueueSite, QueueSite];
  const jobs = await Promise.all(world.sites.map((site) => site.setup()));
  lane.expect(
    "three sites are set up",
    jobs.every(({ code }) => code === 0),
    jobs,
  );
  await cutOff(lane, world, [a, b], hostile);
  await passOn(lane, world, [a, b]);
}

/** A page of each server that answers: one that is having its turn doesn't. */
async function pages(site: QueueSite, page: string): Promise<string[]> {
  const asked = [0, 1, 2].map((server) => plain(site.address(server), 8222, page));
  const answers = await Promise.allSettled(asked);
  return answers.flatMap((answer) =>
    answer.status === "fulfilled" && answer.value.status === 200 ? [answer.value.body] : [],
  );
}

/** How many leaf links a site has in accounts of this name. */
async function links(site: QueueSite, ...accounts: readonly string[]): Promise<number> {
  const all = (await pages(site, "/leafz")).flatMap(
    (page) => (JSON.parse(page) as { leafs?: readonly { account: string }[] }).leafs ?? [],
  );
  return all.filter((leaf) => accounts.includes(leaf.account)).length;
}

/** Events in a stream as the servers themselves say it: nobody may ask for those of a site that isn't trusted. */
async function held(site: QueueSite, origin: string): Promise<number> {
  const [page = "{}"] = await pages(site, `/jsz?acc=${account.streams(origin)}&streams=1`);
  interface Jsz {
    readonly account_details?: readonly {
      readonly stream_detail?: readonly {
        readonly name: string;
        readonly state: { readonly messages: number };
      }[];
    }[];
  }
  const streams = ((JSON.parse(page) as Jsz).account_details ?? []).flatMap((one) => one.stream_detail ?? []);
  return streams.find(({ name }) => name === streamName("uploads", origin))?.state.messages ?? -1;
}

/** How many messages `feed` gets when it asks for events of an origin: nobody may answer at all. */
async function pulled(site: QueueSite, origin: string): Promise<number> {
  const connection = await site.workload("feed");
  let count = 0;
  const inbox = `${inboxPrefix("feed")}.pulled`;
  connection.subscribe(inbox, {
    callback: () => {
      count++;
    },
  });
  const next = `${apiPrefix(origin)}.CONSUMER.MSG.NEXT.${streamName("uploads", origin)}.feed`;
  connection.publish(next, JSON.stringify({ batch: 5 }), { reply: inbox });
  await sleep(3000);
  await connection.close();
  return count;
}

/**
 * What the origin has now, its mirror has too in a while, though more goes on to come. One that stands still, a limit that is
 * known (README), must go on when its site's setup Job runs, which is what the runbook does; how often is said in the table.
 */
async function follows(lane: Lane, what: string, from: QueueSite, to: QueueSite): Promise<void> {
  const own = await messages(from, "uploads", from.id);
  const hasAll = async () => own >= 0 && (await messages(to, "uploads", from.id)) >= own;
  let took = await until(FOLLOWED_AGAIN, hasAll, 500);
  if (took === undefined) {
    lane.measures.push({
      what,
      predicted: "mirrors may stand still",
      measured: "stood still: the Job was run",
    });
    const { code } = await to.setup();
    if (code === 0) took = await until(STANDS_STILL, hasAll, 500);
  }
  lane.expect(what, took !== undefined, took);
}

/** Once nothing comes any more, the mirror has exactly what its origin has. */
async function isExact(lane: Lane, what: string, from: QueueSite, to: QueueSite): Promise<void> {
  const own = await messages(from, "uploads", from.id);
  const took = await until(FOLLOWED_AGAIN, async () => (await messages(to, "uploads", from.id)) === own, 500);
  lane.expect(what, own > 0 && took !== undefined, took);
}

/**
 * The same after servers had their turns. A mirror of nats-server 2.15 then misses events that were on their way to it,
 * once in some runs (33 of 7,175): its origin has them all. No band for the model: a limit that is known (README).
 */
async function isWhole(lane: Lane, what: string, from: QueueSite, to: QueueSite): Promise<void> {
  const own = await messages(from, "uploads", from.id);
  const missing = async () => own - (await messages(to, "uploads", from.id));
  // What is missing then stays so.
  await until(STANDS_STILL, async () => (await missing()) === 0, 500);
  lane.measure(what, {
    predicted: "none is missing",
    measured: (await missing()) / own,
    least: 0,
    most: 0.02,
    unit: "of its events",
  });
}

/** One site is trusted no more: the others are told, and it goes on as it was. */
async function cutOff(
  lane: Lane,
  world: QueueWorld,
  trusted: readonly [QueueSite, QueueSite],
  hostile: QueueSite,
): Promise<void> {
  const [a, b] = trusted;
  const early = await Publisher.start(hostile, "before");
  await sleep(2000);
  await early.end();
  await isExact(lane, "before, the site's events reach the others", hostile, a);
  const before = await held(a, hostile.id);
  const ofHostile = [account.listening(hostile.id), account.dialling(hostile.id)];
  lane.expect("and it is linked to them", (await links(a, ...ofHostile)) > 0 && before > 0, before);

  const publisher = await Publisher.start(a, "meanwhile");
  world.plan = { ...planOf(ids), untrusted: [hostile.id] };
  for (const site of trusted) {
    site.configure();
    await site.roll();
  }
  lane.expect(
    "what was mirrored of a hostile site doesn't keep servers from being well",
    (await a.healthy()) === 3 && (await b.healthy()) === 3,
  );
  const late = await Publisher.start(hostile, "forged");
  // Its servers try again every two seconds, by both ends of the link.
  await sleep(15_000);
  const forged = await late.end();
  for (const site of trusted) {
    const [left, own] = [await links(site, ...ofHostile), await held(site, hostile.id)];
    lane.expect(
      `${site.id} has no link with it, in or out, and none of its later events`,
      left === 0 && own === before && forged > 1000,
      { left, before, own, forged },
    );
  }
  const logs = [0, 1, 2].map((server) => readFileSync(`${hostile.dir}/s${server}/nats.log`, "utf8"));
  lane.expect(
    "it was refused: it came, with the certificate that it has",
    logs.some((log) => /Authorization Violation|authorization violation/i.test(log)),
  );
  const got = [await pulled(a, hostile.id), await pulled(a, a.id)];
  lane.expect(
    "a workload is given its own site's events, and none that came from there",
    got[0] === 0 && (got[1] ?? 0) > 0,
    got,
  );
  const acknowledged = await publisher.end();
  lane.expect("the others take events all the while", acknowledged > 1000, acknowledged);
  lane.expect("and lose none of them", (await messages(a, "uploads", a.id)) === acknowledged, acknowledged);
  // As a deploy does, behind the servers; a mirror that stands still goes on with it.
  const again = await Promise.all(trusted.map((site) => site.setup()));
  lane.expect(
    "their Jobs run without it",
    again.every(({ code }) => code === 0),
    again,
  );
  await isWhole(lane, "the link between the others lives: missing in the mirror", a, b);
  await hostile.kill(0, 1, 2);
  await hostile.killEdge();
}

/** The authorities of two sites and of their links follow each other, a stage at a time. */
async function passOn(lane: Lane, world: QueueWorld, sites: readonly [QueueSite, QueueSite]): Promise<void> {
  const [a, b] = sites;
  const stolen = `${world.dir}/stolen`;
  cpSync(b.tls("leaf-dial"), stolen, { recursive: true });
  for (const folder of [world.ca, a.ca, b.ca]) makeAuthority(authorityName(folder, 2), "queue 2");
  lane.expect("a certificate of the first authority is let in", await isLetIn(lane, "first", a, stolen));
  for (const stage of stagesBetween(firstAuthority, { trusted: [2], signing: 2 })) {
    const counts = await Promise.all(sites.map((site) => messages(site, "uploads", site.id)));
    const publishers = await Promise.all(sites.map((site) => Publisher.start(site, stageText(stage))));
    let away = 0;
    let watching = true;
    const watch = (async () => {
      for (let last = now(); watching; last = now()) {
        await sleep(250);
        const up = await links(b, account.listening(a.id));
        if (up === 0) away += now() - last;
      }
    })();
    for (const site of sites) {
      site.certify(stage);
      await site.roll();
      // The other site has the stage before: each takes the other's certificates all the same.
      await follows(lane, `${stageText(stage)} at ${site.id} alone or both: ${a.id} is followed`, a, b);
    }
    watching = false;
    await watch;
    const acknowledged = await Promise.all(publishers.map((publisher) => publisher.end()));
    const stored = await Promise.all(sites.map((site) => messages(site, "uploads", site.id)));
    lane.expect(
      `${stageText(stage)}: no event is lost and none is there twice`,
      stored.every((count, index) => count - (counts[index] ?? 0) === acknowledged[index]),
      { counts, acknowledged, stored },
    );
    await isWhole(lane, `${stageText(stage)}: missing in the mirror of ${a.id}`, a, b);
    await isWhole(lane, `${stageText(stage)}: missing in the mirror of ${b.id}`, b, a);
    lane.measure(`${stageText(stage)}: seconds without any leaf link, of six servers' turns`, {
      predicted: "0: two of three servers are up at any time",
      measured: away,
      most: 10,
    });
  }
  lane.expect("at the end a certificate of the first is refused", !(await isLetIn(lane, "last", a, stolen)));
  lane.expect("and one of the second is let in", await isLetIn(lane, "control", a, b.tls("leaf-dial")));
}

/** Whether a server with this certificate of a peer becomes a leaf of the site. */
async function isLetIn(lane: Lane, name: string, site: QueueSite, folder: string): Promise<boolean> {
  const server = `${name}-rogue`;
  const ca = `${site.tls("leaf-dial")}/ca.crt`;
  const tls = `ca_file: "${ca}", cert_file: "${folder}/tls.crt", key_file: "${folder}/tls.key", handshake_first: true`;
  const config = `server_name: ${server}\nlisten: "${site.net}.230:4222"\nleafnodes { remotes [{ urls: ["tls://${site.edgeAddress}:7422"], tls { ${tls} } }] }\n`;
  const child = lane.start(server, goProgram("nats-server"), ["-c", lane.file(`${server}.conf`, config)]);
  const found = await until(
    10,
    async () => (await pages(site, "/leafz")).some((page) => page.includes(`"${server}"`)),
    500,
  );
  const tried = readFileSync(`${lane.dir}/${server}.log`, "utf8");
  if (!/leafnode/i.test(tried)) throw new Error(`${server} never tried to link: ${tried.slice(-300)}`);
  await lane.kill(child);
  return found !== undefined;
}
