/** What the limits cost honest clients: the edge's work for a request, with them and without, by turns. */
import { haproxyConfig } from "../../../components/edge/haproxy";
import { agentOf } from "../frame/proxied";
import { ask } from "../frame/requests";
import { processorMs } from "./process";
import type { EdgeWorld } from "./world";

const LEAST = 0.95;
const TURNS = 6;
const REQUESTS = 1500;
const USERS = 20;

/** The rules that hold a client, taken out of the configuration: as it was before there were any. */
export function withoutLimits(text: string): string {
  const rules =
    /track-sc[12] src|session reject|return status (429|405)|one host, please|path,url_dec|del-header|wait-for-body|set-var\(txn\.(failed|unheard)|be_conn gt|use_backend \S+_unheard|Strict-Transport|h2\.max-concurrent/;
  return text
    .split("\n")
    .filter((line) => !rules.test(line))
    .join("\n")
    .replaceAll(" unless { var(txn.unheard) -m bool }", "");
}

/** Writes a world's configuration with its limits or without, and starts the edge anew with it. */
export async function runWith(world: EdgeWorld, limits: "limits" | "none"): Promise<void> {
  const whole = haproxyConfig(world.input(false));
  await world.kill();
  world.lane.file("hostile/haproxy.cfg", limits === "none" ? withoutLimits(whole) : whole);
  world.run();
  await world.allGreen(30);
}

export async function ratio(world: EdgeWorld): Promise<void> {
  const each = { none: 0, limits: 0 };
  for (let turn = 0; turn < TURNS; turn++) {
    const which = turn % 2 === 0 ? "none" : "limits";
    await runWith(world, which);
    each[which] += (await workOf(world)) / (TURNS / 2);
  }
  world.lane.measure(
    "honest requests that the edge's processor time is enough for, of those before the limits",
    {
      predicted: 1,
      measured: each.none / each.limits,
      least: LEAST,
      most: 2,
      unit: "of before",
    },
  );
}

/** Milliseconds of the edge's processor time for a request that is served, on kept connections. */
async function workOf(world: EdgeWorld): Promise<number> {
  const { address, host, dir, lane } = world;
  const agents = Array.from({ length: USERS }, (_, user) =>
    agentOf(`198.51.100.${user + 1}`, address, 8443, 1),
  );
  let served = 0;
  const each = async (agent: (typeof agents)[number], requests: number) => {
    for (let sent = 0; sent < requests; sent++) {
      const { status } = await ask(address, 8443, host("status"), "/x", { agent });
      if (status === 200) served++;
    }
  };
  await Promise.all(agents.map((agent) => each(agent, 5)));
  const before = processorMs(dir);
  served = 0;
  await Promise.all(agents.map((agent) => each(agent, REQUESTS / USERS)));
  const took = processorMs(dir) - before;
  for (const agent of agents) agent.destroy();
  // On a machine that stands still some run into the edge's time-out: the figure is of those that didn't.
  if (served < 0.75 * REQUESTS) lane.expect("honest requests are served", false, served);
  return took / served;
}
