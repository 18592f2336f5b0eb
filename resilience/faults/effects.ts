/** What faults take away from a platform, in the terms that the timeline asks. */
import type { Platform } from "../platform/platform";
import { type Draft, emptyDraft } from "./draft";
import type { Fault } from "./fault";
import { kinds } from "./kinds";
import { linkName } from "./names";

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
  const { siteDown, siteFails, frontFails, zonesDown } = draft;
  const hostsWanted =
    siteDown.includes(true) ||
    [...siteFails, ...frontFails].some((share) => share > 0) ||
    zonesDown.some(({ size }) => size > 0);
  return { ...draft, hostsWanted };
}

/** Whether what two sites or stores send each other is lost: only links between providers can be. */
export const isCut = ({ linksDown }: Effects, a: string, b: string): boolean =>
  a !== b && linksDown.size > 0 && linksDown.has(linkName(a, b));
