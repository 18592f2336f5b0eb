/** What of some effects a capability can feel, so that what it can't tell apart is judged once. */

import type { Platform } from "../platform/platform";
import type { Effects } from "./effects";
import { EDGE } from "./names";

/** What of the effects a capability can feel. */
export interface Exposure {
  readonly stores: boolean;
  readonly queue: boolean;
  /** Workloads beside its own. */
  readonly workloads: ReadonlySet<string>;
}

/** What a capability hangs on, through those that it follows and prefers. */
export function exposureOf(platform: Platform, place: number): Exposure {
  const workloads = new Set([EDGE]);
  const open = [place, platform.capabilities[place]?.follows ?? place];
  let [stores, queue] = [false, false];
  while (open.length > 0) {
    const capability = platform.capabilities[open.pop() as number];
    if (!capability || workloads.has(capability.name)) continue;
    workloads.add(capability.name);
    for (const dependency of [...capability.needs, ...capability.prefers]) {
      if (dependency === "queue") queue = true;
      else if (dependency.startsWith("media-store/")) stores = true;
      else if (dependency.startsWith("capability/")) {
        open.push(
          platform.capabilities.findIndex(({ name }) => name === dependency.slice("capability/".length)),
        );
      }
    }
  }
  return { stores, queue, workloads };
}

/** How one field of the effects tells cases apart. */
type Keyed =
  /** Every capability feels it: equal texts for what none can tell apart, empty where nothing is wrong. */
  | { readonly all: (effects: Effects, platform: Platform) => string }
  /** Only those feel it that are exposed to it. */
  | {
      readonly some: (effects: Effects, platform: Platform) => string;
      readonly feltBy: (exposure: Exposure) => boolean;
    }
  /** Each feels what it is exposed to. */
  | { readonly each: (effects: Effects, exposure: Exposure) => string }
  /** It follows from the other fields. */
  | "told by the others";

/** By site, of those that are up: one that is down is no worse for what else it has lost. */
function sitesKey(
  { siteDown }: Effects,
  of: readonly unknown[],
  tell: (place: number) => string | number,
): string {
  let key = "";
  for (let place = 0; place < of.length; place++) {
    const told = siteDown[place] ? "" : tell(place);
    if (told) key += `${place}:${told},`;
  }
  return key;
}

/** Fields that hold one of something for each place. */
type BySite<T> = { [F in keyof Effects]: Effects[F] extends readonly T[] ? F : never }[keyof Effects];

const shareAt =
  (field: BySite<number>) =>
  (effects: Effects): string =>
    sitesKey(effects, effects[field], (at) => effects[field][at] ?? 0);

const markAt =
  (field: BySite<boolean>) =>
  (effects: Effects): string =>
    sitesKey(effects, effects[field], (at) => (effects[field][at] ? "x" : ""));

/** Places that are marked. */
function marksKey(marks: readonly boolean[]): string {
  let key = "";
  for (let place = 0; place < marks.length; place++) if (marks[place]) key += `${place},`;
  return key;
}

const namesKey = (names: ReadonlySet<string>): string => (names.size === 0 ? "" : [...names].sort().join());

