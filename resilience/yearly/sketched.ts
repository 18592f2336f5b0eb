/** Changes sketched on a platform as it was read: quick, to choose which are worth playing on a changed graph. */
import type { Platform, SiteWorkload } from "../platform/platform";

/** With traffic steered by other shares; sizes stay as they are. Sites without a share of their own keep it. */
export function withShares(
  platform: Platform,
  shares: ReadonlyMap<string, { old: number; now: number }>,
): Platform {
  const factorOf = (place: number): number => {
    const share = shares.get(platform.sites[place]?.id ?? "");
    return share && share.old > 0 ? share.now / share.old : 1;
  };
  return {
    ...platform,
    capabilities: platform.capabilities.map((capability) => ({
      ...capability,
      answers: capability.answers.map(
        (name) =>
          name && {
            ...name,
            answers: name.answers.map((answer) => ({
              ...answer,
              weight: answer.weight * factorOf(capability.addresses[answer.address]?.site ?? -1),
            })),
          },
      ),
    })),
  };
}

/** With ten times the replicas of some capabilities, or of the edge, at every site: whether more would help at all. */
export function withPlenty(platform: Platform, names: readonly string[]): Platform {
  const more = (workload: SiteWorkload, name: string): SiteWorkload =>
    names.includes(name)
      ? { ...workload, floor: 10 * workload.floor, ceiling: 10 * workload.ceiling }
      : workload;
  return {
    ...platform,
    sites: platform.sites.map((site) => ({
      ...site,
      workloads: Object.fromEntries(
        Object.entries(site.workloads).map(([name, workload]) => [name, more(workload, name)]),
      ),
      ...(site.edge ? { edge: more(site.edge, "edge") } : {}),
    })),
  };
}
