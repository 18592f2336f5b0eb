/** What an attack on a queue would have changed. */
import { apiPrefix, inboxPrefix, streamName } from "../../../components/queue/model";
import { sleep } from "../../../drill/frame/lane";
import type { QueueSite } from "./world";

interface ConsumerInfo {
  readonly num_ack_pending: number;
  readonly config: { readonly filter_subject?: string; readonly deliver_subject?: string };
}

/** A consumer at a site, as the setup's user is told of it. */
export function consumerInfo(
  site: QueueSite,
  stream: { readonly family: string; readonly origin: string },
  name: string,
): Promise<ConsumerInfo> {
  const what = `CONSUMER.INFO.${streamName(stream.family, stream.origin)}.${name}`;
  return asSetup(site, (ask) => ask<ConsumerInfo>(`${apiPrefix(stream.origin)}.${what}`));
}

/** Every stream of a site with its events and its consumers' names. */
export const evidence = (site: QueueSite): Promise<string> => asSetup(site, (ask) => look(site, ask));

/** Waits until two looks are alike, as what was published before may still be on its way. */
export const settled = (site: QueueSite): Promise<string> =>
  asSetup(site, async (ask) => {
    for (let last = await look(site, ask); ; ) {
      await sleep(700);
      const next = await look(site, ask);
      if (next === last) return next;
      last = next;
    }
  });

type Ask = <T>(subject: string) => Promise<T>;

async function look(site: QueueSite, ask: Ask): Promise<string> {
  const { sites, families } = site.world.plan;
  const streams = sites.flatMap((origin) => families.map(({ name }) => ({ origin, name })));
  const lines = await Promise.all(
    streams.map(async ({ origin, name }) => {
      const stream = streamName(name, origin);
      const api = apiPrefix(origin);
      const { state } = await ask<{ state?: { messages: number } }>(`${api}.STREAM.INFO.${stream}`);
      const { consumers } = await ask<{ consumers?: string[] }>(`${api}.CONSUMER.NAMES.${stream}`);
      return `${stream}: ${state?.messages ?? "gone"} (${[...(consumers ?? [])].sort().join(" ")})`;
    }),
  );
  return lines.join(", ");
}

async function asSetup<T>(site: QueueSite, act: (ask: Ask) => Promise<T>): Promise<T> {
  const connection = await site.client("setup", inboxPrefix("setup"), { timeout: 20_000 });
  try {
    return await act(async (subject) => (await connection.request(subject, "", { timeout: 10_000 })).json());
  } finally {
    await connection.close();
  }
}
