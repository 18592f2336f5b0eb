/** A workload that is killed, hangs, has one bad pod, or fails in part: each on a capability of its own, at once. */
import { sleep, until } from "../../../drill/frame/lane";
import { load, plain } from "../../../drill/frame/requests";
import type { EdgeWorld } from "./world";

/** What a busy machine adds to a time. */
const SLACK = 3;
/** Seconds that a pod has a request for on a busy machine: a tenth of that on a quiet one. */
const TAKEN = 0.4;
/** Requests a second of the users of what is killed, over its pods. */
const RATE = 60;

export async function faults(world: EdgeWorld): Promise<void> {
  await Promise.all([killed(world), hung(world), oneBad(world), brownout(world)]);
}

async function killed(world: EdgeWorld): Promise<void> {
  const { lane, address } = world;
  const [first, second, third] = world.pods.upload;
  const users = load(address, 8443, world.host("upload"), RATE);
  await sleep(1000);
  first?.stop();
  second?.stop();
  await sleep((world.detection.serverDownSeconds("refused") + 1) * 1000);
  lane.expect("two of four pods killed: green", await world.isGreen("upload"));
  third?.stop();
  lane.measure("three of four pods killed until red", {
    predicted: world.detection.serverDownSeconds("refused"),
    measured: await world.red("upload", 30),
    most: world.detection.serverDownSeconds("refused") + SLACK,
  });
  const counts = await users.stop();
  const lost = Object.entries(counts).reduce((sum, [status, n]) => (status === "200" ? sum : sum + n), 0);
  // A request that a pod had already taken can't be given to another; without that, seconds of them would be lost.
  const taken = 3 * (RATE / world.pods.upload.length) * TAKEN;
  lane.expect("and it costs hardly a request", lost <= taken, {
    ...counts,
    errors: users.errors.slice(0, 3),
  });
  lane.expect("/livez stays green", (await plain(address, 8404, "/livez")).status === 200);
  for (const pod of [first, second, third]) await pod?.start();
  lane.measure("the pods are back until green", {
    predicted: world.detection.serverUpSeconds,
    measured: await world.green("upload", world.detection.serverUpSeconds * 2),
    most: world.detection.serverUpSeconds + 2 * SLACK,
  });
}

async function hung(world: EdgeWorld): Promise<void> {
  const pods = world.pods.feed.slice(0, 3);
  for (const pod of pods) {
    pod.checkMode = "hangs";
    pod.mode = "hangs";
  }
  world.lane.measure("three of four pods hang until red", {
    predicted: world.detection.serverDownSeconds("hung"),
    measured: await world.red("feed", 40),
    most: world.detection.serverDownSeconds("hung") + SLACK,
  });
  for (const pod of pods) {
    pod.checkMode = "good";
    pod.mode = "good";
  }
  world.lane.expect(
    "they answer again: green",
    (await world.green("feed", world.detection.serverUpSeconds * 2)) !== undefined,
  );
}

async function oneBad(world: EdgeWorld): Promise<void> {
  const { lane, address } = world;
  const [bad] = world.pods.engagement;
  if (!bad) throw new Error("no pod");
  bad.mode = "fails";
  const users = load(address, 8443, world.host("engagement"), 60);
  const out = await until(20, async () => (await world.servers("engagement")) === 3, 50);
  lane.measure(
    "one of four pods fails live requests and passes its checks, until it is out (15 a second to it)",
    {
      predicted: 10 / 15,
      measured: out,
      most: 10 / 15 + SLACK,
    },
  );
  await sleep(1000);
  lane.expect("health stays green", await world.isGreen("engagement"));
  const failed = users.counts[500] ?? 0;
  await sleep(3000);
  lane.expect("and users see no more of it", (users.counts[500] ?? 0) === failed, users.counts);
  await users.stop();
  bad.mode = "good";
  lane.measure("its checks alone bring it back after", {
    predicted: world.detection.serverUpSeconds,
    measured: await until(
      world.detection.serverUpSeconds * 2,
      async () => (await world.servers("engagement")) === 4,
      200,
    ),
    least: world.detection.serverUpSeconds - 12,
    most: world.detection.serverUpSeconds + 2 * SLACK,
  });
}

/** Every pod fails some live requests, too few in a row to be marked down, and passes its checks. */
async function brownout(world: EdgeWorld): Promise<void> {
  const { lane, address } = world;
  const perSecond = 60;
  const failing = 0.4;
  // So that the window before the brownout is full of good answers: the slowest case.
  const before = load(address, 8443, world.host("status"), perSecond);
  await sleep(20_000);
  await before.stop();
  for (const pod of world.pods.status) {
    pod.mode = "some";
    pod.failing = failing;
  }
  const users = load(address, 8443, world.host("status"), perSecond);
  const predicted = world.detection.brownoutSeconds(failing, perSecond, world.pods.status.length);
  if (predicted === undefined) throw new Error("the model says that this brownout is never seen");
  lane.measure(`every pod fails ${failing * 100} % of live requests and passes its checks, until red`, {
    predicted,
    measured: await world.red("status", 80),
    most: predicted + SLACK,
  });
  const served = users.counts[200] ?? 0;
  await sleep(2000);
  lane.expect(
    "those who still come are served as well as can be",
    (users.counts[200] ?? 0) > served,
    users.counts,
  );
  lane.expect("the edge itself refuses nobody", (users.counts[503] ?? 0) === 0, users.counts);
  await users.stop();
  for (const pod of world.pods.status) pod.mode = "good";
  await sleep(10_000);
  lane.expect("red stays for a while after the users have left", await world.isRed("status"));
}
