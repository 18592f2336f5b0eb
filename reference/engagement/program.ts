/**
 * Engagement: takes views and likes, and tells how many there are.
 *
 * The queue is the record. An event is accepted when JetStream has acknowledged it; counts are worked out from the streams of
 * all sites, anew after each restart, by event id. They reach as far back as the streams do: three days.
 */
import { ok, Refusal, type Request } from "../frame/http";
import type { Pod, Program } from "../frame/pod";
import { type Engaged, engaged, engagedOf, kinds } from "../queue/events";
import { type Follower, follow } from "../queue/follow";
import { openQueue } from "../queue/open";
import { type Publisher, publisherOf, QueueFailure } from "../queue/publisher";
import { engagementCanary } from "./canary";
import { Counts } from "./counts";

const MOST_BYTES = 4096;
const nameForm = /^[A-Za-z0-9._-]{1,128}$/;

export function engagement(pod: Pod): Program {
  const { settings, log, metrics } = pod;
  const link = openQueue(pod);
  const counts = new Counts();
  const { capability, sites } = settings;
  const follower = follow(
    { link, capability, sites, families: ["engagement"] },
    (data) => {
      const event = engagedOf(data);
      if (event !== undefined) counts.add(event);
    },
    log,
  );
  metrics.gauge("events_behind", "Events not counted yet", () => follower.behind ?? Number.NaN);
  return {
    routes: engagementRoutes(publisherOf(link), counts, follower, settings.site),
    close: async () => {
      await follower.stop();
      await link.close();
    },
  };
}

export function engagementRoutes(
  publisher: Publisher,
  counts: Counts,
  follower: Pick<Follower, "isCurrent" | "behind">,
  site: string,
): Program["routes"] {
  return [
    {
      method: "POST",
      path: "/canary",
      handle: async () => {
        await engagementCanary(publisher, site, new Date());
        return ok({ event: "published" });
      },
    },
    {
      method: "POST",
      path: "/v1/engagements",
      handle: async (request) => {
        const event = await eventOf(request);
        try {
          await publisher.publish(engaged(event.kind), event.id, event);
        } catch (error) {
          if (!(error instanceof QueueFailure)) throw error;
          // It may be stored all the same: with the same id it is counted once.
          throw new Refusal(503, `not accepted, try again with the same id: ${error.message}`, 1);
        }
        return { status: 202, body: { id: event.id } };
      },
    },
    {
      method: "GET",
      path: "/v1/engagements/:video",
      handle: ({ params }) => {
        const video = params.video ?? "";
        const { isCurrent, behind } = follower;
        // Zero is said only by who has read all events there are.
        const known = counts.of(video) ?? (isCurrent ? { views: 0, likes: 0 } : { views: null, likes: null });
        return ok({ video, ...known, stale: !isCurrent, behind });
      },
    },
  ];
}

async function eventOf(request: Request): Promise<Engaged> {
  const { id, video, user, kind } = await request.json(MOST_BYTES);
  const known = kinds.find((one) => one === kind);
  const [eventId, videoId, userId] = [id, video, user].map((name) =>
    typeof name === "string" && nameForm.test(name) ? name : undefined,
  );
  if (eventId === undefined || videoId === undefined || userId === undefined || known === undefined) {
    throw new Refusal(
      400,
      `wanted { id, video, user, kind }: names of 1 to 128 letters, digits, dots, hyphens and underscores, and a kind of ${kinds.join(", ")}`,
    );
  }
  return { id: eventId, video: videoId, user: userId, kind: known };
}
