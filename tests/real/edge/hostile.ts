/** One client that does its worst, from the attacker's side, while others use the same pod of the edge. */
import { readFileSync } from "node:fs";
import * as net from "node:net";
import path from "node:path";
import { type Lane, root, sleep, until } from "../../../drill/frame/lane";
import { ask, plain } from "../../../drill/frame/requests";
import { agentOf } from "../frame/proxied";
import { http2Frames } from "./http2";
import { hygiene } from "./hygiene";
import { residentMiB } from "./process";
import { ratio, runWith } from "./ratio";
import { type CapabilityName, capabilities, EdgeWorld, MEMORY_MIB } from "./world";

const ATTACKER = "203.0.113.66";
/** What others get is no worse for it. */
const GOODPUT = 0.95;
/** Honest requests a second, of so many users. */
const RATE = 30;
const USERS = 60;
/** How long an attack is looked at. */
const SECONDS = 12;
/** The kubelet gives a probe two seconds; a machine four times as slow is no reason to fail. */
const PROBE_SECONDS = 8;

interface Attack {
  readonly what: string;
  readonly kind: string;
  readonly connections: number;
  readonly streams: number;
  readonly on: CapabilityName;
}

const drips: Attack = {
  what: "10,000 dripping bodies",
  kind: "slow",
  connections: 400,
  streams: 25,
  on: "upload",
};
const attacks: readonly Attack[] = [
  { what: "1,000 idle connections", kind: "idle", connections: 1000, streams: 0, on: "upload" },
  { what: "36 dripping bodies on one connection", kind: "slow", connections: 1, streams: 36, on: "upload" },
  drips,
  { what: "1,000 failing requests at a time", kind: "failing", connections: 40, streams: 25, on: "feed" },
  { what: "bodies without end", kind: "huge", connections: 4, streams: 10, on: "upload" },
];

export async function hostile(lane: Lane): Promise<void> {
  const world = await EdgeWorld.start(lane, "hostile", "required");
  const leaf = await leafServers(world);
  lane.onEnd(leaf);
  lane.expect("an edge that knows its clients is up and green", true, await world.allGreen(20));
  await hygiene(world);
  await http2Frames(world);
  await ratio(world);
  for (const attack of attacks) await underAttack(world, attack);
  await runWith(world, "limits");
  await starved(world);
}

/** Others' goodput, health, probes, leaf links and memory, while one client attacks. */
async function underAttack(world: EdgeWorld, attack: Attack): Promise<void> {
  const { lane } = world;
  const { what, kind, on } = attack;
  const attacker = begin(world, attack);
  await sleep(3000);
  const seen: { health: string[]; slowest: number } = { health: [], slowest: 0 };
  let looking = true;
  const looker = (async () => {
    while (looking) {
      for (const name of capabilities) {
        const { status, body } = await world.health(name);
        if (status !== 200) seen.health.push(`${name} ${status} ${body.trim()}`);
      }
      const began = performance.now();
      const { status } = await plain(world.address, 8404, "/livez");
      seen.slowest = status === 200 ? Math.max(seen.slowest, (performance.now() - began) / 1000) : 99;
      await sleep(500);
    }
  })();
  const counts = await honest(world, on, SECONDS);
  looking = false;
  await looker;
  const sent = Object.values(counts).reduce((sum, n) => sum + n, 0);
  lane.measure(`${what}: others' goodput`, {
    predicted: 1,
    measured: (counts[200] ?? 0) / sent,
    least: GOODPUT,
    most: 1,
    unit: "of theirs",
  });
  lane.expect(`${what}: health unchanged`, seen.health.length === 0, seen.health.slice(0, 3));
  lane.expect(`${what}: /livez in time`, seen.slowest < PROBE_SECONDS, seen.slowest);
  lane.expect(`${what}: the leaf port leads to the queue`, await greeted(world));
  lane.measure(`${what}: memory of the edge`, {
    predicted: `under ${MEMORY_MIB} MiB`,
    measured: residentMiB(world.dir),
    most: MEMORY_MIB * 0.8,
    unit: "MiB",
  });
  await lane.kill(attacker, "SIGTERM");
  console.log(
    `     the attacker got: ${readFileSync(path.join(lane.dir, `hostile/${kind}-${attack.connections}.log`), "utf8").trim()}`,
  );
  // What a window has counted is over before the next begins.
  await sleep(2000);
}

