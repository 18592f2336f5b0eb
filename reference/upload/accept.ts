/**
 * Accepts an upload: first the bytes and then a manifest into a store of each provider, then its event. Where one of these
 * isn't to be had, the upload is accepted without, and what is left to do goes into an outbox in the stores before anybody is
 * told: so that a crash at any moment loses nothing that was acknowledged.
 */
import { Refusal } from "../frame/http";
import { describe, type Log } from "../frame/log";
import { UPLOADED } from "../queue/events";
import { type Publisher, QueueFailure } from "../queue/publisher";
import { DAY_MS, dayOf, daysBack } from "../stores/keys";
import { byProvider } from "../stores/open";
import { type Store, StoreFailure } from "../stores/store";
import type { Task } from "./outbox";
import {
  type Draft,
  dayOfKey,
  draftOf,
  eventOf,
  type Manifest,
  manifestKey,
  manifestOf,
  mediaKey,
  readManifest,
} from "./record";

export interface Accepted {
  readonly id: string;
  readonly key: string;
  readonly manifestKey: string;
  readonly sha256: string;
  readonly bytes: number;
  /** Sites whose stores have both bytes and manifest. */
  readonly stores: readonly string[];
  /** Whether a provider's store is yet to be filled. */
  readonly marked: boolean;
  readonly event: "published" | "pending";
}

/** Where what is left to do is written down. */
export interface Todo {
  /** @throws StoreFailure where the store doesn't take it */
  append(store: Store, task: Task): Promise<void>;
}

export interface Parts {
  readonly site: string;
  /** The own site's store first, then other providers' in the order of preference. */
  readonly stores: readonly Store[];
  readonly publisher: Publisher;
  readonly todo: Todo;
  readonly log: Log;
  readonly now: () => Date;
}

const usedOtherwise = (id: string) => new Refusal(409, `the upload id ${id} was used with other bytes`);

/** How long after midnight an upload may be one that was tried before it. */
const LATE_MS = 3_600_000;

/**
 * @returns whether the same upload was accepted before, and how it stands now
 * @throws Refusal 409 where the id was used with other bytes, 503 where no store took it
 */
export async function accept(
  parts: Parts,
  { id, contentType, body }: { readonly id: string; readonly contentType: string; readonly body: Buffer },
): Promise<{ readonly isNew: boolean; readonly accepted: Accepted }> {
  const { stores, site, now } = parts;
  const at = now();
  const first = await earlierTry(parts, id, at);
  const draft = draftOf(id, contentType, body, first === undefined ? dayOf(at) : dayOfKey(first.manifestKey));
  if (first !== undefined && first.sha256 !== draft.sha256) throw usedOtherwise(id);
  const providers = [...byProvider(stores)];
  const took = await Promise.all(providers.map(([, choice]) => putBytes(parts, choice, draft)));
  const holding = took.filter((store) => store !== undefined);
  if (holding.length === 0) throw new Refusal(503, "no store took the upload; try again with the same id", 1);

  const lacking = providers.filter((_, n) => took[n] === undefined).map(([provider]) => provider);
  const own = manifestOf(draft, { site, stores: holding.map(({ spec }) => spec.site), missing: lacking, at });
  const written = await Promise.all(holding.map((store) => putManifest(parts, store, own)));
  const earlier = written.find((one) => typeof one === "object");
  if (written.some((one) => typeof one === "object" && one.sha256 !== own.sha256)) {
    throw usedOtherwise(id);
  }
  const whole = holding.filter((_, n) => written[n] !== "failed");
  if (whole.length === 0) throw new Refusal(503, "no store took the manifest; try again with the same id", 1);

  const full = new Set(whole.map(({ spec }) => spec.provider));
  const missing = providers.map(([provider]) => provider).filter((provider) => !full.has(provider));
  const manifest = earlier ?? own;
  const isPublished = await published(parts, manifest);
  if (!isPublished || missing.length > 0) {
    await noteTask(parts, whole, { manifest, publish: !isPublished, missing });
  }
  const { key, manifestKey, sha256, bytes } = manifest;
  return {
    isNew: earlier === undefined,
    accepted: {
      ...{ id, key, manifestKey, sha256, bytes },
      stores: whole.map(({ spec }) => spec.site),
      marked: missing.length > 0,
      event: isPublished ? "published" : "pending",
    },
  };
}

/**
 * The manifest of an earlier try, as the nearest store that answers has it. One that comes again after midnight belongs to the
 * day of the first.
 */
async function earlierTry({ stores }: Parts, id: string, at: Date): Promise<Manifest | undefined> {
  const days = daysBack(at, at.getTime() % DAY_MS < LATE_MS ? 2 : 1);
  const keys = days.map((day) => manifestKey(day, id));
  for (const store of stores) {
    try {
      const texts = await Promise.all(keys.map((key) => store.get(key)));
      const [found] = texts.flatMap((text, n) =>
        text === undefined ? [] : [readManifest(text, keys[n] ?? "")],
      );
      return found;
    } catch (error) {
      // The next one may know; and whatever is written meets the manifest that is there.
      if (!(error instanceof StoreFailure)) throw error;
    }
  }
  return undefined;
}

/** The first of a provider's stores that takes the bytes. */
async function putBytes({ log }: Parts, choice: readonly Store[], draft: Draft): Promise<Store | undefined> {
  for (const store of choice) {
    try {
      await store.put(mediaKey(draft), draft.body, draft.contentType);
      return store;
    } catch (error) {
      if (!(error instanceof StoreFailure)) throw error;
      log.warn("a store didn't take an upload", {
        upload: draft.id,
        store: store.spec.site,
        error: describe(error),
      });
    }
  }
  return undefined;
}

/** @returns the manifest that is there already, where it isn't ours */
async function putManifest(
  { log }: Parts,
  store: Store,
  own: Manifest,
): Promise<"made" | "failed" | Manifest> {
  try {
    const text = Buffer.from(`${JSON.stringify(own, null, 2)}\n`);
    if ((await store.put(own.manifestKey, text, "application/json")) === "made") return "made";
    const there = await store.get(own.manifestKey);
    return there === undefined ? "failed" : readManifest(there, own.manifestKey);
  } catch (error) {
    if (!(error instanceof StoreFailure)) throw error;
    log.warn("a store didn't take a manifest", {
      upload: own.id,
      store: store.spec.site,
      error: describe(error),
    });
    return "failed";
  }
}

async function published({ publisher, log }: Parts, manifest: Manifest): Promise<boolean> {
  try {
    await publisher.publish(UPLOADED, manifest.id, eventOf(manifest));
    return true;
  } catch (error) {
    if (!(error instanceof QueueFailure)) throw error;
    log.warn("an event waits in the outbox", { upload: manifest.id, error: describe(error) });
    return false;
  }
}

/** In every store that has the upload: each may be lost. @throws Refusal 503 where none takes it */
async function noteTask({ todo, log }: Parts, stores: readonly Store[], task: Task): Promise<void> {
  const noted = await Promise.allSettled(stores.map((store) => todo.append(store, task)));
  for (const one of noted) {
    if (one.status === "fulfilled") continue;
    if (!(one.reason instanceof StoreFailure)) throw one.reason;
    log.warn("a store didn't take what is left to do", {
      upload: task.manifest.id,
      error: describe(one.reason),
    });
  }
  if (noted.every(({ status }) => status === "rejected")) {
    throw new Refusal(503, "no store took what is left to do of the upload; try again with the same id", 1);
  }
}
