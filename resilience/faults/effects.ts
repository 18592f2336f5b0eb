/** What faults take away from a platform, in the terms that the timeline asks. */
import type { Platform } from "../platform/platform";
import { type Draft, emptyDraft } from "./draft";
import type { Fault } from "./fault";
import { kinds } from "./kinds";
import { cutName } from "./names";

type Settled<T> =
  T extends Set<infer E>
    ? ReadonlySet<E>
    : T extends Map<infer K, infer V>
      ? ReadonlyMap<K, V>
      : T extends (infer E)[]
        ? readonly Settled<E>[]
        : T;

/** What each field means: Draft. */
export type Effects = { readonly [F in keyof Draft]: Settled<Draft[F]> } & {
  /** A zone or a region is lost or browned out somewhere: everybody who was there asks for hosts. */
  readonly hostsWanted: boolean;
};

export function effectsOf(platform: Platform, faults: readonly Fault[]): Effects {
  const draft = emptyDraft(platform);
  for (const fault of faults) kinds[fault.kind].effect(platform, draft, fault);
  const { siteDown, siteFails, siteSlow, frontFails, zonesDown } = draft;
  const hostsWanted =
    siteDown.includes(true) ||
    [...siteFails, ...siteSlow, ...frontFails].some((share) => share > 0) ||
    zonesDown.some(({ size }) => size > 0);
  return { ...draft, hostsWanted };
}

/** Where a connection begins or ends: a site, a store, or the networks of a provider. */
export interface End {
  readonly provider: string;
  /** `<provider>-<region>`. */
  readonly at?: string;
}

/** Whether one can't open a connection to the other. */
export function isCut({ linksDown }: Effects, from: End, to: End): boolean {
  if (linksDown.size === 0) return false;
  if (from.provider !== to.provider && linksDown.has(cutName(from.provider, to.provider))) return true;
  return from.at !== undefined && to.at !== undefined && linksDown.has(cutName(from.at, to.at));
}

/** Whether nothing of a store is left. */
export const isStoreGone = ({ storeFails }: Effects, store: number): boolean => (storeFails[store] ?? 0) >= 1;

/** Whether a store refuses the sites of a provider: what they come with has run out. */
export const isRefused = ({ storesRefuse }: Effects, from: End, to: End): boolean =>
  storesRefuse.size > 0 && storesRefuse.has(cutName(from.provider, to.provider));
