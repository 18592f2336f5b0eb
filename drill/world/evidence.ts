/** What the stores and the sites have when a drill is over: the truth that the journal is held against. */
import { workloadPort } from "../../components/ports";
import { inboxPrefix, streamName } from "../../components/queue/model";
import { engagedOf, uploadedOf } from "../../reference/queue/events";
import { StreamReader } from "../../reference/queue/stream-reader";
import { plain } from "../frame/requests";
import type { Evidence, SiteEvents, StoreContents } from "../load/truth";
import type { Programs } from "../plan/programs";
import type { Invariant } from "../verdict/outcome";
import type { World } from "./world";

export type Found = Pick<Evidence, "stores" | "sites">;

/** Reads every store's disk, and every stream at every site. */
export async function evidenceOf(world: World, { readers }: Pick<Programs, "readers">): Promise<Found> {
  const stores = [...world.stores.values()].map(async (store): Promise<StoreContents> => {
    const { id: site, provider } = store.site;
    return { site, provider, objects: await store.objects() };
  });
  return {
    stores: await Promise.all(stores),
    sites: await Promise.all(world.sites.map(({ id }) => eventsAt(world, id, readers))),
  };
}

type Readers = Programs["readers"];

/** Gives every event of some families at a site, a stream after the other, each read by who may. */
async function eachEvent(
  world: World,
  site: string,
  families: readonly string[],
  readers: Readers,
  each: (data: string, stream: string) => void,
): Promise<void> {
  for (const family of families) {
    const reader = readers[family];
    // Nobody hears of it.
    if (reader === undefined) continue;
    const connection = await world.queues.at(site).client(`workload-${reader}`, inboxPrefix(reader));
    try {
      for (const { id: origin } of world.sites) {
        const stream = streamName(family, origin);
        await new StreamReader(origin, stream).readOn(connection, ({ data }) => each(data, stream));
      }
    } finally {
      await connection.close();
    }
  }
}

const idOf = (data: string): string | undefined => uploadedOf(data)?.id ?? engagedOf(data)?.id;

/** How often each event stands in a stream of a site: more than once where its queue didn't drop what was published again. */
async function eventsAt(world: World, site: string, readers: Readers): Promise<SiteEvents> {
  const byStream = new Map<string, Map<string, number>>();
  const families = world.plan.queue.families.map(({ name }) => name);
  const isRead = await readable(
    eachEvent(world, site, families, readers, (data, stream) => {
      const id = idOf(data);
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
export async function countedOnce(
  world: World,
  { pays, readers }: Pick<Programs, "pays" | "readers">,
): Promise<Invariant> {
  const said: string[] = [];
  let held = true;
  for (const { id, layout } of world.sites) {
    for (const { name, families } of pays) {
      const ids = await distinctEvents(world, id, families, readers);
      if (ids === undefined) {
        held = false;
        said.push(`can't tell: the queue at ${id} can't be read`);
        continue;
      }
      const pods = layout.workloads.find((one) => one.name === name)?.pods ?? [];
      for (const [n, { address }] of pods.entries()) {
        const answer = await plain(address, workloadPort, "/v1/state");
        const { paid } = (answer.status === 200 ? JSON.parse(answer.body) : {}) as { paid?: number };
        if (paid !== ids) {
          held = false;
          said.push(
            `pod ${n + 1} of ${name} at ${id} has paid ${paid ?? "nobody knows how often"}, of ${ids} events`,
          );
        }
      }
    }
  }
  const because = held ? "every pod that pays has paid for each event once" : said.join("; ");
  return { id: "paid-once", held, because };
}

/** How many different events of some families are at a site; undefined where its queue can't be read yet. */
async function distinctEvents(
  world: World,
  site: string,
  families: readonly string[],
  readers: Readers,
): Promise<number | undefined> {
  const ids = new Set<string>();
  const isRead = await readable(
    eachEvent(world, site, families, readers, (data) => {
      const id = idOf(data);
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
