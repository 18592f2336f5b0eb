/** Two sites that are each other's peers. */
import type { EdgeForwarding } from "../../../components/edge/forwarding-input";
import { type Lane, until } from "../../../drill/frame/lane";
import { ask } from "../../../drill/frame/requests";
import { sign } from "../../../drill/world/authority";
import type { Pod } from "../frame/pod";
import { Users } from "./users";
import type { EdgeWorld } from "./world";

export interface Pair {
  readonly lane: Lane;
  readonly here: EdgeWorld;
  readonly there: EdgeWorld;
  /** The authority of edges. */
  readonly authority: string;
}

/** Makes a world know its peer; the edge takes it with its next look at the files. */
export function join(
  world: EdgeWorld,
  site: string,
  other: EdgeWorld,
  otherSite: string,
  authority: string,
): void {
  sign(world.peers, `edge.${site}`, [`DNS:edge.${site}`], ["serverAuth", "clientAuth"], authority);
  world.dns.names.set("siblings.edge.svc.cluster.local", [world.address]);
  const forwarding: EdgeForwarding = {
    site,
    peers: [{ site: otherSite, addresses: [other.address], weight: 10, otherProvider: true }],
    // Whatever loopback address a process here asks from.
    sources: ["127.0.0.0/8"],
    siblings: { service: "siblings.edge.svc.cluster.local", ceiling: 4 },
  };
  world.forwarding = forwarding;
}

export const away = async (world: EdgeWorld): Promise<boolean> => (await world.servers("feed_away")) === 1;

/** Requests of users that a site's pods have had. */
export const carriedOut = (world: EdgeWorld): number =>
  world.pods.feed.reduce((sum, pod) => sum + pod.requests, 0);

/**
 * Seconds until a site serves its own users again: they must come, as what is tried for them is what proves that it is well.
 * Undefined where it still hands on after 60.
 */
export async function homeAgain(world: EdgeWorld): Promise<number | undefined> {
  const users = new Users(world.address, world.host("feed"), { perSecond: 60 });
  const took = await until(60, async () => (await handsNothingOn(world)).status === 200, 200);
  await users.stop();
  return took;
}

export const handsNothingOn = (world: EdgeWorld) =>
  ask(world.address, 8443, world.host("feed"), "/healthz/-/forwarding");

export const set = (pods: readonly Pod[], mode: Pod["mode"], failing = 0): void => {
  for (const pod of pods) {
    pod.mode = mode;
    pod.failing = failing;
  }
};
