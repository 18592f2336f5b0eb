/** What the stores and the sites have when a drill is over: the truth that the journal is held against. */
import { workloadPort } from "../../components/ports";
import { inboxPrefix, streamName } from "../../components/queue/model";
import { engagedOf, uploadedOf } from "../../reference/queue/events";
import { StreamReader } from "../../reference/queue/stream-reader";
import { plain } from "../frame/requests";
import type { Evidence, SiteEvents, StoreContents } from "../load/truth";
import type { Invariant } from "../verdict/outcome";
import type { World } from "./world";

export type Found = Pick<Evidence, "stores" | "sites">;

/** A workload that may read every family's events of all sites. */
const READER = "training";

/** Reads every store's disk, and every stream at every site. */
export async function evidenceOf(world: World): Promise<Found> {
  const stores = [...world.stores.values()].map(async (store): Promise<StoreContents> => {
    const { id: site, provider } = store.site;
    return { site, provider, objects: await store.objects() };
  });
  return {
    stores: await Promise.all(stores),
    sites: await Promise.all(world.sites.map(({ id }) => eventsAt(world, id))),
  };
}

/** Gives every event of some families at a site, a stream after the other. */
async function eachEvent(
  world: World,
  site: string,
  families: readonly string[],
  each: (data: string, stream: string) => void,
): Promise<void> {
  const connection = await world.queues.at(site).client(`workload-${READER}`, inboxPrefix(READER));
  try {
    for (const { id: origin } of world.sites) {
      for (const family of families) {
        const stream = streamName(family, origin);
        await new StreamReader(origin, stream).readOn(connection, ({ data }) => each(data, stream));
      }
    }
  } finally {
    await connection.close();
  }
}

/** How often each event stands in a stream of a site: more than once where its queue didn't drop what was published again. */
async function eventsAt(world: World, site: string): Promise<SiteEvents> {
  const byStream = new Map<string, Map<string, number>>();
  const families = world.plan.queue.families.map(({ name }) => name);
  const isRead = await readable(
    eachEvent(world, site, families, (data, stream) => {
      const id = uploadedOf(data)?.id ?? engagedOf(data)?.id;
      if (id === undefined) return;
      const own = byStream.get(stream) ?? new Map<string, number>();
      byStream.set(stream, own);
      own.set(id, (own.get(id) ?? 0) + 1);
    }),
  );
  if (!isRead) return { site };
  // The same id at two sites is one request that was sent to both: whoever counts knows it by its id.
  const seen = new Map<string, number>();
  for (const own of byStream.values())
    for (const [id, times] of own) seen.set(id, Math.max(times, seen.get(id) ?? 0));
  return { site, seen };
}

/**
 * Whether those who count events have counted each id once: what a site's pods say they have paid for, against the ids that
 * stand in its streams.
 */
export async function countedOnce(world: World): Promise<Invariant> {
  const said: string[] = [];
  let held = true;
  for (const { id, layout } of world.sites) {
    const ids = await engagements(world, id);
    if (ids === undefined) {
      held = false;
      said.push(`can't tell: the queue at ${id} can't be read`);
      continue;
    }
    const pods = layout.workloads.find(({ name }) => name === "monetization")?.pods ?? [];
    for (const [n, { address }] of pods.entries()) {
      const answer = await plain(address, workloadPort, "/v1/state");
      const { paid } = (answer.status === 200 ? JSON.parse(answer.body) : {}) as { paid?: number };
      if (paid !== ids) {
        held = false;
        said.push(`pod ${n + 1} at ${id} has paid ${paid ?? "nobody knows how often"}, of ${ids} events`);
      }
    }
  }
  const because = held ? "every pod that pays has paid for each event once" : said.join("; ");
  return { id: "paid-once", held, because };
}

/** Distinct engagement events at a site; undefined where its queue can't be read yet. */
async function engagements(world: World, site: string): Promise<number | undefined> {
  const ids = new Set<string>();
  const isRead = await readable(
    eachEvent(world, site, ["engagement"], (data) => {
      const id = engagedOf(data)?.id;
      if (id !== undefined) ids.add(id);
    }),
  );
  return isRead ? ids.size : undefined;
}

/** False where a queue that has just come back has no leader yet: it is asked again. @throws any other error */
async function readable(reading: Promise<void>): Promise<boolean> {
  try {
    await reading;
    return true;
  } catch (error) {
    if (
      error instanceof Error &&
      /unavailable|time(d )?out|no responders/i.test(`${error.name} ${error.message}`)
    )
      return false;
    throw error;
  }
}
