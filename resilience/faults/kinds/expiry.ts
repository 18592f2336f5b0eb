/**
 * Something that ran out and wasn't renewed: a certificate, a token, a key, a quota. What stops is what hangs on it in
 * the graph. No check is taken to notice an expired certificate: no authority is known to look at one.
 */
import type { Platform } from "../../platform/platform";
import type { Draft } from "../draft";
import { hardAlone, type Kind } from "../kind";
import { cutName } from "../names";

export const expiry: Kind = {
  modes: ["hard"],
  namedBy: "WHAT/WHERE, as the platform has it: queue-certificate/SITE",
  names: ({ expiring }) => expiring.map(({ name }) => name),
  what: (name) => name.replace("/", " of "),
  title: ({ name }) => `Expiry of ${name.replace("/", " of ")}`,
  objective: "expiry",
  generated: hardAlone,
  isHuman: true,
  effect: (platform, draft, { name }) => {
    const found = platform.expiring.find((one) => one.name === name);
    if (found) stop(found.stops, draft);
  },
};

function stop(stops: Platform["expiring"][number]["stops"], draft: Draft): void {
  switch (stops.what) {
    case "entrance":
      // Its clients refuse it before they ask anything.
      for (const place of stops.sites) draft.unseenFails[place] = 1;
      return;
    case "peers":
      for (const place of stops.sites) draft.peersRefuse[place] = true;
      return;
    case "queue":
      for (const place of stops.sites) draft.queueRefuses[place] = true;
      return;
    case "queue-links":
      for (const place of stops.sites) draft.queueLinksDown[place] = true;
      return;
    case "pulls":
      for (const registry of stops.registries) draft.registriesDown.add(registry);
      return;
    case "stores":
      for (const from of stops.from) draft.storesRefuse.add(cutName(from, stops.to));
      return;
    case "nodes":
      for (const place of stops.sites) draft.frozen[place] = true;
      return;
  }
}
