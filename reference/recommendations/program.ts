/** Recommendations: ranks by the newest model that it can find, and says how old that is. */
import { createHash } from "node:crypto";
import { ok, Refusal } from "../frame/http";
import { loop } from "../frame/loop";
import type { Pod, Program } from "../frame/pod";
import { openStores } from "../stores/open";
import { NewestModel } from "./newest-model";

const EVERY_MS = 15_000;
const COUNT = 50;
const MOST_USER = 128;
/** Every so many-th of a user's list is one that others are shown later: else nobody ever sees what few have seen. */
const EXPLORE = 5;

export function recommendations({ settings, log, metrics, env }: Pod): Program {
  const stores = openStores(settings, "training/", log, env);
  const now = () => new Date();
  const newest = new NewestModel(stores, now);
  const looking = loop("looking for a model", EVERY_MS, log, () => newest.look());
  metrics.gauge(
    "model_age_seconds",
    "Age of the model that is used, seconds",
    () => ageOf(newest, now()) ?? Number.NaN,
  );
  return { routes: recommendationRoutes(newest, now), close: () => looking.stop() };
}

export function recommendationRoutes(newest: Pick<NewestModel, "found">, now: () => Date): Program["routes"] {
  return [
    {
      method: "GET",
      path: "/v1/recommendations",
      handle: ({ query }) => {
        const user = query.get("user") ?? "";
        if (user === "" || user.length > MOST_USER)
          throw new Refusal(400, `wanted user, 1 to ${MOST_USER} characters`);
        const { found } = newest;
        const ageSeconds = ageOf(newest, now());
        return ok({
          videos: found === undefined ? [] : rankedFor(user, found.model.videos),
          model: found === undefined || ageSeconds === undefined ? null : { key: found.key, ageSeconds },
        });
      },
    },
  ];
}

function ageOf({ found }: Pick<NewestModel, "found">, now: Date): number | undefined {
  if (found === undefined) return undefined;
  return Math.max(0, Math.round((now.getTime() - Date.parse(found.model.madeAt)) / 1000));
}

/** The model's order, with one of the later videos at every fifth place: the same for the same user and model. Pure. */
export function rankedFor(user: string, videos: readonly string[]): string[] {
  const first = videos.slice(0, COUNT);
  const later = videos.slice(COUNT);
  const start = createHash("sha256").update(user).digest().readUInt32BE(0);
  return first.map((id, n) => {
    const isExploring = later.length > 0 && n % EXPLORE === EXPLORE - 1;
    const chosen = later[(start + Math.floor(n / EXPLORE)) % Math.max(1, later.length)];
    return isExploring && chosen !== undefined ? chosen : id;
  });
}