/** A field that isn't here doesn't compile: left out, cases that differ in it would be judged as one. */
const keyed: { readonly [F in keyof Effects]: Keyed } = {
  siteDown: { all: ({ siteDown }) => marksKey(siteDown) },
  siteFails: { all: shareAt("siteFails") },
  frontFails: { all: shareAt("frontFails") },
  unseenFails: { all: shareAt("unseenFails") },
  siteSlow: { all: shareAt("siteSlow") },
  cold: { all: markAt("cold") },
  zonesDown: {
    all: (effects, platform) => sitesKey(effects, effects.zonesDown, (at) => zonesKey(platform, at, effects)),
  },
  frozen: { all: markAt("frozen") },
  workloadFails: { each: ({ workloadFails, siteDown }, felt) => workloadsKey(workloadFails, siteDown, felt) },
  changeFails: { each: ({ changeFails, siteDown }, felt) => workloadsKey(changeFails, siteDown, felt) },
  queueFails: { some: shareAt("queueFails"), feltBy: ({ queue }) => queue },
  storeFails: {
    some: ({ storeFails }) => (storeFails.some((share) => share > 0) ? storeFails.join() : ""),
    feltBy: ({ stores }) => stores,
  },
  registriesDown: { all: ({ registriesDown }) => namesKey(registriesDown) },
  linksDown: { all: ({ linksDown }) => namesKey(linksDown) },
  peersRefuse: { all: markAt("peersRefuse") },
  queueRefuses: { some: markAt("queueRefuses"), feltBy: ({ queue }) => queue },
  queueLinksDown: { some: markAt("queueLinksDown"), feltBy: ({ queue }) => queue },
  storesRefuse: { some: ({ storesRefuse }) => namesKey(storesRefuse), feltBy: ({ stores }) => stores },
  authorityDown: { all: ({ authorityDown }) => marksKey(authorityDown) },
  authorityWrong: { all: ({ authorityWrong }) => marksKey(authorityWrong) },
  // Whether what is silent sees makes no difference.
  blind: { all: ({ blind, authorityDown }) => marksKey(blind.map((is, at) => is && !authorityDown[at])) },
  gone: {
    all: ({ gone }, platform) =>
      gone.size === 0 ? "" : namesKey(new Set([...gone].filter((name) => lostWithOf(platform).has(name)))),
  },
  hostsWanted: "told by the others",
};
const fields = Object.values(keyed).map((how, place) => ({ how, place }));

/** By capability, equal for effects that it can't tell apart. */
export function keysOf(platform: Platform, effects: Effects, exposures: readonly Exposure[]): string[] {
  let common = "";
  const apart: { readonly text: string; readonly feltBy: (exposure: Exposure) => boolean }[] = [];
  const each: { readonly how: (effects: Effects, exposure: Exposure) => string; readonly place: number }[] =
    [];
  for (const { how, place } of fields) {
    if (how === "told by the others") continue;
    if ("all" in how) {
      const text = how.all(effects, platform);
      if (text !== "") common += `|${place} ${text}`;
    } else if ("some" in how) {
      const text = how.some(effects, platform);
      if (text !== "") apart.push({ text: `|${place} ${text}`, feltBy: how.feltBy });
    } else each.push({ how: how.each, place });
  }
  return exposures.map((exposure) => {
    let key = common;
    for (const { text, feltBy } of apart) if (feltBy(exposure)) key += text;
    for (const { how, place } of each) {
      const text = how(effects, exposure);
      if (text !== "") key += `|${place} ${text}`;
    }
    return key;
  });
}

/** How many zones, where none of them has addresses of its own; else which. */
function zonesKey(platform: Platform, place: number, { zonesDown }: Effects): string {
  const zones = zonesDown[place];
  if (!zones || zones.size === 0) return "";
  const own =
    zonalSites.get(platform) ??
    new Set(
      platform.capabilities.flatMap(({ addresses }) =>
        addresses.flatMap(({ site, zone }) => (zone === undefined ? [] : [site])),
      ),
    );
  zonalSites.set(platform, own);
  return own.has(place) ? [...zones].sort().join("/") : `${zones.size}`;
}
const zonalSites = new WeakMap<Platform, ReadonlySet<number>>();

/** Names of regions, metros and providers with which a checker of any check is lost. */
function lostWithOf(platform: Platform): ReadonlySet<string> {
  const known = lostWith.get(platform);
  if (known) return known;
  const found = new Set<string>();
  for (const { answers } of platform.capabilities) {
    for (const name of answers) {
      for (const { check } of name?.answers ?? []) {
        for (const checker of check?.checkers ?? []) for (const each of checker.lostWith) found.add(each);
      }
    }
  }
  lostWith.set(platform, found);
  return found;
}
const lostWith = new WeakMap<Platform, ReadonlySet<string>>();

function workloadsKey(
  failing: Effects["workloadFails"],
  siteDown: Effects["siteDown"],
  { workloads }: Exposure,
): string {
  let key = "";
  for (const [place, fails] of failing.entries()) {
    if (siteDown[place] || fails.size === 0) continue;
    for (const [name, share] of [...fails].sort())
      if (workloads.has(name)) key += `/${place}${name}:${share}`;
  }
  return key;
}
