/** The events that the programs tell each other, and what is read of them. Pure. */

/** Subject of an upload's event. */
export const UPLOADED = "upload.accepted";
/** Subject of a user's view or like. */
export const engaged = (kind: Kind): string => `engage.${kind}`;

export const kinds = ["view", "like"] as const;
export type Kind = (typeof kinds)[number];

export interface Uploaded {
  /** Of the upload, and of its event: it is counted once. */
  readonly id: string;
  readonly key: string;
  readonly manifestKey: string;
  readonly sha256: string;
  readonly bytes: number;
  /** ISO 8601. */
  readonly uploadedAt: string;
  readonly site: string;
}

export interface Engaged {
  /** Of the event: it is counted once. */
  readonly id: string;
  readonly video: string;
  readonly user: string;
  readonly kind: Kind;
}

/** Undefined for what is no upload's event: another version's, which isn't ours to judge. */
export function uploadedOf(data: string): Uploaded | undefined {
  const event = objectOf(data);
  const texts = ["id", "key", "manifestKey", "sha256", "uploadedAt", "site"].every(
    (key) => typeof event?.[key] === "string",
  );
  return texts && typeof event?.bytes === "number" ? (event as unknown as Uploaded) : undefined;
}

export function engagedOf(data: string): Engaged | undefined {
  const event = objectOf(data);
  const texts = ["id", "video", "user"].every((key) => typeof event?.[key] === "string");
  return texts && kinds.some((kind) => kind === event?.kind) ? (event as unknown as Engaged) : undefined;
}

function objectOf(data: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
