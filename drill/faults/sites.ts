/** Sites that are lost, or that fail in part: one, those of a metro or a provider, and pods of theirs. */
import { percent } from "../../graph/words";
import type { Fault, PartialMode } from "../../resilience/faults/fault";
import type { PodChoice } from "../world/site";
import { atOnce, type Injection } from "./injection";

/** Its power is cut, so that what wasn't on its disks is gone, and nothing goes to it or comes from it. */
export const lost = (site: string): Injection => ({
  what: `${site} is cut off, and its power is cut`,
  begin: async (world) => {
    await world.net.isolate(site);
    await world.cutPower(site);
  },
  end: async (world) => {
    await world.net.restoreSite(site);
    await world.restartSite(site);
  },
});

/** Nothing goes to it or comes from it, and all that runs there runs on. */
export const cutOff = (site: string): Injection => ({
  what: `${site} is cut off`,
  begin: (world) => world.net.isolate(site),
  end: (world) => world.net.restoreSite(site),
});

/** A part of what users ask pods of a site fails, or is never answered; they answer every probe. */
export function hurt(site: string, how: "fails" | "hangs", share: number, pods: PodChoice = {}): Injection {
  const { workload, zone } = pods;
  const whose = workload === undefined ? "all pods" : `all pods of ${workload}`;
  const where = zone === undefined ? `at ${site}` : `in ${zone} of ${site}`;
  const does = how === "fails" ? "fail" : "never answer";
  return {
    what: `${whose} ${where} ${does} ${percent(share)} of their users' requests, and answer every probe`,
    begin: async (world) => world.site(site).hurt(how, share, pods),
    end: async (world) => world.site(site).hurt(how, 0, pods),
  };
}

/** A part of all that comes to a site fails before its edge looks at it: requests and probes alike. */
const frontFails = (site: string, share: number): Injection => ({
  what: `${percent(share)} of all requests and probes that come to ${site} fail before its edge looks at them`,
  begin: (world) => world.site(site).frontFails(share),
  end: (world) => world.site(site).frontFails(0),
});

const partly: Readonly<Record<PartialMode, (site: string, share: number) => Injection>> = {
  brownout: (site, share) => hurt(site, "fails", share),
  "brownout-front": frontFails,
  slow: (site, share) => hurt(site, "hangs", share),
};

/**
 * A fault of sites; undefined for one that nothing here feels.
 * @param keepsPower whether a site that is lost is only cut off
 */
export function ofSites(
  sites: readonly string[],
  { mode, share = 1 }: Fault,
  keepsPower = false,
): Injection | undefined {
  if (mode === "control" || mode === "sites-alone") return undefined;
  const whole = keepsPower ? cutOff : lost;
  const parts = sites.map((site) => (mode === "hard" ? whole(site) : partly[mode](site, share)));
  return atOnce(parts);
}
