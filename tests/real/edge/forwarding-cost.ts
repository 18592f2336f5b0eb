/** What it costs to be able to hand requests on, and what a request pays that is handed on. */
import { once } from "node:events";
import { haproxyConfig } from "../../../components/edge/haproxy";
import { now, sleep } from "../../../drill/frame/lane";
import { median } from "./median";
import { type Pair, set } from "./pair";
import { byTurns } from "./ratio";

/** Requests on one kept connection, one after the other. */
const ASKED = 300;
/** 5 to 8 % more work is what was measured (README, "Limits"); turns differ by a few. */
const LEAST = 0.88;

export async function forwardingCost(pair: Pair): Promise<void> {
  const { here } = pair;
  const input = here.input(false);
  const { forwarding: _, ...alone } = input;
  const texts = { without: haproxyConfig(alone), whole: haproxyConfig(input) };
  await byTurns(
    here,
    texts,
    "requests that the edge's processor time is enough for, of those without peers, at rest",
    LEAST,
  );
  await hop(pair);
}

/** On a kept connection, as the site is sick: the median of a request that is handed on, beside that of one at home. */
async function hop({ lane, here }: Pair): Promise<void> {
  const atHome = await typical(here);
  set(here.pods.feed, "some", 1);
  await typical(here);
  await sleep(500);
  const handedOn = await typical(here);
  set(here.pods.feed, "good");
  lane.measure("handing a request on takes, at the median, on a kept connection", {
    predicted: 0.5,
    measured: handedOn - atHome,
    // Four times as slow a machine.
    most: 4,
    unit: "ms",
  });
}

/** Milliseconds at the median of requests on one connection that are answered with 200. */
async function typical(world: Pair["here"]): Promise<number> {
  const socket = world.connect("198.51.100.1");
  await once(socket, "secureConnect");
  const times: number[] = [];
  for (let sent = 0; sent < ASKED; sent++) {
    const began = now();
    socket.write(`POST /x HTTP/1.1\r\nhost: ${world.host("feed")}\r\ncontent-length: 0\r\n\r\n`);
    const [answer] = await once(socket, "data");
    if (String(answer).startsWith("HTTP/1.1 200 ")) times.push((now() - began) * 1000);
  }
  socket.destroy();
  return median(times);
}
