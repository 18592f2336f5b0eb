/** A whole cloud: its sites, its DNS, and the checkers that stand in it. */
import type { Fault } from "../../resilience/faults/fault";
import type { Platform } from "../../resilience/platform/platform";
import { checkersLostWith } from "../plan/authorities";
import type { World } from "../world/world";
import { atOnce, type Injection } from "./injection";
import { lost, ofSites } from "./sites";

/** How a provider's DNS goes wrong, as the drill's authority is told. */
export const dns = (
  provider: string,
  mode: "silent" | "wrong-no-name" | "blind",
  what: string,
): Injection => ({
  what: `the DNS of ${provider} ${what}`,
  begin: async (world) => world.authority(provider).mode(mode),
  end: async (world) => world.authority(provider).mode("ok"),
});

export const blind = (provider: string): Injection => dns(provider, "blind", "heeds no check");

/** @param keepsPower whether its sites are only cut off */
export function ofProvider(fault: Fault, platform: Platform, keepsPower: boolean): Injection | undefined {
  const { name, mode } = fault;
  const sites = ofSites(siteIdsOf(name, platform), fault, keepsPower);
  if (!sites) return undefined;
  const checksBlind = platform.assumptions.brownoutBlindsChecks;
  if (mode !== "hard") return checksBlind ? atOnce([sites, blind(name)]) : sites;
  return atOnce([sites, dns(name, "silent", "answers nobody"), checkersLost(name, platform)]);
}

/** Its sites are lost, and its DNS lives on and doesn't see it. */
export const blindProvider = ({ name }: Fault, platform: Platform): Injection =>
  atOnce([...siteIdsOf(name, platform).map(lost), blind(name)]);

/** Nobody who stands in a place has a say any more in whether addresses are well. */
function checkersLost(name: string, platform: Platform): Injection {
  const tell = (world: World, isLost: boolean) => {
    for (const [place, { provider }] of platform.authorities.entries()) {
      const gone = checkersLostWith(platform, place, name);
      if (gone.length > 0) world.authority(provider).lose(isLost ? gone : []);
    }
  };
  return {
    what: `the checkers in ${name} are gone`,
    begin: async (world) => tell(world, true),
    end: async (world) => tell(world, false),
  };
}

const siteIdsOf = (provider: string, { sites }: Platform): string[] =>
  sites.filter((site) => site.provider === provider).map(({ id }) => id);
