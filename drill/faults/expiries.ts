/** Certificates that run out while what they are for is running. */
import type { Platform } from "../../resilience/platform/platform";
import { atOnce, type Injection } from "./injection";

/** The words say why it can't be done on one machine. */
export function ofExpiry(name: string, platform: Platform): Injection | string {
  const found = platform.expiring.find((one) => one.name === name);
  if (!found) return `there is no ${name}`;
  const { stops } = found;
  switch (stops.what) {
    case "entrance":
      return certificates(stops.sites, platform, "edge", "the public names");
    case "peers":
      return certificates(stops.sites, platform, "peers", "its peers");
    case "queue":
      return atPlaces(stops.sites, platform, (site) => ({
        what: `the certificate of the queue's servers at ${site} runs out`,
        begin: async (world) => world.queues.at(site).expire(true),
        end: async (world) => world.queues.at(site).expire(false),
      }));
    case "queue-links":
      return "links that are up live on, and no drill lasts until one of them is opened anew";
    case "stores":
      return "one key stands for those of all stores";
    case "pulls":
    case "nodes":
      return "a drill starts no pods and asks for no nodes while it lasts";
  }
}

const certificates = (
  places: readonly number[],
  platform: Platform,
  which: "edge" | "peers",
  whose: string,
): Injection =>
  atPlaces(places, platform, (site) => ({
    what: `the certificate of the edge at ${site} for ${whose} runs out`,
    begin: (world) => world.site(site).expire(which, true),
    end: (world) => world.site(site).expire(which, false),
  }));

function atPlaces(
  places: readonly number[],
  { sites }: Platform,
  make: (site: string) => Injection,
): Injection {
  const parts = places.flatMap((place) => {
    const site = sites[place];
    return site ? [make(site.id)] : [];
  });
  return atOnce(parts);
}
