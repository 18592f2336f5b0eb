/** What of some effects a capability can feel, so that what it can't tell apart is judged once. */

import type { Platform } from "../platform/platform";
import type { Effects } from "./effects";

/** What of the effects a capability can feel. */
export interface Exposure {
  readonly stores: boolean;
  readonly queue: boolean;
  /** Workloads beside its own. */
  readonly workloads: ReadonlySet<string>;
}

/** What a capability hangs on, through those that it follows and prefers. */
export function exposureOf(platform: Platform, place: number): Exposure {
  const workloads = new Set(["edge"]);
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

/** How many zones, where none of them has addresses of its own; else which. */
function zonesKey(platform: Platform, place: number, zones: ReadonlySet<string>): string {
  const own =
    zonalSites.get(platform) ??
    new Set(
      platform.capabilities.flatMap(({ addresses }) =>
        addresses.flatMap(({ site, zone }) => (zone === undefined ? [] : [site])),
      ),
    );
  zonalSites.set(platform, own);
  return own.has(place) ? `z${[...zones].sort().join()}` : `z${zones.size}`;
}
const zonalSites = new WeakMap<Platform, ReadonlySet<number>>();

/**
 * By capability, equal for effects that it can't tell apart. A site that is down is no worse for what else it has lost.
 */
export function keysOf(platform: Platform, effects: Effects, exposures: readonly Exposure[]): string[] {
  let [common, queues] = ["", ""];
  let hasWorkloads = false;
  for (let place = 0; place < platform.sites.length; place++) {
    if (effects.siteDown[place]) {
      common += "x;";
      continue;
    }
    const front = effects.frontFails[place];
    if (front) common += `e${front}`;
    common += `${effects.siteFails[place] || ""}${effects.frozen[place] ? "f" : ""}`;
    const zones = effects.zonesDown[place];
    if (zones && zones.size > 0) common += zonesKey(platform, place, zones);
    common += ";";
    if (effects.queueFails[place]) queues += `q${place}:${effects.queueFails[place]}`;
    if (effects.workloadFails[place]?.size) hasWorkloads = true;
  }
  for (let place = 0; place < effects.authorityDown.length; place++) {
    if (effects.authorityWrong[place]) common += "w";
    common += effects.authorityDown[place] ? "d" : effects.blind[place] ? "b" : "-";
  }
  if (effects.registriesDown.size > 0) common += `r${[...effects.registriesDown].sort().join()}`;
  if (effects.linksDown.size > 0) common += `l${[...effects.linksDown].sort().join()}`;
  const watching = [...effects.gone].filter((name) => lostWithOf(platform).has(name));
  if (watching.length > 0) common += `g${watching.sort().join()}`;
  const stores = `s${effects.storeFails.join()}`;
  const keys: string[] = [];
  for (const felt of exposures) {
    const workloads = hasWorkloads ? workloadsKey(effects, felt.workloads) : "";
    keys.push(common + workloads + (felt.queue ? queues : "") + (felt.stores ? stores : ""));
  }
  return keys;
}

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

function workloadsKey({ workloadFails, siteDown }: Effects, felt: ReadonlySet<string>): string {
  let key = "";
  for (const [place, fails] of workloadFails.entries()) {
    if (siteDown[place]) continue;
    for (const [name, share] of [...fails].sort()) if (felt.has(name)) key += `/${place}${name}${share}`;
  }
  return key;
}
