/**
 * `node --require tsx/cjs tests/real/drill-net.ts [netem|relay]`: the drill's networks by themselves, by hand. Delays, loss,
 * cuts and silence as they are asked for, seen by datagrams that come back. Exit: 1 something isn't so, 2 it can't be run.
 */
import * as dgram from "node:dgram";
import { goPrograms } from "../../drill/frame/go";
import { Lacking, Lane, now, sleep } from "../../drill/frame/lane";
import { enterNamespaces } from "../../drill/world/net/enter";
import { Net, USERS } from "../../drill/world/net/namespaces";

const ECHO = 7;
/** Answers from the address that it was asked at. */
const echo = `
const socket = require("node:dgram").createSocket("udp4");
socket.on("message", (text, from) => socket.send(text, from.port, from.address)).bind(${ECHO}, process.argv[1]);
`;

/** Milliseconds there and back of those that came back within `within`, the quickest first. */
async function ask(address: string, times = 10, within = 400): Promise<number[]> {
  const socket = dgram.createSocket("udp4");
  const sent: number[] = [];
  const took: number[] = [];
  socket.on("message", (text) => took.push((now() - (sent[Number(text)] as number)) * 1000));
  for (let n = 0; n < times; n++) {
    sent.push(now());
    socket.send(String(n), ECHO, address);
    await sleep(5);
  }
  await sleep(within);
  socket.close();
  return took.sort((a, b) => a - b);
}

async function check(lane: Lane): Promise<void> {
  const began = now();
  const sites = ["one", "two", "three", "four"].map((id, index) => ({ id, number: index + 1 }));
  const links = sites.flatMap(({ id }, index) => [
    { a: USERS, b: id, delayMs: 10 },
    ...sites.slice(index + 1).map((other) => ({ a: id, b: other.id, delayMs: 20 })),
  ]);
  const means = process.argv[2];
  const net = await Net.start(
    lane,
    { sites, links },
    means === "netem" || means === "relay" ? means : undefined,
  );
  lane.measure(`four sites by ${net.means}`, {
    predicted: "under 1.5 s",
    measured: now() - began,
    most: 1.5,
  });
  for (const { id, number } of sites)
    for (const host of [1, 2]) {
      const [command, args] = net.wrap(id, process.execPath, ["-e", echo, `10.${number}.1.${host}`]);
      lane.start(`echo-${id}-${host}`, command, args);
    }
  await sleep(1500);

  const median = (took: readonly number[]) => took[Math.floor(took.length / 2)];
  const there = await ask("10.1.1.1", 40);
  lane.measure("there and back", { predicted: 20, measured: median(there), least: 20, most: 23, unit: "ms" });
  await net.shape(USERS, "one", { delayMs: 30, lossPercent: 50 });
  const lossy = await ask("10.1.1.1", 100);
  lane.measure("on a longer line", {
    predicted: 60,
    measured: median(lossy),
    least: 60,
    most: 63,
    unit: "ms",
  });
  lane.measure("lost of 100, half each way", {
    predicted: 75,
    measured: 100 - lossy.length,
    least: 60,
    most: 90,
    unit: "",
  });

  const answers = async (address: string) => (await ask(address, 3)).length;
  const seen = async (what: string, two: boolean, three: boolean) => {
    const found = [await answers("10.2.1.1"), await answers("10.3.1.1")];
    lane.expect(what, (found[0] !== 0) === two && (found[1] !== 0) === three, found);
  };
  await seen("two sites answer", true, true);
  await net.cut(USERS, "two");
  await net.isolate("three");
  await seen("neither a cut nor an isolated one does", false, false);
  await net.restoreSite("three");
  await seen("the isolated one is back, the cut one isn't", false, true);
  await net.restore(USERS, "two");
  await seen("both are back", true, true);
  await net.silence("four", ["10.4.1.1"]);
  lane.expect("a silenced address doesn't answer", (await answers("10.4.1.1")) === 0);
  lane.expect("another one there does", (await answers("10.4.1.2")) > 0);
  await net.unsilence("four");
  lane.expect("it is heard again", (await answers("10.4.1.1")) > 0);
}

async function main(): Promise<number> {
  await enterNamespaces(() => goPrograms("relay"));
  const lane = new Lane("drill-net");
  try {
    await check(lane);
  } finally {
    await lane.end();
  }
  return lane.failures.length > 0 ? 1 : 0;
}

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    console.error(error instanceof Lacking ? `not run here: ${error.message}` : error);
    process.exit(2);
  },
);
