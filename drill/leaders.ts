/** Where a queue's leaders stand is chance, in the model as in the world: the drill looks, and tells the model. */
import { streamName } from "../components/queue/model";
import { partsOf } from "../resilience/faults/names";
import type { Scenario } from "../resilience/faults/scenarios";
import type { Platform } from "../resilience/platform/platform";
import type { World } from "./world/world";

/**
 * Until the sooner of two servers that are left takes over: each waits 4 to 9 s by chance after it last heard of its leader
 * (nats-server 2.15, `minElectionTimeout` and `maxElectionTimeout`), so that the sooner does after 4 + 5 / 3 s on average.
 */
const ELECTED_SECONDS = 5.7;

/**
 * The platform, with what the loss of a zone does to the leader that stands where it stands now.
 * @param family what users ask and needs the queue writes to it; none where nothing is
 */
export async function withLeaders(
  platform: Platform,
  { faults }: Scenario,
  world: World,
  family: string | undefined,
): Promise<Platform> {
  const zones = faults.flatMap(({ fault }) => (fault.kind === "zone" ? [partsOf(fault.name)] : []));
  if (zones.length === 0 || family === undefined) return platform;
  let queueElectionSeconds = 0;
  for (const [site, zone] of zones) {
    const leader = await world.queues.at(site).leaderOf(streamName(family, site));
    if (leader === undefined) throw new Error(`no server at ${site} leads its stream of ${family}`);
    if (world.site(site).layout.queue[leader]?.zone === zone) queueElectionSeconds = ELECTED_SECONDS;
  }
  return { ...platform, assumptions: { ...platform.assumptions, queueElectionSeconds } };
}
