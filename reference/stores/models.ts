/** The model that training writes and recommendations look for: its keys and its form. Pure. */
import { dayOf } from "./keys";

/** Which videos to show first. */
export interface Model {
  readonly version: 1;
  readonly site: string;
  /** ISO 8601. */
  readonly madeAt: string;
  /** Events that it was learnt from. */
  readonly events: number;
  /** Whether these were all events of all sites, or a pod's share of them. */
  readonly isWhole: boolean;
  /** Ids of videos, the best one first. */
  readonly videos: readonly string[];
}

export const MINUTE_MS = 60_000;

/** A model a minute at most: whoever may not list finds the newest by going back minute by minute. */
export function modelKey(at: Date): string {
  return `training/${dayOf(at)}/model/${at.toISOString().slice(11, 16).replace(":", "")}.json`;
}

/** Undefined for what is no model of this version. */
export function readModel(text: Buffer): Model | undefined {
  try {
    const found = JSON.parse(text.toString("utf8")) as Partial<Model> | null;
    const isOurs =
      found?.version === 1 &&
      typeof found.madeAt === "string" &&
      !Number.isNaN(Date.parse(found.madeAt)) &&
      Array.isArray(found.videos) &&
      found.videos.every((id) => typeof id === "string");
    return isOurs ? (found as Model) : undefined;
  } catch {
    return undefined;
  }
}
