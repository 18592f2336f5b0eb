/** Feed: what a user sees first. Follows the uploads of all sites, and asks recommendations for the order. */
import { ok, Refusal } from "../frame/http";
import type { Pod, Program } from "../frame/pod";
import { uploadedOf } from "../queue/events";
import { type Follower, follow } from "../queue/follow";
import { openQueue } from "../queue/open";
import { type Recommender, recommenderAt } from "./recommender";
import { Videos } from "./videos";

const COUNT = 20;
const MOST_USER = 128;

export function feed(pod: Pod): Program {
  const { settings, log, metrics } = pod;
  const link = openQueue(pod);
  const videos = new Videos();
  const { capability, sites } = settings;
  const follower = follow(
    { link, capability, sites, families: ["uploads"] },
    (data) => {
      const event = uploadedOf(data);
      if (event !== undefined) videos.add(event);
    },
    log,
  );
  const recommender = recommenderAt(`recommendations.${settings.serviceDomain}`);
  return {
    routes: feedRoutes(videos, recommender, follower, (what) => metrics.happened(what)),
    close: async () => {
      await follower.stop();
      await link.close();
    },
  };
}

export function feedRoutes(
  videos: Videos,
  recommender: Recommender,
  follower: Pick<Follower, "isCurrent">,
  happened: (what: string) => void = () => undefined,
): Program["routes"] {
  return [
    {
      method: "GET",
      path: "/v1/feed",
      handle: async ({ query }) => {
        const user = query.get("user") ?? "";
        if (user === "" || user.length > MOST_USER)
          throw new Refusal(400, `wanted user, 1 to ${MOST_USER} characters`);
        const recommended = await recommender.ask(user);
        // Without a model recommendations have nothing to say: what is new is as good.
        const model = recommended?.model ?? null;
        const ranking = recommended !== undefined && model !== null ? "recommended" : "popular";
        happened(`feed_${ranking}`);
        return ok({
          videos:
            recommended !== undefined && model !== null
              ? videos.ranked(recommended.videos, COUNT)
              : videos.newest(COUNT),
          ranking,
          modelAgeSeconds: model?.ageSeconds ?? null,
          stale: !follower.isCurrent,
        });
      },
    },
  ];
}
