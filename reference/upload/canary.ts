/**
 * An upload for nobody, by the way of every other: into a store of each provider, by the same stores that users' uploads take.
 * No key is ever rewritten and none can be deleted, so that a site writes one a minute, of a few bytes, below a folder of its
 * own; whoever comes later in that minute is told by the store that the key is taken, after all the same steps.
 */
import { Refusal } from "../frame/http";
import { dayOf } from "../stores/keys";
import { byProvider } from "../stores/open";
import { type Store, StoreFailure } from "../stores/store";

/** `upload/2026/03/04/canary/oci-us-ashburn-1/0731.json` */
export const canaryKey = (site: string, at: Date): string =>
  `upload/${dayOf(at)}/canary/${site}/${at.toISOString().slice(11, 16).replace(":", "")}.json`;

export interface CanaryParts {
  readonly site: string;
  /** As of an upload. */
  readonly stores: readonly Store[];
  readonly now: () => Date;
}

/**
 * @returns sites whose stores took it
 * @throws Refusal 503 where none did: an upload would not have been accepted either
 */
export async function uploadCanary({ site, stores, now }: CanaryParts): Promise<readonly string[]> {
  const at = now();
  const body = Buffer.from(`${JSON.stringify({ canary: site, minute: at.toISOString().slice(0, 16) })}\n`);
  const key = canaryKey(site, at);
  const took = await Promise.all(
    [...byProvider(stores).values()].map((choice) => firstOf(choice, key, body)),
  );
  const sites = took.flatMap((one) => one ?? []);
  if (sites.length === 0) throw new Refusal(503, "no store took it", 1);
  return sites;
}

/** The first of a provider's stores that takes it. */
async function firstOf(choice: readonly Store[], key: string, body: Buffer): Promise<string | undefined> {
  for (const store of choice) {
    try {
      await store.put(key, body, "application/json");
      return store.spec.site;
    } catch (error) {
      if (!(error instanceof StoreFailure)) throw error;
    }
  }
  return undefined;
}
