/** The record of an upload: where its parts stand in the stores, and what they say. Pure. */
import { createHash } from "node:crypto";
import type { Uploaded } from "../queue/events";

/** Stands in the stores beside the bytes: an upload without one wasn't accepted. */
export interface Manifest extends Uploaded {
  readonly version: 1;
  readonly contentType: string;
  /** Sites whose stores had taken the bytes when it was written; the providers without one, to be filled later. */
  readonly stores: readonly string[];
  readonly missing: readonly string[];
}

/** An upload that was handed in and isn't in any store yet. */
export interface Draft {
  readonly id: string;
  readonly contentType: string;
  readonly body: Buffer;
  readonly sha256: string;
  /** Of the day whose folder it stands in. */
  readonly day: string;
}

const FOLDER = "upload";
/** Enough of a digest that no two bodies have the same. */
const DIGEST_DIGITS = 32;

export const draftOf = (id: string, contentType: string, body: Buffer, day: string): Draft => ({
  id,
  contentType,
  body,
  sha256: createHash("sha256").update(body).digest("hex"),
  day,
});

/** By id alone: of two uploads with one id, the second finds the manifest of the first. */
export const manifestKey = (day: string, id: string): string => `${FOLDER}/${day}/manifest/${id}.json`;

export const dayOfKey = (key: string): string => key.split("/").slice(1, 4).join("/");

/** By digest too: whatever stands at this key is these bytes, so that a key that is taken is as good as one just written. */
export const mediaKey = ({ day, id, sha256 }: Draft): string =>
  `${FOLDER}/${day}/media/${id}.${sha256.slice(0, DIGEST_DIGITS)}`;

/** Below it, the n-th object says what was left to do of uploads at a site. Of the store too, as mirrors copy it by name. */
export const outboxFolder = (day: string, site: string, store: string): string =>
  `${FOLDER}/${day}/outbox/${site}/${store}`;

export function manifestOf(
  draft: Draft,
  {
    site,
    stores,
    missing,
    at,
  }: {
    readonly site: string;
    readonly stores: readonly string[];
    readonly missing: readonly string[];
    readonly at: Date;
  },
): Manifest {
  const { id, contentType, sha256, day } = draft;
  return {
    version: 1,
    id,
    key: mediaKey(draft),
    manifestKey: manifestKey(day, id),
    sha256,
    bytes: draft.body.length,
    contentType,
    uploadedAt: at.toISOString(),
    site,
    stores,
    missing,
  };
}

/** What is told of it: the same each time, so that it can be told again. */
export function eventOf({ id, key, manifestKey, sha256, bytes, uploadedAt, site }: Manifest): Uploaded {
  return { id, key, manifestKey, sha256, bytes, uploadedAt, site };
}

/** @throws Error on what is no manifest of this version */
export function readManifest(text: Buffer, key: string): Manifest {
  const found = JSON.parse(text.toString("utf8")) as Partial<Manifest> | null;
  if (found?.version !== 1 || typeof found.id !== "string" || typeof found.sha256 !== "string") {
    throw new Error(`${key} is no manifest of version 1`);
  }
  return found as Manifest;
}
