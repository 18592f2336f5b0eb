/** What the limits cost honest clients: the edge's work for a request, with them and without, by turns. */
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { haproxyConfig } from "../../../components/edge/haproxy";
import { median } from "./median";
import { processorMs } from "./process";
import type { EdgeWorld } from "./world";

const LEAST = 0.95;
/**
 * A busy machine spreads single turns by a tenth: where so many say no, as many more are asked, three times at most. A
 * fifth more work is found so in nearly every run, a tenth in two of three.
 */
const TURNS = 12;
const MOST_TURNS = 3 * TURNS;
const USERS = 100;
/** Connections of each user in a turn, one after the other, and requests on each: fewer than its limits. */
const VISITS = 2;
const REQUESTS = 20;

/**
 * A configuration as it was before there were limits: without the rules that hold a client, with the health answers
 * among the frontend's own, and with HAProxy's memory of what its patterns found.
 */
export function withoutLimits(text: string): string {
  const [, answers = ""] = /^backend health_answers\n((?: {2}.*\n)*)/m.exec(text) ?? [];
  const rules =
    /track-sc[12] src|sc[12]_|session reject|return status (429|405)|one host, please|path,url_dec|del-header|wait-for-body|set-var\(txn\.(failed|unheard)|be_conn gt|use_backend \S+_unheard|Strict-Transport|h2\.max-concurrent|pattern\.cache/;
  return text
    .replace(answers, "")
    .replace(
      /^ {2}use_backend health_answers if (.*)$/m,
      answers.replace(/status 404$/m, "status 404 if $1").trimEnd(),
    )
    .split("\n")
    .filter((line) => !rules.test(line))
    .join("\n")
    .replaceAll(" unless { var(txn.unheard) -m bool }", "");
}

/** Writes a world's configuration with its limits or without, and starts the edge anew with it. */
export async function runWith(world: EdgeWorld, limits: "limits" | "none"): Promise<void> {
  const whole = haproxyConfig(world.input(false));
  await restart(world, limits === "none" ? withoutLimits(whole) : whole);
}

/** Leaves the edge with its limits. */
export async function ratio(world: EdgeWorld): Promise<void> {
  const whole = haproxyConfig(world.input(false));
  const texts = { without: withoutLimits(whole), whole };
  await byTurns(
    world,
    texts,
    "honest requests that the edge's processor time is enough for, of those before the limits",
  );
}

/** Two configurations of one edge, started by turns: the work for a request with the first, in that with the second. */
export async function byTurns(
  world: EdgeWorld,
  texts: { readonly without: string; readonly whole: string },
  what: string,
  least = LEAST,
): Promise<void> {
  const { lane } = world;
  const pods = quickPods(world);
  const each: Record<keyof typeof texts, number[]> = { without: [], whole: [] };
  // Of turns beside each other, so that what the machine does meanwhile falls on both.
  const found = () => median(each.without.map((one, pair) => one / (each.whole[pair] as number)));
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    // Forth and back, so that a machine that gets slower or quicker takes from neither.
    const which = turn % 4 === 0 || turn % 4 === 3 ? "without" : "whole";
    await restart(world, texts[which]);
    each[which].push(await workOf(world));
    if ((turn + 1) % TURNS === 0 && found() >= least) break;
  }
  world.resolve("status", world.pods.status);
  await lane.kill(pods);
  await restart(world, texts.whole);
  lane.measure(what, { predicted: 1, measured: found(), least, most: 2, unit: "of before" });
}

async function restart(world: EdgeWorld, text: string): Promise<void> {
  await world.kill();
  world.lane.file(`${world.name}/haproxy.cfg`, text);
  world.run();
  await world.allGreen(30);
}

/**
 * Pods that answer as fast as they are asked, so that the edge is never idle: what it does between two waits differs
 * from run to run by more than what is looked for.
 */
function quickPods(world: EdgeWorld): ChildProcess {
  const { lane, name, haproxy } = world;
  const quick = world.pods.status.map(({ address }) => ({
    address: address.replace(/\d+$/, (last) => `1${last}`),
  }));
  const config = `global
  nbthread 1
defaults
  mode http
  timeout client 60s
frontend pods
${quick.map(({ address }) => `  bind ${address}:8080`).join("\n")}
  http-request return status 200 content-type text/plain string "ok"
`;
  world.resolve("status", quick);
  return lane.start(`${name}/pods`, haproxy, ["-db", "-f", lane.file(`${name}/pods.cfg`, config)]);
}

/** Milliseconds of the edge's processor time for a request that is served, its part of a connection included. */
async function workOf(world: EdgeWorld): Promise<number> {
  const before = processorMs(world.dir);
  const served = await Promise.all(Array.from({ length: USERS }, (_, user) => visits(world, user)));
  const took = processorMs(world.dir) - before;
  const all = served.reduce((sum, one) => sum + one, 0);
  if (all !== USERS * VISITS * REQUESTS) world.lane.expect("honest requests are served", false, all);
  return took / all;
}

/** A user's visits, one after the other: a connection each, and on it one request after the other. Gives how many were served. */
async function visits(world: EdgeWorld, user: number): Promise<number> {
  const request = `GET /x HTTP/1.1\r\nhost: ${world.host("status")}\r\nuser-agent: clips/7.1\r\naccept: */*\r\naccept-encoding: gzip\r\nauthorization: Bearer aaaaaaaaaaaaaaaaaaaaaaaa\r\n\r\n`;
  let served = 0;
  for (let visit = 0; visit < VISITS; visit++) {
    const socket = world.connect(`198.51.100.${user + 1}`);
    await once(socket, "secureConnect");
    for (let sent = 0; sent < REQUESTS; sent++) {
      socket.write(request);
      const [answer] = await once(socket, "data");
      if (String(answer).startsWith("HTTP/1.1 200 ")) served++;
    }
    socket.destroy();
  }
  return served;
}