function begin({ lane, address, host }: EdgeWorld, { kind, connections, streams, on }: Attack) {
  const program = path.join(root, "tests/real/edge/attacker.ts");
  const rest = [kind, address, host(on), ATTACKER, String(connections), String(streams)];
  return lane.start(`hostile/${kind}-${connections}`, process.execPath, [
    "--require",
    "tsx/cjs",
    program,
    ...rest,
  ]);
}

/** What users from many addresses get, by status. */
async function honest(
  world: EdgeWorld,
  name: CapabilityName,
  seconds: number,
): Promise<Record<string, number>> {
  const { address, host } = world;
  const agents = Array.from({ length: USERS }, (_, user) => agentOf(`198.51.100.${user + 1}`, address, 8443));
  const counts: Record<string, number> = {};
  const under: Promise<void>[] = [];
  for (let sent = 0; sent < seconds * RATE; sent++) {
    const agent = agents[sent % USERS] as (typeof agents)[number];
    under.push(
      ask(address, 8443, host(name), "/x", { agent }).then(async (first) => {
        const { status } = first.askAgain ? await ask(address, 8443, host(name), "/x", { agent }) : first;
        counts[status] = (counts[status] ?? 0) + 1;
      }),
    );
    await sleep(1000 / RATE);
  }
  await Promise.all(under);
  for (const agent of agents) agent.destroy();
  return counts;
}

/** As the queue's servers greet a leaf link. */
async function leafServers(world: EdgeWorld): Promise<() => void> {
  const servers = world.queue.map(({ address }) => ({
    address,
    server: net.createServer((socket) => {
      socket.on("error", () => undefined);
      socket.write("INFO {}\r\n");
    }),
  }));
  await Promise.all(
    servers.map(({ address, server }) => new Promise<void>((done) => server.listen(7422, address, done))),
  );
  return () => {
    for (const { server } of servers) server.close();
  };
}

function greeted({ address }: EdgeWorld): Promise<boolean> {
  return new Promise((done) => {
    const socket = net.connect({ host: address, port: 7422 });
    const end = (ok: boolean) => {
      socket.destroy();
      done(ok);
    };
    socket.once("data", (data) => end(String(data).startsWith("INFO")));
    socket.once("error", () => end(false)).once("close", () => done(false));
    socket.setTimeout(PROBE_SECONDS * 1000, () => end(false));
  });
}

/** The public port is full of those who never say a word: what the site itself needs has connections of its own. */
async function starved(world: EdgeWorld): Promise<void> {
  const { lane, address } = world;
  const attack: Attack = { what: "", kind: "silent", connections: 2500, streams: 0, on: "upload" };
  const attacker = begin(world, attack);
  const full = await until(60, async () => (await publicConnections(world)) >= 2000, 500);
  lane.expect("the public port filled with silent connections", full !== undefined, full);
  const began = performance.now();
  const { status } = await plain(address, 8404, "/livez");
  lane.expect("  /livez answers in time", status === 200, (performance.now() - began) / 1000);
  lane.expect("  the leaf port leads to the queue", await greeted(world));
  await lane.kill(attacker, "SIGTERM");
  const free = await until(90, () => world.isGreen("upload"), 500);
  lane.expect("  and once they are gone users come in", free !== undefined, free);
}

async function publicConnections({ address }: EdgeWorld): Promise<number> {
  const { body } = await plain(address, 8404, "/metrics?scope=frontend");
  return Number(/^haproxy_frontend_current_sessions\{proxy="public"\} (\d+)/m.exec(body)?.[1]);
}
