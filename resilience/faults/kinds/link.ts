/**
 * The network between two providers or two sites. One way: connections that the first opens to the second fail, as with
 * a way out that is broken; packets that are lost one way only let no connection live, and are the whole link.
 */
import type { Platform } from "../../platform/platform";
import { hardAlone, type Kind } from "../kind";
import { cutName, linkName, providersOf } from "../names";

/** Ids of links by who can't reach whom. */
type Cuts = ReadonlyMap<string, readonly string[]>;

const TO = "-to-";

function cutsOf({ sites }: Platform): { readonly whole: Cuts; readonly oneWay: Cuts } {
  const [whole, oneWay] = [new Map<string, string[]>(), new Map<string, string[]>()];
  const add = (id: string, a: string, b: string) => {
    whole.set(id, [cutName(a, b), cutName(b, a)]);
    oneWay.set(`${a}${TO}${b}`, [cutName(a, b)]);
    oneWay.set(`${b}${TO}${a}`, [cutName(b, a)]);
  };
  const providers = providersOf(sites);
  for (const [i, a] of providers.entries()) {
    for (const b of providers.slice(i + 1)) add(linkName(a, b), a, b);
  }
  const ids = sites.map(({ id }) => id).sort();
  for (const [i, a] of ids.entries()) for (const b of ids.slice(i + 1)) add(`${a}/${b}`, a, b);
  return { whole, oneWay };
}

const cached = new WeakMap<Platform, ReturnType<typeof cutsOf>>();
function cuts(platform: Platform): ReturnType<typeof cutsOf> {
  const found = cached.get(platform) ?? cutsOf(platform);
  cached.set(platform, found);
  return found;
}

export const link: Kind = {
  modes: ["hard"],
  namedBy: "PROVIDER-PROVIDER, SITE/SITE, or one way: A-to-B",
  names: (platform) => [...cuts(platform).whole.keys(), ...cuts(platform).oneWay.keys()],
  what: (name) => `the link ${name}`,
  title: ({ name }) => {
    const [from, to] = name.split(TO);
    return to === undefined
      ? `Loss of the link ${name}`
      : `Loss of the way from ${from} to ${to}: what is opened the other way works`;
  },
  objective: "link",
  // One way between two sites is played when it is asked for: it is no worse than both.
  generated: (kind, name, platform) =>
    cuts(platform).whole.has(name) || !platform.sites.some(({ id }) => name.startsWith(`${id}${TO}`))
      ? hardAlone(kind, name, platform)
      : [],
  effect: (platform, draft, { name }) => {
    const { whole, oneWay } = cuts(platform);
    for (const cut of whole.get(name) ?? oneWay.get(name) ?? []) draft.linksDown.add(cut);
  },
};
