/**
 * Status: how the site sees itself and the clouds. It asks in the background and answers from what it knows, so that nobody's
 * death makes it slow.
 *
 * A cloud is asked by the addresses of its sites' edges, which need no name that a sick DNS authority would have to know. The
 * clouds of sites that it knows no address of, its own site's among them, are there too, as unknown.
 */
import { ok } from "../frame/http";
import { loop } from "../frame/loop";
import type { Pod, Program } from "../frame/pod";
import { capabilityNames, type Settings } from "../frame/settings";
import { Reach, statusOf } from "./reach";

const EVERY_MS = 5000;

export function status({ settings, log }: Pod): Program {
  // Whatever a cloud says, it is there to say it.
  const clouds = new Reach(
    cloudUrls(settings),
    (code) => code !== undefined,
    (url) => statusOf(url, settings.publicName),
  );
  const capabilities = new Reach(capabilityUrls(settings), (code) => code === 200);
  const looking = loop("asking who answers", EVERY_MS, log, async () => {
    await Promise.all([clouds.look(), capabilities.look()]);
  });
  return { routes: statusRoutes(settings.site, clouds, capabilities), close: () => looking.stop() };
}

export function statusRoutes(
  site: string,
  clouds: Pick<Reach, "known">,
  capabilities: Pick<Reach, "known">,
): Program["routes"] {
  return [
    {
      method: "GET",
      path: "/v1/status",
      handle: () => ok({ site, capabilities: capabilities.known(), clouds: clouds.known() }),
    },
  ];
}

/** What edges are asked, by provider, of the sites that are known; nothing where only the site's id is. */
export function cloudUrls({
  capability,
  edges,
  sites,
}: Pick<Settings, "capability" | "edges" | "sites">): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const site of [...sites, ...edges.keys()]) {
    const provider = site.split("-")[0] ?? site;
    // The edge answers it by itself.
    const urls = (edges.get(site) ?? []).map((address) => `https://${address}/healthz/${capability}`);
    found.set(provider, [...new Set([...(found.get(provider) ?? []), ...urls])]);
  }
  return found;
}

function capabilityUrls({ capability, serviceDomain }: Settings): Map<string, readonly string[]> {
  const others = capabilityNames.filter((name) => name !== capability);
  return new Map(others.map((name) => [name, [`http://${name}.${serviceDomain}/readyz`]]));
}
