/** More than the pods can answer: what of it is served in time, and whether health stays out of it. */
import { type CapabilityLimits, readEdgeLimits } from "../../../components/edge/edge-limits";
import { haproxyConfig } from "../../../components/edge/haproxy";
import { type Lane, now, sleep } from "../../../drill/frame/lane";
import { ask, load } from "../../../drill/frame/requests";
import { goodput, inTimeShare } from "../../../resilience/play/goodput";
import { median } from "./median";
import { type CapabilityName, EdgeWorld } from "./world";

interface Case {
  readonly on: CapabilityName;
  /** Demand, as so many times the capacity. */
  readonly times: number;
  readonly requestsPerReplica: number;
  readonly responseSeconds: number;
  /** Requests that a pod answers in a second. */
  readonly perSecond: number;
}

/** Pods of a workload. */
const PODS = 4;
/** A refusal is the edge's own, whatever its pods do: 20 ms on a quiet machine. */
const REFUSED_SECONDS = 0.08;
/** Two checks: before its first good one a server is down with a single bad one, and stays so for longer than this looks. */
const CHECKED_SECONDS = 5;
/** Until the queues have filled and what has waited too long is over, and then for how long it is looked at. */
const SETTLE_SECONDS = 12;
const LOOK_SECONDS = 60;
/** Of pods that answer a tenth as much. */
const LOOK_SLOW_SECONDS = 120;
/** Of the capacity, either way: a busy machine takes its share, and what ends in that time counts whole. */
const BAND = 0.15;
/** Less than a check's time-out. */
const MOST_PAUSED_SECONDS = 1.5;
/** The lane's clients wait longer than the edge's time-outs. */
const PATIENCE_SECONDS = 20;

/**
 * 10 requests at a pod take it 2 s. 40 would take it 8 s, of which 5 s are waited for: the edge lets in what is answered in
 * 2.5 s at the present pace. A machine that stands still for a while is no time-out of 8 s.
 */
const cases: readonly Case[] = [
  { on: "feed", times: 0.8, requestsPerReplica: 10, responseSeconds: 8, perSecond: 5 },
  { on: "upload", times: 1.5, requestsPerReplica: 10, responseSeconds: 8, perSecond: 5 },
  { on: "engagement", times: 2, requestsPerReplica: 10, responseSeconds: 8, perSecond: 5 },
  { on: "status", times: 2, requestsPerReplica: 40, responseSeconds: 5, perSecond: 5 },
];
/** Ten times slower than their places are meant for: an answer takes 2 s, and each has a place for ten. */
const slow: readonly Case[] = [
  { on: "feed", times: 2, requestsPerReplica: 10, responseSeconds: 20, perSecond: 0.5 },
];

export async function overload(lane: Lane): Promise<void> {
  await Promise.all([overloaded(lane, "overload", cases), overloaded(lane, "slow", slow)]);
}

async function overloaded(lane: Lane, name: string, cases: readonly Case[]): Promise<void> {
  const world = await EdgeWorld.start(
    lane,
    name,
    "none",
    Object.fromEntries(cases.map(({ on, ...places }) => [on, places])),
  );
  const pauses = longestPause(lane);
  lane.expect("an edge for more than its pods can answer is up and green", true, await world.allGreen(20));
  await sleep(CHECKED_SECONDS * 1000);
  const limits = readEdgeLimits(haproxyConfig(world.input(false))).byCapability;
  const judges = await Promise.all(cases.map((one) => asked(world, one, limits[one.on])));
  // Pods in this process that stand still fail their checks and their requests: that says nothing of the edge.
  const paused = pauses();
  if (paused > MOST_PAUSED_SECONDS)
    console.log(`     can't tell what it serves: the lane itself stood still for ${paused.toFixed(1)} s`);
  else for (const judge of judges) judge();
}

/** For how long this process hasn't run at a time, at most, in seconds. */
function longestPause(lane: Lane): () => number {
  let [last, longest] = [now(), 0];
  const timer = setInterval(() => {
    longest = Math.max(longest, now() - last);
    last = now();
  }, 100);
  lane.onEnd(() => clearInterval(timer));
  return () => longest;
}

const BESIDE_PER_SECOND = 1;

/** Requests beside those of the users: seconds that refusals took. */
async function beside(world: EdgeWorld, on: CapabilityName, seconds: number): Promise<number[]> {
  const refusals: number[] = [];
  const until = now() + seconds;
  while (now() < until) {
    const began = now();
    // One that is let in is waited for by itself.
    void ask(world.address, 8443, world.host(on), "/x").then(({ status }) => {
      if (status === 429) refusals.push(now() - began);
    });
    await sleep(1000 / BESIDE_PER_SECOND);
  }
  return refusals;
}

/** Asks, and gives what judges the answers. */
async function asked(
  world: EdgeWorld,
  { on, times, perSecond }: Case,
  limits: CapabilityLimits | undefined,
): Promise<() => void> {
  const { lane, pods } = world;
  for (const pod of pods[on]) {
    pod.mode = "busy";
    pod.perSecond = perSecond;
  }
  const capacity = perSecond * PODS;
  const users = load(world.address, 8443, world.host(on), times * capacity, true, 1000);
  await sleep(SETTLE_SECONDS * 1000);
  // By the time that pods have worked for what was served: counts of few answers vary by chance.
  const worked = () => pods[on].reduce((sum, { workedMs }) => sum + workedMs, 0) / 1000;
  const [before, began] = [worked(), now()];
  const refusals = await beside(world, on, perSecond < 1 ? LOOK_SLOW_SECONDS : LOOK_SECONDS);
  const measured = (worked() - before) / (now() - began) / PODS;
  const isGreen = await world.isGreen(on);
  const serversUp = await world.servers(on);
  const behind = { edges: 1, servers: PODS, perSecond, patienceSeconds: PATIENCE_SECONDS };
  const inTime = inTimeShare(limits, behind);
  const predicted = goodput(times + BESIDE_PER_SECOND / capacity, 1, inTime);
  // What still waits ends with the lane.
  void users.stop();
  return () => {
    lane.measure(
      `${on} is asked for ${times} times its capacity, ${limits?.placesPerServer} at a pod: served`,
      {
        predicted,
        measured,
        least: predicted - BAND,
        most: predicted + BAND,
        unit: "of the capacity",
      },
    );
    const turnsRed = inTime < 0.5 && times > 1;
    lane.expect(`  its health is ${turnsRed ? "red" : "green"}`, isGreen !== turnsRed, users.counts);
    if (turnsRed) lane.expect("  and all of it fails", predicted === 0, predicted);
    else lane.expect("  what is refused is refused with 429", !users.counts[503], users.counts);
    if (refusals.length > 0)
      lane.measure(`  ${on} is refused at once: the median of ${refusals.length}`, {
        predicted: 0.01,
        measured: median(refusals),
        most: REFUSED_SECONDS,
      });
    const markedDown = pods[on].length - serversUp;
    if (!turnsRed) lane.expect("  no server is marked down", markedDown === 0, markedDown);
  };
}
