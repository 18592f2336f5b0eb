/**
 * Monetization: pays for each event once, by its id.
 *
 * What was paid follows from the streams of all sites: after a restart it is worked out anew and comes to the same, as events keep
 * their ids. Where money leaves the platform, the event's id goes along as the key by which the payee's bank does it once.
 */
import { Counts } from "../engagement/counts";
import { ok } from "../frame/http";
import type { Pod, Program } from "../frame/pod";
import { engagedOf } from "../queue/events";
import { follow } from "../queue/follow";
import { openQueue } from "../queue/open";

export function monetization(pod: Pod): Program {
  const { settings, log, metrics } = pod;
  const link = openQueue(pod);
  const paid = new Counts();
  const { capability, sites } = settings;
  const follower = follow(
    { link, capability, sites, families: ["engagement"] },
    (data) => {
      const event = engagedOf(data);
      if (event !== undefined) metrics.happened(paid.add(event) ? "paid" : "came_again");
    },
    log,
  );
  return {
    routes: [
      {
        method: "GET",
        path: "/v1/state",
        handle: () => {
          const { events, doubled } = paid;
          return ok({ events: events + doubled, paid: events, doubled, stale: !follower.isCurrent });
        },
      },
    ],
    close: async () => {
      await follower.stop();
      await link.close();
    },
  };
}
