/** What a roll-out has to know of the sites: from the settings, and from the state of the stack. Pure. */

import { readEdgeHealth } from "../components/edge/edge-health";
import { providerNames } from "../graph/clouds/facts";
import { isOutOfReach } from "../graph/clouds/unreachable";
import { drainedAt, zonesDrainedAt } from "../graph/drains";
import type { Graph } from "../graph/resource";
import { isUntrusted } from "../graph/untrusted";
import type { Settings } from "../stacks/config";
import type { PlanInput } from "./plan";

type SiteSettings = Pick<Settings, "drain" | "unreachable" | "untrusted"> & {
  readonly sites: readonly Pick<Settings["sites"][number], "id" | "provider" | "region">[];
};

/** Sites by their ids: `<provider>-<region>`. */
export const sitesNamed = (ids: readonly string[]): SiteSettings["sites"] =>
  ids.flatMap((id) => {
    const provider = providerNames.find((name) => id.startsWith(`${name}-`));
    return provider ? [{ id, provider, region: id.slice(provider.length + 1) }] : [];
  });

/**
 * @param state what is deployed; without one every site is taken to be
 * @param now a drain that has ended is none
 */
export function sitesOf(
  { sites, drain, unreachable, untrusted }: SiteSettings,
  state: Graph | undefined,
  now: Date,
): Pick<PlanInput, "sites" | "deployed" | "drained" | "drainedZones" | "drainedBefore" | "unreachable"> {
  const ids = sites.map(({ id }) => id);
  return {
    sites: ids,
    deployed: new Set(ids.filter((id) => state === undefined || hasEdge(state, id))),
    drained: drainedAt(drain, now),
    drainedZones: zonesDrainedAt(drain, now),
    drainedBefore: new Set(ids.filter((id) => state !== undefined && saysDrained(state, id))),
    unreachable: new Set(
      sites
        .filter(
          (site) => isOutOfReach(unreachable, site.provider, site.region) || isUntrusted(untrusted, site),
        )
        .map(({ id }) => id),
    ),
  };
}

/**
 * The site's component is in the state before anything of the site is; its edge only after its cluster, whose provider
 * every targeted run configures.
 */
const hasEdge = (state: Graph, site: string): boolean =>
  named(state, "kubernetes:apps/v1:Deployment", `${site}-edge`) !== undefined;

function saysDrained(state: Graph, site: string): boolean {
  const config = named(state, "kubernetes:core/v1:ConfigMap", `${site}-edge`);
  const data = config?.inputs.data;
  if (config === undefined || typeof data !== "object" || data === null) return false;
  const answers = Object.values(data).flatMap((text) =>
    typeof text === "string" ? Object.values(readEdgeHealth(text, config.urn).byCapability) : [],
  );
  return answers.some(({ drained }) => drained);
}

const named = (state: Graph, type: string, name: string) =>
  state.byType.get(type)?.find((resource) => resource.name === name);
