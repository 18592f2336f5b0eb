/**
 * Training: learns from the events of all sites and writes a model a minute into its own site's store, from where the stack's
 * mirror brings it to the other provider's. All pods of the site learn the same; the first to write a minute's model has it.
 */
import { Counts } from "../engagement/counts";
import { Videos } from "../feed/videos";
import { ok } from "../frame/http";
import { describe, type Log } from "../frame/log";
import { loop } from "../frame/loop";
import type { Pod, Program } from "../frame/pod";
import { engagedOf, uploadedOf } from "../queue/events";
import { type Follower, follow } from "../queue/follow";
import { openQueue } from "../queue/open";
import { modelKey } from "../stores/models";
import { openStores } from "../stores/open";
import { type Store, StoreFailure } from "../stores/store";
import { learn } from "./learn";

const EVERY_MS = 5000;

export function training(pod: Pod): Program {
  const { settings, log, metrics, env } = pod;
  const [own] = openStores(settings, "training/", log, env);
  if (own === undefined) throw new Error("training has no store to write to");
  const link = openQueue(pod);
  const counts = new Counts();
  const videos = new Videos();
  const { capability, sites, site } = settings;
  const follower = follow(
    { link, capability, sites, families: ["uploads", "engagement"] },
    (data, family) => {
      if (family === "uploads") {
        const event = uploadedOf(data);
        if (event !== undefined) videos.add(event);
      } else {
        const event = engagedOf(data);
        if (event !== undefined) counts.add(event);
      }
    },
    log,
  );
  const trainer = new Trainer({ site, own, counts, videos, follower, log, now: () => new Date() });
  metrics.gauge("model_age_seconds", "Seconds since this pod last found a model of its site written", () =>
    trainer.lastModelAt === null ? Number.NaN : (Date.now() - Date.parse(trainer.lastModelAt)) / 1000,
  );
  const training = loop("training", EVERY_MS, log, () => trainer.train());
  return {
    routes: [
      {
        method: "GET",
        path: "/v1/state",
        handle: () => {
          const { lastModelKey, lastModelAt } = trainer;
          return ok({ events: counts.events, lastModelKey, lastModelAt });
        },
      },
    ],
    close: async () => {
      await training.stop();
      await follower.stop();
      await link.close();
    },
  };
}

interface TrainerParts {
  readonly site: string;
  readonly own: Store;
  readonly counts: Counts;
  readonly videos: Videos;
  readonly follower: Pick<Follower, "isCurrent" | "isShare">;
  readonly log: Log;
  readonly now: () => Date;
}

export class Trainer {
  lastModelKey: string | null = null;
  lastModelAt: string | null = null;

  constructor(private readonly parts: TrainerParts) {}

  /** Writes this minute's model, unless it is there or the events haven't all come yet. */
  async train(): Promise<void> {
    const { site, own, counts, videos, follower, log, now } = this.parts;
    const at = now();
    const key = modelKey(at);
    if (key === this.lastModelKey || !(follower.isCurrent || follower.isShare)) return;
    // From nothing there is nothing to learn, and an older model would be thrown away for it.
    if (counts.events === 0 && videos.newest(1).length === 0) return;
    const model = learn(counts, videos, { site, at, isWhole: follower.isCurrent });
    try {
      const made = await own.put(key, Buffer.from(JSON.stringify(model)), "application/json");
      this.lastModelKey = key;
      this.lastModelAt = at.toISOString();
      if (made === "made") log.info("a model was written", { key, events: model.events });
    } catch (error) {
      if (!(error instanceof StoreFailure)) throw error;
      log.warn("a model can't be written; it is tried again", { key, error: describe(error) });
    }
  }
}
